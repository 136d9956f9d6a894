"""Incidents per month by severity, on the range that the months before let expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    write,
)
from generator.draw.palette import sentinel, severity_colour
from generator.draw.span import Span, interval_text, sentences
from generator.draw.svg import Key, finish
from generator.model.chart import Chart
from generator.model.kpi import Figures
from generator.model.words import DASH

NAME = "incident_rate"
SIGNS = ("◆", "▲", "●", "○")
_FEWEST = 4  # the axis reaches at least this count
_LINE = NARROW + 4  # units one line of text takes


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point of the data, so many units above it."""

    x: float
    y: float
    text: str
    colour: str
    align: str
    up: float = 4.0


def incident_rate(span: Span) -> Chart:
    """Return the chart of the months' counts."""
    title, description = _title(span), _description(span)
    axes, key = _draw(span)
    svg = finish(axes, NAME + span.suffix, title, description, key=key)
    columns, rows, links = _data(span)
    return Chart(NAME + span.suffix, title, description, svg, columns, rows, links)


def severity_sign(rank: int) -> str:
    """Return the shape that stands for a severity's rank in text."""
    return SIGNS[max(0, min(rank, len(SIGNS) - 1))]


def severity_order(span: Span) -> list[str]:
    """Return the severities of the policy and any other that occurs, the gravest first."""
    named = {name for row in span.figures for name in row.incident_rate.by_severity}
    return sorted({*span.policy.severities, *named}, key=lambda name: (span.policy.severity_rank(name), name))


def told_figures(span: Span) -> Figures:
    """Return the month the title speaks of: the last that is over, else the last."""
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


def _draw(span: Span) -> tuple[Axes, list[Key]]:
    if not span.months:
        axes = sheet((), 0, 1)
        say(axes, span.words("There is no month to show."))
        return axes, []
    rates = [row.incident_rate for row in span.figures]
    most = max([_FEWEST, *(rate.count for rate in rates), *(rate.expected[1] for rate in rates if rate.expected)])
    labels = _labels(span)
    per_count = min([PLOT_HEIGHT / most, *((PLOT_HEIGHT - label.up - NARROW) / max(1, label.y) for label in labels)])
    axes = sheet(span.months, 0, PLOT_HEIGHT / per_count)
    _band(axes, [rate.expected for rate in rates])
    grid(axes, [(tick, span.words.number(tick)) for tick in count_ticks(most)], base=0)
    _bars(axes, span)
    for label in labels:
        write(axes, label.x, label.y, label.text, colour=label.colour, align=label.align, shift=(0, label.up))
    month_axis(axes, span.months, span.words)
    return axes, _key(span)


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


def _bars(axes: Axes, span: Span) -> None:
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


def _labels(span: Span) -> list[Label]:
    """Return the count on the bar the title speaks of, and what the band is above its end."""
    words, unit = span.words, month_units(len(span.months))
    counts = [row.incident_rate.count for row in span.figures]
    told = span.figures.index(told_figures(span))
    number = words.number(counts[told])
    near = int(text_width(number) / 2 / unit + half_bar(len(counts)))  # bars that the number would touch on either side
    top = max(counts[max(0, told - near) : told + near + 1])
    labels = [Label(told + 0.5, top, number, "ink", "center")]
    limits = [row.incident_rate.expected for row in span.figures]
    last = next((index for index in reversed(range(len(limits))) if limits[index]), None)
    if last is not None:
        low, high = limits[last] or (0, 0)
        text = words("expected {low}–{high}", low=low, high=high)
        first = max(0, last - int(text_width(text) / unit))
        highest = max(*counts[first : last + 1], *(limit[1] for limit in limits[first : last + 1] if limit))
        is_above_number = first <= told + near and top > 0.8 * highest
        labels.append(Label(last + 1, highest, text, "muted", "right", 4 + _LINE if is_above_number else 4))
    return labels


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
