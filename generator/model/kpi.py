"""KPI contracts and the figures they give. Durations are minutes, never rounded; None means "cannot be had"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.model.kept import Kept
from generator.model.mix import SeverityMix
from generator.model.month import Month

Interval = tuple[float, float]

DURATIONS = ("mttd", "mtta", "mttm", "mttr", "mrt")
KPIS = (*DURATIONS, "incident_rate", "recurrence_rate", "response_target")


class Contract(NamedTuple):
    """What a KPI counts: declared once, it computes the figure, is printed as JSON and stands beside the figure.

    `exclusions` are the reasons (codes) for which an incident of the month is not in the figure; `changed` names the
    keys in which the policy departs from the field's usual contract, whose `version` it then no longer is.
    """

    name: str
    statistic: str  # mean | count | share
    population: str
    month_of: str = "started_at"
    start: str | None = None  # milestones, for durations and the response target
    end: str | None = None
    clock: str | None = None  # elapsed | business | severity (each severity's own)
    window_days: int | None = None
    exclusions: tuple[str, ...] = ()
    version: int = 1
    changed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the contract with the keys of the published JSON."""
        row: dict[str, object] = {"from": self.start, "to": self.end, "statistic": self.statistic, "clock": self.clock}
        row |= {"month_of": self.month_of, "population": self.population, "window_days": self.window_days}
        row |= {"exclusions": list(self.exclusions), "version": self.version, "changed": list(self.changed)}
        return {key: value for key, value in row.items() if value is not None}


class Duration(NamedTuple):
    """One incident under one duration contract; `minutes` so far where it is open."""

    state: str  # closed | open | unknown
    minutes: float | None


class Fact(NamedTuple):
    """One counted incident as the figures see it at `as_of`: all they need, and nothing they do not."""

    id: str
    title: str
    severity: str
    services: tuple[str, ...]
    month: Month
    at: dt.datetime  # the instant that decides the month, UTC
    is_open: bool
    durations: Mapping[str, Duration]  # by KPI name
    response: str  # met | missed | pending | unknown | none (no target)
    window_elapsed: bool  # eligible for the recurrence rate
    recurred_by: tuple[str, ...]  # within the window after its resolution
    repeats: tuple[str, ...]  # the earlier incidents that this one repeats
    status: str = "resolved"
    started_at: dt.datetime | None = None  # UTC; None: not reached, or not known
    detected_at: dt.datetime | None = None
    acknowledged_at: dt.datetime | None = None
    mitigated_at: dt.datetime | None = None
    resolved_at: dt.datetime | None = None
    unknown: tuple[str, ...] = ()  # milestones nobody knows the time of
    update: str = "none"  # as response, and not_recorded: the timeline has no kinds
    report: str = "none"
    detection: str = ""  # a source of the policy; "": not recorded
    found_by: str = ""  # monitoring | users | staff; "": not recorded
    cause: str = "unknown"
    recovery: str = ""
    functions: tuple[str, ...] = ()
    users_affected: float | None = None  # share, 0..1
    period: str = "day_off"  # of the rota: when it was detected, or began where that is unknown; "": not known


@dataclass(frozen=True, slots=True)
class DurationFigure:
    """Statistics of the closed values of one month; `values` go with `ids`."""

    n: int = 0
    unknown: int = 0
    open: int = 0
    mean: float | None = None
    median: float | None = None
    p90: float | None = None
    mean_interval: Interval | None = None
    median_interval: Interval | None = None
    km_median: float | None = None
    ids: tuple[str, ...] = ()
    values: Sequence[float] = ()
    unknown_ids: tuple[str, ...] = ()
    open_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RateFigure:
    """Incidents begun in the month, with Garwood's interval and the range the months before let expect."""

    count: int
    interval: Interval
    per_30_days: float | None
    expected: tuple[int, int] | None
    verdict: str | None  # above | below | inside; None where nothing can be said yet
    ids: tuple[str, ...]
    by_severity: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """How many incidents were responded to in time; `rate` is met / (met + missed)."""

    met: int
    missed: int
    pending: int
    unknown: int
    rate: float | None
    interval: Interval | None
    met_ids: tuple[str, ...]
    missed_ids: tuple[str, ...]
    unknown_ids: tuple[str, ...]
    pending_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecurrenceFigure:
    """How many recovered incidents came back; `repeats` counts the month's incidents that repeat an earlier one."""

    eligible: int
    recurred: int
    rate: float | None
    interval: Interval | None
    repeats: int
    ids: tuple[str, ...]
    repeat_ids: tuple[str, ...]
    eligible_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A duration against the last earlier month that has any: see SPEC 4.

    `p_adjusted` is Holm's p among all durations of the month, `verdict_adjusted` what it supports: to be said
    where several comparisons stand together. `verdict` rests on the single p.
    """

    against: Month
    n: tuple[int, int]  # earlier, this
    ratio: float
    p: float
    visible_ratio: float | None
    verdict: str  # shorter | longer | consistent
    p_adjusted: float | None = None
    verdict_adjusted: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All KPIs of one month, or (month None) of the whole range."""

    month: Month | None
    provisional: bool
    exposure_days: float
    incident_rate: RateFigure
    durations: Mapping[str, DurationFigure]
    change: Mapping[str, Change | None]
    response_target: TargetFigure
    recurrence_rate: RecurrenceFigure
    severity_mix: SeverityMix | None = None
    kept: Mapping[str, Kept] = field(default_factory=dict)  # the promises about its incidents, by name


@dataclass(frozen=True, slots=True)
class Excluded:
    """A record that is in no figure, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class KpiTable:
    """The figures of every month, the total, and the facts they were computed from.

    Figures of facts that lie in files have no `facts`: of a million of them the numbers are enough.
    """

    as_of: dt.datetime
    zone: ZoneInfo
    read: int
    outside: int  # filtered away by service, severity or months
    excluded: tuple[Excluded, ...]
    contracts: Mapping[str, Contract]
    months: tuple[Figures, ...]
    total: Figures
    still_open: int  # of those counted
    facts: tuple[Fact, ...] = field(repr=False, default=())

    @property
    def counted(self) -> int:
        """Return how many incidents the figures rest on."""
        return self.total.incident_rate.count

    def of(self, month: Month) -> Figures | None:
        """Return the figures of one month, or None where it does not appear."""
        return next((figures for figures in self.months if figures.month == month), None)
