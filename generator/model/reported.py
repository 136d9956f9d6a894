"""What of each KPI is told to people, and so is kept of a closed month to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.kpi import DURATIONS

_OF_DURATION = ("n", "unknown", "open", "mean", "median", "p90", "median_interval")
#: KPI -> keys of its published JSON. Comparisons with other months follow from these.
REPORTED: dict[str, tuple[str, ...]] = {
    "incident_rate": ("count", "interval", "by_severity"),
    **dict.fromkeys(DURATIONS, _OF_DURATION),
    "response_target": ("met", "missed", "pending", "unknown", "interval"),
    "recurrence_rate": ("eligible", "recurred", "repeats", "interval"),
}


def reported(figures: Mapping[str, Any], kpi: str) -> dict[str, Any]:
    """Return what figures tell people of a KPI; nothing where another version has not told all of it."""
    row = figures.get(kpi, {})
    return {key: row[key] for key in REPORTED[kpi]} if all(key in row for key in REPORTED[kpi]) else {}
