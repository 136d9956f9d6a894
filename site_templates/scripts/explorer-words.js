/* Durations, numbers and shares as the pages write them (generator/model/words.py); the units stand in the page. */
(function () {
  "use strict";
  const furikaeri = (window.furikaeri = window.furikaeri || {});

  /* Rounded half to even where the value lies exactly between two, as Python's formats do; toFixed rounds up. */
  function fixed(value, digits) {
    const scaled = value * 10 ** digits;
    const between = Number.isInteger(value * 2 ** (digits + 1)) && Math.abs(scaled % 1) === 0.5;
    if (!between) return value.toFixed(digits);
    const below = Math.floor(scaled);
    return ((below % 2 ? below + 1 : below) / 10 ** digits).toFixed(digits);
  }

  function number(value, digits) {
    const text = fixed(value, digits);
    return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  }

  furikaeri.words = function (units, percent) {
    const [day, hour, minute, gap] = units;

    function duration(minutes) {
      if (minutes < 10 && !Number.isInteger(minutes)) return fixed(minutes, 1) + minute;
      const whole = Math.floor(minutes + 0.5);
      if (whole < 60) return whole + minute;
      if (whole < 24 * 60) return Math.floor(whole / 60) + hour + (whole % 60 ? gap + (whole % 60) + minute : "");
      const hours = Math.floor(minutes / 60 + 0.5);
      return Math.floor(hours / 24) + day + (hours % 24 ? gap + (hours % 24) + hour : "");
    }

    return { duration, number, percent: (share) => percent.replace("0", () => number(share * 100, 0)) };
  };
})();
