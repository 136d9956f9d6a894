"""The months' counts on the range that is usual: who looks sees which months differ from the others."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from generator.draw.canvas import (
    NARROW,
    PLOT_HEIGHT,
    count_ticks,
    grid,
    lines,
    month_axis,
    month_units,
    say,
    sheet,
    text_width,
)
from generator.draw.marks import dots, rings
from generator.draw.palette import sentinel
from generator.draw.room import Room
from generator.draw.span import interval_text, sentences
from generator.draw.svg import Link, finish
from generator.model.chart import ROOT_MARK, Chart
from generator.model.rates_behaviour import CountControl, CountPoint, CountSignal, Stretch
from generator.model.words import DASH, Words

NAME = "incident_rate-control"
_FEWEST = 4  # the axis reaches at least this count
_ROOM = NARROW + 10  # units above the highest dot, for the words on a signal
_ROUNDING = 1e-9


def count_control_chart(words: Words, control: CountControl | None) -> Chart:
    """Return the chart of the months' counts; without a month it says so."""
    title, description = _title(words, control), _description(words, control)
    axes, links = _draw(words, control)
    svg = finish(axes, NAME, title, description, links=links)
    columns = (words("Month"), words("Incidents"), words("Mean"), words("Usual range"), words("Signals"))
    rows = tuple(_row(words, control, point) for point in reversed(control.points)) if control else ()
    ids = tuple(point.ids for point in reversed(control.points)) if control else ()
    return Chart(NAME, title, description, svg, columns, rows, ids)


def stretch_text(words: Words, stretch: Stretch) -> str:
    """Return the first and the last month of a stretch in words."""
    first, last = words.month(stretch.first), words.month(stretch.last)
    return first if first == last else words("{first} to {last}", first=first, last=last)


def signal_text(words: Words, signal: CountSignal) -> str:
    """Return what a rule found, in words."""
    fields = {"n": signal.months, "month": words.month(signal.last)}
    is_above = signal.side == "above"
    if signal.rule == "outside" and is_above:
        return words("{month} above the usual range", **fields)
    if signal.rule == "outside":
        return words("{month} below the usual range", **fields)
    if is_above:
        return words("{n} months above the mean in a row, to {month}", **fields)
    return words("{n} months below the mean in a row, to {month}", **fields)


def _title(words: Words, control: CountControl | None) -> str:
    if control is None:
        return words("No month is over yet")
    if not _has_range(control):
        return _no_range(words, control)
    if not control.signals:
        when = stretch_text(words, control.stretch)
        return words("Incidents a month, {when}: no month differs from what is usual", when=when)
    told = words.separator().join(signal_text(words, signal) for signal in control.signals[-2:])
    earlier = len(control.signals) - 2
    if earlier > 0:
        return words("Incidents a month: {told}, and {n} earlier signals", told=told, n=earlier)
    return words("Incidents a month: {told}", told=told)


def _no_range(words: Words, control: CountControl) -> str:
    """Return why there is nothing to compare a month with."""
    when = stretch_text(words, control.stretch)
    if len(control.points) == 1:
        return words("Only one month is over: nothing to compare it with")
    if any(point.count for point in control.points):
        return words("One incident, {when}: too few to tell what is usual", when=when)
    return words("No incident, {when}", when=when)


def _description(words: Words, control: CountControl | None) -> str:
    if control is None:
        return words("There is no month to show.")
    last = control.points[-1]
    parts = [
        words("{when}: incidents {count}, months {n}, per 30 days {rate}.", when=stretch_text(words, control.stretch),
              count=sum(point.count for point in control.points), n=len(control.points),
              rate=words.number(control.per_30_days)),
    ]  # fmt: skip
    if _has_range(control):
        parts.append(
            words("Usual range in {month}: {range}.", month=words.month(last.month), range=_range(words, last))
        )
    if control.signals:
        told = words.separator().join(signal_text(words, signal) for signal in control.signals)
        parts.append(words("Signals: {told}.", told=told))
    return sentences(words, parts)


def _has_range(control: CountControl) -> bool:
    """Tell whether there is anything to compare a month with."""
    return len(control.points) > 1 and sum(point.count for point in control.points) > 1


def _range(words: Words, point: CountPoint) -> str:
    """Return the whole numbers inside the limits."""
    return interval_text(words, (math.ceil(point.low - _ROUNDING), math.floor(point.high + _ROUNDING)))


def _draw(words: Words, control: CountControl | None) -> tuple[Axes, list[Link]]:
    if control is None:
        axes = sheet((), 0, 1)
        say(axes, words("There is no month to show."))
        return axes, []
    months = [point.month for point in control.points]
    most = max([_FEWEST, *(point.count for point in control.points), *(point.high for point in control.points)])
    axes = sheet(months, 0, most * PLOT_HEIGHT / (PLOT_HEIGHT - (_ROOM if control.signals else 6)))
    if _has_range(control):
        _band(axes, control.points)
    ticks = count_ticks(most)
    grid(axes, [(tick, words.number(tick)) for tick in ticks], base=0)
    places = [(place + 0.5, float(point.count)) for place, point in enumerate(control.points)]
    lines(axes, [places], "muted")
    rings(axes, [place for place, point in zip(places, control.points, strict=True) if control.signal_of(point.month)])
    dots(axes, places)
    room = Room(axes)
    room.take(places, 8, 8)
    _labels(room, words, control)
    room.take_lines(ticks)
    _band_named(room, words, control)
    month_axis(axes, months, words)
    return axes, [_link(words, point, _has_range(control)) for point in control.points]


def _band(axes: Axes, points: Sequence[CountPoint]) -> None:
    """Draw the usual range as a stepped area, and the due count of each month as a line through it."""
    edges, ends = range(len(points) + 1), [*points, points[-1]]
    low, high = [point.low for point in ends], [point.high for point in ends]
    axes.fill_between(edges, low, high, step="post", color=sentinel("band"), linewidth=0, clip_on=False, zorder=0.5)
    due = [((place, point.due), (place + 1, point.due)) for place, point in enumerate(points)]
    lines(axes, due, "muted", 1.0, layer=1.5)


def _labels(room: Room, words: Words, control: CountControl) -> None:
    """Write the count on every month outside the range, and over a run how long it is, where there is room."""
    unit, first, counts = month_units(len(control.points)), control.points[0].month, [p.count for p in control.points]
    taken: list[tuple[float, float]] = []
    for signal in sorted(control.signals, key=lambda signal: signal.rule != "outside"):
        start, end = (12 * (month.year - first.year) + month.number - first.number for month in signal[2:4])
        is_run = signal.rule == "run"
        text = words("run of {n}", n=signal.months) if is_run else words.number(counts[end])
        half = text_width(text) / 2 / unit
        x = min((start + end + 1) / 2, len(counts) - half)
        if any(x - half < right and left < x + half for left, right in taken):
            continue
        taken.append((x - half, x + half))
        top = max(counts[max(0, int(x - half)) : int(x + half) + 1])
        room.write((x, top), text, align="center", shift=(0, 11), force=True)


def _band_named(room: Room, words: Words, control: CountControl) -> None:
    """Write what the band and the line through it are, at their end, where there is room."""
    if not _has_range(control):
        return
    last, end = control.points[-1], float(len(control.points))
    usual, mean = words("usual {range}", range=_range(words, last)), words("mean {n}", n=words.number(last.due))
    for up in (4.0, -NARROW, 4 + NARROW, 2 * NARROW):
        if room.write((end, last.high), usual, colour="muted", align="right", shift=(0, up)):
            break
    for up in (3.0, -NARROW, 3 + NARROW):
        if room.write((end, last.due), mean, colour="muted", align="right", shift=(0, up)):
            break


def _link(words: Words, point: CountPoint, has_range: bool) -> Link:
    told = words("{month}: {n} incidents", month=words.month(point.month), n=point.count)
    usual = words("usual {range}", range=_range(words, point))
    return Link(f"{ROOT_MARK}reviews/{point.month}/", f"{told} · {usual}" if has_range else told)


def _row(words: Words, control: CountControl, point: CountPoint) -> tuple[str, ...]:
    signal = control.signal_of(point.month)
    return (
        words.month(point.month), words.number(point.count), words.number(point.due),
        _range(words, point) if _has_range(control) else DASH,
        signal_text(words, signal) if signal else "",
    )  # fmt: skip
