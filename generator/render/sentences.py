"""Sentences that more than one template says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from generator.model.contract_words import EXCLUSIONS
from generator.model.kpi import Change
from generator.model.words import Words
from generator.render.terms import TERMS

_UNUSABLE = "unusable: "
_TWO_DIGITS = 10
_ABSURD = 100  # a change nobody would need a test to see
_MONDAY = dt.date(2024, 1, 1)

COMPARED = {
    "shorter": "shorter than {month}: ×{ratio} (n={before} and {now}, {p})",
    "longer": "longer than {month}: ×{ratio} (n={before} and {now}, {p})",
    "consistent": "consistent with no change from {month} (×{ratio}, n={before} and {now}, {p})",
}

AMONG_SEVERAL = {
    "shorter": "shorter than {month}: ×{ratio} (n={before} and {now}, {p}, {adjusted} among the comparisons here)",
    "longer": "longer than {month}: ×{ratio} (n={before} and {now}, {p}, {adjusted} among the comparisons here)",
    "consistent": "consistent with no change from {month} (×{ratio}, n={before} and {now}, {p}, {adjusted} among the "
    "comparisons here)",
}


def change_sentence(words: Words, change: Change, several: bool = False) -> str:
    """Return how a month compares with the one before it, and what it could have shown at all.

    With `several` the verdict rests on the p that is adjusted for the month's other comparisons.
    """
    is_adjusted = several and change.p_adjusted is not None and change.verdict_adjusted is not None
    verdict = change.verdict_adjusted if is_adjusted and change.verdict_adjusted else change.verdict
    said = words(
        (AMONG_SEVERAL if is_adjusted else COMPARED)[verdict],
        month=words.month(change.against),
        ratio=words.number(change.ratio, 2),
        before=change.n[0],
        now=change.n[1],
        p=words.p_value(change.p),
        adjusted=words.p_value(change.p_adjusted),
    )
    if verdict != "consistent" or not change.visible_ratio:
        return said
    visible = max(change.visible_ratio, 1 / change.visible_ratio)
    if visible > _ABSURD:
        return said + words(". At this volume no change would show")
    factor = words.number(visible, 1 if visible < _TWO_DIGITS else 0)
    return said + words(". At this volume only a change of ×{factor} or more would show", factor=factor)


def milestone_names(words: Words, names: Iterable[str]) -> str:
    """Return milestones as a list in words."""
    return words.separator().join(words(TERMS["milestone"].get(name, name)) for name in names)


def why_left_out(words: Words, reason: str) -> str:
    """Return why a record is not in a figure: a code of the contract, a kind, a broken rule, or its own word."""
    if reason in EXCLUSIONS:
        return words(EXCLUSIONS[reason])
    if reason in TERMS["kind"]:
        return words(TERMS["kind"][reason])
    if reason.startswith(_UNUSABLE):
        return words("the record is unusable: {rule}", rule=reason.removeprefix(_UNUSABLE))
    return words("exclude_from_kpi: {reason}", reason=reason)


def weekdays(words: Words, days: tuple[int, ...]) -> str:
    """Return weekdays (Monday is 0) as words, a run of three or more as first to last."""
    names = [_weekday(words, day) for day in days]
    if len(days) > 2 and days == tuple(range(days[0], days[0] + len(days))):
        return f"{names[0]}–{names[-1]}"
    return words.separator().join(names)


def _weekday(words: Words, day: int) -> str:
    text = words.date(_MONDAY + dt.timedelta(days=day))
    return text[-2] if words.language == "ja" else text[:3]
