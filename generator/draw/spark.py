"""Small multiples: the latest months of each KPI in the height of two lines, every one on its own scale.

Written as SVG by hand: they have no text and no axis, and a page has many of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from generator.draw.palette import variable
from generator.draw.span import Span, span
from generator.model.chart import Chart
from generator.model.kpi import DURATIONS, Figures, KpiTable
from generator.model.policy import Policy
from generator.model.words import Words

WIDTH, HEIGHT = 168.0, 44.0
_EDGE = 4.0  # units free on every side
_MOST_DOTS = 300  # with more, the months' medians stand alone


class Spark(NamedTuple):
    """A small drawing, and from where to where it reaches, in words."""

    svg: str
    reach: str


def draw_sparks(
    table: KpiTable, policy: Policy, words: Words, months: int, charts: Mapping[str, Chart]
) -> dict[str, Spark]:
    """Return a small drawing for each KPI of `charts` that has a value in these months; its text is the chart's."""
    shown = span(table, policy, words, months, "")
    drawn = {name: _marks(shown, name) for name in charts}
    return {name: Spark(_svg(charts[name], found.svg), found.reach) for name, found in drawn.items() if found}


def _marks(shown: Span, kpi: str) -> Spark | None:
    if kpi in DURATIONS:
        return _durations(shown, kpi)
    if kpi == "incident_rate":
        return _stacks(shown.words, [(row.incident_rate.count, 0) for row in shown.figures])
    if kpi == "response_target":
        return _stacks(shown.words, [(row.response_target.met, row.response_target.missed) for row in shown.figures])
    return _stacks(shown.words, [_recurred(row) for row in shown.figures])


def _recurred(row: Figures) -> tuple[int, int]:
    figure = row.recurrence_rate
    return figure.eligible - figure.recurred, figure.recurred


def _durations(shown: Span, kpi: str) -> Spark | None:
    """Dots of incidents and bars of the months' medians, on a logarithmic scale; 0 lies at its lower end."""
    known = [
        (shown.position(fact), duration.minutes)
        for fact in shown.facts
        if (duration := fact.durations.get(kpi)) and duration.minutes is not None and duration.state == "closed"
    ]
    if not known:
        return None
    heights = [math.log10(max(minutes, 0.5)) for _, minutes in known]
    low, high = min(heights), max(heights)
    room, unit = HEIGHT - 2 * _EDGE, _unit(shown.months)

    def y(minutes: float) -> float:
        share = (math.log10(max(minutes, 0.5)) - low) / (high - low) if high > low else 0.5
        return HEIGHT - _EDGE - share * room

    dots = "" if len(known) > _MOST_DOTS else "".join(
        f'<circle cx="{_EDGE + x * unit:.1f}" cy="{y(minutes):.1f}" r="2"/>' for x, minutes in known
    )  # fmt: skip
    bars = "".join(
        f"M{_EDGE + index * unit:.1f} {y(median):.1f}h{unit:.1f}"
        for index, row in enumerate(shown.figures)
        if (figure := row.durations.get(kpi)) and (median := figure.median) is not None
    )
    values = [minutes for _, minutes in known]
    ends = {"low": shown.words.duration(min(values)), "high": shown.words.duration(max(values))}
    is_one = ends["low"] == ends["high"]
    return Spark(
        f'<path d="M0 .5h{WIDTH:g}M0 {HEIGHT - 0.5:g}h{WIDTH:g}" stroke="{variable("hair")}"/>'
        f'<g fill="{variable("muted")}" fill-opacity="0.7">{dots}</g>'
        f'<path d="{bars}" fill="none" stroke="{variable("ink")}" stroke-width="2"/>',
        ends["low"] if is_one else shown.words("{low}–{high}", **ends),
    )


def _stacks(words: Words, counts: Sequence[tuple[int, int]]) -> Spark | None:
    """Bars above a line for what went well, or was counted, and hollow ones below it for what did not."""
    most, worst = max((good for good, _ in counts), default=0), max((bad for _, bad in counts), default=0)
    if not most + worst:
        return None
    step, unit = min(10.0, (HEIGHT - 2 * _EDGE) / (most + worst)), _unit(counts)
    line = HEIGHT - _EDGE - worst * step
    thick = max(1.0, unit - 2)
    good, bad = "", ""
    for index, (up, down) in enumerate(counts):
        left = f"{_EDGE + index * unit + (unit - thick) / 2:.1f}"
        if up:
            good += f"M{left} {line:.1f}v{-up * step:.1f}h{thick:.1f}v{up * step:.1f}z"
        if down:
            bad += f"M{left} {line:.1f}v{down * step:.1f}h{thick:.1f}v{-down * step:.1f}z"
    return Spark(
        f'<path d="M0 {line:.1f}h{WIDTH:g}" stroke="{variable("hair")}"/>'
        f'<path d="{good}" fill="{variable("accent")}"/>'
        f'<path d="{bad}" fill="{variable("surface")}" stroke="{variable("ink")}"/>',
        words("at most {n} a month", n=most)
        if not worst
        else words("at most {n} a month, {k} below the line", n=most, k=worst),
    )


def _unit(months: Sequence[object]) -> float:
    return (WIDTH - 2 * _EDGE) / max(1, len(months))


def _svg(chart: Chart, marks: str) -> str:
    ident = f"fk-spark-{chart.name}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fk-spark" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img"'
        f' aria-labelledby="{ident}"><title id="{ident}">{escape(chart.title)}</title>{marks}</svg>\n'
    )
