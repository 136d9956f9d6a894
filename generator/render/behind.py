"""From a figure to the records behind it and to those left out, and from a record to the figures it is in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.kpi import DURATIONS, Excluded, Fact, Figures
from generator.model.month import Month


@dataclass(frozen=True, slots=True)
class Behind:
    """The ids that made a figure, and those left out by reason: together all records it could have been made of.

    A reason is a code of the contract's exclusions, or of `Excluded`. `minutes` are the values of a duration,
    `states` (met, missed, recurred, stayed) say what an incident is to a share.
    """

    kpi: str
    made: tuple[str, ...]
    left: tuple[tuple[str, tuple[str, ...]], ...] = ()
    minutes: Mapping[str, float] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def left_ids(self) -> tuple[str, ...]:
        """Return every id left out."""
        return tuple(name for _, ids in self.left for name in ids)

    def __len__(self) -> int:
        return len(self.made) + len(self.left_ids)


class Standing(NamedTuple):
    """What one incident is to one KPI: `reason` is "" where it is in the figure, else a code as in `Behind`."""

    kpi: str
    reason: str
    minutes: float | None = None
    state: str = ""


def behind(kpi: str, figures: Figures, facts: Mapping[str, Fact], excluded: Iterable[Excluded] = ()) -> Behind:
    """Return what is behind a KPI's figure; `excluded` are the records of the same month (or range) in no figure."""
    groups: dict[str, list[str]] = {}
    minutes: dict[str, float] = {}
    states: dict[str, str] = {}
    made = []
    for name in figures.incident_rate.ids:
        standing = standing_of(kpi, facts[name])
        if standing.reason:
            groups.setdefault(standing.reason, []).append(name)
            continue
        made.append(name)
        states |= {name: standing.state} if standing.state else {}
        minutes |= {name: standing.minutes} if standing.minutes is not None else {}
    for row in excluded:
        groups.setdefault(row.reason, []).append(row.id)
    return Behind(kpi, tuple(made), tuple((reason, tuple(ids)) for reason, ids in groups.items()), minutes, states)


def standing_of(kpi: str, fact: Fact) -> Standing:
    """Return what a counted incident is to a KPI."""
    if kpi in DURATIONS:
        duration = fact.durations[kpi]
        return Standing(kpi, "" if duration.state == "closed" else duration.state, duration.minutes)
    if kpi == "response_target":
        judged = fact.response in ("met", "missed")
        return Standing(kpi, "" if judged else fact.response, state=fact.response if judged else "")
    if kpi == "recurrence_rate":
        if fact.window_elapsed:
            return Standing(kpi, "", state="recurred" if fact.recurred_by else "stayed")
        return Standing(kpi, "open" if fact.is_open else "unknown" if fact.resolved_at is None else "window")
    return Standing(kpi, "")


@dataclass(frozen=True, slots=True)
class MonthOf:
    """How many records of one month are in a figure of a longer range, and how many are left out."""

    month: Month
    made: int
    left: int


def by_months(found: Behind, month_of: Mapping[str, Month | None]) -> tuple[tuple[MonthOf, ...], tuple[str, ...]]:
    """Return what is behind a figure month by month, newest first, and the ids that belong to no month."""
    counts: dict[Month, list[int]] = {}
    without = []
    for place, ids in enumerate((found.made, found.left_ids)):
        for name in ids:
            month = month_of.get(name)
            if month is None:
                without.append(name)
            else:
                counts.setdefault(month, [0, 0])[place] += 1
    return tuple(MonthOf(month, *counts[month]) for month in sorted(counts, reverse=True)), tuple(without)
