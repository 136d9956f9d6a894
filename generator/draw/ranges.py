"""Months with more incidents than can be told apart: the range of most of them, and the longest as dots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from generator.draw.canvas import month_units
from generator.draw.palette import sentinel
from generator.draw.scale import Dot, Scale
from generator.draw.span import Span, duration_interval_text
from generator.draw.svg import Link, dots_gid, mark_urls
from generator.measure.statistics.intervals import p10, p90
from generator.model.chart import ROOT_MARK

CROWD = 400  # dots of a chart that can still be told apart and pointed at
MANY = 12  # closed incidents of a month from which, in a crowd, their range is drawn
LONGEST = 2  # of such a month that stay dots
_HALF, _LEAST = 0.36, 2.0  # half a range's width: of a month, but at least so many units


@dataclass(frozen=True, slots=True)
class Range:
    """The 10th to the 90th percentile of a month's `n` closed values, in minutes; `index` counts the months shown."""

    index: int
    low: float
    high: float
    n: int


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
            ranges.append(Range(index, low, high, len(closed)))
            hidden |= {dot.fact.id for dot in sorted(closed, key=lambda dot: (-dot.minutes, dot.fact.id))[LONGEST:]}
    return ranges, [dot for dot in dots if dot.is_open or dot.fact.id not in hidden]


def draw_ranges(axes: Axes, span: Span, ranges: Sequence[Range], scale: Scale, first: int) -> list[Link]:
    """Draw each range as a bar behind its month's median; return the links to the months, which begin at `first`."""
    if not ranges:
        return []
    half = max(_HALF, _LEAST / month_units(len(span.months)))
    bars = []
    for each in ranges:
        left, right = each.index + 0.5 - half, each.index + 0.5 + half
        # Between a 0 and a 1 a percentile may be next to nothing: its logarithm would lie far below the axis.
        low, high = (max(scale.floor, scale.y(end)) for end in (each.low, each.high))
        bars.append([(left, low), (right, low), (right, high), (left, high)])
    drawn = PolyCollection(
        bars,
        facecolors=sentinel("muted"),
        edgecolors="none",
        urls=mark_urls(first, len(bars)),
        clip_on=False,
        zorder=2.0,
    )
    drawn.set_gid(dots_gid("muted", "none", 0, 0.35))
    axes.add_collection(drawn, autolim=False)
    return [_month_link(span, each) for each in ranges]


def _month_link(span: Span, each: Range) -> Link:
    words, month = span.words, span.months[each.index]
    between = duration_interval_text(words, (each.low, each.high))
    told = words("{month} (n={n}): 10th to 90th percentile {range}", month=words.month(month), n=each.n, range=between)
    return Link(f"{ROOT_MARK}reviews/{month}/", told)
