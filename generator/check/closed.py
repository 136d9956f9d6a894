"""Changes that touch a closed month: of its records, of records that join it, and of those that are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.closed import CLOSED_ADDED, CLOSED_CHANGED, CLOSED_LOST, OF_PROBLEM
from generator.check.rules.reading import OF_PROBLEM as OF_FILE
from generator.check.timeline import local_text
from generator.model.incident import Incident
from generator.model.lock import Change, Lock, Locked
from generator.model.locked import changes, is_counted, is_late_entry
from generator.model.month import Month
from generator.read.locks import LockFile
from generator.read.node import Node
from generator.read.record import Record

_NONE = ("なし", "none")
_LIST = ("、", ", ")


class ClosedMonths:
    """The closed months of a root, by what a record may ask them for."""

    def __init__(self, files: Sequence[LockFile]) -> None:
        self.locks = tuple(file.lock for file in files if file.lock)
        self._held: dict[str, list[tuple[Lock, Locked]]] = {}
        self._months: dict[ZoneInfo, dict[Month, Lock]] = {}
        for lock in self.locks:
            self._months.setdefault(lock.zone, {})[lock.month] = lock
            for locked in lock.records:
                self._held.setdefault(locked.id, []).append((lock, locked))

    def check(self, record: Record, incident: Incident, report: Report) -> None:
        """Report where a record says otherwise than what was reported, or was not in it."""
        held = self._held.get(incident.id, ())
        for lock, locked in held:
            if found := changes(lock, locked, incident):
                report.add(CLOSED_CHANGED, _place(record, found), **_values(lock), **_told(found))
        if not is_counted(incident) or incident.anchor is None:
            return
        for zone, months in self._months.items():
            lock_of_month = months.get(Month.of(incident.anchor, zone))
            if lock_of_month is None or any(lock is lock_of_month for lock, _ in held):
                continue
            if is_late_entry(lock_of_month, incident):
                key = "started_at" if incident.started_at else "detected_at"
                report.add(CLOSED_ADDED, _key(record, key), **_values(lock_of_month))


def lock_reports(
    files: Sequence[LockFile], there: Collection[str], touched: Collection[str] | None
) -> Iterator[tuple[str, Report]]:
    """Yield a report on every lock file: what it cannot say, and the records of it that are gone.

    `there` are the ids of all records. `touched` are the paths that a change touches, None where all are looked at:
    what was broken, or gone, before the change is not reported.
    """
    for file in files:
        report = Report()
        is_ours = touched is None or file.path in touched
        if is_ours and (problem := file.problem):
            rule = OF_PROBLEM.get(problem.name) or OF_FILE[problem.name]
            report.add(rule, problem.position, problem.length, **problem.values)
        for locked in file.lock.records if file.lock else ():
            if locked.excluded or locked.id in there:
                continue
            if touched is None or is_ours or locked.path in touched:
                values = {"id": locked.id, "path": locked.path, "month": str(file.lock.month if file.lock else "")}
                report.add(CLOSED_LOST, *file.place(locked.id), **values)
        yield file.path, report


def _values(lock: Lock) -> dict[str, object]:
    return {"month": str(lock.month), "as_of": local_text(lock.as_of, lock.zone)}


def _told(found: Sequence[Change]) -> dict[str, object]:
    """Return the changes as `field was → is`, in each language."""
    said: dict[str, object] = {}
    for index, language in enumerate(("ja", "en")):
        rows = (f"{one.field} {_said(one.was, index)} → {_said(one.now, index)}" for one in found)
        said[f"changes_{language}"] = _LIST[index].join(rows)
    return said


def _said(value: object, language: int) -> str:
    if value in (None, "", []):
        return _NONE[language]
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.replace("T", " ") if isinstance(value, str) and value[10:11] == "T" else str(value)


def _place(record: Record, found: Sequence[Change]) -> Node | None:
    return next((node for one in found if (node := _key(record, one.field))), None) or _key(record, "id")


def _key(record: Record, field: str) -> Node | None:
    """Return the key of a field in the front matter: the innermost that is there."""
    node, place = record.front, None
    for part in field.split("."):
        key = node.key(part) if node else None
        if node is None or key is None:
            break
        node, place = node.get(part), key
    return place
