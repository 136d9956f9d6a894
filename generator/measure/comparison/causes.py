"""Why an incident stands otherwise: its record, the policy, or the records of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.model.comparison import Cause, FieldChange, RecordChange, Side, Why
from generator.model.kpi import Fact, KpiTable

_DATING = frozenset({"started_at", "detected_at", "occurred_on"})
_PERIOD = frozenset({"status", "detected_before_impact"})
_KINSHIP = frozenset({"cause.fingerprint", "recurrence_of", "not_related", "resolved_at"}) | _DATING
#: Keys of a record that a figure or promise rests on; of a duration and the response target also those of its contract.
_FIELDS = {
    "incident_rate": _DATING | {"severity"},
    "severity_mix": _DATING | {"severity"},
    "response_target": _PERIOD | {"severity", "detected_at", "acknowledged_at"},
    "recurrence_rate": _KINSHIP | {"status"},
    "response": _PERIOD | {"kind", "severity", "detected_at", "acknowledged_at"},
    "update": {"kind", "status", "severity", "detected_at", "resolved_at", "timeline"},
    "report": {"kind", "status", "resolved_at", "report_at"},
}
#: Keys of the policy that no figure rests on, and those that only some do; any other may move every figure.
_WORDING = frozenset({
    "locale", "notes", "oncall", "escalation", "contacts", "detection_sources", "cause_categories",
    "recovery_strategies", "services", "requirements", "ignore", "drills", "impact_rule",
})  # fmt: skip
_ONLY = {
    "recurrence": {"recurrence_rate"},
    "communication.update_minutes": {"update"},
    "communication.update_severities": {"update"},
    "communication.report_hours": {"report"},
}
_TARGET = frozenset({"response_target", "response"})  # what rests on the response target of a severity
_GONE: dict[str, tuple[Cause, Cause]] = {"unusable": ("unusable", "usable"), "excluded": ("excluded", "included")}


class Causes:
    """Answers for two sides why an incident stands otherwise in a figure, or a promise is kept otherwise."""

    def __init__(
        self, before: Side, after: Side, records: tuple[RecordChange, ...], policy: tuple[FieldChange, ...]
    ) -> None:
        self._states = tuple(_states(side) for side in (before, after))
        self._facts = tuple(_facts(side.table) for side in (before, after))
        self._contracts = tuple(side.table.contracts for side in (before, after))
        self._severities = _severities(before, after)
        self._fields = {record.id: tuple(field.field for field in record.fields) for record in records}
        self._policy = tuple(field.field for field in policy)

    def of(self, id_: str, name: str) -> tuple[Why, ...]:
        """Return the causes, the nearest first; none where nothing that is known of explains it."""
        if gone := self._presence(id_, in_figure=name not in ("response", "update", "report")):
            return (gone,)
        fields = self._fields.get(id_, ())
        nearest = tuple(field for field in fields if field in self._relevant(id_, name))
        keys = tuple(key for key in self._policy if self._rests_on(id_, name, key))
        found = [Why("fields", nearest)] if nearest else []
        found += [Why("policy", keys)] if keys else []
        if name == "recurrence_rate" and (kin := self._kin(id_)):
            found.append(Why("records", kin))
        return tuple(found) or ((Why("fields", fields),) if fields else ())

    def _presence(self, id_: str, *, in_figure: bool) -> Why | None:
        """Return why an incident is on one side only; a promise is also made about one that no figure counts."""
        old, new = (states.get(id_, ("absent", "")) for states in self._states)
        if not in_figure:
            old, new = (("counted", "") if state[0] == "excluded" else state for state in (old, new))
        if old[0] == new[0]:
            return None
        if "absent" in (old[0], new[0]):
            return Why("added" if old[0] == "absent" else "removed")
        for state, (left, came) in _GONE.items():
            if new[0] == state:
                return Why(left, (new[1],))
            if old[0] == state:
                return Why(came, (old[1],))
        return None

    def _relevant(self, id_: str, name: str) -> frozenset[str] | set[str]:
        keys = set(_FIELDS.get(name, ()))
        if name not in ("response", "update", "report", "incident_rate", "severity_mix", "recurrence_rate"):
            keys |= _PERIOD
            for contracts in self._contracts:
                contract = contracts.get(name)
                keys |= {str(contract.as_json().get(end)) for end in ("from", "to")} if contract else set()
        months = {fact.month for facts in self._facts if (fact := facts.get(id_))}
        return keys | _DATING if len(months) > 1 else keys

    def _rests_on(self, id_: str, name: str, key: str) -> bool:
        """Tell whether a key of the policy decides how an incident stands in a figure, or a promise is kept."""
        top, _, below = key.partition(".")
        if top == "severities":  # what a severity is called decides nothing, nor does the target of another one
            targets = tuple(f"{severity}.response" for severity in self._severities.get(id_, ()))
            return name in _TARGET and below.startswith(targets)
        if top == "contracts":
            return below.startswith(f"{name}.")
        if top == "business_hours":
            clocks = {contracts[name].clock for contracts in self._contracts if name in contracts}
            return name in _TARGET or "business" in clocks
        return top not in _WORDING and name in (_ONLY.get(top) or _ONLY.get(key) or {name})

    def _kin(self, id_: str) -> tuple[str, ...]:
        """Return the incidents that it is related to on one side only, or that are themselves not as they were."""
        old, new = (_related(facts.get(id_)) for facts in self._facts)
        return tuple(sorted((old ^ new) | {other for other in old & new if self._is_otherwise(other)}))

    def _is_otherwise(self, id_: str) -> bool:
        """Tell whether an incident is on one side only, or differs in what makes it a recurrence."""
        differs = any(field in self._relevant(id_, "recurrence_rate") for field in self._fields.get(id_, ()))
        return differs or self._presence(id_, in_figure=True) is not None


def _states(side: Side) -> Mapping[str, tuple[str, str]]:
    """Return, by id, whether a record is counted, excluded or unusable, and by what."""
    states = {row.id: ("excluded", row.reason) for row in side.table.excluded}
    states |= {fact.id: ("counted", "") for fact in side.table.facts}
    return states | {name: ("unusable", rule) for name, rule in side.unusable}


def _severities(*sides: Side) -> Mapping[str, set[str]]:
    """Return, by id, the severity of an incident on each side."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for side in sides:
        for incident in side.incidents:
            found[incident.id].add(incident.severity)
    return found


def _facts(table: KpiTable) -> Mapping[str, Fact]:
    return {fact.id: fact for fact in table.facts}


def _related(fact: Fact | None) -> set[str]:
    return set() if fact is None else {*fact.recurred_by, *fact.repeats}
