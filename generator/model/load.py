"""Load and harm: what incidents took from users and from those on call. Minutes, never rounded; None: cannot be had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.kpi import DurationFigure, Interval
from generator.model.month import Month
from generator.model.policy import Availability

#: Where the time of an incident goes, each named after the milestone that ends it.
PHASES = ("detect", "acknowledge", "mitigate", "restore")
#: What incidents are broken down by.
FAMILIES = ("found_by", "cause", "recovery", "function")


class LeftOut(NamedTuple):
    """An incident that a figure cannot use: it is still `open`, or the time of `milestones` is `unknown`."""

    id: str
    reason: str  # open | unknown
    milestones: tuple[str, ...] = ()


class Impact(NamedTuple):
    """Minutes in which a service was hit by at least one incident, in one month or (month None) in several.

    `ids` are the incidents that reach into it, those in `open_ids` counted up to `as_of`. Who is left out stands in the
    month the incident belongs to.
    """

    month: Month | None
    minutes: float = 0.0
    ids: tuple[str, ...] = ()
    open_ids: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Tell whether there are incidents, but of none anybody knows the times: `minutes` say nothing then."""
        return bool(self.left_out) and not self.ids


class Budget(NamedTuple):
    """A month against the promise: `spent` of the `budget` minutes that the target leaves of the `observed` ones."""

    month: Month
    is_running: bool  # then `observed` is the part of the month that has passed
    observed: float
    spent: float  # impact minutes, weighted as promised: at each instant the largest weight counts
    budget: float
    used: float | None  # spent / budget, above 1 where overspent; None where the target leaves none, or is_unknown
    availability: float | None  # None where no minute has passed, or is_unknown
    ids: tuple[str, ...] = ()
    open_ids: tuple[str, ...] = ()
    full_ids: tuple[str, ...] = ()  # counted in full, since the share or weight to count them by is not known
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Tell whether there are incidents, but of none anybody knows the times: `spent` says nothing then."""
        return bool(self.left_out) and not self.ids


class ServiceLoad(NamedTuple):
    """A service over the whole range: months that anything reaches into, and every month against a promise."""

    name: str
    months: tuple[Impact, ...]  # oldest first; a month that is not there has no impact and nobody left out
    total: Impact
    year: Impact  # the last 12 months of the range, the running one included
    promise: Availability | None = None
    budgets: tuple[Budget, ...] = ()  # every month of the range, oldest first; empty without a promise


class PhaseFigure(NamedTuple):
    """Where the time of the incidents went whose five milestones are all known."""

    month: Month | None
    minutes: Mapping[str, float]  # by phase
    ids: tuple[str, ...] = ()
    longest: str = ""  # the incident with most minutes
    longest_minutes: float = 0.0
    left_out: tuple[LeftOut, ...] = ()

    @property
    def total(self) -> float:
        """Return the minutes of all phases."""
        return sum(self.minutes.values())

    def share(self, phase: str) -> float | None:
        """Return the phase's share in the total, None where there is no minute to share."""
        return self.minutes[phase] / self.total if self.total else None

    def saved(self, phase: str) -> float:
        """Return the minutes that half the phase would have saved."""
        return self.minutes[phase] / 2


class PeriodFigure(NamedTuple):
    """Incidents noticed (begun, where that is unknown) in one kind of hours of the rota."""

    period: str  # of PERIODS
    hours: float  # of the range that lie in it
    n: int
    per_100_hours: float | None
    interval: Interval | None  # Garwood, per 100 hours
    by_severity: Mapping[str, int]
    ids: tuple[str, ...]


class Apart(NamedTuple):
    """Two kinds of hours whose rates differ: the exact conditional test, adjusted by Holm for all pairs."""

    higher: str
    lower: str
    p: float


class Periods(NamedTuple):
    """The kinds of hours in their order; `apart` are the pairs of which a test at 5 % says that they differ.

    Of those in `not_known` no more than the day is known: they are in no row.
    """

    month: Month | None
    rows: tuple[PeriodFigure, ...]
    apart: tuple[Apart, ...] = ()
    not_known: tuple[str, ...] = ()


class Portion(NamedTuple):
    """The incidents that share a value, with their times by the contracts."""

    name: str
    n: int
    share: float  # of the incidents for which it is recorded
    interval: Interval | None  # Wilson
    mttd: DurationFigure
    mttr: DurationFigure
    ids: tuple[str, ...]


class Breakdown(NamedTuple):
    """Incidents by one of `FAMILIES`, the most frequent value first; one may have several functions."""

    family: str
    recorded: int
    portions: tuple[Portion, ...]
    not_recorded: tuple[str, ...]


NO_PHASES = PhaseFigure(None, dict.fromkeys(PHASES, 0.0))
NO_PERIODS = Periods(None, ())


@dataclass(frozen=True, slots=True)
class Load:
    """All of it, over the months of a table of figures."""

    as_of: dt.datetime | None = None
    months: tuple[Month, ...] = ()
    phases: PhaseFigure = NO_PHASES
    phases_by_month: tuple[PhaseFigure, ...] = ()
    phases_by_year: Mapping[int, PhaseFigure] = field(default_factory=dict)
    periods: Periods = NO_PERIODS
    periods_of_year: Periods = NO_PERIODS  # the last 12 months of the range
    periods_by_month: tuple[Periods, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    services: Mapping[str, ServiceLoad] = field(default_factory=dict)
    no_service: tuple[str, ...] = ()  # incidents that name none
