/* The statistics of generator/measure/statistics/intervals.py, for the records that are shown. */
(function () {
  "use strict";
  const furikaeri = (window.furikaeri = window.furikaeri || {});
  const Z = 1.959963984540054; // the 97.5 % quantile of the normal distribution
  const TAIL = 0.025;

  function mean(values) {
    let sum = 0;
    for (const value of values) sum += value;
    return values.length ? sum / values.length : null;
  }

  /* Linear interpolation between order statistics, numpy's default. */
  function quantile(ordered, share) {
    if (!ordered.length) return null;
    const place = (ordered.length - 1) * share;
    const below = Math.floor(place);
    const above = Math.min(below + 1, ordered.length - 1);
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below);
  }

  function logFactorial(n) {
    return logGamma(n + 1);
  }

  /* Stirling's series from 15 on, where its next term is below 1e-16; the recurrence before. */
  function logGamma(x) {
    let shift = 0;
    for (; x < 15; x += 1) shift += Math.log(x);
    const square = 1 / (x * x);
    const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }

  /* The quantile of the heads among n tosses of a fair coin: the terms below 20 standard deviations are nothing. */
  function coinQuantile(share, n) {
    let heads = Math.max(0, Math.floor(n / 2 - 10 * Math.sqrt(n)));
    let mass = Math.exp(logFactorial(n) - logFactorial(heads) - logFactorial(n - heads) - n * Math.LN2);
    let sum = mass;
    while (sum < share) {
      mass *= (n - heads) / (heads + 1);
      heads += 1;
      sum += mass;
    }
    return heads;
  }

  function medianInterval(ordered) {
    const rank = ordered.length ? coinQuantile(TAIL, ordered.length) : 0;
    return rank ? [ordered[rank - 1], ordered[ordered.length - rank]] : null;
  }

  function wilson(k, n) {
    if (!n) return null;
    const share = k / n;
    const weight = (Z * Z) / n;
    const middle = (share + weight / 2) / (1 + weight);
    const half = (Z / (1 + weight)) * Math.sqrt((share * (1 - share)) / n + weight / (4 * n));
    return [Math.max(0, Math.min(share, middle - half)), Math.min(1, Math.max(share, middle + half))];
  }

  /* The regularised lower incomplete gamma function: its series, or the continued fraction of what is above (Lentz). */
  function gammaBelow(shape, x) {
    const factor = Math.exp(shape * Math.log(x) - x - logGamma(shape));
    if (x < shape + 1) {
      let term = 1 / shape;
      let sum = term;
      for (let k = shape + 1; term > sum * 1e-17; k += 1) {
        term *= x / k;
        sum += term;
      }
      return sum * factor;
    }
    let b = x + 1 - shape;
    let c = Infinity;
    let d = 1 / b;
    let fraction = d;
    for (let k = 1, change = 0; Math.abs(change - 1) > 1e-16 && k < 100000; k += 1) {
      const a = k * (shape - k);
      b += 2;
      d = 1 / (a * d + b);
      c = b + a / c;
      change = c * d;
      fraction *= change;
    }
    return 1 - fraction * factor;
  }

  /* Newton's steps from Wilson and Hilferty's approximation, kept between what is known to be below and above. */
  function gammaQuantile(shape, share) {
    const z = share < 0.5 ? -Z : Z;
    let x = shape * Math.max(1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape)), 0.05) ** 3;
    let low = 0;
    let high = Infinity;
    for (let step = 0; step < 100; step += 1) {
      const off = gammaBelow(shape, x) - share;
      if (off < 0) low = x;
      else high = x;
      const density = Math.exp((shape - 1) * Math.log(x) - x - logGamma(shape));
      let next = x - off / density;
      if (!(next > low && next < high)) next = high === Infinity ? 2 * x : (low + high) / 2;
      if (Math.abs(next - x) <= 1e-13 * x) return next;
      x = next;
    }
    return x;
  }

  function garwood(count) {
    return [count ? gammaQuantile(count, TAIL) : 0, gammaQuantile(count + 1, 1 - TAIL)];
  }

  furikaeri.statistics = { mean, quantile, medianInterval, wilson, garwood };
})();
