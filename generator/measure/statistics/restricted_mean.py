"""The mean of durations up to a fixed horizon, with those still running."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.measure.statistics.distributions import TAIL, normal_quantile
from generator.measure.statistics.survival import curve_of, risk_table


class RestrictedMean(NamedTuple):
    """The mean of min(duration, horizon) in minutes; error and interval None where nothing ended before it."""

    mean: float
    error: float | None
    interval: tuple[float, float] | None


def restricted_mean(durations: Sequence[float], closed: Sequence[bool], horizon: float) -> RestrictedMean | None:
    """Return the area under the Kaplan-Meier curve up to `horizon` (Irwin 1949), with its standard error.

    The variance is the sum of A^2 d / (n (n - d)) over the times of ends, A the area from there on. The
    interval is mean +- z error, kept within 0 and the horizon. None of nothing, and where the curve is
    still above 0 at the last time seen before the horizon: how it falls from there on nobody knows.
    ValueError for a horizon that is not above 0.
    """
    if not horizon > 0:
        raise ValueError("a restricted mean needs a horizon above 0")
    steps = [step for step in risk_table(durations, closed) if step.time < horizon]
    shares = curve_of(steps).survival
    known = any(duration >= horizon for duration in durations) or (bool(shares) and shares[-1] == 0)
    if not known:
        return None
    areas = [0.0]
    times = [*(step.time for step in steps), horizon]
    for (start, end), share in reversed(list(zip(pairwise(times), shares, strict=True))):
        areas.append(areas[-1] + (end - start) * share)
    mean = times[0] + areas[-1]
    variance = sum(
        area**2 * ended / (running * (running - ended))
        for area, (_, running, ended) in zip(reversed(areas[1:]), steps, strict=True)
        if running > ended
    )
    if variance == 0:
        return RestrictedMean(mean, None, None)
    error = math.sqrt(variance)
    reach = normal_quantile(1 - TAIL) * error
    return RestrictedMean(mean, error, (max(0.0, mean - reach), min(horizon, mean + reach)))
