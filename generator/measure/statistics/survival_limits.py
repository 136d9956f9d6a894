"""How far a curve of running durations can be trusted: 95 % limits of the curve and of its median."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from generator.measure.statistics.distributions import TAIL, normal_quantile
from generator.measure.statistics.survival import ONE_HALF, Step, curve_of, risk_table

Scale = Literal["log-log", "log"]
Limits = tuple[float, float]


class MedianLimits(NamedTuple):
    """The limits of the median; None where the limit of the curve does not come down to one half."""

    low: float | None
    high: float | None


def curve_limits(
    durations: Sequence[float], closed: Sequence[bool], scale: Scale = "log-log"
) -> tuple[Limits | None, ...]:
    """Return the 95 % limits of the curve at each observed time, from Greenwood's variance (1926).

    "log-log" keeps within 0 and 1 by itself (Kalbfleisch and Prentice 1980); "log" is the default of R's
    survfit. None where the curve is 1 or 0: there Greenwood's variance says nothing.
    """
    steps = risk_table(durations, closed)
    shares = curve_of(steps).survival
    limits = _log_log if scale == "log-log" else _log
    pairs = zip(shares, log_variances(steps), strict=True)
    return tuple(limits(share, variance) if 0 < share < 1 else None for share, variance in pairs)


def median_limits(durations: Sequence[float], closed: Sequence[bool], scale: Scale = "log-log") -> MedianLimits:
    """Return the 95 % limits of the median (Brookmeyer and Crowley 1982, on the given scale).

    They are the first times at which the lower and the upper limit of the curve are one half or less.
    """
    times = [step.time for step in risk_table(durations, closed)]
    pairs = list(zip(times, curve_limits(durations, closed, scale), strict=True))
    low, high = (
        next((time for time, limits in pairs if limits is not None and limits[side] <= ONE_HALF), None)
        for side in (0, 1)
    )
    return MedianLimits(low, high)


def log_variances(steps: Sequence[Step]) -> tuple[float, ...]:
    """Return Greenwood's sum of d / (n (n - d)), the variance of the log of the curve, after each step."""
    parts = (ended / (running * (running - ended)) if running > ended else math.inf for _, running, ended in steps)
    return tuple(accumulate(parts))


def _log_log(share: float, variance: float) -> Limits:
    turn = _z() * math.sqrt(variance) / math.log(share)
    return share ** math.exp(-turn), share ** math.exp(turn)


def _log(share: float, variance: float) -> Limits:
    factor = math.exp(_z() * math.sqrt(variance))
    return share / factor, min(1.0, share * factor)


def _z() -> float:
    return normal_quantile(1 - TAIL)
