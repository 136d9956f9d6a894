"""`data/incidents.json`: every record as other programs may read it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from generator.model.incident import MILESTONES, Action, Incident, Row
from generator.render.casebook import Casebook

SCHEMA = "furikaeri/incidents/1"


def incidents_json(book: Casebook) -> bytes:
    """Return all incidents in order of time; instants in the policy's zone, durations in minutes."""
    document = {
        "schema": SCHEMA,
        "as_of": _instant(book, book.as_of),
        "timezone": str(book.table.zone),
        "incidents": [incident_document(book, incident) for incident in book.incidents],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def incident_document(book: Casebook, incident: Incident) -> dict[str, Any]:
    """Return one record; what is not known is null."""
    times = {name: _instant(book, incident.at(name)) for name in MILESTONES}
    impact = incident.impact
    return {
        "id": incident.id,
        "url": f"incidents/{incident.slug}/",
        "path": incident.path,
        "title": incident.title,
        "kind": incident.kind,
        "severity": incident.severity,
        "severity_reason": incident.severity_reason,
        "status": incident.status,
        "services": incident.services,
        **times,
        "report_at": _instant(book, incident.report_at),
        "unknown": sorted(incident.unknown),
        "occurred_on": _day(incident.occurred_on),
        "month": str(book.month(incident) or "") or None,
        "detection": incident.detection,
        "detected_before_impact": incident.detected_before_impact,
        "impact": {
            "users_affected": impact.users_affected,
            "business": impact.business,
            "data_loss": impact.data_loss,
            "functions": impact.functions,
        },
        "response": {
            "team": incident.team,
            "escalated_to": incident.escalated_to,
            "recovery": incident.recovery,
        },
        "cause": {
            "category": incident.cause,
            "summary": incident.cause_summary,
            "fingerprint": incident.fingerprint,
        },
        "recurrence_of": incident.recurrence_of,
        "related": incident.related,
        "not_related": incident.not_related,
        "actions": [_action(action) for action in incident.actions],
        "communication": dict(incident.communication),
        "visibility": incident.visibility,
        "exclude_from_kpi": incident.exclude_from_kpi or None,
        "sources": incident.sources,
        "timeline": [_row(book, row) for row in incident.rows],
        **_measured(book, incident),
    }


def _measured(book: Casebook, incident: Incident) -> dict[str, Any]:
    """Return what the figures make of an incident; nulls where it is in none."""
    fact = book.facts.get(incident.id)
    promises = book.inputs.promises.get(incident.id, ())
    return {
        "durations": {n: {"state": d.state, "minutes": d.minutes} for n, d in fact.durations.items()} if fact else None,
        "response_target": fact.response if fact else None,
        "promises": {promise.name: promise.state for promise in promises},
        "repeats": fact.repeats if fact else None,
        "recurred_by": fact.recurred_by if fact else None,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "title": action.title,
        "kind": action.kind,
        "status": action.status,
        "owner": action.owner,
        "due": _day(action.due),
        "done_at": _day(action.done_at),
        "tracker": action.tracker,
        "evidence": action.evidence,
    }


def _row(book: Casebook, row: Row) -> dict[str, Any]:
    return {
        "at": _instant(book, row.at),
        "day": row.day.isoformat(),
        "kind": row.kind,
        "event": row.event,
        "who": row.who,
    }


def _instant(book: Casebook, moment: dt.datetime | None) -> str | None:
    return moment.astimezone(book.table.zone).isoformat() if moment else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
