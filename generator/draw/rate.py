"""Incidents per month by severity, on the range that the months before let expect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from generator.draw.canvas import (
    NARROW,
    PLOT_HEIGHT,
    boxes,
    count_ticks,
    grid,
    half_bar,
    month_axis,
    month_units,
    say,
    sheet,
    text_width,
)
from generator.draw.marks import severity_marks
from generator.draw.palette import sentinel, severity_colour
from generator.draw.room import Room
from generator.draw.span import Span, incident_link, interval_text, sentences
from generator.draw.svg import Key, Link, finish
from generator.model.chart import Chart
from generator.model.kpi import Figures
from generator.model.month import Month
from generator.model.words import DASH

NAME = "incident_rate"
SIGNS = ("◆", "▲", "●", "○")
_FEWEST = 6  # the axis reaches at least this count
_MARK, _LEAST_MARK = 11.0, 6.0  # the diameter of an incident's mark; a smaller one would say nothing


def incident_rate(span: Span) -> Chart:
    """Return the chart of the months' counts."""
    title, description = _title(span), _description(span)
    axes, links, key = _draw(span)
    svg = finish(axes, NAME + span.suffix, title, description, key=key, links=links)
    columns, rows, ids = _data(span)
    return Chart(NAME + span.suffix, title, description, svg, columns, rows, ids)


def severity_sign(rank: int) -> str:
    """Return the shape that stands for a severity's rank in text."""
    return SIGNS[max(0, min(rank, len(SIGNS) - 1))]


def severity_order(span: Span) -> list[str]:
    """Return the severities of the policy and any other that occurs, the gravest first."""
    named = {name for row in span.figures for name in row.incident_rate.by_severity}
    return sorted({*span.policy.severities, *named}, key=lambda name: (span.policy.severity_rank(name), name))


def told_figures(span: Span) -> Figures:
    """Return the month the title speaks of: the last that is over, or a later one that is above its range already."""
    if span.figures[-1].incident_rate.verdict == "above":
        return span.figures[-1]
    over = [row for row, month in zip(span.figures, span.months, strict=True) if _is_over(span, row)]
    return over[-1] if over else span.figures[-1]


def _is_over(span: Span, row: Figures) -> bool:
    return row.month is not None and row.month.end(span.table.zone) <= span.table.as_of


def _title(span: Span) -> str:
    words = span.words
    if not span.months:
        return words("No incident recorded yet")
    row = told_figures(span)
    rate, month = row.incident_rate, words.month(row.month or span.months[-1])
    if rate.expected is None or rate.verdict is None:
        alone = {"month": month, "count": rate.count}
        return words("Incidents in {month}: {count}; too few months before it to compare", **alone)
    fields = {"month": month, "count": rate.count, "low": rate.expected[0], "high": rate.expected[1]}
    if rate.verdict == "above" and not _is_over(span, row):
        return words("Incidents in {month} so far: {count}, more than the {low}–{high} expected", **fields)
    if rate.verdict == "above":
        return words("Incidents in {month}: {count}, more than the {low}–{high} expected", **fields)
    if rate.verdict == "below":
        return words("Incidents in {month}: {count}, fewer than the {low}–{high} expected", **fields)
    return words("Incidents in {month}: {count}, within the {low}–{high} expected", **fields)


def _description(span: Span) -> str:
    words = span.words
    if not span.months:
        return words("There is no month to show.")
    counts = [row.incident_rate.count for row in span.figures]
    most = span.figures[counts.index(max(counts))]
    each = words.separator().join(f"{name} {count}" for name, count in _totals(span).items() if count)
    parts = [
        words("Incidents, {when}: {count} ({each}).", when=span.when(), count=sum(counts), each=each or DASH),
        words("Most in {month}: {count}. Months without an incident: {empty}.",
              month=words.month(most.month or span.months[0]), count=max(counts), empty=counts.count(0)),
    ]  # fmt: skip
    return sentences(words, parts)


def _totals(span: Span) -> Mapping[str, int]:
    rows = [row.incident_rate.by_severity for row in span.figures]
    return {name: sum(row.get(name, 0) for row in rows) for name in severity_order(span)}


def _draw(span: Span) -> tuple[Axes, list[Link], list[Key]]:
    if not span.months:
        axes = sheet((), 0, 1)
        say(axes, span.words("There is no month to show."))
        return axes, [], []
    rates = [row.incident_rate for row in span.figures]
    most = max([_FEWEST, *(rate.count for rate in rates), *(rate.expected[1] for rate in rates if rate.expected)])
    axes = sheet(span.months, 0, most * PLOT_HEIGHT / (PLOT_HEIGHT - 4))
    _band(axes, [rate.expected for rate in rates])
    ticks = count_ticks(most)
    grid(axes, [(tick, span.words.number(tick)) for tick in ticks], base=0)
    room = Room(axes)
    size = min(_MARK, PLOT_HEIGHT / most - 1.5, month_units(len(span.months)) - 1.5)
    if size >= _LEAST_MARK:
        links, key = _single(axes, room, span, size)
    else:
        links, key = [], _bars(axes, room, span)
        _number(room, span)
    room.take_lines(ticks)
    _range_named(room, span)
    month_axis(axes, span.months, span.words)
    return axes, links, key


def _single(axes: Axes, room: Room, span: Span, size: float) -> tuple[list[Link], list[Key]]:
    """Draw every incident as a mark of its own, each month's gravest at the bottom, and name the severities."""
    links: list[Link] = []
    height: dict[Month, int] = {}
    key: list[Key] = []
    where: dict[str, list[tuple[float, float]]] = {}
    for name in severity_order(span):
        mine = [fact for fact in span.facts if fact.severity == name]
        for fact in mine:
            height[fact.month] = height.get(fact.month, 0) + 1
            where.setdefault(name, []).append((span.months.index(fact.month) + 0.5, height[fact.month] - 0.5))
        if mine:
            severity_marks(axes, where[name], span.policy.severity_rank(name), size, first=len(links))
            links += [incident_link(fact, f"{fact.severity} · {span.words.moment(fact.at)}") for fact in mine]
            room.take(where[name], size / 2, size / 2)
    for name, places in where.items():
        if not room.beside(sorted(places, reverse=True), name, gap=size / 2 + 3):
            rank = span.policy.severity_rank(name)
            key.append(Key(severity_sign(rank), severity_colour(rank), name))
    return links, key


def _band(axes: Axes, expected: Sequence[tuple[int, int] | None]) -> None:
    """Draw the expected range as one stepped area per unbroken run of months (single boxes would show seams)."""
    runs: list[list[int]] = []
    for index, limits in enumerate(expected):
        if limits is None:
            continue
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in runs:
        ends = [expected[index] or (0, 0) for index in (*run, run[-1])]
        low, high = zip(*ends, strict=True)
        edges = [*run, run[-1] + 1]
        axes.fill_between(edges, low, high, step="post", color=sentinel("band"), linewidth=0, clip_on=False, zorder=0.5)


def _bars(axes: Axes, room: Room, span: Span) -> list[Key]:
    """Draw the months as stacked bars, where single incidents would be too small to be seen."""
    floors, half = [0.0] * len(span.figures), half_bar(len(span.months))
    edge = 0.75 if month_units(len(span.months)) > 8 else 0.0
    for name in severity_order(span):
        counts = [row.incident_rate.by_severity.get(name, 0) for row in span.figures]
        colour = severity_colour(span.policy.severity_rank(name))
        for provisional in (False, True):
            sides = [
                (index + 0.5 - half, index + 0.5 + half, floors[index], floors[index] + counts[index])
                for index, row in enumerate(span.figures)
                if counts[index] and row.provisional == provisional
            ]
            if provisional:
                boxes(axes, sides, fill="surface")
                boxes(axes, sides, fill=colour, edge=colour, opacity=0.35)
            else:
                boxes(axes, sides, fill=colour, edge="surface" if edge else None, width=edge)
        floors = [floor + count for floor, count in zip(floors, counts, strict=True)]
    unit_high = PLOT_HEIGHT / axes.get_ylim()[1]
    for index, top in enumerate(floors):
        room.take([(index + 0.5, top / 2)], half * month_units(len(floors)), top / 2 * unit_high)
    return _key(span)


def _number(room: Room, span: Span) -> None:
    """Write the count on the month the title speaks of."""
    told = span.figures.index(told_figures(span))
    count = span.figures[told].incident_rate.count
    room.write((told + 0.5, count), span.words.number(count), align="center", shift=(0, 4))


def _range_named(room: Room, span: Span) -> None:
    """Write what the band is in the month of the title: on its upper edge, within it, or above what is beside it."""
    row = told_figures(span)
    if row.incident_rate.expected is None:
        return
    low, high = row.incident_rate.expected
    text, end = span.words("expected {low}–{high}", low=low, high=high), span.figures.index(row) + 1
    unit = month_units(len(span.figures))
    for index, other in enumerate(span.figures):
        if other.incident_rate.expected:
            room.take([(index + 0.5, other.incident_rate.expected[1])], unit / 2, 0.5)
    first = max(0, end - math.ceil(text_width(text) / unit))
    peak = max(other.incident_rate.expected[1] for other in span.figures[first:end] if other.incident_rate.expected)
    near = [(end, high, 4.0), (end, high, -NARROW), (end, peak, 4.0), (end, peak, 4 + NARROW), (end, peak, 2 * NARROW)]
    for x, height, up in (*near, (end - 1, peak, 4.0)):  # the last beside a bar that is higher than all of the range
        if room.write((x, height), text, colour="muted", align="right", shift=(0, up)):
            return


def _key(span: Span) -> list[Key]:
    rank = span.policy.severity_rank
    key = [
        Key(severity_sign(rank(name)), severity_colour(rank(name)), f"{name} {span.words.number(count)}")
        for name, count in _totals(span).items()
        if count
    ]
    if any(row.provisional and row.incident_rate.count for row in span.figures):
        key.append(Key("□", "muted", span.words("provisional")))
    return key


def _data(span: Span) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    words, order = span.words, severity_order(span)
    columns = (
        words("Month"), words("Incidents"), *order, words("Expected"), words("95% interval"), words("Per 30 days"),
    )  # fmt: skip
    rows, links = [], []
    for row in reversed(span.figures):
        rate = row.incident_rate
        counts = (words.number(rate.by_severity.get(name, 0)) for name in order)
        rows.append((
            span.month_name(row), words.number(rate.count), *counts, interval_text(words, rate.expected),
            interval_text(words, rate.interval), words.number(rate.per_30_days),
        ))  # fmt: skip
        links.append(rate.ids)
    return columns, tuple(rows), tuple(links)
