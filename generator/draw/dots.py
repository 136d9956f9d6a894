"""Durations: every incident one linked dot on a logarithmic axis, months' medians as short bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.path import Path

from generator.draw.canvas import NARROW, PLOT_HEIGHT, grid, lines, month_axis, month_units, say, sheet
from generator.draw.palette import sentinel, severity_colour
from generator.draw.rate import severity_order, severity_sign
from generator.draw.span import Span, duration_interval_text, incident_link, once, sentences
from generator.draw.svg import Key, Link, dots_gid, finish, mark_urls
from generator.model.chart import Chart
from generator.model.contract_words import departure, kpi_name, question
from generator.model.kpi import DurationFigure, Fact, Figures
from generator.model.words import Words

#: What each duration is called, as messages of the catalogue.
NAMES: Mapping[str, str] = {
    "mttd": "Time to detect",
    "mtta": "Time to acknowledge",
    "mttm": "Time to mitigate",
    "mttr": "Time to resolve",
    "mrt": "Time from detection to resolution",
}

_SIXTH, _WEEK, _YEAR = 1 / 6, 10080.0, 525600.0
_TICKS = (_SIXTH, 1.0, 10.0, 60.0, 1440.0, _WEEK, 43200.0, _YEAR)
_FLOOR_GAP = 0.14  # of the axis, between its lowest tick and the floor for 0 minutes
_MARKERS = ("D", "^", "o", "o")
_ARROW = Path(
    [(0, 0.9), (0, 2.2), (-0.45, 1.7), (0, 2.2), (0.45, 1.7)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO],
)
_ARROW_SIZE = 4.4  # matplotlib scales a marker's path to one half: this makes one unit of it one diameter again
_SIZES = ((150, 9.0), (600, 7.0), (2000, 5.0))  # up to so many dots: their diameter in units


@dataclass(frozen=True, slots=True)
class Dot:
    """One incident under one contract: where it lies, and whether it is still open."""

    fact: Fact
    x: float
    minutes: float
    is_open: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis in minutes; 0 lies on a floor below its lowest tick."""

    low: float
    high: float
    has_floor: bool

    def y(self, minutes: float) -> float:
        """Return the height of a value: log10 of minutes, or the floor for 0 and less."""
        return math.log10(minutes) if minutes > 0 else self.floor

    @property
    def floor(self) -> float:
        """Return the height of the lowest line."""
        low, high = math.log10(self.low), math.log10(self.high)
        return low - _FLOOR_GAP * (high - low) if self.has_floor else low


def duration_dots(span: Span, kpi: str) -> Chart:
    """Return the chart of one duration KPI."""
    dots = _dots(span, kpi)
    title, description = _title(span, kpi), _description(span, kpi, dots)
    axes, links = _draw(span, kpi, dots)
    svg = finish(axes, kpi + span.suffix, title, description, key=_key(span, kpi, dots), links=links)
    columns, rows, ids = _data(span, kpi)
    return Chart(kpi + span.suffix, title, description, svg, columns, rows, ids)


def scale_of(values: Sequence[float]) -> Scale:
    """Return the axis for these minutes, from the tick at or below the least to one at or above the greatest."""
    positive = [value for value in values if value > 0] or [1.0, 60.0]
    low = max((tick for tick in _TICKS if tick <= min(positive)), default=min(positive))
    high = min((tick for tick in _TICKS if tick >= max(positive)), default=max(positive))
    if low == high:
        above = [tick for tick in _TICKS if tick > high]
        high = above[0] if above else high * 2
    return Scale(low, high, min(values, default=1.0) <= 0)


def _dots(span: Span, kpi: str) -> list[Dot]:
    dots = []
    for fact in span.facts:
        duration = fact.durations.get(kpi)
        if duration is None or duration.minutes is None or duration.state == "unknown":
            continue
        dots.append(Dot(fact, span.position(fact), duration.minutes, duration.state == "open"))
    return dots


def _told(span: Span, kpi: str) -> Figures | None:
    """Return the last shown month with a closed value."""
    return next((row for row in reversed(span.figures) if _of(row, kpi).n), None)


def _of(row: Figures, kpi: str) -> DurationFigure:
    return row.durations.get(kpi) or DurationFigure()


def _title(span: Span, kpi: str) -> str:
    words, row, name = span.words, _told(span, kpi), named(span, kpi)
    if row is None or row.month is None:
        return words("{name}: no incident with a known value yet", name=name)
    figure, change = _of(row, kpi), row.change.get(kpi)
    fields = {"name": name, "month": words.month(row.month), "median": words.duration(figure.median), "n": figure.n}
    if change is None:
        return words("{name} in {month}: median {median} (n={n})", **fields)
    fields["against"] = words.month(change.against)
    if change.verdict == "shorter":
        return words("{name} in {month} (median {median}, n={n}): shorter than in {against}", **fields)
    if change.verdict == "longer":
        return words("{name} in {month} (median {median}, n={n}): longer than in {against}", **fields)
    return words("{name} in {month} (median {median}, n={n}): consistent with no change since {against}", **fields)


def named(span: Span, kpi: str) -> str:
    """Return what a duration KPI is called under its contract."""
    return kpi_name(span.words, span.table.contracts[kpi], span.words(NAMES[kpi]))


def _description(span: Span, kpi: str, dots: Sequence[Dot]) -> str:
    words = span.words
    if not span.months:
        return words("There is no month to show.")
    contract = span.table.contracts[kpi]
    closed = sorted(dot.minutes for dot in dots if not dot.is_open)
    unknown = sum(_of(row, kpi).unknown for row in span.figures)
    is_open = sum(dot.is_open for dot in dots)
    parts = [words("{when}: {n} values, {open} open, {unknown} unknown.",
                   when=span.when(), n=len(closed), open=is_open, unknown=unknown)]  # fmt: skip
    if closed:
        ends = {"least": words.duration(closed[0]), "most": words.duration(closed[-1])}
        parts.append(words("From {least} to {most}, one dot for each incident.", **ends))
    told = _told(span, kpi)
    if told is not None and told.month is not None:
        figure = _of(told, kpi)
        parts.append(words(
            "{month}: median {median}, mean {mean}, 90th percentile {p90} (n={n}).",
            month=words.month(told.month), median=words.duration(figure.median), mean=words.duration(figure.mean),
            p90=words.duration(figure.p90), n=figure.n,
        ))  # fmt: skip
    return sentences(words, [*parts, question(words, contract), departure(words, contract)])


def _draw(span: Span, kpi: str, dots: Sequence[Dot]) -> tuple[Axes, list[Link]]:
    scale = scale_of([dot.minutes for dot in dots])
    top = math.log10(scale.high)
    room = 18 if any(dot.is_open for dot in dots) else 6  # units above the highest tick, for arrows and marks
    low = scale.floor - (top - scale.floor) * 0.02
    axes = sheet(span.months, low, top + (top - low) * room / (PLOT_HEIGHT - room))
    if not span.months:
        say(axes, span.words("There is no month to show."))
        return axes, []
    if dots:
        grid(axes, minute_ticks(scale, span.words), base=scale.floor if scale.has_floor else None)
    else:
        left, right = axes.get_xlim()
        lines(axes, [((left, low), (right, low))], "muted")
        say(axes, span.words("no known value"))
    links = marks(axes, span, dots, scale)
    _medians(axes, span, kpi, scale)
    month_axis(axes, span.months, span.words)
    return axes, links


def minute_ticks(scale: Scale, words: Words) -> list[tuple[float, str]]:
    """Return the labelled heights of an upright axis of minutes, as many as have room."""
    special = {_SIXTH: words("10 s"), _WEEK: words("1 wk"), _YEAR: words("1 yr")}
    room = (math.log10(scale.high) - scale.floor) * 1.2 * NARROW / PLOT_HEIGHT  # what one line of text takes
    ticks = [(scale.floor, words.duration(0))] if scale.has_floor else []
    for tick in (tick for tick in _TICKS if scale.low <= tick <= scale.high):
        y = math.log10(tick)
        if tick == scale.high or scale.y(scale.high) - y > room:
            ticks.append((y, special.get(tick) or words.duration(tick)))
    return ticks


def marks(axes: Axes, span: Span, dots: Sequence[Dot], scale: Scale) -> list[Link]:
    """Draw the dots of each severity, mildest first so that the gravest lie on top; return their links in order."""
    size = next((size for most, size in _SIZES if len(dots) <= most), 3.6)
    links: list[Link] = []
    for name in reversed(severity_order(span)):
        mine = [dot for dot in dots if dot.fact.severity == name]
        rank = span.policy.severity_rank(name)
        for is_open in (False, True):
            chosen = [dot for dot in mine if dot.is_open == is_open]
            if chosen:
                _scatter(axes, chosen, scale, rank, size, first=len(links))
                links += [incident_link(dot.fact, _told_of(span.words, dot)) for dot in chosen]
                if is_open:
                    _scatter(axes, chosen, scale, rank, size, first=len(links), arrow=True)
                    links += [incident_link(dot.fact, _told_of(span.words, dot)) for dot in chosen]
    return links


def _told_of(words: Words, dot: Dot) -> str:
    length = words.duration(dot.minutes)
    text = words("{duration} so far, open", duration=length) if dot.is_open else length
    return f"{dot.fact.severity} · {text}"


def _scatter(
    axes: Axes, dots: Sequence[Dot], scale: Scale, rank: int, size: float, *, first: int, arrow: bool = False
) -> None:
    """Draw one group of marks of one severity, or the arrows above them."""
    place = max(0, min(rank, len(_MARKERS) - 1))
    colour, is_ring = severity_colour(rank), place == len(_MARKERS) - 1
    fill, edge, width = (colour, "surface", 0.8) if not is_ring else ("surface", colour, size / 5)
    factor = (0.8, 1.1, 1.0, 0.9)[place]  # a diamond's and a triangle's area beside a circle's
    if arrow:
        fill, edge, width, factor = "none", colour, max(1.2, size / 5), _ARROW_SIZE
    marks = axes.scatter(
        [dot.x for dot in dots], [scale.y(dot.minutes) for dot in dots], s=(size * factor) ** 2,
        marker=_ARROW if arrow else _MARKERS[place], facecolors=sentinel(fill) if fill != "none" else "none",
        edgecolors=sentinel(edge), urls=mark_urls(first, len(dots)), clip_on=False,
    )  # fmt: skip
    marks.set_gid(dots_gid(fill, edge, width))


def _medians(axes: Axes, span: Span, kpi: str, scale: Scale) -> None:
    """Draw the median of each month with two values or more (one value is its own median), on a thin halo."""
    half = max(0.36, 3.0 / month_units(len(span.months)))
    bars = [
        ((index + 0.5 - half, scale.y(figure.median)), (index + 0.5 + half, scale.y(figure.median)))
        for index, figure in enumerate(_of(row, kpi) for row in span.figures)
        if figure.median is not None and figure.n > 1
    ]
    lines(axes, bars, "surface", 4.0)
    lines(axes, bars, "ink", 2.0)


def _key(span: Span, kpi: str, dots: Sequence[Dot]) -> list[Key]:
    words = span.words
    shown = {dot.fact.severity for dot in dots}
    key = []
    if any(_of(row, kpi).n > 1 for row in span.figures):
        key.append(Key("━", "ink", words("month's median")))
    for name in severity_order(span):
        rank = span.policy.severity_rank(name)
        if name in shown:
            key.append(Key(severity_sign(rank), severity_colour(rank), name))
    if any(dot.is_open for dot in dots):
        key.append(Key("↑", "ink", words("open")))
    return key


def _data(span: Span, kpi: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    words = span.words
    columns = (
        words("Month"), words("n"), words("Median"), words("95% interval of the median"), words("Mean"),
        words("90th percentile"), words("Median with open incidents"), words("Open"), words("Unknown"),
    )  # fmt: skip
    rows, links = [], []
    for row in reversed(span.figures):
        figure = _of(row, kpi)
        rows.append((
            span.month_name(row), words.number(figure.n), words.duration(figure.median),
            duration_interval_text(words, figure.median_interval), words.duration(figure.mean),
            words.duration(figure.p90), words.duration(figure.km_median), words.number(figure.open),
            words.number(figure.unknown),
        ))  # fmt: skip
        links.append(once(figure.ids, figure.open_ids, figure.unknown_ids))
    return columns, tuple(rows), tuple(links)
