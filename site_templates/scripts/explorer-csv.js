/* The records that are shown as CSV: columns and cells of data/incidents.csv, as generator/measure/csv_text.py writes. */
(function () {
  "use strict";
  const furikaeri = (window.furikaeri = window.furikaeri || {});
  const TIMES = ["started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at", "report_at"];
  const KPIS = ["mttd", "mtta", "mttm", "mttr", "mrt"];
  const COLUMNS = [
    "id", "url", "title", "kind", "severity", "status", "services", "month", ...TIMES, "unknown", "occurred_on", "detection",
    ...KPIS.flatMap((kpi) => [`${kpi}_minutes`, `${kpi}_state`]),
    "response_target", "functions", "cause", "cause_summary", "fingerprint",
  ];
  const SKIPPED = /^[\s\x00-\x20\x7f\u0085\xad\u200b-\u200f\u2060\ufeff]*/;

  function text(value) {
    if (value === null || value === undefined) return "";
    return defused(Array.isArray(value) ? value.join(";") : value);
  }

  /* An apostrophe before what a spreadsheet might read as a formula; another one before a text that had one. */
  function defused(value) {
    const bare = value.replace(/^'*/, "");
    const first = bare.replace(SKIPPED, "").normalize("NFKC").charAt(0);
    return (first && "=+-@\u2212".includes(first)) || /^[\t\r\n]/.test(bare) ? `'${value}` : value;
  }

  function quoted(cell) {
    return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }

  function two(value) {
    return String(value).padStart(2, "0");
  }

  function instant(records, seconds) {
    if (seconds === null) return "";
    const [date, offset] = records.local(seconds);
    const ahead = Math.abs(offset);
    const zone = [Math.floor(ahead / 3600), Math.floor((ahead % 3600) / 60)].map(two).join(":");
    const odd = ahead % 60 ? `:${two(ahead % 60)}` : "";
    return `${date.toISOString().slice(0, 19)}${offset < 0 ? "-" : "+"}${zone}${odd}`;
  }

  /* A number as Python writes a float. */
  function minutes(value) {
    return value === null ? "" : Number.isInteger(value) ? `${value}.0` : String(value);
  }

  function cell(records, column, i) {
    const { data } = records;
    if (column === "url") return text(`incidents/${data.id[i].toLowerCase()}/`);
    if (TIMES.includes(column)) return instant(records, data[column][i]);
    if (column.endsWith("_minutes")) return minutes(data[column][i]);
    return text(column in data.codes ? records.code(column, i) : data[column][i]);
  }

  furikaeri.csv = function (records, places) {
    const lines = [COLUMNS, ...places.map((i) => COLUMNS.map((column) => cell(records, column, i)))];
    return "\ufeff" + lines.map((line) => line.map(quoted).join(",") + "\r\n").join("");
  };
})();
