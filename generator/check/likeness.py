"""What records look like beside each other. Works on `Known` alone, so a run may know most of them from before.

Everything is one pass over the records, or over a group of those that share a key.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.check.known import Known
from generator.check.rule import Rule
from generator.check.rules.likeness import (
    BEFORE_ORIGINAL,
    BOTH_WAYS,
    NEAR_ID,
    NEAR_RECORD,
    PROBABLE_RECURRENCE,
    SELF_REFERENCE,
    WRONG_FOLDER,
)

_DAY = 86_400.0
_TRIED = 20  # how many earlier records of the same key are looked at before one that was not turned down is found


class Told(NamedTuple):
    """A rule broken by one record: `at` is its place in the sequence; `key` and `item` say where to point.

    `key` is a key of the front matter, `item` the text of one item of its list, or "" for the key's value.
    """

    at: int
    rule: Rule
    key: str
    item: str
    values: dict[str, str]


def likeness(records: Sequence[Known], window_days: int) -> Iterator[Told]:
    """Yield all that this module finds; `window_days` is the policy's window of recurrence."""
    yield from _references(records)
    yield from _ids(records)
    yield from _folders(records)
    yield from _twins(records)
    yield from _recurrences(records, window_days * _DAY)


def _references(records: Sequence[Known]) -> Iterator[Told]:
    by_id = {known.id: known for known in reversed(records) if known.id}
    for at, known in enumerate(records):
        for key in ("related", "not_related"):
            if known.id and known.id in getattr(known, key):
                yield Told(at, SELF_REFERENCE, key, known.id, {"key": key, "id": known.id})
        original = by_id.get(known.recurrence_of)
        began = original.began if original is not None and original.start_known else None
        if began is not None and known.began is not None and began > known.began:
            yield Told(at, BEFORE_ORIGINAL, "recurrence_of", "", {"id": known.recurrence_of})
        for key, named in (("recurrence_of", (known.recurrence_of,)), ("related", known.related)):
            for other in named:
                if not other or other == known.id:
                    continue
                if other in known.not_related:
                    yield Told(at, BOTH_WAYS, "not_related", other, {"id": other, "key": key, "where": known.id})
                elif other in by_id and known.id in by_id[other].not_related:
                    item = other if key == "related" else ""
                    yield Told(at, BOTH_WAYS, key, item, {"id": other, "key": key, "where": other})


def _ids(records: Sequence[Known]) -> Iterator[Told]:
    first: dict[tuple[str, int], Known] = {}
    for at, known in enumerate(records):
        if not known.id:
            continue
        year, number = known.id[4:8], int(known.id[9:])
        other = first.setdefault((year, number), known)
        if other.id != known.id:
            yield Told(at, NEAR_ID, "id", "", {"id": known.id, "other": other.id, "path": other.path})


def _folders(records: Sequence[Known]) -> Iterator[Told]:
    for at, known in enumerate(records):
        folder = known.path.rpartition("/")[0].rpartition("/")[2]
        name = known.id or known.named
        if name and re.fullmatch(r"[12]\d{3}", folder, re.ASCII) and folder != name[4:8]:
            yield Told(at, WRONG_FOLDER, "id", "", {"year": name[4:8], "folder": folder})


def _twins(records: Sequence[Known]) -> Iterator[Told]:
    first: dict[tuple[tuple[str, ...], int], Known] = {}
    for at, known in enumerate(records):
        if known.kind != "incident" or known.began is None or not known.services:
            continue
        other = first.setdefault((tuple(sorted(known.services)), int(known.began // 60)), known)
        if other is not known and other.id != known.id and not _is_answered(known, other):
            yield Told(at, NEAR_RECORD, "id", "", {"other": other.id})


def _recurrences(records: Sequence[Known], window: float) -> Iterator[Told]:
    """Propose the latest earlier record of the same fingerprint, or of the same services and cause, in the window."""
    own = [(k.began, at) for at, k in enumerate(records) if k.kind == "incident" and k.began is not None]
    same: defaultdict[tuple[object, ...], list[Known]] = defaultdict(list)
    for _, at in sorted(own):
        known = records[at]
        keys = _keys(known)
        if not known.recurrence_of:
            found = next((earlier for key in keys for earlier in _before(same[key], known, window)), None)
            if found is not None:
                same_print = known.fingerprint and known.fingerprint == found.fingerprint
                ja, en = ("fingerprint が同じです", "the fingerprint is the same") if same_print else (
                    "サービスと原因の分類が同じです", "services and category of cause are the same")  # fmt: skip
                values = {"other": found.id, "title": found.title, "why_ja": ja, "why_en": en}
                yield Told(at, PROBABLE_RECURRENCE, "cause", "", values)
        for key in keys:
            same[key].append(known)


def _keys(known: Known) -> tuple[tuple[object, ...], ...]:
    """Return what "the same failure" may mean; a fingerprint says it better than services and cause."""
    if known.fingerprint:
        return (("fingerprint", known.fingerprint),)
    if known.services and known.cause and known.cause != "unknown":
        return (("cause", tuple(sorted(known.services)), known.cause),)
    return ()


def _before(earlier: list[Known], known: Known, window: float) -> Iterator[Known]:
    began = known.began or 0.0
    for other in reversed(earlier[-_TRIED:]):
        if other.resolved is None or other.id == known.id or _is_answered(known, other):
            continue
        if 0 <= began - other.resolved <= window:
            yield other


def _is_answered(one: Known, other: Known) -> bool:
    """Tell whether somebody has already said how the two belong together."""
    return (
        other.id in (*one.related, *one.not_related, one.recurrence_of)
        or one.id in (*other.related, *other.not_related, other.recurrence_of)
    )  # fmt: skip
