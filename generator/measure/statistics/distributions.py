"""The one door to scipy: quantiles and probabilities as plain floats, not its own scalars."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import optimize, special, stats

Numbers = npt.NDArray[np.float64]

SIGNIFICANCE = 0.05
TAIL = SIGNIFICANCE / 2
FARTHEST_ROOT = 1e6


@lru_cache(maxsize=256)
def normal_quantile(share: float) -> float:
    """Return the standard normal quantile."""
    return float(stats.norm.ppf(share))


def normal_above(z: float) -> float:
    """Return the probability above `z` of the standard normal distribution."""
    return float(stats.norm.sf(z))


def two_sided_normal_p(z: float) -> float:
    """Return the probability of a standard normal value at least as far from 0 as `z`."""
    return min(1.0, 2 * normal_above(abs(z)))


def student_quantile(share: float, df: float) -> float:
    """Return the quantile of Student's t distribution."""
    return float(stats.t.ppf(share, df))


def chi2_quantile(share: float, df: float) -> float:
    """Return the quantile of the chi-square distribution."""
    return float(stats.chi2.ppf(share, df))


def chi2_above(value: float, df: float) -> float:
    """Return the probability above `value` of the chi-square distribution."""
    return float(stats.chi2.sf(value, df))


def beta_quantile(share: float, a: float, b: float) -> float:
    """Return the quantile of Beta(a, b)."""
    return float(stats.beta.ppf(share, a, b))


def coin_quantile(share: float, n: int) -> int:
    """Return the quantile of the heads among `n` tosses of a fair coin."""
    return int(stats.binom.ppf(share, n, 0.5))


def binomial_at_most(k: int, n: int, share: float) -> float:
    """Return the probability of at most `k` of `n`."""
    return float(stats.binom.cdf(k, n, share))


def binomial_upper_bounds(tail: float, totals: Numbers, share: float) -> Numbers:
    """Return for each total the smallest k with P(more than k) <= tail."""
    bounds: Numbers = np.asarray(stats.binom.isf(tail, totals, share), dtype=np.float64)
    return bounds


@lru_cache(maxsize=4096)  # months of one length have one expectation
def poisson_at_most(k: float, expected: float) -> float:
    """Return the probability of at most `k` events where `expected` are due."""
    return float(stats.poisson.cdf(k, expected))


@lru_cache(maxsize=4096)
def poisson_quantile(share: float, expected: float) -> int:
    """Return the quantile of the Poisson distribution (0 where nothing is due)."""
    return int(stats.poisson.ppf(share, expected))


def poisson_joint_above(counts: Numbers, bounds: Numbers, expected: float, other: float) -> float:
    """Return the sum over `counts` of P(count | expected) * P(at least its bound | other)."""
    return float(np.sum(stats.poisson.pmf(counts, expected) * stats.poisson.sf(bounds - 1, other)))


def negative_binomial_quantile(share: float, size: float, success: float) -> int:
    """Return the quantile of NegBin(size, success), the failures before the `size`-th success."""
    return int(stats.nbinom.ppf(share, size, success))


def negative_binomial_at_least(k: int, size: float, success: float) -> float:
    """Return the probability of `k` or more failures before the `size`-th success."""
    return float(stats.nbinom.sf(k - 1, size, success))


def t_test_power(effect: float, n1: float, n2: float) -> float:
    """Return the power of the two-sided two-sample t test at 5 % for an effect in standard deviations."""
    df = n1 + n2 - 2
    shift = effect * math.sqrt(n1 * n2 / (n1 + n2))
    limit = float(special.stdtrit(df, 1 - TAIL))
    near, far_tail = float(special.nctdtr(df, shift, limit)), float(special.nctdtr(df, shift, -limit))
    # Where the far tail underflows, scipy says nan; it is then below any figure that could matter.
    return 1 - near + (0.0 if math.isnan(far_tail) else far_tail)


def rising_root(function: Callable[[float], float], low: float, limit: float) -> float | None:
    """Return where a rising function crosses zero above `low`; None where it does not before `limit`."""
    if not function(low) < 0:
        return None
    high = low * 2
    while not function(high) >= 0:
        if high >= limit:
            return None
        high *= 2
    return float(optimize.brentq(function, high / 2, high, rtol=1e-10))


def root_of_rising(function: Callable[[float], float]) -> float | None:
    """Return where a function that rises over the whole line crosses zero; None where it does not in +-1e6."""
    reach = 1.0
    while function(-reach) > 0 or function(reach) < 0:
        if reach >= FARTHEST_ROOT:
            return None
        reach *= 2
    return float(optimize.brentq(function, -reach, reach, rtol=1e-10))
