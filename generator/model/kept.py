"""How often promises were kept: about incidents, drills and actions, each counted by state, never averaged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.incident import Action

#: The promises of the policy about an incident, named as in `promise.Promise`.
PROMISES = ("response", "update", "report")
#: The states of such a promise, those that a share rests on first; what they mean stands with `promise.State`.
STATES = ("met", "missed", "not_recorded", "unknown", "pending", "none")

#: The states of an action. The share rests on the first three: actions whose due day is over, and that it judges.
#: `not_recorded`: done, nobody wrote down when; `early`: done, its due day still to come; `pending`: open, not yet
#: due; `undated`: without a due date (open or done); `dropped`: given up, whatever its date.
ACTION_STATES = ("in_time", "late", "overdue", "not_recorded", "early", "pending", "undated", "dropped")

#: The states of a quarter's drills. `pending`: fewer than asked for, and the quarter is not over; `not_recorded`: the
#: quarter lies before the first drill on record, so nothing says that drills were written down at all.
QUARTER_STATES = ("met", "missed", "not_recorded", "pending", "none")


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise in one group: ids by state, and the share kept with Wilson's interval (None: none can be judged).

    `judged` counts the kept and the broken ones alone; what is not recorded, unknown or pending is in neither.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: int = 0
    judged: int = 0
    rate: float | None = None
    interval: tuple[float, float] | None = None

    def count(self, state: str) -> int:
        """Return how many have that state."""
        return len(self.ids.get(state, ()))

    @property
    def counted(self) -> int:
        """Return how many there are, in whatever state."""
        return sum(len(ids) for ids in self.ids.values())


@dataclass(frozen=True, slots=True)
class ToDone:
    """Days until actions were done: the median with the open ones censored (Kaplan-Meier), None while it is not yet
    reached. `outside` are those of which the records do not give the time (done without its day, dropped, no origin).
    """

    median_days: float | None = None
    done: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What was kept in a group: of a month and of a severity. None: of all; "": of those that have none.

    `kept` is by promise: `PROMISES` for incidents, "action" alone for actions, which have `to_done` too.
    """

    month: str | None = None
    severity: str | None = None
    kept: Mapping[str, Kept] = field(default_factory=dict)
    to_done: ToDone | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The same, counted anew for all, each severity, month, year (its groups name it as their month, oldest first) and
    each pair of month and severity that occurs.
    """

    total: Group = Group()
    by_severity: tuple[Group, ...] = ()
    by_month: tuple[Group, ...] = ()
    by_year: tuple[Group, ...] = ()
    by_month_and_severity: tuple[Group, ...] = ()


class Deed(NamedTuple):
    """An action with what follows from its origin: an incident, or a month's review (then `incident` is "").

    `since` is the first day on which it can have been agreed on: that of the incident's beginning, or of the review's
    meeting; None where the records do not tell. `age` is days since then, of an open action; `past_due` days past
    its due date, of an overdue one.
    """

    id: str  # INC-2026-014/A1, 2026-10/R1
    action: Action
    state: str  # of ACTION_STATES
    incident: str = ""
    month: str = ""  # of the incident, or of the review; "": the incident has none
    severity: str = ""  # "": a review's
    since: dt.date | None = None
    age: int | None = None
    past_due: int | None = None

    @property
    def due_month(self) -> str:
        """Return the month the action is due in, "" without a due date."""
        return f"{self.action.due:%Y-%m}" if self.action.due else ""


class Quarter(NamedTuple):
    """The drills held in a quarter such as 2026-Q4, and whether they are as many as the policy asks for."""

    name: str
    held: tuple[str, ...]
    state: str  # of QUARTER_STATES


@dataclass(frozen=True, slots=True)
class DrillsKept:
    """The quarters from the first record's to that of `as_of`, oldest first; `kept` holds their names.

    `undated` are drills of which no day is known: they are in no quarter.
    """

    asked: int = 0
    quarters: tuple[Quarter, ...] = ()
    kept: Kept = Kept()
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptPromises:
    """Every promise of a site as known at one instant. `ageing` are the open actions, the oldest first."""

    incidents: Breakdown = Breakdown()
    actions: Breakdown = Breakdown()
    actions_by_due_month: tuple[Group, ...] = ()
    ageing: tuple[Deed, ...] = ()
    deeds: Mapping[str, Deed] = field(default_factory=dict, repr=False)
    drills: DrillsKept = DrillsKept()
