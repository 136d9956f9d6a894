"""Months with more incidents than can be told apart: the range of most of them, and the longest as dots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from generator.draw.canvas import boxes, month_units
from generator.draw.scale import Dot, Scale
from generator.measure.statistics.intervals import p10, p90

CROWD = 400  # dots of a chart that can still be told apart and pointed at
MANY = 12  # closed incidents of a month from which, in a crowd, their range is drawn
LONGEST = 2  # of such a month that stay dots
_HALF, _LEAST = 0.36, 2.0  # half a range's width: of a month, but at least so many units


@dataclass(frozen=True, slots=True)
class Range:
    """The 10th to the 90th percentile of a month's closed values, in minutes; `index` counts the months shown."""

    index: int
    low: float
    high: float


def crowded(dots: Sequence[Dot]) -> tuple[list[Range], list[Dot]]:
    """Return the ranges of the months that are too full for dots, and the dots that stay, in their order."""
    if len(dots) <= CROWD:
        return [], list(dots)
    months: defaultdict[int, list[Dot]] = defaultdict(list)
    for dot in dots:
        if not dot.is_open:
            months[int(dot.x)].append(dot)
    ranges: list[Range] = []
    hidden: set[str] = set()
    for index, closed in sorted(months.items()):
        values = [dot.minutes for dot in closed]
        low, high = p10(values), p90(values)
        if len(closed) >= MANY and low is not None and high is not None:
            ranges.append(Range(index, low, high))
            hidden |= {dot.fact.id for dot in sorted(closed, key=lambda dot: (-dot.minutes, dot.fact.id))[LONGEST:]}
    return ranges, [dot for dot in dots if dot.is_open or dot.fact.id not in hidden]


def draw_ranges(axes: Axes, ranges: Sequence[Range], scale: Scale, months: int) -> list[tuple[float, float]]:
    """Draw each range as a bar behind its month's median; return the bars' middles, oldest first."""
    half = max(_HALF, _LEAST / month_units(months))
    middles = [each.index + 0.5 for each in ranges]
    sides = [
        (middle - half, middle + half, scale.y(each.low), scale.y(each.high))
        for middle, each in zip(middles, ranges, strict=True)
    ]
    boxes(axes, sides, fill="muted", opacity=0.35)
    return [(middle, (low + high) / 2) for middle, (_, _, low, high) in zip(middles, sides, strict=True)]
