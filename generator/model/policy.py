"""The policy: severities, clocks and promises of the team that writes the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from generator.model.memory import NOTHING

Language = Literal["ja", "en"]
Text = Mapping[str, str]  # language -> wording


class BusinessHours(NamedTuple):
    """When a business minute counts: `[opens, closes)` on `days` (Monday is 0) that are no holiday."""

    days: frozenset[int]
    opens: dt.time
    closes: dt.time
    holidays: str  # "JP", or "" for none
    closed: frozenset[str]  # further days off: `YYYY-MM-DD`, or `MM-DD` for every year
    zone: ZoneInfo

    @property
    def day_minutes(self) -> int:
        """Return the minutes of one business day."""
        return (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute


class Target(NamedTuple):
    """A response target: at most `minutes` on the `elapsed` or the `business` clock, inclusive."""

    minutes: float
    clock: Literal["elapsed", "business"]


class Severity(NamedTuple):
    """One level of the policy; `rank` 0 is the gravest."""

    name: str
    rank: int
    label: Text
    definition: Text
    scope: Text
    escalation: Text
    response: Target | None
    channels: tuple[str, ...]  # communication channels this severity needs
    escalate_to: str = ""  # the step of the ladder that must be told, at least; "": none is promised


class ImpactRule(NamedTuple):
    """The rule that proposes a severity from the impact; each level names a severity of the policy."""

    everyone: float  # a larger share of users than this is the gravest level
    many: float
    everyone_severity: str
    business_severity: str
    data_loss_severity: str
    many_severity: str
    else_severity: str


class Communication(NamedTuple):
    """What is promised while an incident lasts and after it."""

    update_minutes: float
    update_severities: frozenset[str]
    report_hours: float | None  # None: no final report is promised


class Source(NamedTuple):
    """A way incidents are detected: `method` automatic or manual; `by` monitoring, users or staff."""

    name: str
    label: Text
    method: str
    by: str


class Named(NamedTuple):
    """A name with its wording in each language: a cause, a recovery strategy."""

    name: str
    label: Text


class Step(NamedTuple):
    """One level of the escalation ladder, or one outside contact."""

    name: str
    label: Text
    contact: str = ""


#: What an instant is to the rota, by its day in the policy's zone: the three make up every month without a rest.
PERIODS = ("business_hours", "weeknight", "day_off")


class Duty(NamedTuple):
    """One line of the on-call rota: when, and who; `period` is one of `PERIODS`, "" where nothing is counted by it."""

    when: Text
    who: Text
    period: str = ""


#: What a minute of impact counts by default where outages are weighted by severity.
WEIGHTS: Mapping[str, float] = {"P0": 1.0, "P1": 1.0, "P2": 0.5, "P3": 0.0}


class Availability(NamedTuple):
    """The availability promised for every calendar month, and what of an outage counts against it.

    `partial`: full (every minute counts 1), users_affected (the share of users hit, 1 where it is unknown) or severity
    (`weights`, 1 for a severity without one). An outage lasts `until` resolved or mitigated.
    """

    target: float  # share of the month's minutes, 0..1
    partial: Literal["full", "users_affected", "severity"] = "full"
    until: Literal["resolved", "mitigated"] = "resolved"
    weights: Mapping[str, float] = WEIGHTS


class Service(NamedTuple):
    """A service with its wording in each language; without `availability` nothing is promised."""

    name: str
    label: Text
    availability: Availability | None = None


class Requirement(NamedTuple):
    """Sections (by key) and fields a record needs once it has one of `statuses`, kinds and severities."""

    sections: tuple[str, ...]
    fields: tuple[str, ...]
    kinds: frozenset[str]
    statuses: frozenset[str]
    severities: frozenset[str]  # empty: all
    milestones: tuple[str, ...] = ()  # those a record should have: their absence is a warning


class Span(NamedTuple):
    """What a duration KPI measures: the time between two milestones of an incident, on one clock."""

    start: str
    end: str
    clock: Literal["elapsed", "business"] = "elapsed"
    changed: tuple[str, ...] = ()  # the keys (from, to, clock) in which the policy departs from the default


#: The duration KPIs as the field defines them; the packaged default policy says the same, and a test holds it to that.
SPANS = {
    "mttd": Span("started_at", "detected_at"),
    "mtta": Span("detected_at", "acknowledged_at"),
    "mttm": Span("started_at", "mitigated_at"),
    "mttr": Span("started_at", "resolved_at"),
    "mrt": Span("detected_at", "resolved_at"),
}


class Policy(NamedTuple):
    """Everything the team has decided; the defaults come from the source document."""

    zone: ZoneInfo
    locale: Language
    business_hours: BusinessHours
    severities: Mapping[str, Severity]
    impact_rule: ImpactRule
    communication: Communication
    oncall: tuple[Duty, ...]
    escalation: tuple[Step, ...]
    contacts: tuple[Step, ...]
    detection_sources: Mapping[str, Source]
    cause_categories: Mapping[str, Named]
    recovery_strategies: Mapping[str, Named]
    services: Mapping[str, Service]  # empty: any service may be named
    recurrence_days: int
    drills_per_quarter: int
    requirements: tuple[Requirement, ...]
    notes: Text = NOTHING  # the editors' own word on how records are judged
    ignore: Mapping[str, str] = NOTHING  # rule name -> reason
    contracts: Mapping[str, Span] = SPANS  # duration KPI -> what it measures here
    review_business_day: int = 0  # of the following month, on which a month is reviewed; 0: no day is promised

    def severity_rank(self, name: str) -> int:
        """Return the rank of a severity; an unknown one sorts last."""
        found = self.severities.get(name)
        return found.rank if found else len(self.severities)
