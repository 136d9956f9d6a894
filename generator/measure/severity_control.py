"""Does a month of one severity stand out? Counts by severity, with all their months tested together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.measure.count_control import scatter_of, wide_chart
from generator.measure.frame import Table
from generator.measure.gap_control import events_of
from generator.measure.statistics.control import SETTLED_POINTS, Side
from generator.measure.statistics.count_charts import u_chart
from generator.measure.statistics.distributions import SIGNIFICANCE, poisson_at_most, two_sided_normal_p
from generator.measure.statistics.multiple import holm
from generator.measure.whole_months import days_of, month_of
from generator.model.kpi import Figures
from generator.model.month import Month
from generator.model.rates_behaviour import SeverityControl, SeverityPoint

ENOUGH_A_MONTH = 1.0  # incidents of a severity a month on average, for a chart of its own


@dataclass(frozen=True, slots=True)
class _Tested:
    month: Month
    count: int
    due: float
    side: Side | None  # outside the chart's limits
    p: float


def severity_controls(part: Sequence[Figures], rows: Table) -> tuple[tuple[SeverityControl, ...], tuple[str, ...]]:
    """Return the charts of those severities that have enough over the stretch `part`, and the names of the others.

    A month stands out where it is outside the limits of its severity's chart and its p, adjusted by Holm among
    all months of all charted severities, is at most 5 %. Runs are not looked for.
    """
    names = sorted({name for figures in part for name in figures.incident_rate.by_severity})
    counts = {name: [figures.incident_rate.by_severity.get(name, 0) for figures in part] for name in names}
    enough = [name for name in names if _is_enough(counts[name])]
    tested = {name: _tested(counts[name], part) for name in enough}
    adjusted = iter(holm([test.p for name in enough for test in tested[name][1]]))
    found = []
    for name in enough:
        limits, tests = tested[name]
        ps = [next(adjusted) for _ in tests]
        signals = tuple(
            SeverityPoint(test.month, test.side, test.count, test.due, p, _ids(rows, test.month, name))
            for test, p in zip(tests, ps, strict=True)
            if test.side is not None and p <= SIGNIFICANCE
        )
        found.append(SeverityControl(name, sum(counts[name]), limits, len(tests), signals))
    return tuple(found), tuple(name for name in names if name not in enough)


def _is_enough(counts: Sequence[int]) -> bool:
    return len(counts) >= SETTLED_POINTS and sum(counts) >= ENOUGH_A_MONTH * len(counts)


def _tested(counts: Sequence[int], part: Sequence[Figures]) -> tuple[str, list[_Tested]]:
    days = days_of(part)
    exact = u_chart(counts, days)
    assert exact is not None  # there are months
    wide = wide_chart(counts, days, scatter_of(counts, days), exact)
    chart = wide.chart if wide else exact
    sides = {signal.first: signal.side for signal in chart.signals if signal.rule == "outside"}
    tests = []
    for place, (count, exposure) in enumerate(zip(counts, days, strict=True)):
        due = chart.centre * exposure
        p = _exact_p(count, due)
        if wide is not None:
            p = max(p, two_sided_normal_p((count - due) / (wide.sigma_z * due**0.5)))
        tests.append(_Tested(month_of(part[place]), count, due, sides.get(place), p))
    return "exact" if wide is None else "laney", tests


def _exact_p(count: int, due: float) -> float:
    """Return twice the smaller Poisson tail, at most 1."""
    return min(1.0, 2 * min(poisson_at_most(count, due), max(0.0, 1 - poisson_at_most(count - 1, due))))


def _ids(rows: Table, month: Month, severity: str) -> tuple[str, ...]:
    chosen = (rows["month"] == str(month)) & (rows["severity"] == severity)
    return tuple(event.id for event in events_of(rows[chosen]))
