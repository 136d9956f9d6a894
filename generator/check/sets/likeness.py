"""What records look like beside each other. Works on `Known` alone, so a run may know most of them from before.

Everything is one pass over the records, or over a group of those that share a key.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from generator.check.rules.likeness import (
    BEFORE_ORIGINAL,
    BOTH_WAYS,
    NEAR_ID,
    NEAR_RECORD,
    PROBABLE_RECURRENCE,
    SELF_REFERENCE,
    WRONG_FOLDER,
)
from generator.check.sets.known import Known, SetHit
from generator.check.sets.together import Together

_DAY = 86_400.0
_TRIED = 20  # how many earlier records of the same key are looked at before one that was not turned down is found
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def odd_references(together: Together) -> Iterator[SetHit]:
    """Report references to the record itself, to what came later, and to what is also said not to be related."""
    by_id = {known.id: known for known in reversed(together.records) if known.id}
    for known in together.wanted():
        if not (known.recurrence_of or known.related or known.not_related):
            continue
        for key in ("related", "not_related"):
            if known.id and known.id in getattr(known, key):
                yield SetHit(known.path, SELF_REFERENCE, key, {"key": key, "id": known.id}, known.id)
        original = by_id.get(known.recurrence_of)
        began = original.began if original is not None and original.start_known else None
        if began is not None and known.began is not None and began > known.began:
            yield SetHit(known.path, BEFORE_ORIGINAL, "recurrence_of", {"id": known.recurrence_of})
        yield from _both_ways(known, by_id)


def _both_ways(known: Known, by_id: dict[str, Known]) -> Iterator[SetHit]:
    for key, named in (("recurrence_of", (known.recurrence_of,)), ("related", known.related)):
        for other in named:
            if not other or other == known.id:
                continue
            values: dict[str, object] = {"id": other, "key": key}
            if other in known.not_related:
                yield SetHit(known.path, BOTH_WAYS, "not_related", {**values, "where": known.id}, other)
            elif other in by_id and known.id in by_id[other].not_related:
                item = other if key == "related" else ""
                yield SetHit(known.path, BOTH_WAYS, key, {**values, "where": other}, item)


def near_ids(together: Together) -> Iterator[SetHit]:
    """Report ids that differ from another only in the zeros of their number; the untouched one was there first."""
    first: dict[tuple[str, str], Known] = {}
    for known in together.untouched_first():
        if not known.id:
            continue
        other = first.setdefault((known.id[4:8], known.id[9:].lstrip("0")), known)
        if other.id != known.id and known.path in together.focus:
            yield SetHit(known.path, NEAR_ID, "id", {"id": known.id, "other": other.id, "path": other.path})


def wrong_folders(together: Together) -> Iterator[SetHit]:
    """Report records in the folder of another year."""
    for known in together.wanted():
        folder = known.path.rpartition("/")[0].rpartition("/")[2]
        name = known.id or known.named
        if name and folder != name[4:8] and _YEAR.fullmatch(folder):
            yield SetHit(known.path, WRONG_FOLDER, "id", {"year": name[4:8], "folder": folder})


def twins(together: Together) -> Iterator[SetHit]:
    """Report incidents that began in the same minute in the same services."""
    first: dict[tuple[tuple[str, ...], float], Known] = {}
    for known in together.untouched_first():
        if known.kind != "incident" or known.began is None or not known.services:
            continue
        other = first.setdefault((known.services, known.began // 60), known)
        if other.id != known.id and known.path in together.focus and not _is_answered(known, other):
            yield SetHit(known.path, NEAR_RECORD, "id", {"other": other.id})


def probable_recurrences(together: Together) -> Iterator[SetHit]:
    """Propose the latest earlier record of the same fingerprint, or of the same services and cause, in the window."""
    window = together.window_days * _DAY
    same: defaultdict[tuple[object, ...], list[Known]] = defaultdict(list)
    for known in sorted((k for k in together.records if k.kind == "incident" and k.began is not None), key=_began):
        key = _key(known)
        if key is None:
            continue
        if not known.recurrence_of and known.path in together.focus:
            found = next(_before(same[key], known, window), None)
            if found is not None:
                same_print = known.fingerprint and known.fingerprint == found.fingerprint
                ja, en = ("fingerprint が同じです", "the fingerprint is the same") if same_print else (
                    "サービスと原因の分類が同じです", "services and category of cause are the same")  # fmt: skip
                values: dict[str, object] = {"other": found.id, "why_ja": ja, "why_en": en}
                yield SetHit(known.path, PROBABLE_RECURRENCE, "cause", values)
        same[key].append(known)


def _began(known: Known) -> float:
    return known.began or 0.0


def _key(known: Known) -> tuple[object, ...] | None:
    """Return what "the same failure" may mean; a fingerprint says it better than services and cause."""
    if known.fingerprint:
        return ("fingerprint", known.fingerprint)
    if known.services and known.cause and known.cause != "unknown":
        return ("cause", known.services, known.cause)
    return None


def _before(earlier: list[Known], known: Known, window: float) -> Iterator[Known]:
    began = _began(known)
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
