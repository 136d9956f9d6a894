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
    """One kind of mend. `whole`: its edits stand or fall together, and nobody misses them.

    `then` is the kind that may have to follow at once: a cell that can be read at last may lack its date.
    """

    words: Pair
    edits: Callable[[Draft], list[Edit]]
    whole: bool = False
    then: Kind | None = None


_DAYS = Kind(("タイムラインの日付", "dates of the timeline"), days.edits)
KINDS = (
    Kind(("ID の形", "form of ids"), ids.edits),
    Kind(("時刻と日付の形", "form of times and dates"), times.edits, then=_DAYS),
    _DAYS,
    Kind(("項目の順", "order of keys"), order.edits, whole=True),
    Kind(("行末の空白と改行", "trailing spaces and line ends"), spaces.edits, whole=True),
)
_PASSES = 20  # one mend may make way for another; each pass but the last makes at least one
_SINGLY = 50  # so many edits are tried one by one where all together may not be made


def mend(draft: Draft) -> Mend:
    """Return what can be mended of a file, and why the rest cannot."""
    done: Counter[Pair] = Counter()
    left: list[Pair] = []
    now = draft
    for _ in range(_PASSES):
        before, left = now, []
        for kind in KINDS:
            now = _apply(kind, now, done, left)
        if now is before:
            break
    hint = ids.rename(now)
    notes = (*dict.fromkeys(left), *((hint,) if hint else ()))
    return Mend(draft.record.path, draft.text.whole, now.text.whole, _what(done), notes)


def _what(done: Counter[Pair]) -> tuple[Pair, ...]:
    return tuple((f"{kind.words[0]} {n}", f"{kind.words[1]} {n}") for kind in KINDS if (n := done[kind.words]))


def _apply(kind: Kind, draft: Draft, done: Counter[Pair], left: list[Pair]) -> Draft:
    """Return the draft with as many edits of a kind as may be made; count them, and say why others may not."""
    edits = kind.edits(draft)
    if not edits:
        return draft
    better, why = _tried(kind, draft, edits, done)
    if why is None or kind.whole:
        return better
    if not 1 < len(edits) <= _SINGLY:
        left.append(_refusal(kind, why))
        return draft
    tried: set[tuple[int, str]] = set()
    while edits := [edit for edit in kind.edits(draft) if (edit.line, edit.new) not in tried]:
        tried.add((edits[0].line, edits[0].new))  # one that may not be made does not hinder the others
        draft, why = _tried(kind, draft, edits[:1], done)
        if why is not None:
            left.append(_refusal(kind, why))
    return draft


def _tried(kind: Kind, draft: Draft, edits: list[Edit], done: Counter[Pair]) -> tuple[Draft, Pair | None]:
    """Return the draft with the edits, or as it is and why they may not be made."""
    better = draft.edited(edits)
    why = objection(draft, better, edits)
    if why is not None and kind.then and (more := kind.then.edits(better)):
        best = better.edited(more)
        if objection(draft, best, [*edits, *more]) is None:
            done[kind.then.words] += len(more)
            better, why = best, None
    if why is not None:
        return draft, why
    done[kind.words] += len(edits)
    return better, None


def _refusal(kind: Kind, why: Pair) -> Pair:
    return f"{kind.words[0]}: {why[0]}", f"{kind.words[1]}: {why[1]}"
