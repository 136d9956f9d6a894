"""`data/incidents.json`: every record as other programs may read it."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import Any

from generator.model.incident import MILESTONES, Action, Incident, Row
from generator.render.casebook import Casebook

SCHEMA = "furikaeri/incidents/1"
_BETWEEN = ",\n"
LIMIT = 1_000_000  # bytes of a file that a reader may have to load whole


def incidents_json(book: Casebook) -> bytes:
    """Return all incidents in order of time; instants in the policy's zone, durations in minutes."""
    return _document(book, [_written(book, incident) for incident in book.incidents])


def incident_files(book: Casebook) -> dict[str, bytes]:
    """Return `data/incidents.json`, whole while it is under a megabyte; past that it names the `parts` beside it.

    A part is a year, or a month where the year is too large, and a document of the same schema; what has no month
    stands in the part of its year that is called `unknown`. A month that is too large is several parts: `2026-07`,
    `2026-07-2` and on.
    """
    written = {incident.id: _written(book, incident) for incident in book.incidents}
    whole = _document(book, list(written.values()))
    if len(whole) <= LIMIT:
        return {"data/incidents.json": whole}
    years: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for incident in book.incidents:
        year = f"{book.year(incident):04d}"
        years[year][str(book.month(incident) or f"{year}-unknown")].append(written[incident.id])
    parts: dict[str, list[str]] = {}
    room = LIMIT - len(_document(book, []))
    for year, months in years.items():
        together = [record for records in months.values() for record in records]
        if len(_runs(together, room)) == 1:
            parts[year] = together
            continue
        for month, records in months.items():
            runs = _runs(records, room)
            parts |= {f"{month}-{number}" if number > 1 else month: run for number, run in enumerate(runs, start=1)}
    files = {f"data/incidents/{name}.json": _document(book, records) for name, records in parts.items()}
    listed = [{"url": f"data/incidents/{name}.json", "incidents": len(records)} for name, records in parts.items()]
    index = json.dumps({**_head(book), "parts": listed}, ensure_ascii=False, indent=1)
    return {"data/incidents.json": f"{index}\n".encode(), **files}


def _runs(records: list[str], room: int) -> list[list[str]]:
    """Return records in runs of at most so many bytes each, or of one record that is larger by itself."""
    runs: list[list[str]] = []
    left = 0
    for record in records:
        own = len(record.encode()) + len(_BETWEEN)
        left -= own
        if left < 0 or not runs:
            runs.append([])
            left = room - own
        runs[-1].append(record)
    return runs


def _document(book: Casebook, records: list[str]) -> bytes:
    """Return records that are written already as one document, a line for each: what changes is one line."""
    head = json.dumps(_head(book), ensure_ascii=False).removesuffix("}")
    lines = _BETWEEN.join(records)
    return f'{head}, "incidents": [\n{lines}\n]}}\n'.encode()


def _head(book: Casebook) -> dict[str, str | None]:
    return {"schema": SCHEMA, "as_of": _instant(book, book.as_of), "timezone": str(book.table.zone)}


def _written(book: Casebook, incident: Incident) -> str:
    return json.dumps(incident_document(book, incident), ensure_ascii=False)


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
