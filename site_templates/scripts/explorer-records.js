/* The records of data/explorer.js: which of them a state of the filters shows, in which order, and their figures. */
(function () {
  "use strict";
  const furikaeri = (window.furikaeri = window.furikaeri || {});
  const FACETS = { severity: "severity", service: "services", cause: "cause", detection: "detection", status: "status", kind: "kind" };
  const DURATIONS = ["mttd", "mtta", "mttm", "mttr", "mrt"];

  /* Width, case and composition do not matter: the NFKC form, and what Unicode's case folding makes one. */
  function fold(text) {
    const upper = text.normalize("NFKC").toUpperCase();
    return upper.toLowerCase().replace(/\u03c2/g, "\u03c3").normalize("NFKC");
  }

  class Records {
    /* `names` says by facet and code what a value is called in the page's language. */
    constructor(document, names) {
      this.data = document;
      this.names = names;
      this.count = document.id.length;
      this.orders = {};
    }

    code(column, place) {
      return this.data.codes[column][this.data[column][place]];
    }

    name(facet, code) {
      return this.names[facet].get(code) || code;
    }

    labels(facet, place) {
      const code = this.code(FACETS[facet], place);
      const codes = facet === "service" ? code : [code];
      return codes.map((one) => this.name(facet, one)).join("\n");
    }

    /* What is searched: id, title, names, causes and functions; folded once. */
    get texts() {
      this.folded = this.folded || Array.from({ length: this.count }, (_, i) => this.text(i));
      return this.folded;
    }

    text(i) {
      const { data } = this;
      const own = [data.id[i], data.title[i], data.cause_summary[i], this.code("fingerprint", i)];
      const codes = [this.code("services", i), this.code("cause", i), this.code("detection", i), this.code("functions", i)];
      const labels = ["service", "cause", "detection"].map((facet) => this.labels(facet, i));
      return fold([...own, ...codes.flat(), ...labels].join("\n"));
    }

    /* Return the places of the records that are shown, and by facet how many records each code would show. */
    choose(state) {
      const tests = Object.entries(FACETS).map(([facet, column]) => this.facetTest(facet, column, state[facet]));
      const terms = fold(state.text).split(/\s+/).filter(Boolean);
      const only = this.onlyTest(state.only);
      const shown = [];
      const counts = tests.map((test) => new Uint32Array(this.data.codes[test.column].length));
      for (let i = 0; i < this.count; i += 1) {
        if (!this.inRange(i, state) || !only(i) || !terms.every((term) => this.texts[i].includes(term))) continue;
        let failed = 0;
        let last = -1;
        for (let t = 0; t < tests.length; t += 1) {
          if (!tests[t].passes[this.data[tests[t].column][i]]) {
            failed += 1;
            last = t;
          }
        }
        if (failed === 0) shown.push(i);
        for (let t = 0; t < tests.length; t += 1) {
          if (failed === 0 || (failed === 1 && last === t)) counts[t][this.data[tests[t].column][i]] += 1;
        }
      }
      return { shown, counts: Object.fromEntries(tests.map((test, t) => [test.facet, this.byCode(test, counts[t])])) };
    }

    facetTest(facet, column, wanted) {
      const codes = this.data.codes[column];
      const has = (code) => [code].flat().some((one) => wanted.has(one)) || (facet === "service" && !code.length && wanted.has(""));
      return { facet, column, passes: codes.map((code) => !wanted.size || has(code)) };
    }

    byCode(test, counts) {
      const found = new Map();
      this.data.codes[test.column].forEach((code, place) => {
        const codes = Array.isArray(code) ? (code.length ? new Set(code) : [""]) : [code];
        for (const one of codes) found.set(one, (found.get(one) || 0) + counts[place]);
      });
      return found;
    }

    inRange(i, state) {
      if (!state.from && !state.to) return true;
      const month = this.code("month", i);
      return Boolean(month) && !(state.from && month < state.from) && !(state.to && month > state.to);
    }

    /* `mttr.unknown`: those of which the figures say so; `left_out`: those in no figure. */
    onlyTest(only) {
      if (!only) return () => true;
      if (only === "left_out") return (i) => this.code("left_out", i) !== "";
      const [kpi, wanted] = only.split(".");
      const column = DURATIONS.includes(kpi) ? `${kpi}_state` : kpi;
      if (!Object.hasOwn(this.data.codes, column)) return () => false;
      return (i) => this.code("left_out", i) === "" && this.code(column, i) === wanted;
    }

    /* Return the places in order. All records are sorted once for each order, and then picked from. */
    sorted(places, sort) {
      const order = (this.orders[sort] = this.orders[sort] || this.order(sort));
      const taken = new Uint8Array(this.count);
      for (const i of places) taken[i] = 1;
      return order.filter((i) => taken[i]);
    }

    /* Equal ones as they are by time, the newest first, and what is missing last, whatever the direction. */
    order(sort) {
      const sign = sort.startsWith("-") ? -1 : 1;
      const ranks = this.ranks(sort.replace(/^-/, ""));
      return Array.from({ length: this.count }, (_, i) => i).sort((a, b) => {
        const one = ranks[a];
        const other = ranks[b];
        if (one === other) return b - a;
        if (one === null || other === null) return one === null ? 1 : -1;
        return sign * (one - other);
      });
    }

    ranks(column) {
      const places = Array.from({ length: this.count }, (_, i) => i);
      if (column === "start") return places.map((i) => (this.data.anchor[i] === null && !this.data.occurred_on[i] ? null : i));
      if (column === "lasted") return this.data.lasted;
      if (column === "incident") return this.byText(places.map((i) => this.data.id[i]));
      if (column === "severity" || column === "status") {
        const order = [...this.names[column].keys()];
        return places.map((i) => order.indexOf(this.code(column, i)));
      }
      if (!(Object.hasOwn(FACETS, column))) return places; // an address may say anything
      return this.byText(places.map((i) => (this.code(FACETS[column], i).length ? this.labels(column, i) : "")));
    }

    byText(texts) {
      const collator = new Intl.Collator(window.document.documentElement.lang || undefined, { numeric: true });
      const order = [...new Set(texts)].sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
      const rank = new Map(order.map((text, place) => [text, place]));
      return texts.map((text) => (text === "" ? null : rank.get(text)));
    }

    /* Return the figures of the records at these places: those counted, whatever else is shown. */
    figures(places) {
      const inFigures = this.data.codes.left_out.indexOf("");
      const counted = places.filter((i) => this.data.left_out[i] === inFigures);
      const found = { count: counted.length, left: places.length - counted.length };
      found.interval = furikaeri.statistics.garwood(counted.length);
      found.durations = Object.fromEntries(DURATIONS.map((kpi) => [kpi, this.duration(kpi, counted)]));
      const target = this.tally("response_target", counted);
      const returned = this.tally("recurrence_rate", counted);
      found.response_target = { ...share(target.met, target.met + target.missed), ...target };
      const eligible = returned.recurred + returned.stayed;
      found.recurrence_rate = { ...share(returned.recurred, eligible), recurred: returned.recurred, eligible };
      return found;
    }

    duration(kpi, counted) {
      const states = this.tally(`${kpi}_state`, counted);
      const minutes = this.data[`${kpi}_minutes`];
      const closed = this.data.codes[`${kpi}_state`].indexOf("closed");
      const column = this.data[`${kpi}_state`];
      const values = counted.filter((i) => column[i] === closed).map((i) => minutes[i]);
      const ordered = Float64Array.from(values).sort();
      const { mean, quantile, medianInterval } = furikaeri.statistics;
      return {
        n: values.length, open: states.open, unknown: states.unknown, values: ordered, mean: mean(ordered),
        median: quantile(ordered, 0.5), p90: quantile(ordered, 0.9), interval: medianInterval(ordered),
      };
    }

    tally(column, counted) {
      const counts = this.data.codes[column].map(() => 0);
      for (const i of counted) counts[this.data[column][i]] += 1;
      const found = { closed: 0, open: 0, unknown: 0, met: 0, missed: 0, pending: 0, recurred: 0, stayed: 0 };
      this.data.codes[column].forEach((code, place) => (found[code] = counts[place]));
      return found;
    }

    /* Seconds since 1970 as a date whose UTC parts are those of the policy's zone, and how far it is ahead. */
    local(seconds) {
      const offset = this.data.offsets.findLast(([since]) => since <= seconds)[1];
      return [new Date((seconds + offset) * 1000), offset];
    }
  }

  function share(k, n) {
    return { rate: n ? k / n : null, interval: furikaeri.statistics.wilson(k, n) };
  }

  furikaeri.Records = Records;
  furikaeri.fold = fold;
  furikaeri.FACETS = Object.keys(FACETS);
})();
