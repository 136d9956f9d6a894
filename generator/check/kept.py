"""Warnings on the records whose promises were not kept."""

from __future__ import annotations

import datetime as dt

from generator.check.promises import missed
from generator.check.rule import Report
from generator.check.rules.promises import REPORT_OVERDUE, RESPONSE_MISSED, UPDATE_OVERDUE
from generator.check.timeline import local_text
from generator.model.incident import Incident
from generator.model.policy import Policy
from generator.model.promise import Promise
from generator.model.words import BARE
from generator.read.record import Record

_RULES = {"response": RESPONSE_MISSED, "update": UPDATE_OVERDUE, "report": REPORT_OVERDUE}
_KEYS = {"response": "acknowledged_at", "update": "detected_at", "report": "report_at"}


def check_promises(record: Record, incident: Incident, policy: Policy, as_of: dt.datetime, report: Report) -> None:
    """Report each missed promise at the milestone that shows it. Drills and near misses promise nothing."""
    if incident.kind != "incident" or record.front is None:
        return
    for promise in missed(incident, policy, as_of):
        keys = (_KEYS[promise.name], "resolved_at" if promise.name == "report" else "detected_at", "id")
        where = next((node for key in keys if (node := record.front.key(key))), None)
        report.add(_RULES[promise.name], where, **_values(promise, incident, policy))


def _values(promise: Promise, incident: Incident, policy: Policy) -> dict[str, str]:
    values = {"severity": incident.severity, "due": local_text(promise.due, policy.zone) if promise.due else "—"}
    for name, at in (("gap_from", promise.start), ("gap_to", promise.end)):
        values[name] = local_text(at, policy.zone) if at else "—"
    for words in BARE:
        values[f"limit_{words.language}"] = words.duration(promise.limit)
        values[f"taken_{words.language}"] = words.duration(promise.taken)
    return values
