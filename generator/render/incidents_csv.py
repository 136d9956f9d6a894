"""`data/incidents.csv`: one row for each record, for people with a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.measure.csv_text import BOM, csv_text
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import DURATIONS
from generator.render.casebook import Casebook
from generator.render.data import incident_document

_PROMISES = ("response", "update", "report")
_COLUMNS = (
    *("id", "url", "path", "title", "kind", "severity", "severity_reason", "status", "services", "month"),
    *(*MILESTONES, "report_at", "unknown", "occurred_on", "detection", "detected_before_impact"),
    *(f"{kpi}_{what}" for kpi in DURATIONS for what in ("minutes", "state")),
    *("response_target", *(f"promise_{name}" for name in _PROMISES)),
    *("users_affected", "business", "data_loss", "functions", "team", "escalated_to", "recovery"),
    *("cause", "cause_summary", "fingerprint", "recurrence_of", "repeats", "recurred_by", "related", "not_related"),
    *("actions", "actions_open", "actions_overdue", "communication", "visibility", "exclude_from_kpi", "sources"),
)


def incidents_csv(book: Casebook) -> bytes:
    """Return the records of `data/incidents.json` in its order, without timelines and the actions' texts.

    With a byte order mark: titles are Japanese, and Excel opens a file without one in the code page of the machine.
    Programs that stumble over it have the JSON.
    """
    rows = [_row(book, incident) for incident in book.incidents]
    return (BOM + csv_text(_COLUMNS, rows)).encode()


def _row(book: Casebook, incident: Incident) -> dict[str, Any]:
    """Flatten what the JSON says of a record; a minute so far of an open incident has the state `open` beside it."""
    whole = incident_document(book, incident)
    durations = whole["durations"] or {}
    row: dict[str, Any] = whole | whole["impact"] | whole["response"]
    row |= {"cause": whole["cause"]["category"], "cause_summary": whole["cause"]["summary"]}
    row |= {"fingerprint": whole["cause"]["fingerprint"]}
    for kpi in DURATIONS:
        row |= {f"{kpi}_{what}": durations.get(kpi, {}).get(what) for what in ("minutes", "state")}
    row |= {f"promise_{name}": whole["promises"].get(name) for name in _PROMISES}
    row |= {"actions": len(incident.actions), "actions_open": sum(action.is_open for action in incident.actions)}
    row |= {"actions_overdue": sum(action.overdue_on(book.today) for action in incident.actions)}
    return row | {"communication": _pairs(whole["communication"])}


def _pairs(named: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}: {value}" for name, value in named.items())
