"""The facts: one per incident, everything the figures need, computed once and on one clock."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from generator.check.clock import business_minutes, elapsed_minutes, period_of
from generator.check.promises import final_report, in_time_on_any_clock, response, updates
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import DURATIONS, Contract, Duration, Fact
from generator.model.month import DAY, Month
from generator.model.policy import BusinessHours, Policy

UNKNOWN = Duration("unknown", None)


def duration(incident: Incident, contract: Contract, as_of: dt.datetime, hours: BusinessHours) -> Duration:
    """Return an incident's time under a contract, in minutes on its clock.

    Closed: both ends known. Open: the start is known and the end not yet reached. Everything else is
    unknown: another milestone never stands in for one that nobody knows, and what has a record was detected.
    """
    start, end = incident.at(contract.start or ""), incident.at(contract.end or "")
    if start is not None and end is not None:
        early = incident.detected_before_impact and end < start
        return Duration("closed", 0.0 if early else _minutes(start, end, contract, hours))
    reached = not incident.is_open or (contract.end == "acknowledged_at" and incident.status == "mitigated")
    if start is None or contract.end in incident.unknown or reached:
        return UNKNOWN
    if contract.end == "detected_at" or (contract.end == "mitigated_at" and incident.status == "mitigated"):
        return UNKNOWN
    return Duration("open", _minutes(start, as_of, contract, hours))


def _minutes(start: dt.datetime, end: dt.datetime, contract: Contract, hours: BusinessHours) -> float:
    return business_minutes(start, end, hours) if contract.clock == "business" else elapsed_minutes(start, end)


def facts_of(
    incidents: Sequence[Incident], policy: Policy, contracts: Mapping[str, Contract], as_of: dt.datetime
) -> tuple[Fact, ...]:
    """Return a fact for every incident that belongs to a month, by time and id."""
    dated = sorted((i for i in incidents if i.anchor is not None), key=lambda i: (_anchor(i), i.id))
    followers = _followers(dated, policy.recurrence_days)
    repeated: defaultdict[str, set[str]] = defaultdict(set)
    for earlier, laters in followers.items():
        for later in laters:
            repeated[later].add(earlier)
    months: dict[Month, Month] = {}  # each once: ten thousand equal ones would be half a megabyte
    return tuple(
        _fact(i, policy, contracts, as_of, months, recurred_by=followers.get(i.id, ()), repeats=repeated[i.id])
        for i in dated
    )


def _fact(
    incident: Incident,
    policy: Policy,
    contracts: Mapping[str, Contract],
    as_of: dt.datetime,
    months: dict[Month, Month],
    *,
    recurred_by: tuple[str, ...],
    repeats: set[str],
) -> Fact:
    at = _anchor(incident)
    month = Month.of(at, policy.zone)
    window_end = incident.resolved_at + policy.recurrence_days * DAY if incident.resolved_at else None
    confirmed = {incident.recurrence_of} if incident.recurrence_of else set()
    source = policy.detection_sources.get(incident.detection or "")
    return Fact(
        id=incident.id,
        title=incident.title,
        severity=incident.severity,
        services=incident.services,
        month=months.setdefault(month, month),
        at=at,
        is_open=incident.is_open,
        durations={name: duration(incident, contracts[name], as_of, policy.business_hours) for name in DURATIONS},
        # the calendar of holidays is slow to ask, and mostly needless
        response="met" if in_time_on_any_clock(incident, policy) else response(incident, policy, as_of).state,
        window_elapsed=window_end is not None and window_end <= as_of,
        recurred_by=recurred_by,
        repeats=tuple(sorted(repeats | confirmed)),
        status=incident.status,
        **{name: incident.at(name) for name in MILESTONES},
        unknown=incident.not_known,
        update=updates(incident, policy, as_of).state,
        report=final_report(incident, policy, as_of).state,
        detection=incident.detection or "",
        found_by=source.by if source else "",
        cause=incident.cause,
        recovery=incident.recovery or "",
        functions=incident.impact.functions,
        users_affected=incident.impact.users_affected,
        period=_period(incident, at, policy.business_hours),
    )


def _period(incident: Incident, at: dt.datetime, hours: BusinessHours) -> str:
    """Return the hours of the rota; a mere day can only tell a day off, since that has no other hours."""
    if moment := incident.detected_at or incident.started_at:
        return period_of(moment, hours)
    return "day_off" if period_of(at, hours) == "day_off" else ""


def _followers(dated: Sequence[Incident], window_days: int) -> dict[str, tuple[str, ...]]:
    """Return, by id, the incidents that began within the window after its resolution and are the same failure.

    The same failure: the same fingerprint, or `recurrence_of` it; never what review turned down (`not_related`).
    """
    families: defaultdict[str, list[Incident]] = defaultdict(list)
    confirmed: defaultdict[str, list[Incident]] = defaultdict(list)
    for incident in dated:
        if incident.fingerprint:
            families[incident.family].append(incident)
        if incident.recurrence_of:
            confirmed[incident.recurrence_of].append(incident)
    found = {}
    for incident in dated:
        if incident.resolved_at is None:
            continue
        first, last = incident.resolved_at, incident.resolved_at + window_days * DAY
        family = families.get(incident.family, []) if incident.fingerprint else []
        begin = bisect_left(family, first, key=_anchor)
        same = {
            later.id
            for later in (*family[begin : bisect_right(family, last, begin, key=_anchor)], *confirmed[incident.id])
            if later.id != incident.id
            and first <= _anchor(later) <= last
            and later.id not in incident.not_related
            and incident.id not in later.not_related
        }
        if same:
            found[incident.id] = tuple(sorted(same))
    return found


def _anchor(incident: Incident) -> dt.datetime:
    return cast(dt.datetime, incident.anchor)
