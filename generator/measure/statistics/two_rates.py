"""Two Poisson rates, or two shares, against each other: the tests, and what they could see at this volume."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.compare import POWER
from generator.measure.statistics.distributions import (
    TAIL,
    binomial_at_most,
    binomial_upper_bounds,
    normal_above,
    normal_quantile,
    poisson_joint_above,
    rising_root,
    two_sided_normal_p,
)
from generator.measure.statistics.more_intervals import clopper_pearson

LARGEST_RATIO = 1e6

Numbers = npt.NDArray[np.float64]


class ScoreTest(NamedTuple):
    """The difference of two rates in standard errors under equality; p that the first is larger, and two-sided."""

    z: float
    larger_p: float
    p: float


class Visible(NamedTuple):
    """The nearest change that is seen with 80 % power downwards and upwards; None where none is large enough."""

    fall: float | None
    rise: float | None


def rate_ratio(count: int, exposure: float, other: int, other_exposure: float) -> float | None:
    """Return the ratio of the first rate to the other: infinite against a rate of 0, None where both are 0."""
    _check(exposure, other_exposure)
    if other == 0:
        return math.inf if count else None
    return count / exposure / (other / other_exposure)


def rate_ratio_interval(count: int, exposure: float, other: int, other_exposure: float) -> tuple[float, float] | None:
    """Return the exact 95 % interval of the ratio, from Clopper and Pearson's of the share of events; None of none.

    It leaves out 1 where `two_rates_p` is below 5 %, and only there.
    """
    _check(exposure, other_exposure)
    limits = clopper_pearson(count, count + other)
    if limits is None:
        return None
    low, high = (math.inf if share == 1 else share / (1 - share) * other_exposure / exposure for share in limits)
    return low, high


def two_rates_p(count: int, exposure: float, other: int, other_exposure: float) -> float | None:
    """Return the exact conditional p of equal rates (Przyborowski and Wilenski 1940); None where both counts are 0.

    Given all events, the first's are binomial with its share of the exposure: p is twice the smaller tail,
    at most 1 (the central test).
    """
    _check(exposure, other_exposure)
    total = count + other
    if total == 0:
        return None
    share = exposure / (exposure + other_exposure)
    at_most = binomial_at_most(count, total, share)
    at_least = binomial_at_most(other, total, 1 - share)
    return min(1.0, 2 * min(at_most, at_least))


def score_difference(count: int, exposure: float, other: int, other_exposure: float) -> ScoreTest | None:
    """Return the score test of a difference of rates of 0 (Ng and others 2007); None where both counts are 0.

    Approximate: for small counts `two_rates_p` is right. Its variance is that of the pooled rate.
    """
    _check(exposure, other_exposure)
    if count + other == 0:
        return None
    pooled = (count + other) / (exposure + other_exposure)
    error = math.sqrt(pooled * (1 / exposure + 1 / other_exposure))
    z = (count / exposure - other / other_exposure) / error
    return ScoreTest(z, normal_above(z), two_sided_normal_p(z))


@lru_cache(maxsize=1024)
def visible_rate_ratios(expected: float, exposure: float = 1.0, other_exposure: float = 1.0) -> Visible:
    """Return the ratios of a later rate to the one of which `expected` events are due in `exposure`.

    Each is the one nearest to 1 that `two_rates_p` of the two spans calls a fall, or a rise, at 5 % with
    80 % probability. The fall is None where not even a rate of 0 would be seen: below about 8 events;
    both are None where none are due.
    """
    _check(exposure, other_exposure)
    if not expected > 0:
        return Visible(None, None)
    due = expected * other_exposure / exposure
    share = exposure / (exposure + other_exposure)
    rise = rising_root(lambda step: _rise_power(expected, due * (1 + step), 1 - share) - POWER, 1e-6, LARGEST_RATIO)
    # A fall seen from the other end is a rise: the earlier count has to stand out against the later.
    seen = _rise_power(0.0, expected, share) >= POWER
    cut = (
        rising_root(lambda cut: _rise_power(due * max(0.0, 1 - cut), expected, share) - POWER, 1e-6, 1)
        if seen
        else None
    )
    return Visible(None if cut is None else max(0.0, 1 - cut), None if rise is None else 1 + rise)


def visible_shares(share: float, n1: int, n2: int) -> Visible:
    """Return the shares of `n2` nearest to a `share` of `n1` that a two-sided test at 5 % sees with 80 % power.

    By Cohen's arcsine (1988, chapter 6), which is approximate below about 10 in a group. None where not
    even 0 or 1 is far enough, and where a group is empty.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    if n1 < 1 or n2 < 1:
        return Visible(None, None)
    effect = (normal_quantile(1 - TAIL) + normal_quantile(POWER)) * math.sqrt(1 / n1 + 1 / n2)
    low, high = (math.asin(math.sqrt(share)) + sign * effect / 2 for sign in (-1, 1))
    return Visible(
        math.sin(low) ** 2 if low >= 0 else None,
        math.sin(high) ** 2 if high <= math.pi / 2 else None,
    )


def _rise_power(before: float, after: float, share: float) -> float:
    """Return the probability that the second count is called higher; `share` is the second's of all exposure."""
    reach = 10 * math.sqrt(before) + 20  # what is farther from the expected count chance does not bring
    first, last = max(0, math.floor(before - reach)), math.ceil(before + reach)
    bounds = _bounds(1 << last.bit_length(), share)[first : last + 1]
    return poisson_joint_above(np.arange(first, last + 1, dtype=np.float64), bounds, before, after)


@lru_cache(maxsize=64)
def _bounds(size: int, share: float) -> Numbers:
    """Return for each first count 0, 1, 2, ... below `size` the smallest second one that is called higher."""
    reach = 2 * size
    while True:
        totals = np.arange(reach, dtype=np.float64)
        # What the first count may be at most for the second to be called higher; it never falls as the total grows.
        rest = totals - binomial_upper_bounds(TAIL, totals, share) - 1
        if rest[-1] >= size - 1:
            places = np.searchsorted(rest, np.arange(size))
            bounds: Numbers = totals[places] - np.arange(size)
            return bounds
        reach *= 2


def _check(exposure: float, other_exposure: float) -> None:
    if not (exposure > 0 and other_exposure > 0):
        raise ValueError("a rate needs an exposure above 0")
