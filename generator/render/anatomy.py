"""The numbers behind the drawing of one incident: from its start to its resolution, and what happened when."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from generator.model.incident import MILESTONES, Incident

_MINUTE = dt.timedelta(minutes=1)
_EDGE = 1.0  # half a line's width, so that the first and last tick are not cut
_LEAD = 26.0  # room for what happened before the first and after the last milestone


@dataclass(frozen=True, slots=True)
class Segment:
    """The way from one known milestone to the next; `skipped` lie between them at unknown times.

    `end` is None where the incident lasts. `x` and `width` are units of the drawing.
    """

    start: str
    end: str | None
    skipped: tuple[str, ...]
    minutes: float
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A milestone at a known time; several at the same instant share one tick."""

    names: tuple[str, ...]
    at: dt.datetime
    x: float
    align: str  # start | middle | end


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the timeline; `number` counts the rows from 1."""

    number: int
    kind: str
    at: dt.datetime
    event: str
    x: float


@dataclass(frozen=True, slots=True)
class Anatomy:
    """One drawing, `width` units wide. Widths grow with time but never below what a label needs."""

    width: float
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    unknown: tuple[str, ...]  # milestones nobody knows the time of
    lasts: bool


def anatomy(incident: Incident, as_of: dt.datetime, width: float = 720, least: float = 120) -> Anatomy | None:
    """Return the drawing of an incident, or None where fewer than two of its instants are known.

    Each segment gets `least` units; what is left is shared in proportion to the minutes.
    """
    points = _points(incident, as_of)
    if len(points) < 2:
        return None
    times = [at for at, _ in points]
    before = _LEAD if any(row.at and row.at < times[0] for row in incident.rows) else _EDGE
    after = _LEAD if any(row.at and row.at > times[-1] for row in incident.rows) else _EDGE
    xs = _positions(times, before, width - after, least)
    segments = [_segment(incident, *pair, *span) for pair, span in zip(pairwise(points), pairwise(xs), strict=True)]
    lasts = not points[-1][1]
    ticks = [Tick(names, at, x, "middle") for (at, names), x in zip(points, xs, strict=True) if names]
    return Anatomy(
        width, tuple(segments), _aligned(ticks, lasts), _marks(incident, times, xs, width), incident.not_known, lasts
    )


def _points(incident: Incident, as_of: dt.datetime) -> list[tuple[dt.datetime, tuple[str, ...]]]:
    """Return the known instants in order with the milestones at each; the end of an open one has none."""
    known = sorted(
        ((at, MILESTONES.index(name)) for name in MILESTONES if (at := incident.at(name)) is not None),
        key=lambda pair: pair,
    )
    points: dict[dt.datetime, tuple[str, ...]] = {}
    for at, index in known:
        points[at] = (*points.get(at, ()), MILESTONES[index])
    if incident.is_open and points and as_of > max(points):
        points[as_of] = ()
    return list(points.items())


def _positions(times: list[dt.datetime], left: float, right: float, least: float) -> list[float]:
    gaps = [(b - a) / _MINUTE for a, b in pairwise(times)]
    least = min(least, (right - left) / len(gaps))
    spare = (right - left) - least * len(gaps)
    total = sum(gaps)
    xs = [left]
    for gap in gaps:
        xs.append(xs[-1] + least + spare * gap / total)
    return [round(x, 1) for x in xs]


def _segment(
    incident: Incident, a: tuple[dt.datetime, tuple[str, ...]], b: tuple[dt.datetime, tuple[str, ...]],
    x: float, to: float,
) -> Segment:  # fmt: skip
    start, end = a[1][-1], b[1][0] if b[1] else None
    upper = MILESTONES.index(end) if end else len(MILESTONES)
    between = MILESTONES[MILESTONES.index(start) + 1 : upper] if end else ()
    skipped = tuple(name for name in between if incident.at(name) is None)
    return Segment(start, end, skipped, (b[0] - a[0]) / _MINUTE, x, round(to - x, 1))


def _aligned(ticks: list[Tick], lasts: bool) -> tuple[Tick, ...]:
    aligned = [Tick(tick.names, tick.at, tick.x, "middle") for tick in ticks]
    aligned[0] = Tick(ticks[0].names, ticks[0].at, ticks[0].x, "start")
    if not lasts:
        aligned[-1] = Tick(ticks[-1].names, ticks[-1].at, ticks[-1].x, "end")
    return tuple(aligned)


def _marks(incident: Incident, times: list[dt.datetime], xs: list[float], width: float) -> tuple[Mark, ...]:
    rows = [(number, row) for number, row in enumerate(incident.rows, 1) if row.at is not None]
    outer = [row.at for _, row in rows if row.at]
    times = [min([times[0], *outer]) - _MINUTE, *times, max([times[-1], *outer]) + _MINUTE]
    xs = [4.0, *xs, width - 4.0]
    return tuple(
        Mark(number, row.kind, row.at, row.event, _at(row.at, times, xs)) for number, row in rows if row.at is not None
    )


def _at(moment: dt.datetime, times: list[dt.datetime], xs: list[float]) -> float:
    index = min(max(bisect_right(times, moment), 1), len(times) - 1)
    low, high = times[index - 1], times[index]
    return round(xs[index - 1] + (xs[index] - xs[index - 1]) * ((moment - low) / (high - low)), 1)
