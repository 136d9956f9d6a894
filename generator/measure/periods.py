"""Incidents per kind of hours of the rota. The kinds differ in length, so counts are set against their hours."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from generator.check.clock import period_minutes
from generator.measure.frame import Table
from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.measure.statistics.intervals import garwood
from generator.measure.statistics.multiple import holm
from generator.measure.statistics.rates import rate
from generator.measure.statistics.two_rates import two_rates_p
from generator.model.load import Apart, PeriodFigure, Periods
from generator.model.month import Month
from generator.model.policy import PERIODS, BusinessHours

_PER = 100 * 60  # minutes in the hundred hours that a rate speaks of


def month_minutes(month: Month, hours: BusinessHours, as_of: dt.datetime) -> dict[str, float]:
    """Return the minutes of a month, as far as it has passed, in each kind of hours; together they are all of them."""
    start = month.start(hours.zone)
    end = max(start, min(month.end(hours.zone), as_of.astimezone(dt.UTC)))
    return period_minutes(start, end, hours)


def period_figures(table: Table, minutes: Mapping[str, float], month: Month | None = None) -> Periods:
    """Return the incidents of each kind of hours against the `minutes` of the range that lie in it."""
    found: dict[str, list[tuple[str, str]]] = {period: [] for period in (*PERIODS, "")}
    columns = (table["period"].tolist(), table.index.tolist(), table["severity"].tolist())
    for period, ident, level in zip(*columns, strict=True):
        found[period].append((ident, level))
    rows = tuple(_figure(period, found[period], minutes[period]) for period in PERIODS)
    return Periods(month, rows, _apart(rows), tuple(ident for ident, _ in found[""]))


def added(months: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the minutes of several months."""
    rows = tuple(months)
    return {period: sum(row[period] for row in rows) for period in PERIODS}


def _figure(period: str, found: Sequence[tuple[str, str]], minutes: float) -> PeriodFigure:
    n, exposure = len(found), minutes / _PER
    levels = dict(sorted(Counter(level for _, level in found).items()))
    interval = garwood(n, exposure) if exposure > 0 else None
    return PeriodFigure(
        period, minutes / 60, n, rate(n, exposure), interval, levels, tuple(ident for ident, _ in found)
    )


def _apart(rows: Sequence[PeriodFigure]) -> tuple[Apart, ...]:
    """Return the pairs that differ at 5 %, all of them tested and adjusted together."""
    pairs = [pair for pair in combinations(rows, 2) if all(row.per_100_hours is not None for row in pair)]
    tested = [(pair, p) for pair in pairs if (p := _p(*pair)) is not None]
    adjusted = holm([p for _, p in tested])
    found = []
    for (pair, _), p in zip(tested, adjusted, strict=True):
        if p < SIGNIFICANCE:
            low, high = sorted(pair, key=lambda row: row.per_100_hours or 0.0)
            found.append(Apart(high.period, low.period, p))
    return tuple(found)


def _p(one: PeriodFigure, other: PeriodFigure) -> float | None:
    return two_rates_p(one.n, one.hours, other.n, other.hours)
