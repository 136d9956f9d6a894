"""The durations' part of `data/behaviour.json`, `furikaeri/behaviour/1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.measure.document import listed
from generator.model.behaviour import Control, DurationBehaviour, Running


def durations_part(durations: Mapping[str, DurationBehaviour]) -> dict[str, Any]:
    """Return the part by KPI. Durations are minutes, not rounded; null means that something cannot be had."""
    return {kpi: _duration(found) for kpi, found in durations.items()}


def _duration(found: DurationBehaviour) -> dict[str, Any]:
    return {
        "control": _control(found.control),
        "since": str(found.since) if found.since else None,
        "recent": _running(found.recent),
        "before": _running(found.before) if found.before else None,
        "log_rank": found.compared._asdict() if found.compared else None,
        "visible": found.visible._asdict(),
    }


def _control(control: Control) -> dict[str, Any]:
    return {
        "points": [point._asdict() for point in control.points],
        "limits": control.limits._asdict() if control.limits else None,
        "signals": [signal._asdict() | {"ids": list(signal.ids)} for signal in control.signals],
        "earlier": control.earlier,
        "open_ids": list(control.open),
        "unknown": len(control.unknown),
    }


def _running(running: Running) -> dict[str, Any]:
    mean = running.restricted
    return {
        "n": running.n,
        "closed": running.closed,
        "open": [{"id": ident, "minutes": minutes} for ident, minutes in running.open],
        "unknown": running.unknown,
        "curve": {
            "minutes": list(running.times),
            "running": list(running.survival),
            "low": [pair[0] if pair else None for pair in running.limits],
            "high": [pair[1] if pair else None for pair in running.limits],
        },
        "median": running.median,
        "median_interval": [running.median_low, running.median_high],
        "still_running": [
            {"after": still.minutes, "share": still.share, "interval": listed(still.interval), "longer": len(still.ids)}
            for still in running.still
        ],
        "restricted_mean": mean._asdict() | {"interval": listed(mean.interval)} if mean else None,
    }
