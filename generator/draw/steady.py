"""Is it steady? The latest closed incidents one by one in order of time, with limits, and signals ringed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

from matplotlib.axes import Axes

from generator.draw.canvas import PLOT_HEIGHT, PLOT_WIDTH, grid, lines, say, sheet, text_width, write
from generator.draw.dots import marks, minute_ticks, named, severities_named
from generator.draw.palette import sentinel
from generator.draw.paths import area, line
from generator.draw.room import Room
from generator.draw.scale import Dot, Scale, scale_of
from generator.draw.span import Span, sentences
from generator.draw.svg import Key, Link, dots_gid, finish
from generator.measure.statistics.compare import FLOOR_MINUTES
from generator.model.behaviour import Control, ControlLimits, ControlSignal
from generator.model.chart import Chart
from generator.model.kpi import Fact
from generator.model.words import DASH

SUFFIX = "-steady"
#: What each signal means, as messages of the catalogue.
RULES: Mapping[tuple[str, str], str] = {
    ("outside", "above"): "above the upper limit",
    ("outside", "below"): "below the lower limit",
    ("run", "above"): "a run above the centre",
    ("run", "below"): "a run below the centre",
    ("near_limit", "above"): "3 of 4 near the upper limit",
    ("near_limit", "below"): "3 of 4 near the lower limit",
}

_FEWEST_SLOTS = 12  # fewer dots leave room on the right
_ROOM = 22.0  # units above and below, for the numbers of signals


class _Floored(Scale):
    """An axis on which 0 minutes lie where the limits count them: at half a minute."""

    def y(self, minutes: float) -> float:
        return math.log10(max(minutes, FLOOR_MINUTES))


def steady_chart(span: Span, kpi: str, found: Control) -> Chart:
    """Return the control chart of one duration KPI."""
    facts = {fact.id: fact for fact in span.facts}
    dots = [Dot(facts[point.id], place + 0.5, point.minutes, False) for place, point in enumerate(found.points)]
    title, description = _title(span, kpi, found), _description(span, found)
    axes, links, key = _draw(span, found, dots)
    name = kpi + SUFFIX + span.suffix
    svg = finish(axes, name, title, description, key=key, links=links)
    words = span.words
    columns = (words("Begun"), words("Duration"), words("Severity"), words("Signal"), words("In the limits"))
    rows = tuple(_row(span, found, place, dot.fact) for place, dot in reversed(list(enumerate(dots))))
    return Chart(name, title, description, svg, columns, rows, tuple((dot.fact.id,) for dot in reversed(dots)))


def _title(span: Span, kpi: str, found: Control) -> str:
    words, n = span.words, len(found.points)
    fields: dict[str, object] = {"name": named(span, kpi), "n": n, "signals": len(found.signals)}
    if not n:
        return words("{name}: no incident with a known value yet", **fields)
    if found.limits is None:
        return words("{name}: measured incidents {n}, too few for limits", **fields)
    if found.all_equal:
        return words("{name}: the last {n} measured incidents all took equally long", **fields)
    if not found.signals:
        return words("{name}: no signal among the last {n} measured incidents", **fields)
    if len(found.signals) == 1:
        return words("{name}: one signal among the last {n} measured incidents", **fields)
    return words("{name}: {signals} signals among the last {n} measured incidents", **fields)


def _description(span: Span, found: Control) -> str:
    words, limits = span.words, found.limits
    if not found.points:
        return words("no known value")
    first, last = found.points[0].id, found.points[-1].id
    parts = [
        words("From {first} to {last}, one dot for each measured incident in order of time.", first=first, last=last)
    ]
    if limits is not None:
        low, centre, high = (words.duration(value) for value in (limits.low, limits.centre, limits.high))
        base = {"n": limits.baseline, "end": found.points[limits.baseline - 1].id}
        parts.append(words("Centre {centre}, limits {low} and {high}.", centre=centre, low=low, high=high))
        parts.append(words("They rest on the first {n}, up to {end}.", **base))
    parts += [
        words("Signal {number}: {rule}, {incidents}.", number=number, rule=_rule(span, signal), incidents=_ends(signal))
        for number, signal in enumerate(found.signals, 1)
    ]
    return sentences(words, parts)


def _rule(span: Span, signal: ControlSignal) -> str:
    return span.words(RULES[signal.rule, signal.side])


def _ends(signal: ControlSignal) -> str:
    return signal.ids[0] if len(signal.ids) == 1 else f"{signal.ids[0]}–{signal.ids[-1]}"


def _draw(span: Span, found: Control, dots: Sequence[Dot]) -> tuple[Axes, list[Link], list[Key]]:
    limits = found.limits
    ends = [limits.low, limits.high] if limits else []
    plain = scale_of([*(max(dot.minutes, FLOOR_MINUTES) for dot in dots), *ends])
    scale = _Floored(plain.low, plain.high, False)
    top = math.log10(scale.high)
    share = (top - scale.floor) / (PLOT_HEIGHT - 2 * _ROOM)
    axes = sheet((), scale.floor - _ROOM * share, top + _ROOM * share)
    axes.set_xlim(0, max(_FEWEST_SLOTS, len(dots)))
    if not dots:
        say(axes, span.words("no known value"))
        return axes, [], []
    room = Room(axes)
    room.take(((dot.x, scale.y(dot.minutes)) for dot in dots), 6, 7)
    if limits is not None:
        _limits(axes, limits, len(dots))
        _limit_names(room, span, found)
    grid(axes, minute_ticks(scale, span.words))
    line(axes, [(dot.x, scale.y(dot.minutes)) for dot in dots], "muted", 0.8)
    links = marks(axes, span, dots, scale)
    _signals(axes, room, found, dots, scale)
    key = severities_named(room, span, dots, scale)
    if limits is not None:
        key += _centre_named(room, span, limits, len(dots))
    _dates(axes, span, dots)
    return axes, links, key


def _limits(axes: Axes, limits: ControlLimits, count: int) -> None:
    """Draw the band over the incidents that the limits rest on; beyond them the limits go on as lines."""
    low, centre, high = (math.log10(value) for value in (limits.low, limits.centre, limits.high))
    area(axes, [(0, low), (limits.baseline, low), (limits.baseline, high), (0, high)], "band")
    line(axes, [(0, centre), (count, centre)], "ink", 1.6)
    for limit in (low, high):
        line(axes, [(0, limit), (count, limit)], "muted", 1.2, dashes=(4.0, 3.0))
    if limits.baseline < count:
        bottom, top = axes.get_ylim()
        lines(axes, [((limits.baseline, bottom), (limits.baseline, top))], "muted")


def _limit_names(room: Room, span: Span, found: Control) -> None:
    """Write the limits beyond their lines, at the end that has no point outside of them."""
    limits, quarter = found.limits, len(found.points) / 4
    assert limits is not None
    left = not any(not limits.low <= point.minutes <= limits.high for point in found.points[: int(quarter)])
    x, align = (0.0, "left") if left else (float(len(found.points)), "right")
    for minutes, shift in ((limits.high, 5), (limits.low, -17)):
        text = span.words("limit {minutes}", minutes=span.words.duration(minutes))
        room.write(
            (x, math.log10(minutes)), text, colour="muted", align=align, shift=(4 if left else -4, shift), force=True
        )


def _centre_named(room: Room, span: Span, limits: ControlLimits, count: int) -> list[Key]:
    """Write the centre on its line, at whichever end has room for it; else return it as a key."""
    text, y = span.words("centre {centre}", centre=span.words.duration(limits.centre)), math.log10(limits.centre)
    ends: tuple[tuple[float, str], ...] = ((count, "right"), (0.0, "left"))
    for (x, align), up in product(ends, (4.0, -20.0)):
        if room.write((x, y), text, align=align, shift=(0, up)):
            return []
    return [Key("━", "ink", text)]


def _signals(axes: Axes, room: Room, found: Control, dots: Sequence[Dot], scale: Scale) -> None:
    """Ring the last point of each signal, number it, and join its points."""
    places = {dot.fact.id: place for place, dot in enumerate(dots)}
    numbers: dict[int, list[str]] = {}
    for number, signal in enumerate(found.signals, 1):
        first, last = places[signal.ids[0]], places[signal.ids[-1]]
        numbers.setdefault(last, []).append(str(number))
        line(axes, [(dot.x, scale.y(dot.minutes)) for dot in dots[first : last + 1]], "accent", 1.8, layer=2.8)
    if not numbers:
        return
    ringed = [dots[place] for place in numbers]
    rings = axes.scatter(
        [dot.x for dot in ringed], [scale.y(dot.minutes) for dot in ringed], s=15.0**2, facecolors="none",
        edgecolors=sentinel("accent"), clip_on=False,
    )  # fmt: skip
    rings.set_gid(dots_gid("none", "accent", 1.8))
    middle = math.log10(found.limits.centre) if found.limits else 0.0
    for dot, place in zip(ringed, numbers, strict=True):
        y = scale.y(dot.minutes)
        text = ",".join(numbers[place])
        shift = (0.0, 10.0 if y >= middle else -26.0)
        room.write((dot.x, y), text, colour="accent", align="center", shift=shift, force=True)


def _dates(axes: Axes, span: Span, dots: Sequence[Dot]) -> None:
    """Name the month of the first dot, and of each later dot that begins another month where there is room."""
    unit = PLOT_WIDTH / axes.get_xlim()[1]
    bottom, free = axes.get_ylim()[0], -1e9
    lines(axes, [((0, bottom), (axes.get_xlim()[1], bottom))], "hair")
    named = None
    for dot in dots:
        text = span.words.month(dot.fact.month)
        half = text_width(text) / 2 + 6
        x = min(max(dot.x * unit, half), PLOT_WIDTH - half)
        is_beside = abs(x - dot.x * unit) > half  # a label moved so far would stand under another month's dots
        if dot.fact.month != named and x - half >= free and not is_beside:
            write(axes, x / unit, bottom, text, align="center", shift=(0, -22))
            lines(axes, [((dot.x, bottom), (dot.x, bottom + 0.02 * (axes.get_ylim()[1] - bottom)))], "muted")
            named, free = dot.fact.month, x + half


def _row(span: Span, found: Control, place: int, fact: Fact) -> tuple[str, ...]:
    words, point = span.words, found.points[place]
    signals = [
        f"{number}: {_rule(span, signal)}"
        for number, signal in enumerate(found.signals, 1)
        if signal.ids[-1] == fact.id
    ]
    counts = found.limits is not None and place < found.limits.baseline
    return (
        words.short_date(fact.at), words.duration(point.minutes), fact.severity,
        words.separator().join(signals) or DASH, words("used") if counts else DASH,
    )  # fmt: skip
