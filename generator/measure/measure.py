"""Incidents -> KpiTable: who is counted, month by month, by the contracts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.measure.contracts import contracts
from generator.measure.facts import facts_of
from generator.measure.frame import Table, by_month, frame
from generator.measure.mix import with_mix, with_mix_of_range
from generator.measure.months import group_alone, month_alone, with_history
from generator.measure.statistics.compare import sigma_of
from generator.model.asof import known_at
from generator.model.incident import Incident
from generator.model.kpi import DURATIONS, Excluded, Fact, Figures, KpiTable
from generator.model.memory import no_collection
from generator.model.month import Month, month_range
from generator.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: services, severities (empty: all) and months (None: no bound)."""

    services: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    first: Month | None = None
    last: Month | None = None

    def takes(self, fact: Fact) -> bool:
        """Tell whether a fact is of the services and severities asked for."""
        served = not self.services or bool(self.services & set(fact.services))
        return served and (not self.severities or fact.severity in self.severities)

    def shows(self, month: Month) -> bool:
        """Tell whether a month is asked for."""
        return (self.first is None or self.first <= month) and (self.last is None or month <= self.last)


EVERYTHING = Scope()


@no_collection()  # thousands of new values that all stay: to look through the old ones for waste takes far longer
def measure(
    incidents: Sequence[Incident],
    policy: Policy,
    as_of: dt.datetime,
    scope: Scope = EVERYTHING,
    *,
    kind: str = "incident",
    read: int | None = None,
    unusable: Iterable[Excluded] = (),
) -> KpiTable:
    """Return the figures as they were known at `as_of` (aware).

    `read` is the number of files (default: of incidents); `unusable` are records a lenient run left out.
    Months run from the first counted incident of `kind`, whatever the scope, so that a service without
    incidents in a month has a zero there and not a gap.
    """
    as_of = as_of.astimezone(policy.zone)
    agreed = contracts(policy)
    excluded, population = _population(incidents, as_of, kind, policy.zone)
    everything = facts_of(population, policy, agreed, as_of)
    rows = frame(everything)
    places = [place for place, fact in enumerate(everything) if scope.takes(fact)]
    table = rows if len(places) == len(everything) else rows.iloc[places]
    months = _months(everything, as_of, policy)
    figures = with_mix(_month_figures(table, months, as_of, policy, _sigma(rows)), everything)
    shown = tuple(f for f in figures if f.month is not None and scope.shows(f.month))
    facts = tuple(fact for place in places if scope.shows((fact := everything[place]).month))
    return KpiTable(
        as_of=as_of,
        zone=policy.zone,
        read=len(incidents) if read is None else read,
        outside=len(everything) - len(facts),
        excluded=tuple(sorted((*excluded, *unusable), key=lambda row: row.id)),
        contracts=agreed,
        months=shown,
        total=with_mix_of_range(_total(table, shown, "total"), facts, everything),
        facts=facts,
    )


@no_collection()
def group_figures(table: KpiTable, *keys: Callable[[Fact], Iterable[str]]) -> tuple[dict[str, Figures], ...]:
    """Return, for each of `keys`, the figures of the whole range for each group that it puts facts into."""
    rows = frame(table.facts)
    return tuple(_groups(table, rows, key) for key in keys)


def _groups(table: KpiTable, rows: Table, key: Callable[[Fact], Iterable[str]]) -> dict[str, Figures]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, fact in enumerate(table.facts):
        for name in key(fact):
            places[name].append(place)
    return {name: _group(table, rows, places[name], name) for name in sorted(places)}


def _group(table: KpiTable, rows: Table, places: list[int], name: str) -> Figures:
    figures = _total(rows.iloc[places], table.months, name)
    return with_mix_of_range(figures, [table.facts[place] for place in places], table.facts)


def _population(
    incidents: Sequence[Incident], as_of: dt.datetime, kind: str, zone: ZoneInfo
) -> tuple[list[Excluded], list[Incident]]:
    """Split the incidents into those that count and those that do not, with the reason."""
    excluded, population = [], []
    last = _last_month(as_of, zone)
    for incident in incidents:
        known = known_at(incident, as_of)
        if incident.kind != kind:
            excluded.append(Excluded(incident.id, incident.kind))
        elif incident.exclude_from_kpi:
            excluded.append(Excluded(incident.id, incident.exclude_from_kpi))
        elif incident.anchor is None:
            excluded.append(Excluded(incident.id, "start and detection unknown"))
        elif known is None or incident.anchor > as_of or Month.of(incident.anchor, zone) > last:
            excluded.append(Excluded(incident.id, "not yet known at as_of"))
        else:
            population.append(known)
    return excluded, population


def _months(facts: Sequence[Fact], as_of: dt.datetime, policy: Policy) -> tuple[Month, ...]:
    """Every month from the first incident's to the last that began before `as_of`."""
    return month_range(min(fact.month for fact in facts), _last_month(as_of, policy.zone)) if facts else ()


def _last_month(as_of: dt.datetime, zone: ZoneInfo) -> Month:
    current = Month.of(as_of, zone)
    return current if current.start(zone) < as_of else current.plus(-1)


def _sigma(everything: Table) -> dict[str, float]:
    """The spread of log minutes that a change is seen against: the whole site's, whatever part of it is asked for."""
    closed = {kpi: everything.loc[everything[f"{kpi}_state"] == "closed", kpi] for kpi in DURATIONS}
    return {kpi: sigma_of(values.tolist()) for kpi, values in closed.items()}


def _month_figures(
    table: Table, months: Sequence[Month], as_of: dt.datetime, policy: Policy, sigma: Mapping[str, float]
) -> tuple[Figures, ...]:
    empty = table.iloc[0:0]
    slices = dict(by_month(table))
    alone = [month_alone(slices.get(str(month), empty), month, policy.zone, as_of) for month in months]
    return with_history(alone, policy.zone, as_of, sigma)


def _total(table: Table, months: Sequence[Figures], seed: str) -> Figures:
    """The same figures over all of `months`; an expected range and a change exist for single months only."""
    shown = {str(figures.month) for figures in months}
    rows = table[table["month"].isin(shown)] if set(table["month"]) - shown else table
    exposure = sum(figures.exposure_days for figures in months)
    return group_alone(rows, exposure, any(figures.provisional for figures in months), seed)
