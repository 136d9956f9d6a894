"""The data-quality ledger: what is known of each month's records, what was left out, and what was repaired later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.model.kpi import Excluded
from generator.model.month import Month


class Stone(NamedTuple):
    """How many incidents have a milestone's time; `unknown` is nobody's knowledge, `pending` is not reached yet."""

    known: int
    unknown: int
    pending: int
    unknown_ids: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """Return the share known of those that have reached it, or None where none has."""
        reached = self.known + self.unknown
        return self.known / reached if reached else None


class Repair(NamedTuple):
    """A record that was changed after its month had been closed, and in which fields."""

    id: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One month (or months together, `month` None): its counted incidents and the records left out.

    `stones` is by milestone; `not_recorded_ids`, by promise (update, report), are the incidents whose record cannot
    show whether it was kept; `states` counts how those promises stand, in the words of `Promise`.
    """

    month: Month | None
    incidents: int
    stones: Mapping[str, Stone]
    states: Mapping[str, Mapping[str, int]]
    not_recorded_ids: Mapping[str, tuple[str, ...]]
    excluded: tuple[Excluded, ...] = ()
    repaired: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """All months, oldest first, and together; `without_month` are records that belong to none."""

    months: tuple[Entry, ...]
    total: Entry
    without_month: tuple[Excluded, ...] = ()

    def of(self, month: Month) -> Entry | None:
        """Return the entry of one month, or None where it does not appear."""
        return next((entry for entry in self.months if entry.month == month), None)


def by_year(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Return the entries of each year together, the newest year first; their `month` is None."""
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.month:
            years.setdefault(entry.month.year, []).append(entry)
    return {year: _together(years[year]) for year in sorted(years, reverse=True)}


def _together(entries: Sequence[Entry]) -> Entry:
    stones = {
        name: Stone(
            sum(entry.stones[name].known for entry in entries),
            sum(entry.stones[name].unknown for entry in entries),
            sum(entry.stones[name].pending for entry in entries),
            tuple(one for entry in entries for one in entry.stones[name].unknown_ids),
        )
        for name in entries[0].stones
    }
    states = {
        name: dict(sum((Counter(entry.states[name]) for entry in entries), Counter())) for name in entries[0].states
    }
    unrecorded = {
        name: tuple(one for entry in entries for one in entry.not_recorded_ids[name])
        for name in entries[0].not_recorded_ids
    }
    return Entry(
        None,
        sum(entry.incidents for entry in entries),
        stones,
        states,
        unrecorded,
        tuple(row for entry in entries for row in entry.excluded),
        tuple(repair for entry in entries for repair in entry.repaired),
    )
