"""The unit of work: a month of facts. What it says alone, and what the months before it add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from generator.measure.figures import (
    adjusted,
    change_figure,
    duration_figure,
    rate_figure,
    recurrence_figure,
    target_figure,
)
from generator.measure.frame import Table
from generator.measure.promises import promise_kept
from generator.measure.statistics.expected import expected_range, expected_verdict
from generator.model.kpi import DURATIONS, Change, Figures
from generator.model.mix import SeverityMix
from generator.model.month import Month

LATER_PROMISES = ("update", "report")  # the response is a KPI with a contract
HISTORY = 12  # months before that the expected range rests on, at most

#: What `group_alone` reads of the facts: of a million of them no other column is carried about.
READ = (
    *("severity", "is_open", "response", *LATER_PROMISES, "window_elapsed", "recurred", "repeat"),
    *DURATIONS,
    *(f"{kpi}_state" for kpi in DURATIONS),
)


def month_alone(table: Table, month: Month, zone: ZoneInfo, as_of: dt.datetime) -> Figures:
    """Return what a month's facts say without any other month."""
    exposure = month.exposure_days(zone, as_of)
    provisional = month.end(zone) > as_of or bool(table["is_open"].any())
    return replace(group_alone(table, exposure, provisional, str(month)), month=month)


def group_alone(table: Table, exposure_days: float, provisional: bool, seed: str) -> Figures:
    """Return the figures of any facts; an expected range and a change exist for single months only."""
    return Figures(
        month=None,
        provisional=provisional,
        exposure_days=exposure_days,
        incident_rate=rate_figure(table, exposure_days, None, None),
        durations={kpi: duration_figure(table, kpi, seed) for kpi in DURATIONS},
        change=dict.fromkeys(DURATIONS),
        response_target=target_figure(table),
        recurrence_rate=recurrence_figure(table),
        kept={promise: promise_kept(table, promise) for promise in LATER_PROMISES},
    )


def changes_of(
    figures: Figures, earlier: Mapping[str, Figures], sigma: Mapping[str, float]
) -> dict[str, Change | None]:
    """Compare each duration of a month with the last month before that has any: `earlier`, by KPI (see there)."""
    assert figures.month is not None
    found: dict[str, Change | None] = dict.fromkeys(DURATIONS)
    for kpi, before in earlier.items():
        assert before.month is not None
        known = {before.month: before.durations[kpi]}
        found[kpi] = change_figure(kpi, figures.month, figures.durations[kpi], known, sigma[kpi])
    return found


def earlier(alone: Sequence[Figures]) -> list[dict[str, int]]:
    """Return, for each month, where in `alone` the last month before stands that has values, by KPI that has one."""
    last: dict[str, int] = {}
    found = []
    for index, figures in enumerate(alone):
        having = [kpi for kpi in DURATIONS if figures.durations[kpi].n]
        found.append({kpi: last[kpi] for kpi in having if kpi in last})
        last |= dict.fromkeys(having, index)
    return found


def with_history(
    alone: Sequence[Figures],
    zone: ZoneInfo,
    as_of: dt.datetime,
    changes: Sequence[Mapping[str, Change | None]],
    mixes: Sequence[SeverityMix],
) -> tuple[Figures, ...]:
    """Return the months, in their order, with what those before let expect of each and how it compares with them."""
    counts = [figures.incident_rate.count for figures in alone]
    found = []
    for index, (figures, change, mix) in enumerate(zip(alone, changes, mixes, strict=True)):
        month = figures.month
        assert month is not None
        before = counts[max(0, index - HISTORY) : index]
        expected = expected_range(sum(before), len(before))
        says = expected_verdict(counts[index], expected)
        if month.end(zone) > as_of and says != "above":
            says = None  # half a month cannot be below or inside a whole month's range, only already above it
        rate = replace(figures.incident_rate, expected=expected, verdict=says)
        found.append(replace(figures, incident_rate=rate, change=adjusted(change), severity_mix=mix))
    return tuple(found)
