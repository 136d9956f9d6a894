"""One file through all kinds of mends, until nothing is left that may be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from generator.check.fix import days, ids, order, spaces, times
from generator.check.fix.draft import Draft
from generator.check.fix.mend import Mend
from generator.check.fix.text import Edit
from generator.check.fix.verify import objection
from generator.check.rule import Pair


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mend. `whole`: its edits stand or fall together, and nobody misses them."""

    words: Pair
    edits: Callable[[Draft], list[Edit]]
    whole: bool = False


KINDS = (
    Kind(("ID の形", "form of ids"), ids.edits),
    Kind(("時刻と日付の形", "form of times and dates"), times.edits),
    Kind(("タイムラインの日付", "dates of the timeline"), days.edits),
    Kind(("項目の順", "order of keys"), order.edits, whole=True),
    Kind(("行末の空白と改行", "trailing spaces and line ends"), spaces.edits, whole=True),
)
_PASSES = 20  # one mend may make way for another; each pass but the last makes at least one


def mend(draft: Draft) -> Mend:
    """Return what can be mended of a file, and why the rest cannot."""
    done: Counter[Pair] = Counter()
    left: list[Pair] = []
    now = draft
    for _ in range(_PASSES):
        before, left = now, []
        for kind in KINDS:
            now, number, refused = _apply(kind, now)
            done[kind.words] += number
            left += refused
        if now is before:
            break
    hint = ids.rename(now)
    notes = (*dict.fromkeys(left), *((hint,) if hint else ()))
    return Mend(draft.record.path, draft.text.whole, now.text.whole, _what(done), notes)


def _what(done: Counter[Pair]) -> tuple[Pair, ...]:
    return tuple((f"{kind.words[0]} {n}", f"{kind.words[1]} {n}") for kind in KINDS if (n := done[kind.words]))


def _apply(kind: Kind, draft: Draft) -> tuple[Draft, int, list[Pair]]:
    """Return the draft with as many edits of a kind as may be made, their number, and why others may not."""
    edits = kind.edits(draft)
    if not edits:
        return draft, 0, []
    better = draft.edited(edits)
    why = objection(draft, better, edits)
    if why is None:
        return better, len(edits), []
    if kind.whole:
        return draft, 0, []
    refused, kept = [_refusal(kind, why)], list[Edit]()
    if len(edits) > 1:  # one that may not be made does not hinder the others
        refused = []
        for edit in edits:
            why = objection(draft, draft.edited([*kept, edit]), [*kept, edit])
            if why is None:
                kept.append(edit)
            else:
                refused.append(_refusal(kind, why))
    return draft.edited(kept) if kept else draft, len(kept), refused


def _refusal(kind: Kind, why: Pair) -> Pair:
    return f"{kind.words[0]}: {why[0]}", f"{kind.words[1]}: {why[1]}"
