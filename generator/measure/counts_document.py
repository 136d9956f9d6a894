"""The key `counts` of `data/behaviour.json`: how the number of incidents behaves, as other programs read it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from generator.model.rates_behaviour import (
    CountControl,
    CountPoint,
    GapControl,
    RatesBehaviour,
    Scatter,
    SeverityControl,
    Stretch,
    Trend,
    VisibleChange,
    VisibleRates,
)


def counts_part(found: RatesBehaviour) -> dict[str, Any]:
    """Return the part of the document. Gaps are minutes, not rounded; null: cannot be had, or infinite."""
    return {
        "control": _control(found.control) if found.control else None,
        "gaps": _gaps(found.gaps) if found.gaps else None,
        "trends": [_trend(trend) for trend in found.trends],
        "visible": _visible(found.visible) if found.visible else None,
        "severities": [_severity(control) for control in found.severities],
        "severities_with_few": list(found.few),
        "running": str(found.running) if found.running else None,
        "tests": found.tests,
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "first": str(stretch.first), "last": str(stretch.last), "months": stretch.months, "all": stretch.is_all,
    }  # fmt: skip


def _control(control: CountControl) -> dict[str, Any]:
    return {
        "stretch": _stretch(control.stretch),
        "per_30_days": control.per_30_days,
        "limits": control.limits,
        "sigma_z": control.sigma_z,
        "provisional": control.provisional,
        "points": [_point(point) for point in control.points],
        "signals": [
            {
                "rule": signal.rule, "side": signal.side, "first": str(signal.first), "last": str(signal.last),
                "months": signal.months, "ids": list(signal.ids),
            }
            for signal in control.signals
        ],
        "scatter": _scatter(control.scatter) if control.scatter else None,
    }  # fmt: skip


def _point(point: CountPoint) -> dict[str, Any]:
    return {
        "month": str(point.month), "exposure_days": point.exposure_days, "count": point.count, "due": point.due,
        "low": point.low, "high": point.high, "ids": list(point.ids),
    }  # fmt: skip


def _scatter(scatter: Scatter) -> dict[str, Any]:
    return {
        "index": scatter.index, "chi2": scatter.chi2, "df": scatter.df, "p": scatter.p,
        "p_adjusted": scatter.p_adjusted, "around_trend_p": scatter.around_trend_p, "cause": scatter.cause,
        "rough": scatter.rough,
    }  # fmt: skip


def _gaps(gaps: GapControl) -> dict[str, Any]:
    return {
        "stretch": _stretch(gaps.stretch),
        "limits": gaps.limits._asdict() if gaps.limits else None,
        "gaps": [gap._asdict() for gap in gaps.gaps],
        "signals": [signal._asdict() | {"ids": list(signal.ids)} for signal in gaps.signals],
        "since": gaps.since._asdict() if gaps.since else None,
    }


def _trend(trend: Trend) -> dict[str, Any]:
    return {
        "stretch": _stretch(trend.stretch),
        "events": trend.events,
        "ratio_per_year": _finite(trend.ratio),
        "interval": _pair(trend.interval),
        "p": trend.p,
        "p_adjusted": trend.p_adjusted,
        "dispersion": trend.dispersion,
        "widened": trend.widened,
        "laplace": trend.crowding._asdict() if trend.crowding else None,
        "verdict": trend.verdict,
        "why_none": trend.why_none,
    }


def _visible(visible: VisibleRates) -> dict[str, Any]:
    return {
        "months": visible.months, "events": visible.events, "per_month": visible.per_month,
        "month": _change(visible.month), "year": _change(visible.year),
    }  # fmt: skip


def _change(change: VisibleChange) -> dict[str, Any]:
    return {"fall": change.fall, "rise": _finite(change.rise)}


def _severity(control: SeverityControl) -> dict[str, Any]:
    return {
        "severity": control.severity,
        "events": control.events,
        "limits": control.limits,
        "tests": control.tests,
        "signals": [
            {
                "month": str(point.month), "side": point.side, "count": point.count, "due": point.due,
                "p_adjusted": point.p_adjusted, "ids": list(point.ids),
            }
            for point in control.signals
        ],
    }  # fmt: skip


def _pair(pair: Sequence[float] | None) -> list[float | None] | None:
    return None if pair is None else [_finite(end) for end in pair]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
