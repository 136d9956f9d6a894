"""What a closed month keeps of its records, and what has changed since: facts corrected, or time gone by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.asof import known_at
from generator.model.incident import MILESTONES, Action, Incident
from generator.model.lock import RECORD, Change, Lock, Locked
from generator.model.month import Month

UNKNOWN = "unknown"
ACTIONS = "actions"
#: What brings an excluded record into the figures; its other fields move none of them.
_DECIDES = ("kind", "exclude_from_kpi")
#: What time alone may bring, with the instants that say when.
_IN_TIME = ("status", *MILESTONES, "report_at")
#: What may be found out later: no record is the worse for having said honestly that nobody knew.
REPAIRABLE = (
    *MILESTONES, "report_at", "occurred_on", "cause.category", "detection", "response.recovery",
    "impact.users_affected", "timeline.updates",
)  # fmt: skip
_ENDS = {"mitigated": "mitigated_at", "resolved": "resolved_at", "reviewed": "resolved_at"}
_OVER = ("resolved", "reviewed")


def fields_of(incident: Incident, zone: ZoneInfo) -> dict[str, Any]:
    """Return the fields that figures rest on, by the names of the front matter; instants are text in `zone`.

    A milestone is its instant, "unknown", or None where it was not reached or not written.
    """
    updates = [_text(row.at, zone) for row in incident.rows if row.kind == "update" and row.at]
    return {
        "kind": incident.kind,
        "severity": incident.severity,
        "status": incident.status,
        "services": sorted(incident.services),
        **{name: _milestone(incident, name, zone) for name in (*MILESTONES, "report_at")},
        "occurred_on": _day(incident.occurred_on),
        "detected_before_impact": incident.detected_before_impact,
        "exclude_from_kpi": incident.exclude_from_kpi,
        "cause.category": incident.cause,
        "cause.fingerprint": incident.fingerprint,
        "recurrence_of": incident.recurrence_of,
        "not_related": sorted(incident.not_related),
        "detection": incident.detection,
        "response.recovery": incident.recovery,
        "impact.users_affected": incident.impact.users_affected,
        "timeline.updates": updates if any(row.kind for row in incident.rows) else None,
        ACTIONS: {action.id: _action(action) for action in incident.actions},
    }


def changes(lock: Lock, locked: Locked, incident: Incident) -> tuple[Change, ...]:
    """Return what the record says otherwise than it did about the time up to the closing: corrected facts.

    What happened later is no change of them (see `later`), nor is the life of an action that was still to be done.
    """
    then = as_then(lock, locked, incident) or incident
    now = fields_of(then, lock.zone)
    names = _DECIDES if locked.excluded else tuple(now)
    found = [
        Change(locked.id, name, locked.fields[name], now[name])
        for name in names
        if name != ACTIONS and name in locked.fields and not _same(name, locked.fields[name], now[name])
    ]
    if ACTIONS in names and isinstance(was := locked.fields.get(ACTIONS), Mapping):
        found += _action_changes(locked.id, was, now[ACTIONS], lock.as_of.astimezone(lock.zone).date().isoformat())
    return tuple(found)


def later(lock: Lock, locked: Locked, incident: Incident) -> tuple[Change, ...]:
    """Return what has happened to the incident since the closing."""
    then = as_then(lock, locked, incident)
    if then is None or locked.excluded:
        return ()
    before, now = (fields_of(one, lock.zone) for one in (then, incident))
    return tuple(
        Change(locked.id, name, before[name], now[name])
        for name in _IN_TIME
        if not _same(name, before[name], now[name])
    )


def as_then(lock: Lock, locked: Locked, incident: Incident) -> Incident | None:
    """Return the incident as its record of today says it was known at the closing; None: it was not known then.

    A milestone at an unknown time, or passed without a word, says nothing of whether it came before the closing: where
    the incident was not over, what was reported decides.
    """
    then = known_at(incident, lock.as_of.astimezone(lock.zone))  # a day that an action was done is one of that zone
    if then is None:
        return None
    was: Any = locked.fields.get("status")
    ended_unseen = _ENDS.get(then.status) in then.unknown and was in ("open", "mitigated") and was != then.status
    eased_unseen = then.status == "open" and was == "mitigated" and "mitigated_at" in then.unknown
    unknown = then.unknown & incident.unknown
    if was in ("open", "mitigated"):
        unknown -= {name for name in unknown if locked.fields.get(name, UNKNOWN) is None}
    return then._replace(status=was if ended_unseen or eased_unseen else then.status, unknown=unknown)


def repaired(lock: Lock, incidents: Mapping[str, Incident]) -> tuple[Change, ...]:
    """Return the facts of a closed month that nobody knew, or wrote down, when it was closed and that are known now.

    `incidents` are those of today by id. What came after the closing is no repair.
    """
    return tuple(
        change
        for locked in lock.records
        if locked.id in incidents and not locked.excluded
        for change in changes(lock, locked, incidents[locked.id])
        if change.field in REPAIRABLE and _is_blank(change.was) and not _is_blank(change.now)
    )


def is_of(month: Month, zone: ZoneInfo, incident: Incident) -> bool:
    """Tell whether an incident belongs to a month."""
    return incident.anchor is not None and Month.of(incident.anchor, zone) == month


def is_counted(incident: Incident) -> bool:
    """Tell whether an incident is in the figures of its month."""
    return incident.kind == "incident" and not incident.exclude_from_kpi


def is_late_entry(lock: Lock, incident: Incident) -> bool:
    """Tell whether a record that is not in the lock would have been counted, had it been written before."""
    return (
        is_counted(incident) and is_of(lock.month, lock.zone, incident) and known_at(incident, lock.as_of) is not None
    )


def between(before: Lock, records: tuple[Locked, ...]) -> tuple[Change, ...]:
    """Return what differs between the records of a closing and those of the next one."""
    old, new = {one.id: one for one in before.records}, {one.id: one for one in records}
    found: list[Change] = []
    for name in sorted(old.keys() | new.keys()):
        a, b = old.get(name), new.get(name)
        if a is None or b is None:
            found.append(Change(name, RECORD, a.path if a else None, b.path if b else None))
        else:
            one, other = _flat(a.fields), _flat(b.fields)
            pairs = ((key, one.get(key), other.get(key)) for key in sorted(one.keys() | other.keys()))
            found += [Change(name, key, was, now) for key, was, now in pairs if was != now]
    return tuple(found)


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with those of each action apart, as `actions.A1.due`."""
    actions = fields.get(ACTIONS)
    flat = {key: value for key, value in fields.items() if key != ACTIONS or not isinstance(value, Mapping)}
    for id_, action in actions.items() if isinstance(actions, Mapping) else ():
        said = action.items() if isinstance(action, Mapping) else ()
        flat |= {f"{ACTIONS}.{id_}.{field}": value for field, value in said}
    return flat


def _action_changes(
    name: str, was: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]], day: str
) -> Iterator[Change]:
    """Yield the changes of what was settled about actions at the closing: those done, and dates that had passed."""
    for key, old in was.items():
        new: Mapping[str, Any] = now.get(key, {})
        if not isinstance(old, Mapping) or (old.get("done_at") is None and str(old.get("due") or day) >= day):
            continue
        for field in ("due", "done_at"):
            if old.get(field) != new.get(field):
                yield Change(name, f"{ACTIONS}.{key}.{field}", old.get(field), new.get(field))


def _same(name: str, was: Any, now: Any) -> bool:
    """Tell whether two values mean the same to every figure: a review makes no figure out of a resolved incident."""
    return was == now or (name == "status" and was in _OVER and now in _OVER)


def _is_blank(value: Any) -> bool:
    return value in (None, "", UNKNOWN)


def _milestone(incident: Incident, name: str, zone: ZoneInfo) -> str | None:
    at: dt.datetime | None = getattr(incident, name)
    return UNKNOWN if at is None and name in incident.unknown else _text(at, zone)


def _action(action: Action) -> dict[str, Any]:
    return {"status": action.status, "due": _day(action.due), "done_at": _day(action.done_at)}


def _text(at: dt.datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
