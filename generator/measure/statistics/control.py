"""What every control chart has: a centre, limits, and the rules that call a point a signal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

LIMIT_TAIL = 0.00135  # beyond each limit by chance: that of 3 standard deviations of a normal distribution
RUN_CHANCE = 0.5**8  # of a run that is a signal: 8 in a row where both sides are as likely
NEAR_OF, NEAR_IN = 3, 4  # so many of so many points in a row nearer to a limit than to the centre
SETTLED_POINTS = 12  # limits from fewer points move with each new one: call them provisional
_ROUNDING = 1e-9

Rule = Literal["outside", "run", "near_limit"]
Side = Literal["above", "below"]


class Signal(NamedTuple):
    """What a rule found: the places (from 0) of its first and its last point."""

    rule: Rule
    side: Side
    first: int
    last: int


class Chart(NamedTuple):
    """The points in their order, the centre, each point's limits (that are inside), and the signals by their place."""

    points: tuple[float, ...]
    centre: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    signals: tuple[Signal, ...]


def outside(points: Sequence[float], low: Sequence[float], high: Sequence[float]) -> Iterator[Signal]:
    """Yield the points beyond their limits (Shewhart 1931); a point on a limit is inside."""
    for place, (point, lower, upper) in enumerate(zip(points, low, high, strict=True)):
        if side_of(point, upper) == "above":
            yield Signal("outside", "above", place, place)
        elif side_of(point, lower) == "below":
            yield Signal("outside", "below", place, place)


def runs(
    points: Sequence[float], centres: Sequence[float], chances: Sequence[tuple[float, float]] | None = None
) -> Iterator[Signal]:
    """Yield the longest runs on one side of the centre that chance makes at most once in 256 tries.

    `chances` are of a point below and above its centre. Where both are one half (None) this is the rule of
    8 in a row (Western Electric 1956); where counts are low and most months are below their mean, a run
    has to be longer below and may be shorter above. A point on the centre ends a run.
    """
    sides = [side_of(point, centre) for point, centre in zip(points, centres, strict=True)]
    for side, group in groupby(range(len(points)), key=sides.__getitem__):
        places = list(group)
        chance = 1.0
        for place in places:
            chance *= 0.5 if chances is None else chances[place][side == "above"]
        if side is not None and chance <= RUN_CHANCE * (1 + _ROUNDING):
            yield Signal("run", side, places[0], places[-1])


def near_limit(points: Sequence[float], centre: float, low: float, high: float) -> Iterator[Signal]:
    """Yield where 3 of 4 points in a row are nearer to the same limit than to the centre (Wheeler 1993)."""
    sides: tuple[Side, ...] = ("above", "below")
    for side, limit in zip(sides, (high, low), strict=True):
        half = (centre + limit) / 2
        near = [side_of(point, half) == side for point in points]
        found: Signal | None = None
        for last in range(NEAR_OF - 1, len(points)):
            window = [place for place in range(max(0, last - NEAR_IN + 1), last + 1) if near[place]]
            if not near[last] or len(window) < NEAR_OF:
                continue
            if found is not None and found.last >= window[0]:
                found = found._replace(last=last)
                continue
            if found is not None:
                yield found
            found = Signal("near_limit", side, window[0], last)
        if found is not None:
            yield found


def side_of(point: float, line: float) -> Side | None:
    """Return the side of a line that a point is on; None on it, but for rounding."""
    slack = _ROUNDING * max(1.0, abs(line))
    return "above" if point > line + slack else "below" if point < line - slack else None


def in_order(*found: Iterator[Signal]) -> tuple[Signal, ...]:
    """Return the signals of several rules by the place of their last point."""
    return tuple(sorted((signal for signals in found for signal in signals), key=lambda signal: signal.last))
