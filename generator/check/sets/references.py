"""What only all records together show: ids used twice, references to nothing, circles of recurrence.

A set rule is a function of what is known of the records; it yields hits on those in focus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from generator.check.rules.ids import CYCLE, DANGLING, DUPLICATE_ID
from generator.check.sets.known import Known, SetHit
from generator.check.sets.likeness import near_ids, odd_references, probable_recurrences, twins, wrong_folders
from generator.check.sets.together import Together
from generator.check.shape import suggestion

SetRule = Callable[[Together], Iterator[SetHit]]


def duplicate_ids(together: Together) -> Iterator[SetHit]:
    """Report every holder of an id but the first; those out of focus were there before."""
    records, focus = together.records, together.focus
    wanted = {one.id for one in records if one.id and one.path in focus}
    holders: defaultdict[str, list[Known]] = defaultdict(list)
    for one in records:
        if one.id in wanted:
            holders[one.id].append(one)
    for name, same in holders.items():
        if len(same) > 1:
            first, *others = sorted(same, key=lambda one: (one.path in focus, one.path))
            for one in others:
                if one.path in focus:
                    yield SetHit(one.path, DUPLICATE_ID, "id", {"id": name, "other": first.path})


def dangling_references(together: Together) -> Iterator[SetHit]:
    """Report references to no record. Unusable records count as targets: their mistake is another."""
    there = {one.id or one.named for one in together.records} | together.elsewhere
    known: list[str] = []
    for one in together.records:
        if one.path not in together.focus:
            continue
        for key, name in references_of(one):
            if name not in there:
                known = known or sorted(there)
                item = "" if key == "recurrence_of" else name
                yield SetHit(one.path, DANGLING, key, {"key": key, "id": name, **_hint(name, known)}, item)


def references_of(one: Known) -> Iterator[tuple[str, str]]:
    """Yield the key and the id of each reference of a record, each once."""
    if one.recurrence_of:
        yield "recurrence_of", one.recurrence_of
    for key, names in (("not_related", one.not_related), ("related", one.related)):
        yield from ((key, name) for name in dict.fromkeys(names))


def _hint(name: str, known: list[str]) -> dict[str, str]:
    """Suggest an id that looks alike; listing all ids would help nobody."""
    close = suggestion(name, known)
    if close["hint_en"].startswith("did"):
        return close
    return {"hint_ja": "記録を加えるか、参照を消してください", "hint_en": "add the record, or remove the reference"}


def recurrence_cycles(together: Together) -> Iterator[SetHit]:
    """Report each circle once, on the first of its records that is in focus."""
    records, focus = together.records, together.focus
    path_of: dict[str, str] = {}
    parent: dict[str, str] = {}
    for one in records:
        if one.id and one.id not in path_of:
            path_of[one.id] = one.path
            if one.recurrence_of:
                parent[one.id] = one.recurrence_of
    done: set[str] = set()
    for name in sorted(name for name in parent if path_of[name] in focus):
        trail: dict[str, None] = {}
        at = name
        while at in parent and at not in done and at not in trail:
            trail[at] = None
            at = parent[at]
        if at in trail:
            names = list(trail)
            circle = names[names.index(at) :]
            seen = next((one for one in circle if path_of[one] in focus), None)
            if seen is not None:
                values: dict[str, object] = {"chain": " → ".join([*circle, circle[0]])}
                yield SetHit(path_of[seen], CYCLE, "recurrence_of", values)
        done.update(trail)


SET_RULES: tuple[SetRule, ...] = (
    duplicate_ids, dangling_references, recurrence_cycles, odd_references, near_ids, wrong_folders, twins,
    probable_recurrences,
)  # fmt: skip


def set_hits(together: Together) -> Iterator[SetHit]:
    """Yield what all set rules find."""
    for rule in SET_RULES:
        yield from rule(together)
