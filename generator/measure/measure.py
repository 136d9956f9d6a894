"""Incidents -> KpiTable: who is counted, month by month, by the contracts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from generator.measure.assemble import EVERYTHING, Basis, Frames, Scope, assemble, last_month
from generator.measure.contracts import contracts
from generator.measure.facts import facts_of
from generator.measure.frame import Table, frame
from generator.measure.mix import Severities, mix_of_part, severities
from generator.measure.months import group_alone
from generator.model.asof import known_at
from generator.model.incident import Incident
from generator.model.kpi import Excluded, Fact, Figures, KpiTable
from generator.model.memory import no_collection
from generator.model.month import Month
from generator.model.policy import Policy


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
    basis, facts = counted(incidents, policy, as_of, kind=kind, read=read, unusable=unusable)
    table = assemble(basis, scope, Frames(frame(facts), scope))
    return replace(table, facts=tuple(fact for fact in facts if scope.takes(fact) and scope.shows(fact.month)))


def counted(
    incidents: Sequence[Incident],
    policy: Policy,
    as_of: dt.datetime,
    *,
    kind: str = "incident",
    read: int | None = None,
    unusable: Iterable[Excluded] = (),
) -> tuple[Basis, tuple[Fact, ...]]:
    """Return the facts that count at `as_of`, by time and id, and what figures need beside them (see `measure`)."""
    as_of = as_of.astimezone(policy.zone)
    agreed = contracts(policy)
    excluded, population = _population(incidents, as_of, kind, policy.zone)
    left_out = tuple(sorted((*excluded, *unusable), key=lambda row: row.id))
    basis = Basis(as_of, policy.zone, agreed, len(incidents) if read is None else read, left_out)
    return basis, facts_of(population, policy, agreed, as_of)


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
    whole = severities(rows)
    return {name: _group(table, rows.iloc[places[name]], name, whole) for name in sorted(places)}


def _group(table: KpiTable, rows: Table, name: str, whole: Severities) -> Figures:
    """The same figures over all months; an expected range and a change exist for single months only."""
    exposure = sum(figures.exposure_days for figures in table.months)
    figures = group_alone(rows, exposure, any(figures.provisional for figures in table.months), name)
    return replace(figures, severity_mix=mix_of_part(figures, rows, whole))


def _population(
    incidents: Sequence[Incident], as_of: dt.datetime, kind: str, zone: ZoneInfo
) -> tuple[list[Excluded], list[Incident]]:
    """Split the incidents into those that count and those that do not, with the reason."""
    excluded, population = [], []
    last = last_month(as_of, zone)
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
