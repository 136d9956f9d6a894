"""Each service's impact, month by month, and what is promised for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.measure.budget import month_budget, weighted, weights
from generator.measure.frame import Table
from generator.measure.outage import Piece, edges_of, impact, outages, split, together
from generator.model.load import Budget, LeftOut, ServiceLoad
from generator.model.month import Month
from generator.model.policy import Availability, Service

YEAR = 12  # months


class _Range(NamedTuple):
    """The months asked for, their borders, and until when they have passed."""

    months: Sequence[Month]
    edges: Sequence[int]
    zone: ZoneInfo
    as_of: dt.datetime


def service_loads(
    table: Table, services: Mapping[str, Service], months: Sequence[Month], zone: ZoneInfo, as_of: dt.datetime
) -> dict[str, ServiceLoad]:
    """Return every service that an incident names or the policy promises something for, by name."""
    over = _Range(months, edges_of(months, zone), zone, as_of)
    promises = {name: service.availability for name, service in services.items() if service.availability}
    ids = by_service(table)
    home = dict(zip(table.index.tolist(), table["month"].tolist(), strict=True))
    until = {end: outages(table, as_of, end) for end in {"resolved", *(promise.until for promise in promises.values())}}
    found = {}
    for name in sorted(ids.keys() | promises):
        load = _load(name, [until["resolved"][ident] for ident in ids[name]], home, over)
        if promise := promises.get(name):
            rows = [until[promise.until][ident] for ident in ids[name]]
            weight = weights(table.loc[ids[name]], promise)
            load = load._replace(promise=promise, budgets=_budgets(rows, weight, promise, home, over))
        found[name] = load
    return found


def by_service(table: Table) -> defaultdict[str, list[str]]:
    """Return the ids of the incidents that name each service, in their order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for ident, names in zip(table.index.tolist(), table["services"].tolist(), strict=True):
        for name in dict.fromkeys(names):
            found[name].append(ident)
    return found


def _load(name: str, rows: Sequence[Piece | LeftOut], home: Mapping[str, str], over: _Range) -> ServiceLoad:
    cut, out = split((row for row in rows if isinstance(row, Piece)), over.edges), _left_out(rows, home)
    every = [impact(m, pieces, out[str(m)]) for m, pieces in zip(over.months, cut, strict=True)]
    touched = tuple(row for row in every if row.ids or row.left_out)
    return ServiceLoad(name, touched, together(touched), together(every[-YEAR:]))


def _budgets(
    rows: Sequence[Piece | LeftOut],
    weight: Mapping[str, float | None],
    promise: Availability,
    home: Mapping[str, str],
    over: _Range,
) -> tuple[Budget, ...]:
    cut = split(weighted((row for row in rows if isinstance(row, Piece)), weight), over.edges)
    full, out = frozenset(ident for ident, own in weight.items() if own is None), _left_out(rows, home)
    return tuple(
        month_budget(month, pieces, promise, over.zone, over.as_of, full_ids=full, left_out=out[str(month)])
        for month, pieces in zip(over.months, cut, strict=True)
    )


def _left_out(rows: Sequence[Piece | LeftOut], home: Mapping[str, str]) -> defaultdict[str, list[LeftOut]]:
    """Return who is left out, by the month the incident belongs to."""
    found: defaultdict[str, list[LeftOut]] = defaultdict(list)
    for row in rows:
        if isinstance(row, LeftOut):
            found[home[row.id]].append(row)
    return found
