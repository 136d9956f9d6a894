"""Whether incidents become more or fewer: the trend of monthly counts, and of the times of events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.distributions import (
    TAIL,
    chi2_above,
    normal_quantile,
    root_of_rising,
    two_sided_normal_p,
)

FEWEST_MONTHS = 3
LEAST_DUE = 1e-100  # events a month: a steep slope over many months leaves less than a float can hold
EXACT_UP_TO = 10  # events, for Laplace's test: beyond, the normal distribution is as good

Numbers = npt.NDArray[np.float64]


class RateTrend(NamedTuple):
    """The slope of the log rate per month with its error and p, and as a factor per month with its interval.

    `lr_p` is of the likelihood ratio, which stays right where counts are small. `dispersion` is Pearson's
    chi-square per degree of freedom: well above 1, the counts scatter more than the model has it.
    """

    slope: float
    error: float
    p: float
    ratio: float
    interval: tuple[float, float]
    lr_p: float
    pearson_chi2: float
    dispersion: float


class Laplace(NamedTuple):
    """The centre of the event times against that of the window, in standard errors: above 0 they come to crowd."""

    u: float
    p: float


def poisson_trend(counts: Sequence[int], exposures: Sequence[float], widened: bool = False) -> RateTrend | None:
    """Return the Poisson regression of monthly counts on 0, 1, 2, ... with the log of exposure as offset.

    The maximum of the likelihood that iterated weighted least squares (McCullagh and Nelder 1989) find,
    here as the root of the slope's score with the level at its best: no start, no divergence. `widened`
    multiplies the error by the root of `dispersion` where that is above 1 (quasi-Poisson), for counts
    that scatter more than chance. None below three months, where nothing happened, and where every event
    is in the first or every one in the last month: the slope has no end there. ValueError without exposure.
    """
    if len(counts) != len(exposures) or not all(exposure > 0 for exposure in exposures):
        raise ValueError("every count needs an exposure above 0")
    events = np.asarray(counts, dtype=np.float64)
    if len(counts) < FEWEST_MONTHS or not events[1:].any() or not events[:-1].any():
        return None
    months, spans = np.arange(len(counts), dtype=np.float64), np.asarray(exposures, dtype=np.float64)
    seen = float(events @ months / events.sum())
    slope = root_of_rising(lambda place: float(_shares(place, months, spans) @ months) - seen)
    if slope is None:
        return None
    logs = _log_shares(slope, months, spans)
    shares = np.exp(logs)
    due = np.maximum(events.sum() * shares, LEAST_DUE)
    pearson = float(((events - due) ** 2 / due).sum())
    scatter = pearson / (len(counts) - 2)
    error = 1 / math.sqrt(float(events.sum() * (shares @ (months - seen) ** 2)))
    error *= math.sqrt(max(1.0, scatter)) if widened else 1.0
    gain = 2 * float(events @ (logs - np.log(spans / spans.sum())))
    reach = normal_quantile(1 - TAIL) * error
    return RateTrend(
        slope,
        error,
        two_sided_normal_p(slope / error),
        math.exp(slope),
        (math.exp(slope - reach), math.exp(slope + reach)),
        chi2_above(max(0.0, gain) / (max(1.0, scatter) if widened else 1.0), 1),
        pearson,
        scatter,
    )


def laplace_trend(times: Sequence[float], end: float, start: float = 0.0) -> Laplace | None:
    """Return Laplace's test of event times seen from `start` to `end` (Cox and Lewis 1966), None of none.

    u = (mean time - middle of the window) / (window / sqrt(12 n)). The window ends by the calendar, not
    with an event. p is two-sided: exact up to 10 events (the mean of uniform times; Irwin 1927, Hall
    1927), normal beyond. ValueError for an empty window or a time outside it.
    """
    if not end > start or not all(start <= time <= end for time in times):
        raise ValueError("the times of events lie within a window that is not empty")
    size = len(times)
    if size == 0:
        return None
    places = [(time - start) / (end - start) for time in times]
    u = (math.fsum(places) / size - 0.5) * math.sqrt(12 * size)
    return Laplace(u, _uniform_sum_p(math.fsum(places), size) if size <= EXACT_UP_TO else two_sided_normal_p(u))


def _shares(slope: float, months: Numbers, spans: Numbers) -> Numbers:
    """Return each month's share of all events under a slope: the level drops out."""
    shares: Numbers = np.exp(_log_shares(slope, months, spans))
    return shares


def _log_shares(slope: float, months: Numbers, spans: Numbers) -> Numbers:
    logs = slope * months + np.log(spans)
    logs -= logs.max()
    shares: Numbers = logs - math.log(float(np.exp(logs).sum()))
    return shares


def _uniform_sum_p(total: float, size: int) -> float:
    """Return the two-sided p of a sum of uniform numbers in 0..1: twice the tail it is in."""
    near = min(total, size - total)
    terms = [(-1) ** k * math.comb(size, k) * (near - k) ** size for k in range(math.floor(near) + 1)]
    return min(1.0, max(0.0, 2 * math.fsum(terms) / math.factorial(size)))
