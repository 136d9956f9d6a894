"""The one door to scipy: quantiles and probabilities as plain floats, not its own scalars."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import optimize, special, stats

SIGNIFICANCE = 0.05
TAIL = SIGNIFICANCE / 2


def normal_quantile(share: float) -> float:
    """Return the standard normal quantile."""
    return float(stats.norm.ppf(share))


def chi2_quantile(share: float, df: float) -> float:
    """Return the quantile of the chi-square distribution."""
    return float(stats.chi2.ppf(share, df))


def coin_quantile(share: float, n: int) -> int:
    """Return the quantile of the heads among `n` tosses of a fair coin."""
    return int(stats.binom.ppf(share, n, 0.5))


def negative_binomial_quantile(share: float, size: float, success: float) -> int:
    """Return the quantile of NegBin(size, success), the failures before the `size`-th success."""
    return int(stats.nbinom.ppf(share, size, success))


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
