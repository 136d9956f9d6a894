"""A record that is about to be written, and the alerts it may come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.incident import Kind, Status

MOST_MARKS = 32  # of one group of alerts: enough to know it again


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of a monitoring system; instants are in UTC, to the second."""

    name: str
    firing: bool
    starts_at: dt.datetime
    ends_at: dt.datetime | None  # None while it fires, or where nobody says
    fingerprint: str
    labels: Mapping[str, str]

    @property
    def mark(self) -> str:
        """Return what tells this firing of the alert from every other."""
        return f"{self.fingerprint}@{self.starts_at.timestamp():.0f}"


@dataclass(frozen=True, slots=True)
class AlertGroup:
    """Alerts that were sent together, earliest first; every text is one line without control characters."""

    key: str  # 16 hexadecimal digits: the same for every message about the same group
    firing: bool
    alerts: tuple[Alert, ...]
    labels: Mapping[str, str]  # common to all
    summary: str
    description: str
    links: tuple[tuple[str, str], ...]  # (web address, what it is: alert, alertmanager, runbook or dashboard)
    left_out: int = 0  # alerts that the sender cut off

    @property
    def detected_at(self) -> dt.datetime:
        """Return when the first of them fired."""
        return self.alerts[0].starts_at

    @property
    def ended_at(self) -> dt.datetime | None:
        """Return when the last of them ended; None while one fires, or where that is not known."""
        ends = [alert.ends_at for alert in self.alerts if not alert.firing and alert.ends_at is not None]
        return max(ends) if len(ends) == len(self.alerts) else None

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the marks of the earliest alerts."""
        return tuple(alert.mark for alert in self.alerts[:MOST_MARKS])


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a new record says. `milestones`: None is "nobody knows"; what is absent was not reached yet."""

    title: str
    kind: Kind
    severity: str
    status: Status
    severity_reason: str = ""
    undecided: bool = False  # the known impact allows further, slighter severities
    services: tuple[str, ...] = ()
    milestones: Mapping[str, dt.datetime | None] = field(default_factory=dict)
    detection: str = ""
    users_affected: str = "unknown"  # as a record writes it: 35%, 0.35, unknown
    business: str = "unknown"
    data_loss: str = "unknown"
    functions: tuple[str, ...] = ()
    team: str = ""
    group: AlertGroup | None = None

    @property
    def began(self) -> dt.datetime | None:
        """Return the instant that decides the record's year: the start, else the detection."""
        return self.milestones.get("started_at") or self.milestones.get("detected_at")
