"""Incidents per kind of hours of the rota. The kinds differ in length, so counts are set against their hours."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from generator.check.clock import period_minutes
from generator.measure.frame import Table
from generator.measure.statistics.intervals import garwood
from generator.measure.statistics.rates import rate
from generator.model.load import PeriodFigure, Periods
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
    found: dict[str, list[tuple[str, str]]] = {period: [] for period in PERIODS}
    columns = (table["period"].tolist(), table.index.tolist(), table["severity"].tolist())
    for period, ident, level in zip(*columns, strict=True):
        found[period].append((ident, level))
    rows = tuple(_figure(period, found[period], minutes[period]) for period in PERIODS)
    return Periods(month, rows, _apart(rows))


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


def _apart(rows: Sequence[PeriodFigure]) -> tuple[tuple[str, str], ...]:
    """Return the pairs whose 95 % intervals do not even touch: stricter than a test at 5 %, even of three pairs."""
    return tuple(
        (high.period, low.period)
        for high, low in permutations(rows, 2)
        if high.interval and low.interval and high.interval[0] > low.interval[1]
    )
