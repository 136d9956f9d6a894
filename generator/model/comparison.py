"""What differs between two states of the records, at one instant: facts about change, never a judgement.

A value is what the records or the published JSON hold: text, number, instant, date, list, map, None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from generator.model.incident import Incident
from generator.model.kpi import KpiTable
from generator.model.policy import Policy
from generator.model.promise import State

#: Why an incident stands otherwise in a figure. `names`: of `unusable` and `usable` the rule, of `excluded` and
#: `included` the reason, of `fields` and `policy` the keys that differ, of `records` the other incidents.
Cause = Literal["added", "removed", "unusable", "usable", "excluded", "included", "fields", "policy", "records"]
#: `broken`: it could be used before and no longer can; `mended`: the other way round.
RecordState = Literal["added", "removed", "changed", "broken", "mended"]


class Revision(NamedTuple):
    """A commit that was compared: by what name it was asked for, and whether it is where the two lines parted."""

    asked: str
    commit: str
    is_merge_base: bool = False


class Side(NamedTuple):
    """One state of the records: those that can be used, the policy, and the figures they give."""

    incidents: tuple[Incident, ...]
    policy: Policy
    policy_keys: Mapping[str, object]  # every key of the policy with what it says
    unusable: tuple[tuple[str, str], ...]  # (id or path, name of the first error)
    table: KpiTable


class Why(NamedTuple):
    """One cause."""

    cause: Cause
    names: tuple[str, ...] = ()


class FieldChange(NamedTuple):
    """A key of a record or of the policy; both None for prose, of which only that it differs is told."""

    field: str
    before: object
    after: object


class RecordChange(NamedTuple):
    """A record that differs; `rule` is the error of one that cannot be used on one side."""

    id: str
    state: RecordState
    title: str
    path: str  # after, of one that is gone before
    fields: tuple[FieldChange, ...] = ()
    rule: str = ""


class Seen(NamedTuple):
    """How an incident stands in a figure: in which of its lists, and with which minutes or severity."""

    roles: tuple[str, ...]
    value: float | str | None = None


class IdChange(NamedTuple):
    """An incident that entered a figure (`before` None), left it (`after` None), or stands in it otherwise."""

    id: str
    before: Seen | None
    after: Seen | None
    why: tuple[Why, ...]


class FigureChange(NamedTuple):
    """One figure of a month as printed before and after (None: not printed), and its keys that differ."""

    name: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    changed: tuple[str, ...]
    ids: tuple[IdChange, ...]


class MonthChange(NamedTuple):
    """A month (None: the whole range) whose figures differ; `values` are those of the month itself."""

    month: str | None
    is_before: bool  # whether the month appears
    is_after: bool
    values: tuple[FieldChange, ...]
    figures: tuple[FigureChange, ...]

    @property
    def follows(self) -> bool:
        """Tell whether no incident of the month stands otherwise: other months or the policy made the difference."""
        return not any(figure.ids for figure in self.figures)


class PromiseChange(NamedTuple):
    """A promise that is missed on one side only; a state is None where the record cannot be used or is not there."""

    id: str
    promise: Literal["response", "update", "report"]
    before: State | None
    after: State | None
    taken: tuple[float | None, float | None]  # minutes, before and after
    limit: tuple[float | None, float | None]
    why: tuple[Why, ...]

    @property
    def is_newly_missed(self) -> bool:
        """Tell on which side it is missed."""
        return self.after == "missed"


class RecurrenceChange(NamedTuple):
    """An incident that counts as a repeat of an earlier one on one side only."""

    id: str
    repeats: str
    is_found: bool  # after; else before
    why: tuple[Why, ...]


class ContractChange(NamedTuple):
    """A key of a KPI's contract that differs."""

    kpi: str
    key: str
    before: object
    after: object


class Comparison(NamedTuple):
    """Everything that differs between two sides, both as of one instant."""

    as_of: dt.datetime
    zone: ZoneInfo  # of the side after
    sides: tuple[Side, Side]
    records: tuple[RecordChange, ...]
    months: tuple[MonthChange, ...]
    total: MonthChange | None
    promises: tuple[PromiseChange, ...]
    recurrences: tuple[RecurrenceChange, ...]
    contracts: tuple[ContractChange, ...]
    policy: tuple[FieldChange, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs that could be compared, nor which records cannot be used."""
        differs = (self.records, self.months, self.total, self.promises, self.recurrences, self.contracts, self.policy)
        return not any(differs) and set(self.sides[0].unusable) == set(self.sides[1].unusable)
