"""Averages of a sample and the 95 % intervals around them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.distributions import TAIL, chi2_quantile, coin_quantile, normal_quantile
from generator.measure.statistics.draws import uniform_blocks

Interval = tuple[float, float]
Numbers = npt.NDArray[np.float64]

SMALLEST_FOR_MEAN = 10
#: One less than a round number, so that both limits are resampled values themselves; fewer where the values are many.
RESAMPLES, RESAMPLES_OF_MANY, MANY = 1_999, 999, 1_000


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, None of nothing."""
    return float(np.mean(values)) if len(values) else None


def median(values: Sequence[float]) -> float | None:
    """Return the median, None of nothing."""
    return float(np.median(values)) if len(values) else None


def p10(values: Sequence[float]) -> float | None:
    """Return the 10th percentile as `p90` does, None of nothing."""
    return float(np.quantile(values, 0.1)) if len(values) else None


def p90(values: Sequence[float]) -> float | None:
    """Return the 90th percentile by linear interpolation (numpy's default), None of nothing."""
    return float(np.quantile(values, 0.9)) if len(values) else None


def wilson(k: int, n: int) -> Interval | None:
    """Return Wilson's score interval of the share k/n, None at n = 0 (Wilson 1927)."""
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
    if n == 0:
        return None
    z = normal_quantile(1 - TAIL)
    share, weight = k / n, z * z / n
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / n + weight / (4 * n))
    # min and max: at k = 0 and k = n a limit is the share itself, which rounding must not push past it
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def garwood(count: int, exposure: float = 1.0) -> Interval:
    """Return the exact Poisson interval of count/exposure (Garwood 1936); ValueError without exposure."""
    if count < 0 or not exposure > 0:
        raise ValueError("a rate needs a count of 0 or more and an exposure above 0")
    low = chi2_quantile(TAIL, 2 * count) / 2 if count else 0.0
    return low / exposure, chi2_quantile(1 - TAIL, 2 * count + 2) / 2 / exposure


def median_interval(values: Sequence[float]) -> Interval | None:
    """Return the order statistics that hold the median with 95 % or more, None below n = 6.

    Exact for every distribution: the number of values below the median is that of heads among n coins.
    """
    rank = coin_quantile(TAIL, len(values)) if len(values) else 0
    if rank == 0:
        return None
    ordered = sorted(values)
    return float(ordered[rank - 1]), float(ordered[-rank])


def mean_interval(values: Sequence[float], seed: str) -> Interval | None:
    """Return the studentised bootstrap interval of the mean of `values` (0 or more; in any order).

    None below n = 10, for constant values, and where so many resamples are constant that a limit would
    be infinite. The same values and the same `seed` give the same interval for ever.
    Formula: mean - t*(97.5 %) se .. mean - t*(2.5 %) se (Efron and Tibshirani 1993, chapter 12).
    """
    if len(values) < SMALLEST_FOR_MEAN or min(values) == max(values):
        return None
    sample = np.sort(np.asarray(values, dtype=np.float64))
    centre, error = float(sample.mean()), float(sample.std(ddof=1)) / math.sqrt(sample.size)
    # inverted_cdf picks a resampled value: interpolation between infinite ones would give nan
    low_t, high_t = np.quantile(_studentised(sample, seed), (TAIL, 1 - TAIL), method="inverted_cdf")
    if not (math.isfinite(low_t) and math.isfinite(high_t)):
        return None
    return max(0.0, centre - float(high_t) * error), centre - float(low_t) * error


def _studentised(sample: Numbers, seed: str) -> Numbers:
    """Return (mean* - mean) / se* of every resample; infinite where the resample is constant."""
    centred = sample - sample.mean()  # so that the square of a mean takes nothing from the sum of squares
    resamples = RESAMPLES if sample.size < MANY else RESAMPLES_OF_MANY
    return np.concatenate([_block(centred, draws) for draws in uniform_blocks(resamples, sample.size, seed)])


def _block(centred: Numbers, draws: npt.NDArray[np.float32]) -> Numbers:
    size = centred.size
    np.multiply(draws, size, out=draws)  # 24 bits may round up to the size itself: that is the last
    resamples = centred.take(draws.astype(np.intp), mode="clip")
    distance = resamples.mean(axis=1)
    squares = np.einsum("ij,ij->i", resamples, resamples) - size * distance**2
    spread = np.sqrt(np.maximum(squares, 0.0) / (size - 1))
    constant = spread <= 1e-6 * centred.std()  # not zero itself: what is left of equal numbers may be off by a bit
    errors = np.where(constant, 1.0, spread) / math.sqrt(size)
    ratios: Numbers = np.where(constant, np.copysign(np.inf, distance), distance / errors)
    return ratios
