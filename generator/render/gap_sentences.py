"""The time between incidents, in plain sentences."""

from __future__ import annotations

from generator.measure.gap_control import RARE_BELOW
from generator.model.rates_behaviour import GapControl, GapSignal, RatesBehaviour
from generator.model.words import Words
from generator.render.count_words import joined


def gaps_text(words: Words, found: RatesBehaviour) -> str:
    """Return what the times between incidents say; for sites where they are rare."""
    gaps = found.gaps
    if gaps is None:
        return ""
    why = words("With fewer than {n} incidents a month, the time between them says more than their number.",
                n=words.number(RARE_BELOW))  # fmt: skip
    return joined(words, (why, _gaps_said(words, gaps)))


def _gaps_said(words: Words, gaps: GapControl) -> str:
    fields = {"n": len(gaps.gaps), "month": words.month(gaps.stretch.first)}
    if not gaps.gaps:
        return words("There is only one since {month}: no time between two yet.", month=fields["month"])
    if gaps.limits is None:
        return words("All since {month} began at the same time: there is nothing to judge.", month=fields["month"])
    if not gaps.signals:
        return words("None of the {n} times since {month} is shorter or longer than chance alone brings.", **fields)
    return words(
        "Among the {n} times since {month}, {signals} signals. Where nothing changes, up to one such chart in five "
        "has one.",
        signals=len(gaps.signals),
        **fields,
    )


def gap_signal_text(words: Words, gaps: GapControl, signal: GapSignal) -> str:
    """Return what one signal of the times between incidents says."""
    gap = next(gap for gap in gaps.gaps if gap.id == signal.ids[-1])
    if signal.rule == "outside":
        fields = {"duration": words.duration(gap.minutes), "after": gap.after}
        if signal.side == "below":
            return words("only {duration} after {after}", **fields)
        return words("not before {duration} after {after}", **fields)
    if signal.side == "below":
        return words("{n} short times in a row: incidents came closer together", n=len(signal.ids))
    return words("{n} long times in a row: incidents came farther apart", n=len(signal.ids))


def since_text(words: Words, found: RatesBehaviour) -> str:
    """Return how long it has been quiet, against the upper limit, and what the limits take for granted."""
    said = _since(words, found.gaps)
    if not said or found.control is None or found.control.limits != "laney":
        return said
    warning = words(
        "The limits take incidents as independent. Among clusters, short times are to be expected: the signals show "
        "where the clusters are."
    )
    return joined(words, (said, warning))


def _since(words: Words, gaps: GapControl | None) -> str:
    if gaps is None or gaps.since is None:
        return ""
    fields = {"id": gaps.since.after, "duration": words.duration(gaps.since.minutes)}
    if gaps.limits is None:
        return words("Since {id}, {duration} have passed.", **fields)
    fields["high"] = words.duration(gaps.limits.high)
    if gaps.since.side:
        return words(
            "Since {id}, {duration} have passed: longer than the limit of {high}, which chance alone passes once in "
            "740 times. Is it quieter, or is something no longer recorded?",
            **fields,
        )
    return words("Since {id}, {duration} have passed, within the limit of {high}.", **fields)
