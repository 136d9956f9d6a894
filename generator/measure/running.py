"""How long does it last? Curves of closed and open incidents, the recent months against all before."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from generator.measure.frame import Table
from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.measure.statistics.intervals import SMALLEST_FOR_MEAN, wilson
from generator.measure.statistics.log_rank import log_rank
from generator.measure.statistics.restricted_mean import restricted_mean
from generator.measure.statistics.survival import Curve, kaplan_meier
from generator.measure.statistics.survival_limits import curve_limits, median_limits
from generator.model.behaviour import Compared, Restricted, Running, Still
from generator.model.kpi import Interval

RECENT = 12  # months
HORIZON = 3 * 1440.0  # of the restricted mean, the same everywhere and for ever: means of other horizons do not compare
STILL_AFTER = (60.0, 240.0, 1440.0, 10080.0)
FEWEST_ENDS = 10.0  # seen or due in each group, below which the log-rank test's chi-square is not trusted


class Watched(NamedTuple):
    """Durations in order of time: how long each was watched, and whether it ended then."""

    ids: tuple[str, ...]
    minutes: tuple[float, ...]
    closed: tuple[bool, ...]
    unknown: int = 0


def watched(table: Table, kpi: str) -> Watched:
    """Return the closed and the open incidents of a frame; those of unknown duration are counted only."""
    state = table[f"{kpi}_state"].to_numpy()
    known = state != "unknown"
    ids, minutes = table.index.to_numpy()[known].tolist(), table[kpi].to_numpy()[known].tolist()
    return Watched(tuple(ids), tuple(minutes), tuple((state[known] == "closed").tolist()), int((~known).sum()))


def running(seen: Watched) -> Running:
    """Return the curve of what was watched, its median, the shares still running and the restricted mean."""
    curve = kaplan_meier(seen.minutes, seen.closed)
    limits = curve_limits(seen.minutes, seen.closed)
    median = median_limits(seen.minutes, seen.closed)
    return Running(
        closed=sum(seen.closed),
        unknown=seen.unknown,
        open=tuple(_open(seen)),
        times=curve.times,
        survival=curve.survival,
        limits=limits,
        median=curve.median,
        median_low=median.low,
        median_high=median.high,
        still=tuple(_still(seen, curve, limits, after) for after in STILL_AFTER),
        restricted=_restricted(seen),
    )


def compared(recent: Watched, before: Watched) -> Compared | None:
    """Return the log-rank test of the recent incidents against those before; None where nothing can be compared.

    A verdict needs `FEWEST_ENDS` in both groups: below, the p is only about right.
    """
    test = log_rank(recent.minutes, recent.closed, before.minutes, before.closed)
    if test is None:
        return None
    ended_before = sum(before.closed)
    due_before = test.ended + ended_before - test.due
    if min(max(test.ended, test.due), max(ended_before, due_before)) < FEWEST_ENDS:
        return Compared(*test, None)
    differing = "shorter" if test.ended > test.due else "longer"  # more ends than were due: they end sooner
    return Compared(*test, differing if test.p <= SIGNIFICANCE else "consistent")


def _restricted(seen: Watched) -> Restricted | None:
    """Return the restricted mean; its interval rests on the normal distribution and needs as many as any mean's."""
    mean = restricted_mean(seen.minutes, seen.closed, HORIZON)
    if mean is None:
        return None
    return Restricted(HORIZON, mean.mean, mean.interval if sum(seen.closed) >= SMALLEST_FOR_MEAN else None)


def _still(seen: Watched, curve: Curve, limits: tuple[Interval | None, ...], after: float) -> Still:
    ids = tuple(ident for ident, minutes in zip(seen.ids, seen.minutes, strict=True) if minutes > after)
    place = bisect_right(curve.times, after) - 1
    share = curve.survival[place] if place >= 0 else 1.0
    if not curve.times or (curve.times[-1] < after and share > 0):
        return Still(after, None, None, ids)
    interval = limits[place] if place >= 0 else None
    if interval is None and not any(minutes <= after for _, minutes in _open(seen)):
        interval = wilson(len(ids), len(seen.ids))  # all watched so long: a share like any other
    return Still(after, share, interval, ids)


def _open(seen: Watched) -> list[tuple[str, float]]:
    watched_so_far = zip(seen.ids, seen.minutes, seen.closed, strict=True)
    return [(ident, minutes) for ident, minutes, end in watched_so_far if not end]
