"""The time between incidents on a logarithmic axis: every dot is the incident that ended a time without one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

from matplotlib.axes import Axes

from generator.draw.canvas import NARROW, PLOT_HEIGHT, grid, lines, month_axis, say, sheet, write
from generator.draw.marks import dots, rings
from generator.draw.palette import sentinel
from generator.draw.room import Room
from generator.draw.scale import Scale, scale_of
from generator.draw.span import Span, duration_interval_text, incident_link, sentences
from generator.draw.svg import Link, finish
from generator.model.chart import Chart
from generator.model.kpi import Fact
from generator.model.month import Month
from generator.model.rates_behaviour import Gap, GapControl
from generator.model.words import Words

NAME = "incident_rate-gaps"
_TICKS = (1.0, 10.0, 60.0, 1440.0, 10080.0, 43200.0, 525600.0)
_ROOM = 24  # units above the highest tick


def gap_control_chart(span: Span, gaps: GapControl) -> Chart:
    """Return the chart of the time between incidents; `span` holds the months and facts from its first month on."""
    words, facts = span.words, {fact.id: fact for fact in span.facts}
    title, description = _title(words, gaps), _description(words, gaps)
    axes, links = _draw(span, gaps, facts)
    svg = finish(axes, NAME, title, description, links=links)
    columns = (words("Ended with"), words("Time since the one before"), words("Range of chance"), words("Signals"))
    rows = tuple(_row(words, gaps, gap, facts) for gap in reversed(gaps.gaps))
    return Chart(NAME, title, description, svg, columns, rows, tuple((gap.id,) for gap in reversed(gaps.gaps)))


def _title(words: Words, gaps: GapControl) -> str:
    month = words.month(gaps.stretch.first)
    if gaps.limits is None:
        return _no_limits(words, gaps)
    if gaps.since and gaps.since.side:
        length, high = words.duration(gaps.since.minutes), words.duration(gaps.limits.high)
        return words("No incident for {duration}: longer than the limit of {high}", duration=length, high=high)
    if not gaps.signals:
        return words("Time between incidents since {month}: nothing beyond chance", month=month)
    last, sides = gaps.signals[-1].ids[-1], {signal.side for signal in gaps.signals}
    if sides == {"below"}:
        return words("Incidents come closer together than chance alone brings, last with {id}", id=last)
    if sides == {"above"}:
        return words("Incidents come farther apart than chance alone brings, last with {id}", id=last)
    return words(
        "Incidents come now closer together, now farther apart than chance alone brings, last with {id}", id=last
    )


def _no_limits(words: Words, gaps: GapControl) -> str:
    month = words.month(gaps.stretch.first)
    if gaps.gaps:
        return words("All incidents since {month} began at the same time", month=month)
    return words("Too few incidents since {month} for the time between them", month=month)


def _description(words: Words, gaps: GapControl) -> str:
    parts = [words("Since {month}: {n} times between incidents.", month=words.month(gaps.stretch.first),
                   n=len(gaps.gaps))]  # fmt: skip
    if gaps.limits:
        parts.append(words("Mean {mean}; one half lies below {centre}, by chance, and nearly all in {range}.",
                           mean=words.duration(gaps.limits.mean), centre=words.duration(gaps.limits.centre),
                           range=_range(words, gaps)))  # fmt: skip
    if gaps.signals:
        ids = words.separator().join(dict.fromkeys(ident for signal in gaps.signals for ident in signal.ids))
        parts.append(words("Signals: {told}.", told=ids))
    if gaps.since:
        length = words.duration(gaps.since.minutes)
        parts.append(words("Since {id}: {duration} so far.", id=gaps.since.after, duration=length))
    return sentences(words, parts)


def _range(words: Words, gaps: GapControl) -> str:
    return duration_interval_text(words, (gaps.limits.low, gaps.limits.high) if gaps.limits else None)


def _draw(span: Span, gaps: GapControl, facts: Mapping[str, Fact]) -> tuple[Axes, list[Link]]:
    so_far = [gaps.since.minutes] if gaps.since else []
    highest = [gaps.limits.high] if gaps.limits else []  # the lower limit is of interest only where a gap is near it
    scale = scale_of([*(gap.minutes for gap in gaps.gaps), *so_far, *highest])
    top, low = math.log10(scale.high), scale.floor - (math.log10(scale.high) - scale.floor) * 0.02
    axes = sheet(span.months, low, top + (top - low) * _ROOM / (PLOT_HEIGHT - _ROOM))
    if gaps.limits:
        _range_of_chance(axes, scale, gaps)
    if not gaps.gaps:
        say(axes, span.words("no time between incidents yet"))
    ticks = _ticks(scale, span.words)
    grid(axes, ticks, base=scale.floor if scale.has_floor else None)
    places = [(span.position(facts[gap.id]), scale.y(gap.minutes)) for gap in gaps.gaps]
    links = _marks(axes, span.words, gaps, places, facts)
    links += _so_far(axes, span, gaps, scale, facts)
    if gaps.limits:
        room = Room(axes)
        room.take([*places, *((_now(span), scale.y(gaps.since.minutes)) for _ in [0] if gaps.since)], 8, 8)
        room.take_lines([*(height for height, _ in ticks), *(scale.y(end) for end in gaps.limits[1:4])])
        _range_named(room, span, gaps, scale)
    month_axis(axes, span.months, span.words)
    return axes, links


def _range_of_chance(axes: Axes, scale: Scale, gaps: GapControl) -> None:
    assert gaps.limits is not None
    start, end = axes.get_xlim()
    low, centre, high = (scale.y(line) for line in (gaps.limits.low, gaps.limits.centre, gaps.limits.high))
    axes.fill_between(
        (start, end), max(low, axes.get_ylim()[0]), high, color=sentinel("band"), linewidth=0, clip_on=False, zorder=0.5
    )
    lines(axes, [((start, centre), (end, centre))], "muted", 1.0, layer=1.5)


def _ticks(scale: Scale, words: Words) -> list[tuple[float, str]]:
    special = {10080.0: words("1 wk"), 43200.0: words("1 mo"), 525600.0: words("1 yr")}
    room = (math.log10(scale.high) - scale.floor) * 1.1 * NARROW / PLOT_HEIGHT
    ticks = [(scale.floor, words.duration(0))] if scale.has_floor else []
    for tick in (tick for tick in _TICKS if scale.low <= tick <= scale.high):
        y = math.log10(tick)
        if not ticks or y - ticks[-1][0] > room:
            ticks.append((y, special.get(tick) or words.duration(tick)))
    return ticks


def _marks(
    axes: Axes, words: Words, gaps: GapControl, places: Sequence[tuple[float, float]], facts: Mapping[str, Fact]
) -> list[Link]:
    told = {ident for signal in gaps.signals for ident in signal.ids}
    rings(axes, [place for place, gap in zip(places, gaps.gaps, strict=True) if gap.id in told])
    dots(axes, places)
    return [
        incident_link(facts[gap.id], words("{duration} after {id}", duration=words.duration(gap.minutes), id=gap.after))
        for gap in gaps.gaps
    ]


def _so_far(axes: Axes, span: Span, gaps: GapControl, scale: Scale, facts: Mapping[str, Fact]) -> list[Link]:
    """Draw the time since the last incident as a ring with an arrow at the right: it still grows."""
    if gaps.since is None:
        return []
    fact, words = facts[gaps.since.after], span.words
    place = (_now(span), scale.y(gaps.since.minutes))
    dots(axes, [place], first=len(gaps.gaps), edge="accent" if gaps.since.side else "ink")
    write(axes, *place, words("so far ↑"), colour="ink", align="right", shift=(4, 9))
    return [incident_link(fact, words("{duration} so far", duration=words.duration(gaps.since.minutes)))]


def _now(span: Span) -> float:
    """Return where the time of the report lies on the axis; at its end where no shown month holds it."""
    month = Month.of(span.table.as_of, span.table.zone)
    if month not in span.months:
        return float(len(span.months))
    start, end = month.start(span.table.zone), month.end(span.table.zone)
    return span.months.index(month) + (span.table.as_of - start) / (end - start)


def _range_named(room: Room, span: Span, gaps: GapControl, scale: Scale) -> None:
    """Write what the band is, within one of its edges or on it, at whichever end has room."""
    assert gaps.limits is not None
    text = span.words("chance {range}", range=_range(span.words, gaps))
    low, high = (scale.y(end) for end in (gaps.limits.low, gaps.limits.high))
    ends: tuple[tuple[float, str], ...] = ((float(len(span.months)), "right"), (0.0, "left"))
    places = ((high, -NARROW), (high, 4.0), (low, 4.0), (low, -NARROW))
    for (x, align), (y, up) in product(ends, places):
        if room.write((x, y), text, colour="muted", align=align, shift=(-4 if align == "right" else 4, up)):
            return


def _row(words: Words, gaps: GapControl, gap: Gap, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    sides = {signal.side for signal in gaps.signals if gap.id in signal.ids}
    differs = words("shorter") if "below" in sides else words("longer") if "above" in sides else ""
    return (words.moment(facts[gap.id].at), words.duration(gap.minutes), _range(words, gaps), differs)
