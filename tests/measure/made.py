"""Incidents made without a file, for tests of the figures alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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


@st.composite
def some_records(draw: st.DrawFn) -> list[Incident]:
    """Draw up to nine records of three months, with times left out or unknown, of every kind."""
    found = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        month = draw(st.integers(1, 3))
        texts = [f"{month:02d}-0{number} 1{hour}:00" for hour in range(5)]
        times = {
            short: draw(st.sampled_from(["unknown", text]))
            for short, text in zip(SHORT, texts, strict=True)
            if draw(st.booleans())
        }
        found.append(
            made(
                number,
                **times,
                status=draw(st.sampled_from(["open", "mitigated", "resolved"])),
                kind=draw(st.sampled_from(["incident", "incident", "drill", "near_miss"])),
                severity=draw(st.sampled_from(["P0", "P3"])),
                exclude_from_kpi=draw(st.sampled_from(["", "", "外部の障害"])),
                fingerprint=draw(st.sampled_from(["", "a"])),
            )
        )
    return found
