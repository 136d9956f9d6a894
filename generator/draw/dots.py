"""Durations: every incident one linked dot on a logarithmic axis, months' medians as short bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from generator.draw.canvas import NARROW, PLOT_HEIGHT, grid, left_edge, lines, month_axis, month_units, say, sheet
from generator.draw.marks import severity_marks
from generator.draw.palette import severity_colour
from generator.draw.ranges import LONGEST, MANY, Range, crowded, draw_ranges
from generator.draw.rate import severity_order, severity_sign
from generator.draw.room import Room
from generator.draw.scale import SIXTH, TICKS, WEEK, YEAR, Dot, Scale, scale_of
from generator.draw.span import Span, duration_interval_text, incident_link, once, sentences
from generator.draw.svg import Key, Link, finish
from generator.model.chart import Chart
from generator.model.contract_words import departure, kpi_name, question
from generator.model.kpi import DurationFigure, Figures
from generator.model.words import Words

#: What each duration is called, as messages of the catalogue.
NAMES: Mapping[str, str] = {
    "mttd": "Time to detect",
    "mtta": "Time to acknowledge",
    "mttm": "Time to mitigate",
    "mttr": "Time to resolve",
    "mrt": "Time from detection to resolution",
}

_SIZES = ((150, 9.0), (600, 7.0), (2000, 5.0))  # up to so many dots: their diameter in units


def duration_dots(span: Span, kpi: str) -> Chart:
    """Return the chart of one duration KPI."""
    dots = _dots(span, kpi)
    crowd = crowded(dots)
    title, description = _title(span, kpi), _description(span, kpi, dots, bool(crowd[0]))
    axes, links, key = _draw(span, kpi, dots, crowd)
    svg = finish(axes, kpi + span.suffix, title, description, key=key, links=links)
    columns, rows, ids = _data(span, kpi)
    return Chart(kpi + span.suffix, title, description, svg, columns, rows, ids)


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


def _description(span: Span, kpi: str, dots: Sequence[Dot], has_ranges: bool) -> str:
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
        if has_ranges:
            parts.append(words(
                "From {least} to {most}. A month with {n} values or more is a bar from the 10th to the 90th percentile,"
                " and a dot for each of its {k} longest; any other incident is one dot.",
                n=MANY, k=LONGEST, **ends,
            ))  # fmt: skip
        else:
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


def _draw(
    span: Span, kpi: str, dots: Sequence[Dot], crowd: tuple[Sequence[Range], Sequence[Dot]]
) -> tuple[Axes, list[Link], list[Key]]:
    scale = scale_of([dot.minutes for dot in dots])
    top = math.log10(scale.high)
    air = 18 if any(dot.is_open for dot in dots) else 6  # units above the highest tick, for arrows and marks
    low = scale.floor - (top - scale.floor) * 0.02
    axes = sheet(span.months, low, top + (top - low) * air / (PLOT_HEIGHT - air))
    if not span.months:
        say(axes, span.words("There is no month to show."))
        return axes, [], []
    if dots:
        grid(axes, minute_ticks(scale, span.words), base=scale.floor if scale.has_floor else None)
    else:
        lines(axes, [((left_edge(axes), low), (axes.get_xlim()[1], low))], "muted")
        say(axes, span.words("no known value"))
    ranges, shown = crowd
    links = marks(axes, span, shown, scale)
    links += draw_ranges(axes, span, ranges, scale, len(links))
    bars = _medians(axes, span, kpi, scale)
    month_axis(axes, span.months, span.words)
    room = Room(axes)
    room.take(((dot.x, scale.y(dot.minutes)) for dot in shown), 6, 7)
    room.take(((dot.x, scale.y(dot.minutes)) for dot in shown if dot.is_open), 6, 18)  # with its arrow
    half = max(0.36 * month_units(len(span.months)), 3.0)
    room.take(bars, half, 3)
    key = []
    if bars and not room.beside(reversed(bars), span.words("month's median"), gap=half + 4):
        key.append(Key("━", "ink", span.words("month's median")))
    if ranges:
        key.append(Key("▮", "muted", span.words("10th to 90th percentile of a full month")))
    return axes, links, key + severities_named(room, span, shown, scale)


def severities_named(room: Room, span: Span, dots: Sequence[Dot], scale: Scale) -> list[Key]:
    """Name each severity beside one of its newest dots; return the key of those that have no room for it."""
    words, left = span.words, []
    for name in severity_order(span):
        mine = sorted((dot for dot in dots if dot.fact.severity == name), key=lambda dot: -dot.x)
        if mine and not room.beside(((dot.x, scale.y(dot.minutes)) for dot in mine), name):
            rank = span.policy.severity_rank(name)
            left.append(Key(severity_sign(rank), severity_colour(rank), name))
    still = [(dot.x, scale.y(dot.minutes)) for dot in dots if dot.is_open]
    if still and not room.beside(sorted(still, reverse=True), words("open"), gap=12):
        left.append(Key("↑", "ink", words("open")))
    return left


def minute_ticks(scale: Scale, words: Words) -> list[tuple[float, str]]:
    """Return the labelled heights of an upright axis of minutes, as many as have room."""
    special = {SIXTH: words("10 s"), WEEK: words("1 wk"), YEAR: words("1 yr")}
    room = (math.log10(scale.high) - scale.floor) * 1.2 * NARROW / PLOT_HEIGHT  # what one line of text takes
    ticks = [(scale.floor, words.duration(0))] if scale.has_floor else []
    for tick in (tick for tick in TICKS if scale.low <= tick <= scale.high):
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
                places = [(dot.x, scale.y(dot.minutes)) for dot in chosen]
                severity_marks(axes, places, rank, size, first=len(links))
                links += [incident_link(dot.fact, _told_of(span.words, dot)) for dot in chosen]
                if is_open:
                    severity_marks(axes, places, rank, size, first=len(links), arrow=True)
                    links += [incident_link(dot.fact, _told_of(span.words, dot)) for dot in chosen]
    return links


def _told_of(words: Words, dot: Dot) -> str:
    length = words.duration(dot.minutes)
    text = words("{duration} so far, open", duration=length) if dot.is_open else length
    return f"{dot.fact.severity} · {text}"


def _medians(axes: Axes, span: Span, kpi: str, scale: Scale) -> list[tuple[float, float]]:
    """Draw the median of each month with two values or more (one value is its own median), on a thin halo.

    Returns the bars' middles, oldest first.
    """
    half = max(0.36, 3.0 / month_units(len(span.months)))
    middles = [
        (index + 0.5, scale.y(figure.median))
        for index, figure in enumerate(_of(row, kpi) for row in span.figures)
        if figure.median is not None and figure.n > 1
    ]
    bars = [((x - half, y), (x + half, y)) for x, y in middles]
    lines(axes, bars, "surface", 4.0)
    lines(axes, bars, "ink", 2.0)
    return middles


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
