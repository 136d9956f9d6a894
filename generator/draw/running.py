"""How long does it last? The share of incidents still running, the last months' with its limits beside all before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes

from generator.draw.canvas import PLOT_HEIGHT, PLOT_WIDTH, grid, lines, say, sheet, text_width, write
from generator.draw.dots import named
from generator.draw.palette import sentinel
from generator.draw.paths import Point, area, line, stairs, thinned
from generator.draw.room import Room
from generator.draw.scale import Scale, scale_of
from generator.draw.span import Span, duration_interval_text, incident_link, sentences, share_interval_text
from generator.draw.svg import Key, Link, dots_gid, finish, mark_urls
from generator.model.behaviour import DurationBehaviour, Running, Still
from generator.model.chart import Chart
from generator.model.kpi import Fact
from generator.model.words import DASH, Words

SUFFIX = "-running"
#: The places at which the share is read off, as messages of the catalogue; longer than a day is told in days.
AFTER: dict[float, str] = {60.0: "1 h", 240.0: "4 h", 1440.0: "1 day", 10080.0: "1 wk"}
_TICKS: dict[float, str] = {1 / 6: "10 s", 525600.0: "1 yr"} | AFTER
_PLACES = (1 / 6, 1.0, 10.0, *AFTER, 43200.0, 525600.0)
_LEAST = 0.7 / PLOT_HEIGHT * 1.1  # what the eye cannot tell apart: 0.7 units of the drawing
_MOST_MARKS = 400
_STEPS, _MOST_POINTS = 8, 300  # of a curve, to keep words off it
_MOST_LINKED = 8  # incidents named in a row of the table


@dataclass(frozen=True, slots=True)
class Across:
    """The axis of minutes, from left to right."""

    scale: Scale

    def x(self, minutes: float) -> float:
        """Return the place of so many minutes, those below the first tick at the left end."""
        return max(self.scale.y(minutes), self.scale.floor)


def running_chart(span: Span, kpi: str, found: DurationBehaviour) -> Chart:
    """Return the chart of the curves of one duration KPI."""
    title, description = _title(span, kpi, found), _description(span, found)
    axes, links, key = _draw(span, found)
    name = kpi + SUFFIX + span.suffix
    svg = finish(axes, name, title, description, key=key, links=links)
    columns, rows, ids = _data(span, found)
    return Chart(name, title, description, svg, columns, rows, ids)


def _title(span: Span, kpi: str, found: DurationBehaviour) -> str:
    words, recent = span.words, found.recent
    fields = {"name": named(span, kpi), "n": recent.n, "median": words.duration(recent.median)}
    if not recent.n:
        if found.before is not None and found.before.n:
            return words("{name}: no incident with a known value in the last 12 months", **fields)
        return words("{name}: no incident with a known value yet", **fields)
    if recent.median is None:
        return words("{name}, last 12 months: how long half take cannot be told yet (n={n})", **fields)
    return words("{name}, last 12 months: half take {median} or less (n={n})", **fields)


def _description(span: Span, found: DurationBehaviour) -> str:
    words = span.words
    if not found.recent.n and (found.before is None or not found.before.n):
        return words("no known value")
    parts = [words("The share of incidents that take longer; those still open count as far as they were seen.")]
    parts += [
        words("Longer than {time}: {share}.", time=words(AFTER[still.minutes]), share=words.percent(still.share))
        for still in found.recent.still
        if still.share is not None
    ]
    return sentences(words, parts)


def _draw(span: Span, found: DurationBehaviour) -> tuple[Axes, list[Link], list[Key]]:
    curves = [curve for curve in (found.recent, found.before) if curve is not None and curve.n]
    axes = sheet((), -0.04, 1.06)
    if not curves:
        say(axes, span.words("no known value"))
        return axes, [], []
    across = Across(scale_of([minutes for curve in curves for minutes in curve.times]))
    right = math.log10(across.scale.high)
    axes.set_xlim(across.scale.floor, right)
    _band(axes, found.recent, across)
    grid(axes, [(share, span.words.percent(share)) for share in (0, 0.25, 0.5, 0.75, 1.0)], base=0)
    _minutes(axes, across, span.words)
    if found.before is not None and found.before.n:
        line(axes, _corners(found.before, across), "muted", 1.4, dashes=(5.0, 3.0))
    line(axes, _corners(found.recent, across), "accent", 2.2, layer=2.8)
    return axes, _open(axes, span, found.recent, across), _named(axes, span, found, across)


def _corners(curve: Running, across: Across) -> list[Point]:
    if not curve.n:
        return []
    places = thinned([(share,) for share in curve.survival], _LEAST)
    steps = [(across.x(curve.times[place]), curve.survival[place]) for place in places]
    return stairs((across.scale.floor, 1.0), steps)


def _band(axes: Axes, curve: Running, across: Across) -> None:
    """Fill what lies between the limits, from the first time that has them to the last."""
    known = [(across.x(time), pair) for time, pair in zip(curve.times, curve.limits, strict=True) if pair is not None]
    if not known:
        return
    kept = [known[place] for place in thinned([pair for _, pair in known], _LEAST)]
    end = next((across.x(time) for time in reversed(curve.times)), 0.0)
    upper = [*stairs((kept[0][0], kept[0][1][1]), [(x, pair[1]) for x, pair in kept]), (end, kept[-1][1][1])]
    lower = [*stairs((kept[0][0], kept[0][1][0]), [(x, pair[0]) for x, pair in kept]), (end, kept[-1][1][0])]
    area(axes, [*upper, *reversed(lower)], "band")


def _minutes(axes: Axes, across: Across, words: Words) -> None:
    """Label the axis of minutes; the places at which the share is read off come first."""
    low, high = across.scale.low, across.scale.high
    bottom, (left, right) = axes.get_ylim()[0], axes.get_xlim()
    unit = PLOT_WIDTH / (right - left)
    places = ([(0.0, words.duration(0))] if across.scale.has_floor else []) + [
        (tick, words(_TICKS[tick]) if tick in _TICKS else words.duration(tick))
        for tick in _PLACES
        if low <= tick <= high
    ]
    taken: list[tuple[float, float]] = []
    for tick, label in sorted(places, key=lambda place: (place[0] not in AFTER, place[0])):
        x, half = across.x(tick), text_width(label) / 2 + 5
        middle = min((x - left) * unit, PLOT_WIDTH + 2 - half)
        if all(abs(middle - other) >= half + width for other, width in taken):
            taken.append((middle, half))
            write(axes, left + middle / unit, bottom, label, align="center", shift=(0, -22))
            lines(axes, [((x, 0), (x, 1))], "hair", layer=1.0)


def _open(axes: Axes, span: Span, curve: Running, across: Across) -> list[Link]:
    """Mark the open incidents on the curve, each with its link; of those at one place the first."""
    facts, shares = {fact.id: fact for fact in span.facts}, dict(zip(curve.times, curve.survival, strict=True))
    chosen: dict[tuple[float, float], tuple[Fact, float]] = {}
    for ident, minutes in curve.open:
        x, share = across.x(minutes), shares[minutes]
        chosen.setdefault((round(x, 2), round(share, 2)), (facts[ident], minutes))
    shown = list(chosen.values())[:_MOST_MARKS]
    if not shown:
        return []
    marked = axes.scatter(
        [across.x(minutes) for _, minutes in shown], [shares[minutes] for _, minutes in shown], s=13.0**2, marker="|",
        color=sentinel("ink"), urls=mark_urls(0, len(shown)), clip_on=False,
    )  # fmt: skip
    marked.set_gid(dots_gid("none", "ink", 2.2))
    told = [span.words("{duration} so far, open", duration=span.words.duration(minutes)) for _, minutes in shown]
    return [incident_link(fact, f"{fact.severity} · {text}") for (fact, _), text in zip(shown, told, strict=True)]


def _named(axes: Axes, span: Span, found: DurationBehaviour, across: Across) -> list[Key]:
    """Name each curve beside it; return the key of those that have no room for it."""
    words, room, left = span.words, Room(axes), []
    told = [(found.recent, "━", "accent", words("last 12 months, n={n}", n=found.recent.n))]
    if found.before is not None:
        told.append((found.before, "┅", "muted", words("before, n={n}", n=found.before.n)))
    courses = [_along(_corners(curve, across)) for curve, *_ in told]
    for course in courses:
        room.take(course, 2, 2)
    for course, (curve, sign, colour, text) in zip(courses, told, strict=True):
        places = [course[len(course) * tenth // 10] for tenth in (5, 4, 6, 3, 7, 2, 8)] if course else []
        if curve.n and not room.beside(places, text, colour=colour, gap=7):
            left.append(Key(sign, colour, text))
    if found.recent.open:
        left.append(Key("|", "ink", words("open")))
    return left


def _along(corners: Sequence[Point]) -> list[Point]:
    """Return points along a stepped line, close enough together that no word fits between them."""
    points = []
    for (x, y), (to_x, to_y) in pairwise(corners):
        points += [(x + (to_x - x) * step / _STEPS, y + (to_y - y) * step / _STEPS) for step in range(_STEPS)]
    return points[:: max(1, len(points) // _MOST_POINTS)]


def _data(
    span: Span, found: DurationBehaviour
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    words, recent = span.words, found.recent
    before = found.before
    interval = words("95% interval")
    columns = (words("Measure"), words("Last 12 months"), interval, words("All before"), interval)
    rows = []
    links: list[Sequence[str]] = []
    for place, still in enumerate(recent.still):
        earlier = before.still[place] if before is not None else None
        name = words("longer than {time}", time=words(AFTER[still.minutes]))
        rows.append((name, *_share(words, still), *_share(words, earlier)))
        links.append(still.ids if len(still.ids) <= _MOST_LINKED else ())
    rows.append((words("median"), *_median(words, recent), *_median(words, before)))
    rows.append((words("mean of at most 3 days each"), *_mean(words, recent), *_mean(words, before)))
    counts = (words.number(recent.n), DASH, words.number(before.n) if before else DASH, DASH)
    rows.append((words("n"), *counts))
    return columns, tuple(rows), tuple(tuple(ids) for ids in (*links, (), (), ()))


def _share(words: Words, still: Still | None) -> tuple[str, str]:
    if still is None or still.share is None:
        return DASH, DASH
    return words.percent(still.share), share_interval_text(words, still.interval)


def _median(words: Words, curve: Running | None) -> tuple[str, str]:
    if curve is None or curve.median is None:
        return DASH, DASH
    low, high = curve.median_low, curve.median_high
    if low is not None and high is None:
        return words.duration(curve.median), words("{low} or more", low=words.duration(low))
    both = (low, high) if low is not None and high is not None else None
    return words.duration(curve.median), duration_interval_text(words, both)


def _mean(words: Words, curve: Running | None) -> tuple[str, str]:
    mean = curve.restricted if curve else None
    return (DASH, DASH) if mean is None else (words.duration(mean.mean), duration_interval_text(words, mean.interval))
