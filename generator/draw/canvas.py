"""The sheet every chart is drawn on: one size, one month axis, hairlines, text that fits a phone.

Units are those of the SVG's view box. Text is drawn at `TEXT` units and laid out for `NARROW`, the size the
stylesheet gives it on a phone. Lines reach over the whole width, so that a chart begins where the text above it
begins; their labels stand on them, left of the first month.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path as FilePath

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from generator.draw.palette import sentinel
from generator.model.month import Month
from generator.model.words import Words

WIDTH, HEIGHT = 640.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 636.0, 28.0, 32.0
PLOT_WIDTH, PLOT_HEIGHT = RIGHT - LEFT, HEIGHT - TOP - BOTTOM
TEXT, NARROW = 12.0, 20.0

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FEWEST_MONTHS = 6  # a shorter span leaves room on the left, so that one bar is not a wall
_MOST_NAMED_MONTHS = 36  # longer spans are labelled by years
_LABEL_GAP = 14.0
_BELOW = 22.0  # from the axis to the line its labels stand on


@cache
def font_file() -> FilePath:
    """Return where the bundled Japanese font (IPAexGothic) lies; no font of the system is looked for."""
    with matplotlib.rc_context():  # importing this package would make its font the default of the process
        from matplotlib_fontja import get_font_ttf_path
    return FilePath(get_font_ttf_path())


@cache
def font() -> FontProperties:
    """Return the bundled Japanese font; no setting of the process is changed."""
    path = font_file()
    fontManager.addfont(path)
    return FontProperties(fname=path)


def text_width(text: str, size: float = NARROW) -> float:
    """Return about how wide `text` is in units: a wide character is one em, any other 0.58."""
    return size * sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.58 for letter in text)


def sheet(months: Sequence[Month], low: float, high: float) -> Axes:
    """Return axes in which month i lies from x = i to i + 1 and y runs from `low` to `high`."""
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
    FigureCanvasSVG(figure)
    figure.patch.set_visible(False)
    axes = figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, PLOT_WIDTH / WIDTH, PLOT_HEIGHT / HEIGHT))
    axes.set_axis_off()
    axes.set_xlim(min(0, len(months) - _FEWEST_MONTHS), max(1, len(months)))
    axes.set_ylim(low, high)
    return axes


def month_units(count: int) -> float:
    """Return how many units wide one of `count` months is."""
    return PLOT_WIDTH / max(count, _FEWEST_MONTHS)


def write(
    axes: Axes, x: float, y: float, text: str, *, colour: str = "muted", align: str = "left", shift: tuple[float, float]
) -> None:
    """Write `text` in ink of `colour` at a point of the data, shifted by units to the right and up."""
    axes.annotate(
        text, (x, y), shift, textcoords="offset points", ha=align, va="baseline", color=sentinel(colour),
        fontproperties=font(), fontsize=TEXT, parse_math=False, annotation_clip=False,
    )  # fmt: skip


def say(axes: Axes, text: str) -> None:
    """Write in the middle of the axes why there is nothing to see."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    write(axes, (left + right) / 2, (low + high) / 2, text, align="center", shift=(0, 0))


def lines(
    axes: Axes, segments: Iterable[Sequence[tuple[float, float]]], colour: str, width: float = 1.0, layer: float = 3.0
) -> None:
    """Draw straight segments between points of the data; boxes lie in layer 2, what is behind them below it."""
    ends = [list(pair) for pair in segments]
    drawn = LineCollection(ends, colors=sentinel(colour), linewidths=width, clip_on=False, zorder=layer)
    axes.add_collection(drawn, autolim=False)


def boxes(
    axes: Axes,
    sides: Sequence[tuple[float, float, float, float]],
    *,
    fill: str | None,
    edge: str | None = None,
    width: float = 1.0,
    opacity: float = 1.0,
) -> None:
    """Draw rectangles (left, right, bottom, top) as one path; nothing where there are none."""
    if not sides:
        return
    corners = [
        corner
        for left, right, bottom, top in sides
        for corner in ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(sides)
    path = Path(corners, codes)
    patch = PathPatch(path, facecolor=sentinel(fill) if fill else "none", clip_on=False, zorder=2.0)
    patch.set_edgecolor(sentinel(edge) if edge else "none")
    patch.set_linewidth(width if edge else 0)
    patch.set_gid(f"opacity-{opacity:g}" if opacity < 1 else None)
    axes.add_artist(patch)  # not add_patch: it measures every segment for limits that `sheet` has set


def grid(axes: Axes, ticks: Sequence[tuple[float, str]], *, base: float | None = None) -> None:
    """Draw a labelled hairline for every tick; the one at `base` is a little stronger."""
    edge, end = left_edge(axes), axes.get_xlim()[1]
    lines(axes, [((edge, y), (end, y)) for y, _ in ticks if y != base], "hair", layer=1.0)
    if base is not None:
        lines(axes, [((edge, base), (end, base))], "muted")
    for y, label in ticks:
        write(axes, edge, y, label, shift=(0, 4))


def left_edge(axes: Axes) -> float:
    """Return the place, in the axes' data, of the drawing's left edge."""
    start, end = axes.get_xlim()
    return start - (end - start) * LEFT / PLOT_WIDTH


def half_bar(months: int) -> float:
    """Return half the width of a month's bar, in months; bars of many months stand closer."""
    return 0.32 if month_units(months) > 8 else 0.42


def count_ticks(most: float) -> list[int]:
    """Return whole ticks from 0 to `most`, at most five of them above 0."""
    step, factors = 1, (2, 2.5, 2)
    turn = 0
    while most / step > 5:
        step, turn = int(step * factors[turn % 3]), turn + 1
    return list(range(0, int(most) + 1, step))


def month_axis(axes: Axes, months: Sequence[Month], words: Words) -> None:
    """Label the months below the axes, the last one in ink; by years where there are more than three years."""
    if not months:
        return
    unit, base = month_units(len(months)), axes.get_ylim()[0]
    last = words.month(months[-1])
    free = PLOT_WIDTH if len(months) >= _FEWEST_MONTHS else unit * (len(months) - min(0.0, axes.get_xlim()[0]))
    free -= text_width(last) + _LABEL_GAP
    write(axes, len(months), base, last, colour="ink", align="right", shift=(0, -_BELOW))
    start = -axes.get_xlim()[0]  # months of room on the left
    if len(months) > _MOST_NAMED_MONTHS:
        _year_labels(axes, months, free)
        return
    taken = -1e9
    for index, label in _month_labels(months, words):
        half = text_width(label) / 2
        middle = (index + 0.5 + start) * unit
        if middle - half >= taken and middle + half <= free:
            write(axes, index + 0.5, base, label, align="center", shift=(0, -_BELOW))
            taken = middle + half + _LABEL_GAP


def _month_labels(months: Sequence[Month], words: Words) -> list[tuple[int, str]]:
    """Return the months to name, a January by its year; each third month, sixth or January where room is scarce."""
    unit = month_units(len(months))
    names = [words(name) for name in MONTH_NAMES]
    room = max(map(text_width, names)) + _LABEL_GAP
    step = next(step for step in (1, 2, 3, 6, 12) if step * unit >= room or step == 12)
    return [
        (index, str(month.year) if month.number == 1 else names[month.number - 1])
        for index, month in enumerate(months)
        if (month.number - 1) % step == 0
    ]


def _year_labels(axes: Axes, months: Sequence[Month], free: float) -> None:
    """Tick each January and name as many years as have room, from the newest backwards."""
    unit, room = PLOT_WIDTH / len(months), text_width("2026")
    base = axes.get_ylim()[0]
    tick = 5 * (axes.get_ylim()[1] - base) / PLOT_HEIGHT
    starts = [index for index, month in enumerate(months) if month.number == 1]
    lines(axes, [((index, base), (index, base - tick)) for index in starts], "muted")
    step = next(step for step in (1, 2, 5, 10) if step * 12 * unit >= room + _LABEL_GAP or step == 10)
    for index in reversed(starts):
        if months[index].year % step == 0 and index * unit + room <= free:
            write(axes, index, base, str(months[index].year), shift=(0, -_BELOW))
