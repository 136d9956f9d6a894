"""Further averages and 95 % intervals, for those who compare: those on the pages are in `intervals`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generator.measure.statistics.compare import log_minutes
from generator.measure.statistics.distributions import (
    TAIL,
    beta_quantile,
    binomial_at_most,
    chi2_quantile,
    coin_quantile,
    normal_above,
    normal_quantile,
    student_quantile,
)
from generator.measure.statistics.draws import uniform_blocks
from generator.measure.statistics.intervals import Interval, Numbers


class Estimate(NamedTuple):
    """A value with the limits around it."""

    value: float
    low: float
    high: float


class BootstrapIntervals(NamedTuple):
    """The intervals of one mean by three rules."""

    basic: Interval
    percentile: Interval
    bca: Interval


def clopper_pearson(k: int, n: int) -> Interval | None:
    """Return the exact interval of the share k/n (Clopper and Pearson 1934), None at n = 0."""
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
    if n == 0:
        return None
    low = beta_quantile(TAIL, k, n - k + 1) if k else 0.0
    return low, beta_quantile(1 - TAIL, k + 1, n - k) if k < n else 1.0


def jeffreys_share(k: int, n: int) -> Interval | None:
    """Return the interval of the share k/n under Jeffreys' prior, None at n = 0.

    The limit is 0 at k = 0 and 1 at k = n (Brown, Cai and DasGupta 2001).
    """
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
    if n == 0:
        return None
    low, high = (beta_quantile(share, k + 0.5, n - k + 0.5) for share in (TAIL, 1 - TAIL))
    return low if k else 0.0, high if k < n else 1.0


def jeffreys_rate(count: int, exposure: float = 1.0) -> Interval:
    """Return the interval of count/exposure under Jeffreys' prior: quantiles of Gamma(count + 1/2)."""
    _check(count, exposure)
    low, high = (chi2_quantile(share, 2 * count + 1) / 2 / exposure for share in (TAIL, 1 - TAIL))
    return low, high


def score_rate(count: int, exposure: float = 1.0) -> Interval:
    """Return the score interval of count/exposure: the rates whose normal test does not refuse the count."""
    _check(count, exposure)
    z = normal_quantile(1 - TAIL)
    middle, half = count + z * z / 2, z * math.sqrt(count + z * z / 4)
    return (middle - half) / exposure if count else 0.0, (middle + half) / exposure


def median_rank(n: int) -> int | None:
    """Return the rank from either end of the values that hold the median with 95 % or more, None below 6."""
    return (coin_quantile(TAIL, n) or None) if n else None


def median_coverage(n: int) -> float | None:
    """Return how surely the values of `median_rank` hold the median, None below 6."""
    rank = median_rank(n)
    return None if rank is None else 1 - 2 * binomial_at_most(rank - 1, n, 0.5)


def mean_t_interval(values: Sequence[float]) -> Interval | None:
    """Return Student's interval of the mean, None below two; for durations it can lie below 0."""
    if len(values) < 2:
        return None
    centre, reach = float(np.mean(values)), _t_reach(np.asarray(values, dtype=np.float64))
    return centre - reach, centre + reach


def geometric_mean(minutes: Sequence[float]) -> Estimate | None:
    """Return the geometric mean with Student's interval of the logs, None below two.

    Zero minutes are floored at half a minute.
    """
    if len(minutes) < 2:
        return None
    logs = log_minutes(minutes)
    centre, reach = float(logs.mean()), _t_reach(logs)
    return Estimate(math.exp(centre), math.exp(centre - reach), math.exp(centre + reach))


def lognormal_mean(minutes: Sequence[float]) -> Estimate | None:
    """Return the mean of a log-normal distribution by the modified Cox method (Olsson 2005), None below two.

    m + v/2 +- t sqrt(v/n + v^2 / (2 (n - 1))) of the logs' mean m and variance v, exponentiated. Zero
    minutes are floored at half a minute. It is as good as the log-normal shape is; the pages do not use it.
    """
    if len(minutes) < 2:
        return None
    logs = log_minutes(minutes)
    size, variance = len(logs), float(logs.var(ddof=1))
    centre = float(logs.mean()) + variance / 2
    reach = student_quantile(1 - TAIL, size - 1) * math.sqrt(variance / size + variance**2 / (2 * (size - 1)))
    return Estimate(math.exp(centre), math.exp(centre - reach), math.exp(centre + reach))


def bootstrap_mean_intervals(values: Sequence[float], seed: str, resamples: int) -> BootstrapIntervals | None:
    """Return the basic, percentile and BCa intervals of the mean (Efron and Tibshirani 1993, chapters 13 and 14).

    None below two values and for constant ones. All three are too short below some 30 values: the pages
    have the studentised interval of `intervals.mean_interval`. The same seed gives the same for ever.
    """
    if len(values) < 2 or min(values) == max(values):
        return None
    sample = np.sort(np.asarray(values, dtype=np.float64))
    blocks = uniform_blocks(resamples, sample.size, seed)
    means = np.concatenate([sample[(draws * sample.size).astype(np.intp)].mean(axis=1) for draws in blocks])
    centre = float(sample.mean())
    low, high = _quantiles(means, (TAIL, 1 - TAIL))
    return BootstrapIntervals((2 * centre - high, 2 * centre - low), (low, high), _bca(sample, means))


def _bca(sample: Numbers, means: Numbers) -> Interval:
    """Return the bias-corrected and accelerated interval; ties with the mean count half."""
    centre = float(sample.mean())
    below = (np.count_nonzero(means < centre) + np.count_nonzero(means <= centre)) / (2 * means.size)
    bias = normal_quantile(below)
    away = sample - centre  # the mean without one value moves against it: the jackknife in closed form
    acceleration = float((away**3).sum()) / (6 * float((away**2).sum()) ** 1.5)
    shares = []
    for tail in (TAIL, 1 - TAIL):
        z = bias + normal_quantile(tail)
        shares.append(1 - normal_above(bias + z / (1 - acceleration * z)))
    return _quantiles(means, (shares[0], shares[1]))


def _quantiles(means: Numbers, shares: tuple[float, float]) -> Interval:
    low, high = np.quantile(means, shares)
    return float(low), float(high)


def _t_reach(values: Numbers) -> float:
    error = float(values.std(ddof=1)) / math.sqrt(values.size)
    return student_quantile(1 - TAIL, values.size - 1) * error


def _check(count: int, exposure: float) -> None:
    if count < 0 or not exposure > 0:
        raise ValueError("a rate needs a count of 0 or more and an exposure above 0")
