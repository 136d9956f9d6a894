"""How the number of incidents behaves: is it as usual, does it grow, what could be seen. One value for its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from generator.measure.count_control import count_control
from generator.measure.frame import Table, frame
from generator.measure.gap_control import events_of, gap_control, is_rare
from generator.measure.rate_trend import judged, rate_trend
from generator.measure.severity_control import severity_controls
from generator.measure.statistics.multiple import holm
from generator.measure.visible_rates import visible_rates
from generator.measure.whole_months import month_of, over, stretches
from generator.model.kpi import Figures, KpiTable
from generator.model.memory import no_collection
from generator.model.rates_behaviour import CountControl, RatesBehaviour, Trend


@no_collection()
def rates_behaviour(table: KpiTable) -> RatesBehaviour:
    """Return how the number of incidents of a table behaves."""
    return behaviour_of(table.months, frame(table.facts), table.zone, table.as_of)


def behaviour_of(months: Sequence[Figures], rows: Table, zone: ZoneInfo, as_of: dt.datetime) -> RatesBehaviour:
    """Return the same from the months, oldest first, and the frame of their facts (order of rows irrelevant).

    The chart is of the last 24 months that are over, trends also of the last 60 and of all. A running month is
    left out of what counts by the month. The p of all tests but those of severities are adjusted together.
    """
    whole = over(months, zone, as_of)
    events = events_of(rows)
    parts = stretches(whole)
    control = count_control(parts[0], whole) if parts else None
    trends = tuple(rate_trend(part, whole, events, zone) for part in parts)
    control, trends, tests = _adjusted(control, trends)
    severities, few = severity_controls(parts[0], rows) if parts else ((), ())
    last = month_of(months[-1]) if months else None
    return RatesBehaviour(
        control=control,
        gaps=gap_control(events, whole, zone, as_of) if is_rare(whole) else None,
        trends=trends,
        visible=visible_rates(whole),
        severities=severities,
        few=few,
        running=last if len(whole) < len(months) else None,
        tests=tests,
    )


def _adjusted(
    control: CountControl | None, trends: Sequence[Trend]
) -> tuple[CountControl | None, tuple[Trend, ...], int]:
    """Adjust the p of the scatter, of the trends and of the times for each other (Holm 1979), and judge by them."""
    scatter = control.scatter if control else None
    ps = [scatter.p] if scatter else []
    ps += [trend.p for trend in trends if trend.p is not None]
    ps += [trend.crowding.p for trend in trends if trend.crowding]
    adjusted = iter(holm(ps))
    if control and scatter:
        control = replace(control, scatter=replace(scatter, p_adjusted=next(adjusted)))
    found = [trend if trend.p is None else trend._replace(p_adjusted=next(adjusted)) for trend in trends]
    found = [
        trend._replace(crowding=trend.crowding._replace(p_adjusted=next(adjusted))) if trend.crowding else trend
        for trend in found
    ]
    return control, tuple(judged(trend) for trend in found), len(ps)
