"""What became of a closed month, as a month's page says it: what was reported, what was corrected, what went on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.measure.restated import Moved, Restatement
from generator.model.lock import RECORD, Change
from generator.model.locked import ACTIONS, UNKNOWN
from generator.model.words import Words
from generator.render.casebook import Casebook
from generator.render.terms import TERMS

_OF_POLICY = {
    "cause.category": "cause_categories",
    "detection": "detection_sources",
    "response.recovery": "recovery_strategies",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One changed field in words: of a record (`id`), or of the rules (`id` is the KPI's code, or "")."""

    id: str
    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Former:
    """A closing before the last one: why it was done again, and what had changed by then."""

    as_of: dt.datetime
    again: str
    count: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ClosedView:
    """A closed month. `restated` and `later` are KPIs that differ from what was reported, with the reasons in words."""

    as_of: dt.datetime
    reason: str
    restated: tuple[tuple[Moved, str], ...]
    later: tuple[tuple[Moved, str], ...]
    changed: tuple[Row, ...]
    went_on: tuple[Row, ...]
    rules: tuple[Row, ...]
    edited: tuple[str, ...]
    history: tuple[Former, ...]
    file: str


def closed_view(book: Casebook, found: Restatement) -> ClosedView:
    """Return what the page of a closed month tells."""
    lock, words = found.lock, book.words
    reasons = [(moved, words.separator().join(_cause(words, cause) for cause in moved.causes)) for moved in found.moved]
    whys = [one.reason for one in (*lock.history, lock.closing)[1:]]
    return ClosedView(
        as_of=lock.as_of,
        reason=lock.closing.reason,
        restated=tuple(pair for pair in reasons if pair[0].is_restated),
        later=tuple(pair for pair in reasons if not pair[0].is_restated),
        changed=_rows(book, found.changed),
        went_on=_rows(book, found.later),
        rules=tuple(Row(c.id, c.field, _plain(words, c.was), _plain(words, c.now)) for c in found.rules),
        edited=found.edited,
        history=tuple(
            Former(one.as_of, why, len(one.ids), _rows(book, one.changed))
            for one, why in zip(lock.history, whys, strict=True)
        ),
        file=f"data/reviews/{lock.month}.lock.json",
    )


def _cause(words: Words, cause: str) -> str:
    return words(TERMS["moved_by"][cause])


def _rows(book: Casebook, changes: Sequence[Change]) -> tuple[Row, ...]:
    return tuple(
        Row(c.id, field_words(book.words, c.field), _value(book, c.field, c.was), _value(book, c.field, c.now))
        for c in changes
    )


def field_words(words: Words, name: str) -> str:
    """Return the words for a field of a record, as a lock names it."""
    if name.startswith(f"{ACTIONS}."):
        action, _, what = name.removeprefix(f"{ACTIONS}.").rpartition(".")
        return words("Action {id}: {field}", id=action, field=words(TERMS["field"].get(what, what)))
    return words(TERMS["milestone"].get(name) or TERMS["field"].get(name, name))


def _value(book: Casebook, field: str, value: Any) -> str:
    """Return a value of a record in words; what a broken or foreign lock says stands for itself."""
    words = book.words
    if field == RECORD:
        return words("in the figures") if value else words("not there")
    if field == "impact.users_affected" and isinstance(value, float):
        return words.percent(value)
    return (_named(book, field, value) if isinstance(value, str) else "") or _plain(words, value)


def _named(book: Casebook, field: str, value: str) -> str:
    """Return what a code of a field is called; "" for what is no code."""
    group = "action_status" if field.startswith(f"{ACTIONS}.") else field
    terms = TERMS[group] if group in ("action_status", "status", "kind") else {}
    words = book.words
    if value == UNKNOWN or value in terms:
        return words(terms[value]) if value in terms else words("unknown")
    collection = _OF_POLICY.get(field)
    names = _names(book, collection) if collection else {}
    return words.of(names[value].label) if value in names else ""


def _names(book: Casebook, collection: str) -> Mapping[str, Any]:
    names: Mapping[str, Any] = getattr(book.policy, collection)
    return names


def _plain(words: Words, value: Any) -> str:
    if value is None or value in ("", []):
        return words("none")
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, Mapping):  # a rule that is there on one side only
        return words.separator().join(f"{key} {_plain(words, value[key])}" for key in sorted(value))
    if isinstance(value, list):
        return words.separator().join(_plain(words, item) for item in value)
    return words.number(value, 3) if isinstance(value, float) else _moment(words, str(value))


def _moment(words: Words, text: str) -> str:
    """Return an instant as the pages write it; any other text as it is."""
    try:
        return words.moment(dt.datetime.fromisoformat(text)) if text[10:11] == "T" else text
    except ValueError:
        return text
