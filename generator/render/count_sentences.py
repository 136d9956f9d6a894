"""Is the number of incidents as usual? In plain sentences; none claims more than its test."""

from __future__ import annotations

from collections.abc import Mapping

from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.model.month import Month
from generator.model.rates_behaviour import CountControl, CountSignal, RatesBehaviour, Scatter
from generator.model.words import Words
from generator.render.count_words import joined, range_text, when_text


def usual_text(words: Words, found: RatesBehaviour) -> str:
    """Return whether any month differs from the others, or why that cannot be told."""
    control = found.control
    if control is None:
        return words("No month is over yet, so there is nothing to judge.")
    fields = {"n": len(control.points), "when": when_text(words, control.stretch)}
    if len(control.points) == 1 or sum(point.count for point in control.points) <= 1:
        return _nothing_to_judge(words, control, fields)
    signals = len(control.signals)
    if not signals:
        return words(
            "No signal in the {n} months of {when}: their ups and downs are within what is usual here. "
            "That is no proof that nothing changed.",
            **fields,
        )
    if signals == 1:
        return words("One signal in the {n} months of {when}. Look there first; it can be chance.", **fields)
    return words(
        "{signals} signals in the {n} months of {when}. Look there first; any of them can be chance.",
        signals=signals,
        **fields,
    )


def _nothing_to_judge(words: Words, control: CountControl, fields: Mapping[str, object]) -> str:
    if len(control.points) == 1:
        return words("Only {when} is over: one month has nothing to be compared with.", when=fields["when"])
    if any(point.count for point in control.points):
        return words("One incident began in the {n} months of {when}: too few to tell what is usual.", **fields)
    return words("No incident began in the {n} months of {when}: without one there is no range to judge by.", **fields)


def scatter_text(words: Words, control: CountControl | None) -> str:
    """Return how the months scatter against chance, and what that means for the limits."""
    scatter = control.scatter if control else None
    if control is None or scatter is None:
        return ""
    said = _scatter(words, scatter, control.limits == "laney")
    return joined(words, (said, words("Below one incident a month this p is rough."))) if scatter.rough else said


def _scatter(words: Words, scatter: Scatter, is_wide: bool) -> str:
    fields = {"index": words.number(scatter.index), "p": words.p_value(scatter.p_adjusted)}
    if scatter.cause == "chance":
        return words(
            "Chance alone can explain how the months scatter ({index} times what it brings on average, {p}).", **fields
        )
    if scatter.cause == "trend":
        return words(
            "The months scatter {index} times as much as chance alone brings ({p}), but around a trend no more than "
            "that. Whether there is a trend is told below.",
            **fields,
        )
    if not is_wide:
        return words(
            "The months scatter {index} times as much as chance alone brings ({p}), but from one to the next no more "
            "than that: months with many incidents follow each other. They are judged by the limits of chance.",
            **fields,
        )
    if scatter.p_adjusted <= SIGNIFICANCE:
        return words(
            "Incidents come in clusters: the months scatter {index} times as much as chance alone brings ({p}). "
            "Therefore they are judged by limits as wide as their own scatter (Laney), not by those of chance.",
            **fields,
        )
    return words(
        "Incidents may come in clusters: the months scatter {index} times as much as chance alone brings, but with "
        "the other tests of this page that is not certain ({p}). To be on the safe side they are judged by "
        "limits as wide as their own scatter (Laney).",
        **fields,
    )


def chart_notes(words: Words, found: RatesBehaviour) -> str:
    """Return what to know about the limits and the months that are not judged."""
    control, notes = found.control, []
    if control and control.limits == "laney":
        notes.append(
            words("Among clusters even wide limits are passed by chance: up to half of such charts have a signal.")
        )
    elif control:
        notes.append(words("Where nothing changes, about one in 20 such charts still has a signal."))
    if control and control.provisional:
        notes.append(words("Limits from fewer than 12 months are provisional: each new month moves them."))
    if found.running:
        notes.append(words("{month} is not over and is judged when it is.", month=words.month(found.running)))
    return joined(words, notes)


def signal_sentence(words: Words, control: CountControl, signal: CountSignal) -> str:
    """Return what one signal of the months says."""
    point = next(point for point in control.points if point.month == signal.last)
    fields = {"month": words.month(signal.last), "n": point.count, "range": range_text(words, point)}
    if signal.rule == "outside" and signal.side == "above":
        return words("{month}: {n}, more than the usual {range}", **fields)
    if signal.rule == "outside":
        return words("{month}: {n}, fewer than the usual {range}", **fields)
    run = {"n": signal.months, "first": words.month(signal.first), "last": words.month(signal.last)}
    if signal.side == "above":
        return words("{n} months in a row above the mean, {first} to {last}: the usual number may have risen", **run)
    return words("{n} months in a row below the mean, {first} to {last}: the usual number may have fallen", **run)


def month_text(words: Words, found: RatesBehaviour | None, month: Month) -> str:
    """Return what a month's own page says where the month is in a signal, else ""."""
    control = found.control if found else None
    signal = control.signal_of(month) if control else None
    if control is None or signal is None:
        return ""
    if signal.rule == "run":
        fields = {"n": signal.months}
        if signal.side == "above":
            return words("one of {n} months in a row above the mean of the control chart", **fields)
        return words("one of {n} months in a row below the mean of the control chart", **fields)
    point = next(point for point in control.points if point.month == month)
    if signal.side == "above":
        return words("above the control chart's usual {range}", range=range_text(words, point))
    return words("below the control chart's usual {range}", range=range_text(words, point))
