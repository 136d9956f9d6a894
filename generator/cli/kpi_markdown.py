"""The KPIs as Markdown, for a pull request, an issue or a wiki: a table a month, n beside every statistic."""

from __future__ import annotations

from generator.model.contract_words import departures, kpi_name, measured
from generator.model.kpi import DURATIONS, Figures, Interval, KpiTable
from generator.model.words import DASH, Words


def markdown(table: KpiTable, words: Words) -> str:
    """Return the text, which ends without a line end: months in their order, then the whole range."""
    blocks = [f"## {words('KPIs as of {at}', at=words.moment(table.as_of))}"]
    for figures in (*table.months, table.total):
        blocks += [f"### {_heading(figures, words)}", _durations(table, figures, words), _rates(figures, words)]
    blocks.append(_contracts(table, words))
    if table.excluded:
        blocks.append(words("{n} records excluded.", n=len(table.excluded)))
    return "\n\n".join(blocks)


def _heading(figures: Figures, words: Words) -> str:
    if figures.month is None:
        return words("Total")
    name = words.month(figures.month)
    return words("{month} (provisional)", month=name) if figures.provisional else name


def _durations(table: KpiTable, figures: Figures, words: Words) -> str:
    names = {
        "mttd": words("Time to detect"),
        "mtta": words("Time to acknowledge"),
        "mttm": words("Time to mitigate"),
        "mttr": words("Time to resolve"),
        "mrt": words("Detection to resolution"),
    }
    head = ("KPI", words("Mean"), words("Median"), words("90th percentile"), "n", words("Open"), words("Unknown"))
    lines = [_line(head), _line((":--", *["--:"] * (len(head) - 1)))]
    for kpi in DURATIONS:
        figure = figures.durations[kpi]
        times = [words.duration(minutes) for minutes in (figure.mean, figure.median, figure.p90)]
        counts = (str(figure.n), str(figure.open), str(figure.unknown))
        name = kpi_name(words, table.contracts[kpi], names[kpi])
        lines.append(_line((f"{name} ({kpi.upper()})", *times, *counts)))
    return "\n".join(lines)


def _contracts(table: KpiTable, words: Words) -> str:
    """Return what each duration measures, and below it where the policy departs from the usual."""
    spans = (f"{kpi.upper()} {measured(words, table.contracts[kpi])}" for kpi in DURATIONS)
    return "\n\n".join((words.separator().join(spans), *departures(words, table.contracts)))


def _rates(figures: Figures, words: Words) -> str:
    rate, target, back = figures.incident_rate, figures.response_target, figures.recurrence_rate
    low, high = (words.number(bound) for bound in rate.interval)
    expected = f"{rate.expected[0]}–{rate.expected[1]}" if rate.expected else DASH
    return "\n".join((
        words("- Incidents: {count} (95% interval {low}–{high}, expected {expected})",
              count=rate.count, low=low, high=high, expected=expected),
        words("- Response target: {rate} in time (n={n}, 95% interval {interval}); "
              "{pending} pending, {unknown} unknown",
              rate=words.percent(target.rate), n=target.met + target.missed, pending=target.pending,
              unknown=target.unknown, interval=_interval(target.interval, words)),
        words("- Recurrence: {rate} came back (n={n}, 95% interval {interval})",
              rate=words.percent(back.rate), n=back.eligible, interval=_interval(back.interval, words)),
    ))  # fmt: skip


def _interval(interval: Interval | None, words: Words) -> str:
    return "–".join(words.percent(bound) for bound in interval) if interval else DASH


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
