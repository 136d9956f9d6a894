"""A closed month beside today's figures: what was restated, what only went on, and why. Nothing is read or written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from generator import __version__
from generator.measure.comparison.values import same
from generator.measure.document import document
from generator.measure.measure import measure
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import DURATIONS, KpiTable
from generator.model.lock import RECORD, Change, Lock, rules_of
from generator.model.locked import as_then, changes, is_late_entry, later, repaired
from generator.model.month import DAY, Month
from generator.model.policy import Policy
from generator.model.reported import REPORTED, reported

__all__ = ["Moved", "Restatement", "Today", "repaired", "restate"]

EXPECTED = "expected"  # the range of the count, by the months before
#: What of a record decides whether it is in the month's figures; and by KPI what else of it can move them.
_COUNTS = frozenset({RECORD, "kind", "exclude_from_kpi", "started_at", "detected_at", "occurred_on"})
_TIMES = frozenset({"status", *MILESTONES, "detected_before_impact"})
_RESTS_ON: Mapping[str, frozenset[str]] = {
    "incident_rate": frozenset({"severity"}),
    **dict.fromkeys(DURATIONS, _TIMES),
    "response_target": _TIMES | {"severity"},
    "recurrence_rate": frozenset({"status", "resolved_at", "cause.fingerprint", "recurrence_of", "not_related"}),
}
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


class Today:
    """Today's figures and incidents, looked through once for all closed months.

    `table` is one of everything, `incidents` are all, as known at its `as_of`.
    """

    def __init__(self, table: KpiTable, incidents: Sequence[Incident], policy: Policy) -> None:
        self.policy = policy
        self.contracts = {name: contract.as_json() for name, contract in table.contracts.items()}
        self.by_id = {incident.id: incident for incident in incidents}
        self._figures = {row["month"]: row for row in document(table)["months"]}
        self._months: dict[ZoneInfo, dict[Month, list[Incident]]] = {}
        self._prints: defaultdict[str, list[Incident]] = defaultdict(list)
        self._repeats: defaultdict[str, list[Incident]] = defaultdict(list)
        for incident in incidents:
            self._prints[incident.family].append(incident)
            self._repeats[incident.recurrence_of or ""].append(incident)

    def figures(self, month: Month) -> Mapping[str, Any]:
        """Return a month's figures as the published JSON has them; nothing where it is not among them."""
        found: Mapping[str, Any] = self._figures.get(str(month), {})
        return found

    def of(self, month: Month, zone: ZoneInfo) -> list[Incident]:
        """Return the incidents that today belong to a month of a zone."""
        if zone not in self._months:
            months: defaultdict[Month, list[Incident]] = defaultdict(list)
            for one in self.by_id.values():
                if one.anchor is not None:
                    months[Month.of(one.anchor, zone)].append(one)
            self._months[zone] = months
        return self._months[zone].get(month, [])

    def then(self, lock: Lock) -> list[Incident]:
        """Return, as known at the closing, the incidents that the month's own figures rest on.

        Those of the month, and those near it that may be the same failure as one of them: nothing else counts for it.
        """
        zones = dict.fromkeys((lock.zone, self.policy.zone))  # two where the policy has another one now
        first = min(lock.month.start(zone) for zone in zones) - self.policy.recurrence_days * DAY
        held = {locked.id: locked for locked in lock.records}
        own = [one for zone in zones for one in self.of(lock.month, zone)]
        own += [self.by_id[name] for name in held if name in self.by_id]
        kin = {one.id: one for one in own}
        for one in own:
            family = self._prints[one.family] if one.family else ()
            earlier = (self.by_id[name] for name in [one.recurrence_of or ""] if name in self.by_id)
            others = (*family, *self._repeats[one.id], *earlier)
            kin |= {other.id: other for other in others if (other.resolved_at or lock.as_of) >= first}
        found = (as_then(lock, held[name], one) if name in held else one for name, one in kin.items())
        return [one for one in found if one is not None]


def restate(lock: Lock, today: Today, sums: Mapping[str, str] | None = None) -> Restatement:
    """Compare a closed month with today's figures and records.

    `sums` are the SHA-256 of the records' files by path, where prose-only changes are to be named. What figures say
    of the closing's instant by today's records tells a correction from the passing of time: time changes the past
    of no record, so what differs there was corrected.
    """
    by_id = today.by_id
    changed = _changed(lock, today)
    went_on = tuple(
        change for locked in lock.records if locked.id in by_id for change in later(lock, locked, by_id[locked.id])
    )
    rules = _rules(lock, today)
    now = today.figures(lock.month)
    moved: tuple[Moved, ...] = ()
    was = {kpi: told for kpi in REPORTED if (told := reported(lock.closing.figures, kpi))}
    if differing := [kpi for kpi, told in was.items() if _differs(told, reported(now, kpi))]:
        rows = document(measure(today.then(lock), today.policy, lock.as_of))["months"]
        then: Mapping[str, Any] = next((row for row in rows if row["month"] == str(lock.month)), {})
        blame = {kpi: _blame(kpi, lock, changed, rules) for kpi in differing}
        moved = tuple(_moved(kpi, was[kpi], reported(then, kpi), reported(now, kpi), blame[kpi]) for kpi in differing)
    touched = {change.id for change in (*changed, *went_on)}
    others = (one for one in lock.records if sums and one.id in by_id and one.id not in touched)
    edited = tuple(one.id for one in others if sums and sums.get(by_id[one.id].path, one.sha256) != one.sha256)
    return Restatement(lock, moved + _expected(lock, now), changed, went_on, rules, edited)


def _changed(lock: Lock, today: Today) -> tuple[Change, ...]:
    """Return the corrected facts of the month: of its records, of those that joined it and those that are gone."""
    found: list[Change] = []
    for locked in lock.records:
        if locked.id in today.by_id:
            found += changes(lock, locked, today.by_id[locked.id])
        elif not locked.excluded:
            found.append(Change(locked.id, RECORD, locked.path, None))
    held = {locked.id for locked in lock.records}
    late = (one for one in today.of(lock.month, lock.zone) if one.id not in held and is_late_entry(lock, one))
    return tuple(found + [Change(one.id, RECORD, None, one.path) for one in late])


def _rules(lock: Lock, today: Today) -> tuple[Change, ...]:
    """Return what of the contracts and of the policy is no longer as it was."""
    then, now = lock.closing.contracts, today.contracts
    found = [change for name in then if name in now for change in _differing(name, then[name], now[name])]
    return (*found, *_differing("", lock.closing.policy, rules_of(today.policy)))


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


def _differs(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether a figure is another; a duration of which there is no value then or now is none, nor are last digits.

    Another processor or library may end the same computation in another last digit; nobody restated that.
    """
    is_none = "n" in was and not was["n"] and not now.get("n")
    return not same(was, now) and not is_none


def _blame(kpi: str, lock: Lock, changed: Iterable[Change], rules: Iterable[Change]) -> tuple[str, ...]:
    """Return what a figure must have been restated by, where it was: what it rests on and is another now."""
    found = ["records"] if any(change.field in _COUNTS | _RESTS_ON[kpi] for change in changed) else []
    found += ["rules"] if any(_is_rule_of(kpi, lock, change) for change in rules) else []
    if found:
        return tuple(found)
    return ("others",) if lock.closing.version == __version__ else ("program", "others")


def _is_rule_of(kpi: str, lock: Lock, change: Change) -> bool:
    """Tell whether a changed rule can move a figure; a change of its clock is one of its own contract."""
    if change.id:
        return change.id == kpi
    if change.field.startswith("business_hours."):
        contract = lock.closing.contracts.get(kpi)
        return not isinstance(contract, Mapping) or contract.get("clock", "elapsed") != "elapsed"  # counts have none
    return kpi == "response_target" if change.field.startswith("response.") else True


def _moved(
    kpi: str, was: Mapping[str, Any], then: Mapping[str, Any], now: Mapping[str, Any], blame: tuple[str, ...]
) -> Moved:  # fmt: skip
    restated = () if same(was, then) else blame
    return Moved(kpi, was, now, restated if same(then, now) else (*restated, "later"))


def _expected(lock: Lock, now: Mapping[str, Any]) -> tuple[Moved, ...]:
    """Return the range that was expected of the count, where the months before have other counts now."""
    rows = (lock.closing.figures.get("incident_rate", {}), now.get("incident_rate", {}))
    if not all(EXPECTED in row for row in rows) or rows[0][EXPECTED] == rows[1][EXPECTED]:
        return ()
    return (Moved(EXPECTED, {EXPECTED: rows[0][EXPECTED]}, {EXPECTED: rows[1][EXPECTED]}, ("months",)),)
