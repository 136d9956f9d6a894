"""`data/behaviour.json`: how durations and counts behave beyond single months, `furikaeri/behaviour/1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.kpi import KpiTable

SCHEMA = "furikaeri/behaviour/1"


def behaviour_document(
    table: KpiTable,
    *,
    durations: Mapping[str, Any] | None = None,
    counts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the document of what is given; `counts` as it is to be printed.

    Durations are minutes, not rounded; null means that something cannot be had.
    """
    document: dict[str, Any] = {"schema": SCHEMA, "as_of": table.as_of.isoformat(), "timezone": table.zone.key}
    if durations is not None:
        document["durations"] = dict(durations)
    if counts is not None:
        document["counts"] = dict(counts)
    return document
