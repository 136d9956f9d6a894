/* The line of figures above the table: what is shown, how sure it is, and a link to the records behind each count. */
(function () {
  "use strict";
  const furikaeri = (window.furikaeri = window.furikaeri || {});
  const LISTED = 6; // fewer values than these have no interval: they stand one by one

  /* `element(name, class, ...children)`, `say(word, values)`, `format` (see furikaeri.words), `address(changes)`. */
  furikaeri.strip = function ({ element, say, format, separator, address }) {
    const minutes = (value) => format.duration(value).replaceAll(" ", "\u00a0"); // a duration is not broken over lines
    const small = (...children) => element("small", "fk-of", ...children);

    function link(only, text) {
      const made = element("a", "", text);
      made.href = address({ only, page: 1 });
      made.dataset.only = only;
      return made;
    }

    function none(reason) {
      return [element("span", "fk-none", "—"), small(reason)];
    }

    function interval(pair, write) {
      return pair ? [small(say("interval", { low: write(pair[0]), high: write(pair[1]) }))] : [];
    }

    function counts(pairs) {
      const links = pairs.filter(([, n]) => n).map(([only, n, word]) => link(only, say(word, { n })));
      const parts = links.map((one, place) => element("span", "", one, place < links.length - 1 ? separator : ""));
      return parts.length ? [small(...parts)] : [];
    }

    function duration(kpi, figure) {
      const { n, open, unknown } = figure;
      const others = counts([[`${kpi}.closed`, n, "n"], [`${kpi}.open`, open, "open"], [`${kpi}.unknown`, unknown, "unknown"]]);
      if (!n) {
        const word = open && unknown ? "neither" : open ? "none_finished" : unknown ? "none_known" : "no_incidents";
        return [...none(say(word, { open, unknown })), ...others];
      }
      const main = element("strong", "", minutes(figure.median));
      if (n < LISTED) {
        const each = n > 1 ? [small([...figure.values].map(minutes).join(separator))] : [];
        return [main, ...each, ...others];
      }
      const spread = ["mean", "p90"].map((word) => small(say(word, { [word]: minutes(figure[word]) })));
      return [main, ...interval(figure.interval, minutes), ...spread, ...others];
    }

    function share(k, n, figure, reason, others) {
      if (!n) return [...none(say(reason)), ...others];
      const main = element("strong", "", `${k}/${n}`);
      return [main, small(format.percent(figure.rate)), ...interval(figure.interval, format.percent), ...others];
    }

    return function (figures) {
      const target = figures.response_target;
      const judged = ["missed", "pending", "unknown"].map((state) => [`response_target.${state}`, target[state], state]);
      const returned = figures.recurrence_rate;
      const whole = (value) => format.number(value, value < 100 ? 1 : 0);
      return {
        incident_rate: [
          element("strong", "", String(figures.count)), ...interval(figures.interval, whole),
          ...counts([["left_out", figures.left, "left"]]),
        ],
        ...Object.fromEntries(Object.entries(figures.durations).map(([kpi, one]) => [kpi, duration(kpi, one)])),
        response_target: share(target.met, target.met + target.missed, target, "not_judged", counts(judged)),
        recurrence_rate: share(
          returned.recurred, returned.eligible, returned, "not_eligible",
          counts([["recurrence_rate.recurred", returned.recurred, "recurred"]]),
        ),
      };
    };
  };
})();
