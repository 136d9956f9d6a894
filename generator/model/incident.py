"""An incident is what is true; only `check` makes one from what a file says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from generator.model.memory import NOTHING

MILESTONES = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")

Kind = Literal["incident", "drill", "near_miss"]
Status = Literal["open", "mitigated", "resolved", "reviewed"]

#: The kinds a timeline row may have; the first group are milestones by another name.
ROW_KINDS = (
    *("detected", "acknowledged", "mitigated", "resolved"),
    *("update", "notified", "investigation", "action", "note"),
)


class Impact(NamedTuple):
    """Who was hit and how; None is "not known"."""

    users_affected: float | None = None  # share, 0..1
    business: str | None = None  # high | medium | low
    data_loss: bool | None = None
    functions: tuple[str, ...] = ()


class Action(NamedTuple):
    """A piece of work that came out of an incident or of a month's review."""

    id: str
    title: str
    kind: str  # prevent | detect | mitigate | process
    status: str  # open | in_progress | done | dropped
    owner: str = ""
    due: dt.date | None = None
    done_at: dt.date | None = None
    tracker: str = ""
    evidence: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something."""
        return self.status in ("open", "in_progress")

    def overdue_on(self, day: dt.date) -> bool:
        """Tell whether the action should have been done before `day`."""
        return self.is_open and self.due is not None and self.due < day


class Row(NamedTuple):
    """One row of the timeline; `at` is in UTC, or None where only `day` is known."""

    at: dt.datetime | None
    day: dt.date
    kind: str  # of ROW_KINDS; "" without the Kind column
    event: str
    who: str


class Section(NamedTuple):
    """A level-2 section of the body; `key` names the known ones in any language, "" the others."""

    key: str
    heading: str
    text: str


class Incident(NamedTuple):
    """One incident, drill or near miss. Every instant is in UTC.

    A milestone that is None was not reached yet, or nobody knows when: then it is in `unknown`.
    """

    id: str
    path: str
    title: str
    kind: Kind
    severity: str
    status: Status
    started_at: dt.datetime | None = None
    detected_at: dt.datetime | None = None
    acknowledged_at: dt.datetime | None = None
    mitigated_at: dt.datetime | None = None
    resolved_at: dt.datetime | None = None
    report_at: dt.datetime | None = None
    unknown: frozenset[str] = frozenset()
    occurred_on: dt.date | None = None  # the day, where neither start nor detection is known
    anchor: dt.datetime | None = None  # the instant that decides the month; None: no month
    severity_reason: str = ""
    services: tuple[str, ...] = ()
    detected_before_impact: bool = False
    detection: str | None = None
    impact: Impact = Impact()
    team: str = ""
    escalated_to: tuple[str, ...] = ()
    recovery: str | None = None
    cause: str = "unknown"
    cause_summary: str = ""
    fingerprint: str = ""
    recurrence_of: str | None = None
    not_related: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    communication: Mapping[str, str] = NOTHING  # channel -> "yes", "no" or its name
    visibility: str = "internal"
    exclude_from_kpi: str = ""
    sources: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def slug(self) -> str:
        """Return the last part of the incident's address for ever."""
        return self.id.lower()

    @property
    def is_open(self) -> bool:
        """Tell whether normal operation has not returned."""
        return self.status in ("open", "mitigated")

    @property
    def family(self) -> str:
        """Return what stands for the fingerprint: the same failure, however its case and spaces are written."""
        return self.fingerprint.strip().casefold()

    @property
    def not_known(self) -> tuple[str, ...]:
        """Return the milestones nobody knows the time of, in their order."""
        return tuple(name for name in MILESTONES if name in self.unknown)

    def at(self, milestone: str) -> dt.datetime | None:
        """Return the instant of one of `MILESTONES`, or None."""
        value: dt.datetime | None = getattr(self, milestone)
        return value


class Review(NamedTuple):
    """A month's human note, `incidents/reviews/<YYYY-MM>.md`."""

    month: str
    path: str
    held_on: dt.date | None = None
    facilitator_role: str = ""
    decisions: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    sections: tuple[Section, ...] = ()
    text: str = ""
