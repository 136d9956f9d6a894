"""Load and harm as a published JSON document, `furikaeri/load/1`: minutes not rounded, null where none can be had."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from generator.measure.parts import of_year, without, years_in
from generator.model.kpi import DurationFigure
from generator.model.load import (
    PHASES,
    Breakdown,
    Budget,
    Impact,
    LeftOut,
    Load,
    PeriodFigure,
    Periods,
    PhaseFigure,
    ServiceLoad,
)
from generator.model.month import Month
from generator.model.policy import Availability

SCHEMA = "furikaeri/load/1"
#: Lists of records.
_LISTS = frozenset(
    {
        "ids",
        "open_ids",
        "unknown_ids",
        "left_out",
        "not_recorded",
        "not_known",
        "no_service",
        "apart",
    }
)


def load_document(load: Load, zone: ZoneInfo) -> dict[str, Any]:
    """Return the document. A month of a service that is not listed has no impact and nobody left out."""
    return {
        "schema": SCHEMA,
        "as_of": load.as_of.isoformat() if load.as_of else None,
        "timezone": zone.key,
        "months": [str(month) for month in load.months],
        "phases": {
            "total": _phases(load.phases),
            "months": [_phases(row) for row in load.phases_by_month if row.ids or row.left_out],
        },
        "periods": {
            "total": _periods(load.periods),
            "last_12_months": _periods(load.periods_of_year),
            "months": [_periods(row) for row in load.periods_by_month],
        },
        "breakdowns": {row.family: _breakdown(row) for row in load.breakdowns},
        "services": {name: _service(service) for name, service in load.services.items()},
        "no_service": list(load.no_service),
    }


def load_files(load: Load, zone: ZoneInfo, slugs: Mapping[str, str], limit: int) -> dict[str, bytes]:
    """Return the document as `data/load.json` while it has at most `limit` bytes; `slugs` are those of services.

    Past the limit it names no records and no months of a service but its `parts`: one has the phases, one the periods,
    and one each breakdown and service, as they are. A part past the limit is a file for each year instead: with all of
    its figures, and of its records those whose ids are of that year.
    """
    document = load_document(load, zone)
    whole = _written(document)
    if len(whole) <= limit:
        return {"data/load.json": whole}
    head = {name: document[name] for name in ("schema", "as_of", "timezone")}
    parts: list[tuple[str, dict[str, Any]]] = [(name, {name: document[name]}) for name in ("phases", "periods")]
    parts += [(name, {"breakdowns": {name: part}}) for name, part in document["breakdowns"].items()]
    parts += [(f"services/{slugs[name]}", {"services": {name: part}}) for name, part in document["services"].items()]
    listed: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for place, part in parts:
        for named, year, text in _written_by_year(head, part, limit):
            url = f"data/load/{place}{named}.json"
            listed.append({"url": url, **_about(part), **year})
            files[url] = text
    for service in document["services"].values():
        del service["impact"]["months"], service["budgets"]
    return {"data/load.json": _written(without(document, _LISTS) | {"parts": listed}), **files}


def _written_by_year(
    head: Mapping[str, Any], part: Mapping[str, Any], limit: int
) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Yield a part, or each year of one past the limit: what its address ends with, its year, its text."""
    whole = _written({**head, **part})
    years = years_in(part, _LISTS) if len(whole) > limit else []
    if len(years) < 2:
        yield "", {}, whole
        return
    for year in years:
        yield f"/{year}", {"year": year}, _written({**head, "year": year, **of_year(part, _LISTS, year)})


def _about(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return which section of the document a part has, and which name in it ("": all of it)."""
    section, own = next(iter(part.items()))
    return {"section": section, "name": "" if section in ("phases", "periods") else next(iter(own))}


def _written(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _month(month: Month | None) -> dict[str, Any]:
    return {"month": str(month)} if month else {}


def _phases(figure: PhaseFigure) -> dict[str, Any]:
    total = figure.total
    halved = {phase: {"minutes": figure.saved(phase), "share": figure.saved(phase) / total if total else None}
              for phase in PHASES}  # fmt: skip
    longest = {"id": figure.longest, "minutes": figure.longest_minutes} if figure.longest else None
    return {
        **_month(figure.month), "n": len(figure.ids), "total": total, "minutes": dict(figure.minutes),
        "share": {phase: figure.share(phase) for phase in PHASES}, "saved_by_half": halved, "longest": longest,
        "ids": list(figure.ids), "left_out": _left_out(figure.left_out),
    }  # fmt: skip


def _periods(periods: Periods) -> dict[str, Any]:
    return {
        **_month(periods.month),
        **{row.period: _period(row) for row in periods.rows},
        "apart": [pair._asdict() for pair in periods.apart],
        "not_known": list(periods.not_known),
    }


def _period(row: PeriodFigure) -> dict[str, Any]:
    return {
        "hours": row.hours, "n": row.n, "per_100_hours": row.per_100_hours,
        "interval": list(row.interval) if row.interval else None, "by_severity": dict(row.by_severity),
        "ids": list(row.ids),
    }  # fmt: skip


def _breakdown(row: Breakdown) -> dict[str, Any]:
    portions = [
        {
            "name": portion.name, "n": portion.n, "share": portion.share,
            "interval": list(portion.interval) if portion.interval else None, "mttd": _duration(portion.mttd),
            "mttr": _duration(portion.mttr), "ids": list(portion.ids),
        }
        for portion in row.portions
    ]  # fmt: skip
    return {"recorded": row.recorded, "not_recorded": list(row.not_recorded), "values": portions}


def _duration(figure: DurationFigure) -> dict[str, Any]:
    interval = list(figure.median_interval) if figure.median_interval else None
    return {"n": figure.n, "unknown": figure.unknown, "open": figure.open, "median": figure.median,
            "median_interval": interval, "ids": list(figure.ids), "unknown_ids": list(figure.unknown_ids),
            "open_ids": list(figure.open_ids)}  # fmt: skip


def _service(service: ServiceLoad) -> dict[str, Any]:
    impact = {"total": _impact(service.total), "last_12_months": _impact(service.year),
              "months": [_impact(row) for row in service.months]}  # fmt: skip
    promise = _promise(service.promise) if service.promise else None
    return {"impact": impact, "availability": promise, "budgets": [_budget(row) for row in service.budgets]}


def _impact(row: Impact) -> dict[str, Any]:
    return {**_month(row.month), "minutes": None if row.is_unknown else row.minutes, "ids": list(row.ids),
            "open_ids": list(row.open_ids), "left_out": _left_out(row.left_out)}  # fmt: skip


def _promise(promise: Availability) -> dict[str, Any]:
    weights = dict(promise.weights) if promise.partial == "severity" else None
    return {"target": promise.target, "partial": promise.partial, "until": promise.until, "weights": weights}


def _budget(row: Budget) -> dict[str, Any]:
    return {
        "month": str(row.month), "running": row.is_running, "observed_minutes": row.observed,
        "spent_minutes": None if row.is_unknown else row.spent, "budget_minutes": row.budget,
        "used": row.used, "availability": row.availability, "ids": list(row.ids),
        "open_ids": list(row.open_ids), "counted_in_full": list(row.full_ids),
        "left_out": _left_out(row.left_out),
    }  # fmt: skip


def _left_out(rows: Iterable[LeftOut]) -> list[dict[str, Any]]:
    return [{"id": row.id, "reason": row.reason, "milestones": list(row.milestones)} for row in rows]
