"""A closed month: the figures as they were reported, and what each of its records said then."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from generator.model.month import Month
from generator.model.policy import Policy

SCHEMA = "furikaeri/lock/1"
SUFFIX = ".lock.json"
RECORD = "record"  # the field of a change that brings a whole record, or takes it away
_WIDEST = 100  # characters of a list that stands on one line


class Change(NamedTuple):
    """One field of one record: what it said when the month was closed, and what it says now. Values are JSON's.

    The field `record` speaks of the record itself: its path, or None where it is not in the month.
    """

    id: str
    field: str
    was: Any
    now: Any


class Locked(NamedTuple):
    """One record of a closed month; `fields` are those that figures rest on, as known then. See `locked.fields_of`.

    `sha256` is that of the file's bytes; `excluded` says why it was in no figure, "" where it counted.
    """

    id: str
    path: str
    sha256: str
    fields: Mapping[str, Any]
    excluded: str = ""


class Closing(NamedTuple):
    """What was reported: the month's `figures` as `furikaeri kpi` printed them, and all that they rested on.

    `reason` is why the month was closed again, "" the first time; `changed` is what has changed of the records
    between this closing and the next one, () for the last.
    """

    as_of: dt.datetime
    figures: Mapping[str, Any]
    contracts: Mapping[str, Any]
    policy: Mapping[str, Any]
    ids: tuple[str, ...]
    version: str
    reason: str = ""
    changed: tuple[Change, ...] = ()


class Lock(NamedTuple):
    """A closed month. `history` holds the closings before the last one, the oldest first."""

    month: Month
    zone: ZoneInfo
    closing: Closing
    records: tuple[Locked, ...]
    history: tuple[Closing, ...] = ()

    @property
    def as_of(self) -> dt.datetime:
        """Return the instant of the last closing."""
        return self.closing.as_of


def rules_of(policy: Policy) -> dict[str, Any]:
    """Return what of a policy decides figures and stands in no contract, as JSON values."""
    hours = policy.business_hours
    targets = {name: level.response for name, level in policy.severities.items()}
    return {
        "response": {name: {"minutes": t.minutes, "clock": t.clock} if t else None for name, t in targets.items()},
        "business_hours": {
            "days": sorted(hours.days), "from": f"{hours.opens:%H:%M}", "to": f"{hours.closes:%H:%M}",
            "holidays": hours.holidays, "closed": sorted(hours.closed),
        },
        "timezone": policy.zone.key,
    }  # fmt: skip


def as_text(lock: Lock, seal: str = "") -> str:
    """Return the text of a lock file: the same lock gives the same bytes. `seal` is its own, where that is known."""
    document = {
        "schema": SCHEMA, "month": str(lock.month), "timezone": lock.zone.key, **_closing(lock.closing, lock.zone),
        "records": [_record(locked) for locked in lock.records],
        "history": [_former(one, lock.zone) for one in lock.history],
    }  # fmt: skip
    return "".join(_written({**document, "seal": seal or seal_of(document)}, 0)) + "\n"


def _closing(closing: Closing, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "as_of": closing.as_of.astimezone(zone).isoformat(), "reason": closing.reason, "version": closing.version,
        "contracts": closing.contracts, "policy": closing.policy, "figures": closing.figures, "ids": list(closing.ids),
    }  # fmt: skip


def _record(locked: Locked) -> dict[str, Any]:
    row = locked._asdict()
    return row if locked.excluded else {key: value for key, value in row.items() if key != "excluded"}


def _former(closing: Closing, zone: ZoneInfo) -> dict[str, Any]:
    return {**_closing(closing, zone), "changed": [change._asdict() for change in closing.changed]}


def seal_of(document: Mapping[str, Any]) -> str:
    """Return the sum of all that a lock's document says: a slip of the hand or of a merge shows, a forger does not."""
    import hashlib  # only here: most roots have no closed month, and `check` starts for all of them

    said = {key: value for key, value in document.items() if key != "seal"}
    text = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _written(value: Any, depth: int) -> Iterator[str]:
    """Yield JSON with sorted keys, a short list on one line: what changes is one line of a diff."""
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, Mapping) and value:
        lines = (f"{inner}{_plain(str(key))}: {''.join(_written(value[key], depth + 1))}" for key in sorted(value))
        yield "{\n" + ",\n".join(lines) + f"\n{outer}}}"
    elif isinstance(value, (list, tuple)) and value and not _is_short(value):
        yield "[\n" + ",\n".join(f"{inner}{''.join(_written(item, depth + 1))}" for item in value) + f"\n{outer}]"
    else:
        yield _plain(dict(value) if isinstance(value, Mapping) else value)


def _is_short(items: list[Any] | tuple[Any, ...]) -> bool:
    return not any(isinstance(item, (Mapping, list, tuple)) for item in items) and len(_plain(items)) <= _WIDEST


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
