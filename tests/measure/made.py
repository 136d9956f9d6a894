"""Incidents made without a file, for tests of the figures alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.check.policy import read_policy
from generator.model.incident import MILESTONES, Incident
from generator.model.policy import Policy
from generator.read.records import read_policy as read_file

TOKYO = ZoneInfo("Asia/Tokyo")
POLICY: Policy = read_policy(read_file(Path("no such root")))[0]  # the defaults
SHORT = {"started": "started_at", "detected": "detected_at", "acked": "acknowledged_at"}
SHORT |= {"mitigated": "mitigated_at", "resolved": "resolved_at"}


def at(text: str) -> dt.datetime:
    """Return the UTC instant of `01-20 22:00` (2026, Tokyo), or of a whole ISO time."""
    moment = dt.datetime.fromisoformat(f"2026-{text}" if len(text) == len("01-20 22:00") else text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)).astimezone(dt.UTC)


def made(number: int, **values: Any) -> Incident:
    """Return an incident; `started`, `detected`, `acked`, `mitigated`, `resolved`: a time, or "unknown".

    It is resolved where `resolved` is given and open elsewhere, unless `status` says otherwise.
    """
    times = {SHORT[key]: values.pop(key) for key in SHORT if key in values}
    known = {
        key: text if isinstance(text, dt.datetime) else at(text) for key, text in times.items() if text != "unknown"
    }
    values.setdefault("status", "resolved" if "resolved_at" in times else "open")
    values.setdefault("anchor", known.get("started_at") or known.get("detected_at"))
    return Incident(
        **{"id": f"INC-2026-{number:03d}", "path": "", "title": "", "kind": "incident", "severity": "P1"}
        | known
        | {"unknown": frozenset(times) - frozenset(known)}
        | values
    )


def milestones(incident: Incident) -> dict[str, dt.datetime]:
    """Return the known milestones of an incident."""
    return {name: moment for name in MILESTONES if (moment := incident.at(name)) is not None}
