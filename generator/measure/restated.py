"""A closed month beside today's figures: what was restated, what only went on, and why. Nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import __version__
from generator.measure.document import document
from generator.measure.measure import measure
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import KpiTable
from generator.model.lock import RECORD, Change, Lock, rules_of
from generator.model.locked import as_then, changes, is_late_entry, is_of, later, repaired
from generator.model.policy import Policy
from generator.model.reported import REPORTED, reported

__all__ = ["Moved", "Restatement", "repaired", "restate"]

EXPECTED = "expected"  # the range of the count, by the months before
#: What of a record can move a figure of its month.
_FIGURING = (
    RECORD, "kind", "exclude_from_kpi", "severity", "status", *MILESTONES, "occurred_on", "detected_before_impact",
    "cause.fingerprint", "recurrence_of", "not_related",
)  # fmt: skip
#: What a figure was restated by; `later` is none of them: time has gone by.
_RESTATES = ("records", "rules", "program", "others")


@dataclass(frozen=True, slots=True)
class Moved:
    """A KPI that is no longer as it was reported; `today` is empty where the month has no figures any more.

    `causes`: records (of the month were changed, added or lost), rules (contract or policy), program (another
    version computes), others (records of other months), months (the count of months before), later (what came after
    the closing: an incident resolved, a window elapsed).
    """

    kpi: str
    reported: Mapping[str, Any]
    today: Mapping[str, Any]
    causes: tuple[str, ...]

    @property
    def is_restated(self) -> bool:
        """Tell whether more than time has moved it."""
        return any(cause in _RESTATES for cause in self.causes)


@dataclass(frozen=True, slots=True)
class Restatement:
    """What became of a closed month.

    `changed` are corrected facts (a whole record has the field `record`), `later` what happened after the closing,
    `rules` what differs in contracts and policy (`id` is the KPI, or ""), `edited` the ids of records of which only
    the text is another.
    """

    lock: Lock
    moved: tuple[Moved, ...] = ()
    changed: tuple[Change, ...] = ()
    later: tuple[Change, ...] = ()
    rules: tuple[Change, ...] = ()
    edited: tuple[str, ...] = ()

    @property
    def is_restated(self) -> bool:
        """Tell whether a figure differs from what was reported by more than the time that has passed."""
        return any(moved.is_restated for moved in self.moved)


def restate(
    lock: Lock, table: KpiTable, incidents: Sequence[Incident], policy: Policy, sums: Mapping[str, str] | None = None
) -> Restatement:
    """Compare a closed month with a table of everything; `incidents` are all, as known at the table's `as_of`.

    `sums` are the SHA-256 of the records' files by path, where prose-only changes are to be named. What figures say
    of the closing's instant by today's records tells a correction from the passing of time: time changes the past
    of no record, so what differs there was corrected.
    """
    by_id = {incident.id: incident for incident in incidents}
    changed = _changed(lock, by_id)
    went_on = tuple(
        change for locked in lock.records if locked.id in by_id for change in later(lock, locked, by_id[locked.id])
    )
    rules = _rules(lock, table, policy)
    today = _figures(table, lock)
    moved: tuple[Moved, ...] = ()
    was = {kpi: told for kpi in REPORTED if (told := reported(lock.closing.figures, kpi))}
    if differing := [kpi for kpi, told in was.items() if _differs(told, reported(today, kpi))]:
        then = _figures(measure(_near(lock, by_id), policy, lock.as_of), lock)
        blame = _blame(lock, changed, rules)
        moved = tuple(_moved(kpi, lock, then, today, blame) for kpi in differing)
    touched = {change.id for change in (*changed, *went_on)}
    others = (one for one in lock.records if sums and one.id in by_id and one.id not in touched)
    edited = tuple(one.id for one in others if sums and sums.get(by_id[one.id].path, one.sha256) != one.sha256)
    return Restatement(lock, moved + _expected(lock, today), changed, went_on, rules, edited)


def _changed(lock: Lock, by_id: Mapping[str, Incident]) -> tuple[Change, ...]:
    """Return the corrected facts of the month: of its records, of those that joined it and those that are gone."""
    found: list[Change] = []
    for locked in lock.records:
        if locked.id in by_id:
            found += changes(lock, locked, by_id[locked.id])
        elif not locked.excluded:
            found.append(Change(locked.id, RECORD, locked.path, None))
    held = {locked.id for locked in lock.records}
    late = (one for one in by_id.values() if one.id not in held and is_late_entry(lock, one))
    return tuple(found + [Change(one.id, RECORD, None, one.path) for one in late])


def _rules(lock: Lock, table: KpiTable, policy: Policy) -> tuple[Change, ...]:
    """Return what of the contracts and of the policy is no longer as it was."""
    contracts = {name: contract.as_json() for name, contract in table.contracts.items()}
    names = [name for name in lock.closing.contracts if name in contracts]
    found = [change for name in names for change in _differing(name, lock.closing.contracts[name], contracts[name])]
    return (*found, *_differing("", lock.closing.policy, rules_of(policy)))


def _differing(name: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Change]:
    """Return the keys of which both speak and that differ: one that a newer version brings is no change of rules."""
    found: list[Change] = []
    for key in (key for key in was if key in now and was[key] != now[key]):
        if isinstance(was[key], Mapping) and isinstance(now[key], Mapping):
            found += [Change(name, f"{key}.{part.field}", part.was, part.now)
                      for part in _differing("", was[key], now[key])]  # fmt: skip
        else:
            found.append(Change(name, key, was[key], now[key]))
    return found


def _near(lock: Lock, by_id: Mapping[str, Incident]) -> list[Incident]:
    """Return the incidents that the month's own figures rest on, as they were known at the closing.

    Those of the month, and those that may be the same failure as one of them: nothing else counts for it.
    """
    held = {locked.id: locked for locked in lock.records}
    own = [one for one in by_id.values() if one.id in held or is_of(lock.month, lock.zone, one)]
    ids = {one.id for one in own}
    prints = {one.fingerprint.strip().casefold() for one in own} - {""}
    repeats = {one.recurrence_of for one in own}
    kin = [one for one in by_id.values() if one.id in ids or one.id in repeats or one.recurrence_of in ids
           or one.fingerprint.strip().casefold() in prints]  # fmt: skip
    found = (as_then(lock, held[one.id], one) if one.id in held else one for one in kin)
    return [one for one in found if one is not None]


def _figures(table: KpiTable, lock: Lock) -> Mapping[str, Any]:
    rows = document(table)["months"]
    return next((row for row in rows if row["month"] == str(lock.month)), {})


def _differs(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether a figure is another; a duration of which there is no value then or now is none."""
    is_none = "n" in was and not was["n"] and not now.get("n")
    return was != now and not is_none


def _blame(lock: Lock, changed: Iterable[Change], rules: Sequence[Change]) -> tuple[str, ...]:
    """Return what a figure must have been restated by, where it was."""
    found = ["records"] if any(change.field in _FIGURING for change in changed) else []
    found += ["rules"] if rules else []
    if found:
        return tuple(found)
    return ("others",) if lock.closing.version == __version__ else ("program", "others")


def _moved(
    kpi: str, lock: Lock, then: Mapping[str, Any], today: Mapping[str, Any], blame: tuple[str, ...]
) -> Moved:  # fmt: skip
    was, past, now = (reported(figures, kpi) for figures in (lock.closing.figures, then, today))
    restated = blame if was != past else ()
    return Moved(kpi, was, now, (*restated, "later") if past != now else restated)


def _expected(lock: Lock, today: Mapping[str, Any]) -> tuple[Moved, ...]:
    """Return the range that was expected of the count, where the months before have other counts now."""
    was, now = (figures.get("incident_rate", {}).get(EXPECTED) for figures in (lock.closing.figures, today))
    return (Moved(EXPECTED, {EXPECTED: was}, {EXPECTED: now}, ("months",)),) if today and was != now else ()
