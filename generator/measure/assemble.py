"""Months of facts -> KpiTable: one way, whoever computes the months and wherever their facts lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from generator.measure.frame import Table, by_month
from generator.measure.mix import Severities, before_each, mix_of_month, mix_of_part, severities
from generator.measure.months import changes_of, earlier, group_alone, month_alone, with_history
from generator.measure.statistics.compare import sigma_of
from generator.model.kpi import DURATIONS, Contract, Excluded, Fact, Figures, KpiTable
from generator.model.month import Month, month_range


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: services, severities (empty: all) and months (None: no bound)."""

    services: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    first: Month | None = None
    last: Month | None = None

    @property
    def is_partial(self) -> bool:
        """Tell whether some rows of a month may be outside."""
        return bool(self.services or self.severities)

    def takes(self, fact: Fact) -> bool:
        """Tell whether a fact is of the services and severities asked for."""
        served = not self.services or bool(self.services & set(fact.services))
        return served and (not self.severities or fact.severity in self.severities)

    def within(self, table: Table) -> Table:
        """Return the rows of the services and severities asked for; of all, the table itself."""
        if not self.is_partial:
            return table
        taken: npt.NDArray[np.bool_] = np.ones(len(table), dtype=np.bool_)
        if self.services:
            taken &= np.array([not self.services.isdisjoint(names) for names in table["services"]], dtype=np.bool_)
        if self.severities:
            taken &= table["severity"].isin(self.severities).to_numpy()
        return table[taken]

    def shows(self, month: Month) -> bool:
        """Tell whether a month is asked for."""
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures need beside the facts: as of when (in the zone), agreed how, and of how many records."""

    as_of: dt.datetime
    zone: ZoneInfo
    contracts: Mapping[str, Contract]
    read: int
    excluded: tuple[Excluded, ...]


class Engine(Protocol):
    """Who holds the facts of months and calls functions with them.

    `month`, `months` and `everything` stand for tables: rows in order of time, those in scope except for the last.
    They, and what `run` returns, are arguments of further calls; only `results` need be values.
    """

    first: Month | None  # of the first counted incident, whatever the scope

    def month(self, month: Month) -> Any:
        """Stand for a month's facts."""

    def months(self, months: Sequence[Month]) -> Any:
        """Stand for the facts of months in a row."""

    def everything(self) -> Any:
        """Stand for all facts, whatever the scope."""

    def run(self, function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Call a function with each tuple of arguments."""

    def results(self, runs: Sequence[Any]) -> list[Any]:
        """Return the values of runs."""


def assemble(basis: Basis, scope: Scope, engine: Engine) -> KpiTable:
    """Return the figures of the facts that an engine holds.

    Months run from the first counted incident, whatever the scope, so that a service without incidents in a month
    has a zero there and not a gap.
    """
    as_of, zone = basis.as_of, basis.zone
    months = month_range(engine.first, last_month(as_of, zone)) if engine.first else ()
    runs = engine.run(month_alone, [(engine.month(month), month, zone, as_of) for month in months])
    site = engine.run(_site, [(engine.everything(),)])
    alone: list[Figures] = engine.results(runs)
    shown = [figures for figures in alone if figures.month and scope.shows(figures.month)]
    total_run = engine.run(_total, [(engine.months([f.month for f in shown if f.month]), *_exposure(shown), site[0])])
    of_months = zip(runs, months, before_each(alone), strict=True)
    mixes = engine.run(mix_of_month, [(run, engine.month(month), before) for run, month, before in of_months])
    against = [{kpi: runs[place] for kpi, place in places.items()} for places in earlier(alone)]
    changes = engine.run(_changes, [(run, before, site[0]) for run, before in zip(runs, against, strict=True)])
    figures = with_history(alone, zone, as_of, engine.results(changes), engine.results(mixes))
    ((severities, _), (total, still_open)) = engine.results([*site, *total_run])
    return KpiTable(
        as_of=as_of,
        zone=zone,
        read=basis.read,
        outside=severities.counts.total() - total.incident_rate.count,
        excluded=basis.excluded,
        contracts=basis.contracts,
        months=tuple(f for f in figures if f.month and scope.shows(f.month)),
        total=total,
        still_open=still_open,
    )


def last_month(as_of: dt.datetime, zone: ZoneInfo) -> Month:
    """Return the last month that began before `as_of`."""
    current = Month.of(as_of, zone)
    return current if current.start(zone) < as_of else current.plus(-1)


def _site(everything: Table) -> tuple[Severities, dict[str, float]]:
    """The severities of all facts, and the spread of log minutes that a change is seen against: the whole site's."""
    closed = {kpi: everything.loc[everything[f"{kpi}_state"] == "closed", kpi] for kpi in DURATIONS}
    return severities(everything), {kpi: sigma_of(values.tolist()) for kpi, values in closed.items()}


def _changes(figures: Figures, before: Mapping[str, Figures], site: tuple[Severities, Mapping[str, float]]) -> Any:
    return changes_of(figures, before, site[1])


def _exposure(months: Sequence[Figures]) -> tuple[float, bool]:
    return sum(figures.exposure_days for figures in months), any(figures.provisional for figures in months)


def _total(
    rows: Table, exposure: float, provisional: bool, site: tuple[Severities, Mapping[str, float]]
) -> tuple[Figures, int]:
    """The same figures over all of the months, and how many are still open."""
    figures = group_alone(rows, exposure, provisional, "total")
    return replace(figures, severity_mix=mix_of_part(figures, rows, site[0])), int(rows["is_open"].sum())


class Frames:
    """The engine of one process: a frame of facts in order of time, and plain calls."""

    def __init__(self, table: Table, scope: Scope) -> None:
        self._everything = table
        self._taken = scope.within(table)
        self._slices = dict(by_month(self._taken))
        self.first = Month.parse(str(table["month"].iloc[0])) if len(table) else None

    def month(self, month: Month) -> Table:
        """Return a month's slice."""
        return self._slices.get(str(month), self._taken.iloc[0:0])

    def months(self, months: Sequence[Month]) -> Table:
        """Return the rows of months in a row."""
        inside = {str(month) for month in months}
        return self._taken if self._slices.keys() <= inside else self._taken[self._taken["month"].isin(inside)]

    def everything(self) -> Table:
        """Return the frame."""
        return self._everything

    def run(self, function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Call now."""
        return [function(*arguments) for arguments in calls]

    def results(self, runs: Sequence[Any]) -> list[Any]:
        """Return them: they are values already."""
        return list(runs)
