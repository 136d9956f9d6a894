"""The sheet every chart is drawn on: one size, one month axis, hairlines, text that fits a phone.

Units are those of the SVG's view box. Text is drawn at `TEXT` units and laid out for `NARROW`,
the size the stylesheet gives it where the chart is less than about 420 px wide.
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

WIDTH, HEIGHT = 640.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 632.0, 40.0, 54.0
PLOT_WIDTH, PLOT_HEIGHT = RIGHT - LEFT, HEIGHT - TOP - BOTTOM
TEXT, NARROW = 14.0, 20.0

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FEWEST_MONTHS = 6  # a shorter span leaves room on the left, so that one bar is not a wall
_MOST_NAMED_MONTHS = 36  # longer spans are labelled by years
_LABEL_GAP = 14.0


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
    axes.add_patch(patch)


def grid(axes: Axes, ticks: Sequence[tuple[float, str]], *, base: float | None = None) -> None:
    """Draw a labelled hairline for every tick; the one at `base` is a little stronger."""
    start, end = axes.get_xlim()
    lines(axes, [((start, y), (end, y)) for y, _ in ticks if y != base], "hair", layer=1.0)
    if base is not None:
        lines(axes, [((start, base), (end, base))], "muted")
    for y, label in ticks:
        write(axes, start, y, label, align="right", shift=(-7, -TEXT * 0.36))


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
    """Label the months below the axes; by years where there are more than three years."""
    if len(months) > _MOST_NAMED_MONTHS:
        _year_labels(axes, months)
    elif months:
        _month_labels(axes, months, words)


def _month_labels(axes: Axes, months: Sequence[Month], words: Words) -> None:
    unit = month_units(len(months))
    names = [words(name) for name in MONTH_NAMES]
    room = max(map(text_width, names)) + _LABEL_GAP
    step = next(step for step in (1, 2, 3, 6, 12) if step * unit >= room or step == 12)
    shown = [index for index, month in enumerate(months) if (month.number - 1) % step == 0] or [len(months) - 1]
    base = axes.get_ylim()[0]
    year_end = -1e9
    for index in shown:
        write(axes, index + 0.5, base, names[months[index].number - 1], align="center", shift=(0, -20))
        first_of_year = index == shown[0] or months[index].year != months[index - step].year
        if first_of_year and (index * unit - year_end) >= 0:
            write(axes, index + 0.5, base, str(months[index].year), align="center", shift=(0, -42))
            year_end = index * unit + text_width("2026") + _LABEL_GAP


def _year_labels(axes: Axes, months: Sequence[Month]) -> None:
    unit = PLOT_WIDTH / len(months)
    room = text_width("2026")
    step = next(step for step in (1, 2, 5, 10) if step * 12 * unit >= room + _LABEL_GAP or step == 10)
    base = axes.get_ylim()[0]
    starts = [index for index, month in enumerate(months) if month.number == 1]
    tick = 5 * (axes.get_ylim()[1] - base) / PLOT_HEIGHT
    lines(axes, [((index, base), (index, base - tick)) for index in starts], "muted")
    edge, next_label = room / 2 / unit, float("inf")
    for year in range(months[-1].year, months[0].year - 1, -step):
        inside = [index for index, month in enumerate(months) if month.year == year]
        centre = (inside[0] + inside[-1] + 1) / 2
        middle = min(max(centre, edge), len(months) - edge)
        is_beside = abs(middle - centre) * unit > room / 4  # a label moved so far would stand under another year
        if not is_beside and (next_label - middle) * unit >= room + _LABEL_GAP / 2:
            write(axes, middle, base, str(year), align="center", shift=(0, -24))
            next_label = middle
