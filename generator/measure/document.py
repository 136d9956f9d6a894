"""A KpiTable as the published JSON document, `furikaeri/kpi/1`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from generator.model.kpi import DURATIONS, Change, DurationFigure, Figures, KpiTable
from generator.model.mix import SeverityMix, shares

SCHEMA = "furikaeri/kpi/1"
TOKENS = 50_000  # of the text at once


def document(table: KpiTable) -> dict[str, Any]:
    """Return the document of SPEC 4. Durations are minutes; null means that a figure cannot be had."""
    excluded = [{"id": row.id, "reason": row.reason} for row in table.excluded]
    return {
        "schema": SCHEMA,
        "as_of": table.as_of.isoformat(),
        "timezone": table.zone.key,
        "records": {"read": table.read, "counted": table.counted, "outside": table.outside, "excluded": excluded},
        "contracts": {name: contract.as_json() for name, contract in table.contracts.items()},
        "months": [_figures(figures) for figures in table.months],
        "total": _figures(table.total),
    }


def as_json(table: KpiTable) -> str:
    """Return the document as text."""
    return "".join(json_pieces(table))


def json_pieces(table: KpiTable) -> Iterator[str]:
    """Yield the document's text in pieces: of a million incidents it is too long to be held whole."""
    tokens = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(document(table))
    while piece := "".join(islice(tokens, TOKENS)):
        yield piece


def _figures(figures: Figures) -> dict[str, Any]:
    rate, target, recurrence = figures.incident_rate, figures.response_target, figures.recurrence_rate
    row: dict[str, Any] = {
        "month": str(figures.month) if figures.month else None,
        "provisional": figures.provisional,
        "exposure_days": figures.exposure_days,
        "incident_rate": {
            "count": rate.count, "interval": list(rate.interval), "per_30_days": rate.per_30_days,
            "expected": listed(rate.expected), "verdict": rate.verdict, "by_severity": dict(rate.by_severity),
            "ids": list(rate.ids),
        },
    }  # fmt: skip
    row |= {kpi: _duration(figures.durations[kpi]) for kpi in DURATIONS}
    row["change"] = {kpi: _change(change) for kpi, change in figures.change.items()}
    row["response_target"] = {
        "met": target.met, "missed": target.missed, "pending": target.pending, "unknown": target.unknown,
        "rate": target.rate, "interval": listed(target.interval), "missed_ids": list(target.missed_ids),
        "met_ids": list(target.met_ids), "unknown_ids": list(target.unknown_ids),
        "pending_ids": list(target.pending_ids),
    }  # fmt: skip
    row["recurrence_rate"] = {
        "eligible": recurrence.eligible, "recurred": recurrence.recurred, "rate": recurrence.rate,
        "interval": listed(recurrence.interval), "repeats": recurrence.repeats, "ids": list(recurrence.ids),
        "repeat_ids": list(recurrence.repeat_ids), "eligible_ids": list(recurrence.eligible_ids),
    }  # fmt: skip
    row["severity_mix"] = _mix(figures.severity_mix)
    return row


def _duration(figure: DurationFigure) -> dict[str, Any]:
    return {
        "n": figure.n, "unknown": figure.unknown, "open": figure.open, "mean": figure.mean, "median": figure.median,
        "p90": figure.p90, "mean_interval": listed(figure.mean_interval),
        "median_interval": listed(figure.median_interval), "km_median": figure.km_median, "ids": list(figure.ids),
        "unknown_ids": list(figure.unknown_ids), "open_ids": list(figure.open_ids),
    }  # fmt: skip


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "against": str(change.against), "n": list(change.n), "ratio": change.ratio, "p": change.p,
        "p_adjusted": change.p_adjusted, "visible_ratio": change.visible_ratio, "verdict": change.verdict,
    }  # fmt: skip


def _mix(mix: SeverityMix | None) -> dict[str, Any] | None:
    if mix is None:
        return None
    reference = mix.reference and {
        "from": str(mix.reference.first), "to": str(mix.reference.last), "counts": dict(mix.reference.counts),
        "shares": shares(mix.reference.counts),
    }  # fmt: skip
    standardised = {kpi: {"raw": found.raw, "standardised": found.value} for kpi, found in mix.standardised.items()}
    return {
        "n": mix.n, "counts": dict(mix.counts), "shares": mix.shares, "reference": reference, "p": mix.p,
        "moved": mix.moved, "standardised": standardised or None,
    }  # fmt: skip


def listed(pair: tuple[float, float] | None) -> list[float] | None:
    """Return both ends as JSON has them, None for none."""
    return None if pair is None else list(pair)
