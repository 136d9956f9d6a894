"""What a KPI's page shows of how a duration behaves."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.behaviour import DurationBehaviour, Running
from generator.model.chart import Chart
from generator.model.words import Words
from generator.render.behaviour_sentences import (
    AFTER,
    baseline_note,
    compared_text,
    mean_text,
    median_text,
    signal_text,
    steady_text,
    visible_texts,
)
from generator.render.casebook import Casebook

_NAMED = 8  # incidents named behind one share


@dataclass(frozen=True, slots=True)
class Said:
    """One signal: its number on the chart, its incidents from the first to the last, and what it may mean."""

    number: int
    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class After:
    """How many still run after a time; `ids` where they are few, `why` where nothing can be said."""

    time: str
    share: float | None
    interval: tuple[float, float] | None
    ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class DurationsView:
    """What the part of a KPI's page about behaviour gets."""

    found: DurationBehaviour
    steady_chart: Chart | None
    running_chart: Chart | None
    steady: str
    signals: tuple[Said, ...]  # the latest first
    baseline: str  # for how long the limits stay
    lasting: tuple[str, ...]
    after: tuple[After, ...]
    visible: tuple[str, ...]


def durations_view(book: Casebook, kpi: str) -> DurationsView | None:
    """Return what the page of a duration KPI says of its behaviour, None for any other KPI."""
    found = book.inputs.behaviour.get(kpi)
    if found is None:
        return None
    words, control = book.words, found.control
    said = [Said(n, signal.ids, signal_text(words, control, signal)) for n, signal in enumerate(control.signals, 1)]
    return DurationsView(
        found=found,
        steady_chart=book.inputs.charts.get(f"{kpi}-steady"),
        running_chart=book.inputs.charts.get(f"{kpi}-running"),
        steady=steady_text(words, control),
        signals=tuple(reversed(said)),
        baseline=baseline_note(words, control),
        lasting=(median_text(words, found), mean_text(words, found.recent), compared_text(words, found)),
        after=_after(words, found.recent),
        visible=visible_texts(words, found.visible),
    )


def _after(words: Words, curve: Running) -> tuple[After, ...]:
    if not curve.n:
        return ()
    why = words("none was seen for so long")
    return tuple(
        After(words(AFTER[still.minutes]), still.share, still.interval, still.ids if len(still.ids) <= _NAMED else (),
              why if still.share is None else "")
        for still in curve.still
    )  # fmt: skip
