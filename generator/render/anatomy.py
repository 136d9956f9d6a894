"""The numbers behind the drawing of one incident: from its start to its resolution, and what happened when."""

from __future__ import annotations

import datetime as dt
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.model.incident import MILESTONES, Incident

_MINUTE = dt.timedelta(minutes=1)
_EDGE = 1.0  # half a line's width, so that the first and last tick are not cut
_LEAD = 26.0  # room for what happened before the first and after the last milestone
_APART = 18.0  # least distance of two columns of marks
_DATED = 44.0  # least distance of a date from another and from a time
_MANY_DAYS = 14
_SLIM = 340  # units of a drawing for a narrow page
STACK = 3  # marks a column shows; more are counted
_WIDE, _NARROW = 12.5, 7.2  # units a character of a label takes at most


class Segment(NamedTuple):
    """The way from one known milestone to the next; `skipped` lie between them at unknown times.

    `end` is None where the incident lasts. `x` and `width` are units of the drawing. The label is centred on
    `label_x`; in `lane` 0 it stands on the bar, in a higher one above its neighbours.
    """

    start: str
    end: str | None
    skipped: tuple[str, ...]
    minutes: float
    x: float
    width: float
    label: str = ""
    label_x: float = 0
    lane: int = 0


class Tick(NamedTuple):
    """A milestone at a known time; several at the same instant share one tick."""

    names: tuple[str, ...]
    at: dt.datetime
    x: float
    align: str  # start | middle | end


class Midnight(NamedTuple):
    """The beginning of a day in the middle of it all; `named` where there is room for its name."""

    at: dt.datetime
    x: float
    named: bool


class Mark(NamedTuple):
    """An entry of the timeline; `number` counts the rows from 1."""

    number: int
    kind: str
    at: dt.datetime
    event: str
    x: float


class Column(NamedTuple):
    """Marks at one place of the rail, in order of time: `shown` below each other, `more` only counted."""

    x: float
    shown: tuple[Mark, ...]
    more: tuple[Mark, ...]


class Anatomy(NamedTuple):
    """One drawing, `width` units wide. Widths grow with time but never below what a label needs."""

    width: float
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    columns: tuple[Column, ...]
    midnights: tuple[Midnight, ...]
    unknown: tuple[str, ...]  # milestones nobody knows the time of
    lasts: bool

    @property
    def lanes(self) -> int:
        """Return how many lanes of labels stand above the bar."""
        return 1 + max(segment.lane for segment in self.segments)

    @property
    def stack(self) -> int:
        """Return how many marks stand below each other, counts among them."""
        return max((len(column.shown) + bool(column.more) for column in self.columns), default=0)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of entry that are drawn, each once, in order of appearance."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))

    def labelled(self, label: Callable[[str | None, float], tuple[str, str]]) -> Anatomy:
        """Return the drawing with its labels: `label` tells what a segment leads to, and how long it is."""
        return self._replace(segments=_labelled(self.segments, label, self.width))


def courses(incident: Incident, as_of: dt.datetime, zone: dt.tzinfo) -> tuple[Anatomy | None, Anatomy | None]:
    """Return the drawing of an incident for a wide page and for a narrow one; see `anatomy`."""
    return anatomy(incident, as_of, zone=zone), anatomy(incident, as_of, _SLIM, least=64, zone=zone)


def anatomy(
    incident: Incident, as_of: dt.datetime, width: float = 720, least: float = 120, *, zone: dt.tzinfo = dt.UTC
) -> Anatomy | None:
    """Return the drawing of an incident without labels, or None where fewer than two of its instants are known.

    Each segment gets `least` units; what is left is shared in proportion to the minutes. Days begin in `zone`.
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
    marks = _marks(incident, times, xs, width)
    return Anatomy(
        width, tuple(segments), _aligned(ticks, lasts), marks, columns(marks),
        _midnights(times, xs, ticks, zone), incident.not_known, lasts,
    )  # fmt: skip


def text_width(text: str) -> float:
    """Return how many units a line of a label takes at most."""
    return sum(_WIDE if unicodedata.east_asian_width(character) in "WF" else _NARROW for character in text)


def columns(marks: Sequence[Mark]) -> tuple[Column, ...]:
    """Return marks in columns that do not touch: one too near to the column before it joins that."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and mark.x - groups[-1][0].x < _APART:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return tuple(_column(group) for group in groups)


def _column(group: Sequence[Mark]) -> Column:
    # a count takes the place of a mark, so nothing is counted alone
    shown = STACK if len(group) <= STACK else STACK - 1
    return Column(group[0].x, tuple(group[:shown]), tuple(group[shown:]))


def _labelled(
    segments: Sequence[Segment], label: Callable[[str | None, float], tuple[str, str]], width: float
) -> tuple[Segment, ...]:
    """Give each segment its label in the lowest lane where it touches no other and stays in the drawing."""
    ends: list[float] = []  # of each lane
    labelled = []
    for segment in segments:
        word, long = label(segment.end, segment.minutes)
        half = max(text_width(word), text_width(long)) / 2
        x = min(max(segment.x + segment.width / 2, half), max(width - half, half))
        lane = next((lane for lane, end in enumerate(ends) if end + 4 <= x - half), len(ends))
        ends[lane : lane + 1] = [x + half]
        labelled.append(Segment(
            segment.start, segment.end, segment.skipped, segment.minutes, segment.x, segment.width, word, round(x, 1),
            lane,
        ))  # fmt: skip
    return tuple(labelled)


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


def _midnights(
    times: Sequence[dt.datetime], xs: Sequence[float], ticks: Sequence[Tick], zone: dt.tzinfo
) -> tuple[Midnight, ...]:
    """Return the days that begin between the first and the last instant; of very many only those with a name."""
    first, last = times[0].astimezone(zone).date(), times[-1].astimezone(zone).date()
    taken = [tick.x for tick in ticks]
    found: list[Midnight] = []
    for number in range(1, (last - first).days + 1):
        at = dt.datetime.combine(first + dt.timedelta(days=number), dt.time(), zone)
        x = _at(at, times, xs)
        named = all(abs(x - other) >= _DATED for other in taken) and x <= xs[-1] - _DATED / 2
        if named:
            taken.append(x)
        if named or (last - first).days <= _MANY_DAYS:
            found.append(Midnight(at, x, named))
    return tuple(found)


def _marks(incident: Incident, times: list[dt.datetime], xs: list[float], width: float) -> tuple[Mark, ...]:
    rows = [(number, row) for number, row in enumerate(incident.rows, 1) if row.at is not None]
    outer = [row.at for _, row in rows if row.at]
    times = [min([times[0], *outer]) - _MINUTE, *times, max([times[-1], *outer]) + _MINUTE]
    xs = [_EDGE, *xs, width - _EDGE]
    marks = (
        Mark(number, row.kind, row.at, row.event, _at(row.at, times, xs)) for number, row in rows if row.at is not None
    )
    return tuple(sorted(marks, key=lambda mark: mark.x))


def _at(moment: dt.datetime, times: Sequence[dt.datetime], xs: Sequence[float]) -> float:
    index = min(max(bisect_right(times, moment), 1), len(times) - 1)
    low, high = times[index - 1], times[index]
    return round(xs[index - 1] + (xs[index] - xs[index - 1]) * ((moment - low) / (high - low)), 1)
