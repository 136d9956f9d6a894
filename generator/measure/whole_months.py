"""The months that are over, and the stretches of them that a question is asked of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from generator.model.kpi import Figures
from generator.model.month import Month
from generator.model.rates_behaviour import Stretch

SHORT, LONG = 24, 60  # months of the stretches, the last ones that are over


def over(months: Sequence[Figures], zone: ZoneInfo, as_of: dt.datetime) -> tuple[Figures, ...]:
    """Return the months that had ended by `as_of`: a count of half a month is not yet that month's count."""
    return tuple(figures for figures in months if month_of(figures).end(zone) <= as_of)


def stretches(months: Sequence[Figures]) -> tuple[tuple[Figures, ...], ...]:
    """Return the last 24 months, the last 60 and all, the shortest first; only as many as differ."""
    sizes = sorted({min(size, len(months)) for size in (SHORT, LONG, len(months))} - {0})
    return tuple(tuple(months[-size:]) for size in sizes)


def named(part: Sequence[Figures], months: Sequence[Figures]) -> Stretch:
    """Return what a stretch of `months` is called."""
    return Stretch(month_of(part[0]), month_of(part[-1]), len(part), len(part) == len(months))


def month_of(figures: Figures) -> Month:
    """Return the month of figures that have one; ValueError for those of a whole range."""
    if figures.month is None:
        raise ValueError("the figures of a table's months must name their month")
    return figures.month


def counts_of(part: Sequence[Figures]) -> list[int]:
    """Return the number of incidents begun in each month."""
    return [figures.incident_rate.count for figures in part]


def days_of(part: Sequence[Figures]) -> list[float]:
    """Return the days of each month."""
    return [figures.exposure_days for figures in part]
