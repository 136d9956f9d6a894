"""Is the time between incidents as usual? For sites on which they are too rare to be counted by the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.measure.frame import Table
from generator.measure.statistics.control import SETTLED_POINTS, Chart
from generator.measure.statistics.rare_charts import t_chart
from generator.measure.whole_months import counts_of, month_of, named, stretches
from generator.model.kpi import Figures
from generator.model.rates_behaviour import Gap, GapControl, GapLimits, GapSignal, OpenGap

RARE_BELOW = 2.0  # incidents a month on average: below, the time between them says more than their count

_MINUTE = dt.timedelta(minutes=1)


class Event(NamedTuple):
    """An incident and the instant that counts for it (aware, UTC)."""

    id: str
    at: dt.datetime


def events_of(rows: Table) -> tuple[Event, ...]:
    """Return the incidents of a facts frame in order of time, those of one instant in order of their ids."""
    instants = rows["at"].dt.to_pydatetime() if len(rows) else ()
    return tuple(sorted(map(Event, rows.index.tolist(), instants), key=lambda event: (event.at, event.id)))


def is_rare(months: Sequence[Figures]) -> bool:
    """Tell whether the shortest stretch of the whole `months` has incidents, but fewer than 2 a month."""
    counts = counts_of(stretches(months)[0]) if months else []
    return any(counts) and sum(counts) < RARE_BELOW * len(counts)


def gap_control(
    events: Sequence[Event], months: Sequence[Figures], zone: ZoneInfo, as_of: dt.datetime
) -> GapControl | None:
    """Return the chart of gaps between incidents from a stretch's first month up to `as_of`; None without one.

    The stretch is the shortest of the last 24 whole months, the last 60 and all in which the limits have
    settled (12 gaps), else all. The first incident in it ends no gap; the running month counts here.
    """
    for part in stretches(months):
        inside = [event for event in events if event.at >= month_of(part[0]).start(zone)]
        if len(inside) > SETTLED_POINTS or len(part) == len(months):
            return _control(inside, part, months, as_of) if inside else None
    return None


def _control(
    inside: Sequence[Event], part: Sequence[Figures], months: Sequence[Figures], as_of: dt.datetime
) -> GapControl:
    gaps = tuple(Gap(after.id, before.id, (after.at - before.at) / _MINUTE) for before, after in pairwise(inside))
    chart = t_chart([gap.minutes for gap in gaps])
    limits = _limits(chart, gaps)
    signals = tuple(
        GapSignal(signal.rule, signal.side, tuple(gap.id for gap in gaps[signal.first : signal.last + 1]))
        for signal in (chart.signals if chart else ())
    )
    so_far = max(0.0, (as_of - inside[-1].at) / _MINUTE)
    is_long = limits is not None and so_far > limits.high
    since = OpenGap(inside[-1].id, so_far, "above" if is_long else None)
    return GapControl(named(part, months), gaps, limits, signals, since)


def _limits(chart: Chart | None, gaps: Sequence[Gap]) -> GapLimits | None:
    if chart is None:
        return None
    mean = sum(gap.minutes for gap in gaps) / len(gaps)
    return GapLimits(mean, chart.centre, chart.low[0], chart.high[0], len(gaps) < SETTLED_POINTS)
