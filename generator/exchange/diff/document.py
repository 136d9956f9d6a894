"""A Comparison as the published JSON document, `furikaeri/diff/1`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.comparison import (
    Comparison,
    FieldChange,
    IdChange,
    MonthChange,
    PromiseChange,
    RecordChange,
    Revision,
    Seen,
    Side,
    Why,
)
from generator.model.words import Words

SCHEMA = "furikaeri/diff/1"
_STATES = ("added", "removed", "changed", "broken", "mended")


def render(comparison: Comparison, revisions: tuple[Revision, Revision], words: Words) -> str:
    """Return the document as text; it is the same in every language."""
    return json.dumps(document(comparison, revisions), ensure_ascii=False, indent=1)


def document(comparison: Comparison, revisions: tuple[Revision, Revision]) -> dict[str, Any]:
    """Return the document. Durations are minutes, not rounded; null means that a figure cannot be had."""
    zone = comparison.zone
    before, after = (_side(side, revision) for side, revision in zip(comparison.sides, revisions, strict=True))
    return {
        "schema": SCHEMA,
        "as_of": comparison.as_of.isoformat(),
        "timezone": zone.key,
        "base": before,
        "head": after,
        "records": {
            state: [_record(record, zone) for record in comparison.records if record.state == state]
            for state in _STATES
        },
        "months": [_month(month) for month in comparison.months],
        "total": _month(comparison.total) if comparison.total else None,
        "promises": [_promise(promise) for promise in comparison.promises],
        "recurrences": [
            {"id": one.id, "repeats": one.repeats, "change": "found" if one.is_found else "gone", "why": _why(one.why)}
            for one in comparison.recurrences
        ],
        "contracts": [one._asdict() for one in comparison.contracts],
        "policy": [_field(field, zone, "key") for field in comparison.policy],
    }


def _side(side: Side, revision: Revision) -> dict[str, Any]:
    table = side.table
    unusable = [{"id": name, "rule": rule} for name, rule in side.unusable]
    excluded = [{"id": row.id, "reason": row.reason} for row in table.excluded]
    return {
        "name": revision.asked,
        "commit": revision.commit,
        "merge_base": revision.is_merge_base,
        "records": {"read": table.read, "counted": table.counted, "excluded": excluded, "unusable": unusable},
    }


def _record(record: RecordChange, zone: ZoneInfo) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record.id, "title": record.title, "path": record.path}
    if record.state == "changed":
        row["fields"] = [_field(field, zone, "field") for field in record.fields]
    if record.rule:
        row["rule"] = record.rule
    return row


def _field(field: FieldChange, zone: ZoneInfo, key: str) -> dict[str, Any]:
    return {key: field.field, "before": _plain(field.before, zone), "after": _plain(field.after, zone)}


def _plain(value: object, zone: ZoneInfo) -> object:
    """Return a value that JSON knows; instants in the zone of the policy."""
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item, zone) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, zone) for item in value]
    return value


def _month(month: MonthChange) -> dict[str, Any]:
    return {
        "month": month.month,
        "in_base": month.is_before,
        "in_head": month.is_after,
        "values": [{"key": value.field, "before": value.before, "after": value.after} for value in month.values],
        "figures": {
            figure.name: {
                "changed": list(figure.changed),
                "before": figure.before,
                "after": figure.after,
                "incidents": [_incident(one) for one in figure.ids],
            }
            for figure in month.figures
        },
    }


def _incident(one: IdChange) -> dict[str, Any]:
    return {"id": one.id, "before": _seen(one.before), "after": _seen(one.after), "why": _why(one.why)}


def _seen(seen: Seen | None) -> dict[str, Any] | None:
    return None if seen is None else {"as": list(seen.roles), "value": seen.value}


def _why(causes: Iterable[Why]) -> list[dict[str, Any]]:
    return [{"cause": why.cause, "names": list(why.names)} for why in causes]


def _promise(promise: PromiseChange) -> dict[str, Any]:
    return {
        "id": promise.id,
        "promise": promise.promise,
        "change": "newly_missed" if promise.is_newly_missed else "no_longer_missed",
        "before": {"state": promise.before, "taken": promise.taken[0], "limit": promise.limit[0]},
        "after": {"state": promise.after, "taken": promise.taken[1], "limit": promise.limit[1]},
        "why": _why(promise.why),
    }
