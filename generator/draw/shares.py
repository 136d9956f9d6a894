"""Shares per month: one square per incident, above the line what went well, below it what deserves attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from generator.draw.canvas import PLOT_HEIGHT, boxes, count_ticks, grid, half_bar, month_axis, month_units, say, sheet
from generator.draw.span import Span, once, sentences, share_interval_text
from generator.draw.svg import Key, finish
from generator.model.chart import Chart
from generator.model.kpi import Figures

_SQUARE = 5.0  # units; where an incident has less height than this, a month is one bar
_FEWEST_UP, _FEWEST_DOWN = 5, 2  # the axis reaches at least so far, so that a square stays near a square


@dataclass(frozen=True, slots=True)
class Stack:
    """The counts of one month: `good` and then `pale` above the line, `bad` below it."""

    good: int
    bad: int
    pale: int = 0


def response_target(span: Span) -> Chart:
    """Return the chart of responses in time, too late, and not judged."""
    name = "response_target" + span.suffix
    title, description, words = _response_title(span), _response_description(span), span.words
    stacks = [_response_stack(row) for row in span.figures]
    good, bad, pale = (sum(getattr(stack, part) for stack in stacks) for part in ("good", "bad", "pale"))
    share = f"{good}/{good + bad} ({words.percent(good / (good + bad))})" if good + bad else "0"
    key = [Key("■", "accent", words("in time {share}", share=share)), Key("□", "ink", words("missed {n}", n=bad))]
    if pale:
        key.append(Key("■", "band", words("not judged {n}", n=pale), edge="muted"))
    svg = finish(draw_stacks(span, stacks), name, title, description, key=key if span.months else ())
    columns = (
        words("Month"), words("In time"), words("Missed"), words("Pending"), words("Unknown"),
        words("Share in time"), words("95% interval"),
    )  # fmt: skip
    rows = tuple(_response_row(span, row) for row in reversed(span.figures))
    return Chart(name, title, description, svg, columns, rows, tuple(_response_ids(span)))


def recurrence_rate(span: Span) -> Chart:
    """Return the chart of the incidents whose window has elapsed, and of those that came back within it."""
    name = "recurrence_rate" + span.suffix
    title, description, words = _recurrence_title(span), _recurrence_description(span), span.words
    figures = [row.recurrence_rate for row in span.figures]
    stacks = [Stack(figure.eligible - figure.recurred, figure.recurred) for figure in figures]
    eligible, recurred = sum(figure.eligible for figure in figures), sum(figure.recurred for figure in figures)
    share = f"{recurred}/{eligible} ({words.percent(recurred / eligible)})" if eligible else "0"
    key = [
        Key("■", "accent", words("did not recur {n}", n=eligible - recurred)),
        Key("□", "ink", words("recurred {share}", share=share)),
    ]
    svg = finish(draw_stacks(span, stacks), name, title, description, key=key if span.months else ())
    columns = (
        words("Month"), words("Judged"), words("Recurred"), words("Share recurred"), words("95% interval"),
        words("Repeats of earlier ones"),
    )  # fmt: skip
    rows = tuple(_recurrence_row(span, row) for row in reversed(span.figures))
    return Chart(name, title, description, svg, columns, rows, tuple(_recurrence_ids(span)))


def draw_stacks(span: Span, stacks: Sequence[Stack]) -> Axes:
    """Return the drawing of one stack for each month of the span."""
    up = max([_FEWEST_UP, *(stack.good + stack.pale for stack in stacks)])
    down = max([_FEWEST_DOWN, *(stack.bad for stack in stacks)])
    air = 6 / PLOT_HEIGHT * (up + down)
    axes = sheet(span.months, -down - air, up + air)
    words = span.words
    if not span.months:
        say(axes, words("There is no month to show."))
        return axes
    ticks = count_ticks(up + down)
    step = ticks[1] if len(ticks) > 1 else 1
    below = [(-tick, words.number(tick)) for tick in range(step, down + 1, step)]
    grid(axes, [(tick, words.number(tick)) for tick in range(0, up + 1, step)] + below, base=0)
    _stacks(axes, stacks, PLOT_HEIGHT / (up + down + 2 * air))
    month_axis(axes, span.months, words)
    return axes


def _stacks(axes: Axes, stacks: Sequence[Stack], unit: float) -> None:
    """Draw the months' squares, or bars where squares would be too small to count."""
    month = month_units(len(stacks))
    squares = unit >= _SQUARE
    widest = half_bar(len(stacks))
    half = max(min(widest, unit * 0.45 / month), min(widest, 5 / month)) if squares else widest
    gap = 1.0 / unit if squares else 0.0
    good, pale, bad = [], [], []
    for index, stack in enumerate(stacks):
        sides = (index + 0.5 - half, index + 0.5 + half)
        good += [(*sides, low + gap, high - gap) for low, high in _parts(0, stack.good, squares)]
        pale += [(*sides, low + gap, high - gap) for low, high in _parts(stack.good, stack.pale, squares)]
        bad += [(*sides, -high + gap, -low - gap) for low, high in _parts(0, stack.bad, squares)]
    boxes(axes, good, fill="accent")
    boxes(axes, pale, fill="band", edge="muted", width=0.75)
    boxes(axes, bad, fill="surface", edge="ink", width=1.5 if month > 8 else 1.0)


def _parts(start: int, count: int, squares: bool) -> list[tuple[int, int]]:
    if squares:
        return [(start + index, start + index + 1) for index in range(count)]
    return [(start, start + count)] if count else []


def _response_stack(row: Figures) -> Stack:
    figure = row.response_target
    return Stack(figure.met, figure.missed, figure.pending + figure.unknown)


def _response_title(span: Span) -> str:
    words = span.words
    row = next((row for row in reversed(span.figures) if row.response_target.rate is not None), None)
    if row is None or row.month is None:
        return words("No response could be judged against its target yet")
    figure = row.response_target
    fields = {"month": words.month(row.month), "met": figure.met, "judged": figure.met + figure.missed}
    return words("Responses in time in {month}: {met} of {judged} judged", **fields)


def _response_description(span: Span) -> str:
    words = span.words
    if not span.months:
        return words("There is no month to show.")
    figures = [row.response_target for row in span.figures]
    fields = {
        "when": span.when(),
        "met": sum(figure.met for figure in figures),
        "missed": sum(figure.missed for figure in figures),
        "pending": sum(figure.pending for figure in figures),
        "unknown": sum(figure.unknown for figure in figures),
    }
    text = words("{when}: {met} in time, {missed} missed, {pending} pending, {unknown} unknown.", **fields)
    row = next((row for row in reversed(span.figures) if row.response_target.missed_ids), None)
    if row is None or row.month is None:
        return text
    ids = words.separator().join(row.response_target.missed_ids)
    return sentences(words, [text, words("Last missed in {month}: {ids}.", month=words.month(row.month), ids=ids)])


def _response_row(span: Span, row: Figures) -> tuple[str, ...]:
    figure, words = row.response_target, span.words
    counts = (words.number(count) for count in (figure.met, figure.missed, figure.pending, figure.unknown))
    return span.month_name(row), *counts, words.percent(figure.rate), share_interval_text(words, figure.interval)


def _response_ids(span: Span) -> list[tuple[str, ...]]:
    """Return the ids behind each row, newest month first: missed, then pending, unknown and met ones."""
    pending: dict[object, list[str]] = {}
    for fact in span.facts:
        if fact.response == "pending":
            pending.setdefault(fact.month, []).append(fact.id)
    return [
        once(figure.missed_ids, pending.get(row.month, ()), figure.unknown_ids, figure.met_ids)
        for row in reversed(span.figures)
        for figure in (row.response_target,)
    ]


def _window(span: Span) -> int:
    contract = span.table.contracts.get("recurrence_rate")
    return (contract.window_days if contract else None) or span.policy.recurrence_days


def _recurrence_title(span: Span) -> str:
    words = span.words
    row = next((row for row in reversed(span.figures) if row.recurrence_rate.eligible), None)
    if row is None or row.month is None:
        return words("No incident whose {days} days after recovery have passed yet", days=_window(span))
    figure = row.recurrence_rate
    return words(
        "Incidents of {month} that recurred within {days} days of recovery: {recurred} of {eligible} judged",
        month=words.month(row.month), days=_window(span), recurred=figure.recurred, eligible=figure.eligible,
    )  # fmt: skip


def _recurrence_description(span: Span) -> str:
    words = span.words
    if not span.months:
        return words("There is no month to show.")
    figures = [row.recurrence_rate for row in span.figures]
    return words(
        "{when}: recurred {recurred} of {eligible}. Incidents that repeat an earlier one: {repeats}.",
        when=span.when(), recurred=sum(figure.recurred for figure in figures),
        eligible=sum(figure.eligible for figure in figures), repeats=sum(figure.repeats for figure in figures),
    )  # fmt: skip


def _recurrence_row(span: Span, row: Figures) -> tuple[str, ...]:
    figure, words = row.recurrence_rate, span.words
    return (
        span.month_name(row), words.number(figure.eligible), words.number(figure.recurred),
        words.percent(figure.rate), share_interval_text(words, figure.interval), words.number(figure.repeats),
    )  # fmt: skip


def _recurrence_ids(span: Span) -> list[tuple[str, ...]]:
    figures = (row.recurrence_rate for row in reversed(span.figures))
    return [once(figure.ids, figure.repeat_ids) for figure in figures]
