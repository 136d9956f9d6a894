"""Two samples of durations against each other, on the logarithm of their minutes.

Records have whole minutes: a duration below half a minute counts as `FLOOR_MINUTES` before the logarithm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.arrangements import arrangement_sums
from generator.measure.statistics.distributions import SIGNIFICANCE, rising_root, t_test_power

FLOOR_MINUTES = 0.5
DEFAULT_SIGMA = 1.27  # of log minutes: the shape of real incident durations
ENOUGH_FOR_SIGMA = 30
POWER = 0.8
LARGEST_EFFECT = 1e6
LARGEST_GROUP = 1e9
ROUNDING = 1e-12  # of log minutes: means of equal numbers may differ by the last bit

Verdict = Literal["shorter", "longer", "consistent"]


def geometric_ratio(current: Sequence[float], previous: Sequence[float]) -> float | None:
    """Return the ratio of geometric means, zero minutes floored at half a minute; None where one is empty."""
    if not (len(current) and len(previous)):
        return None
    difference = float(log_minutes(current).mean() - log_minutes(previous).mean())
    return math.exp(difference) if abs(difference) > ROUNDING else 1.0


def permutation_p(previous: Sequence[float], current: Sequence[float], seed: str) -> float | None:
    """Return the two-sided p of the difference in mean log minutes; None where a group is empty.

    The share of arrangements with |T*| >= |T|: of all of them up to 20,000, else of 20,000 drawn with
    `seed` and the observed one, (b + 1) / (N + 1). Zero minutes are floored at half a minute.
    """
    if not (len(previous) and len(current)):
        return None
    small, large = sorted((log_minutes(previous), log_minutes(current)), key=len)
    pooled = np.sort(np.concatenate((small, large)))
    # With the pool given, T rises with the sum of the smaller group: its distance from what is due says it all.
    due = float(pooled.mean()) * small.size
    observed = abs(float(small.sum()) - due)
    sums, complete = arrangement_sums(pooled, small.size, seed)
    tolerance = 1e-9 * max(1.0, float(np.abs(pooled).sum()))
    extreme = int(np.count_nonzero(np.abs(sums - due) >= observed - tolerance))
    return extreme / sums.size if complete else (extreme + 1) / (sums.size + 1)


def verdict(ratio: float, p: float) -> Verdict:
    """Return what the test supports at 5 %."""
    if p > SIGNIFICANCE or ratio == 1:
        return "consistent"
    return "shorter" if ratio < 1 else "longer"


def log_sd(values: Sequence[float]) -> float | None:
    """Return the standard deviation (n - 1) of log minutes, None below two values; exactly 0 where all are alike."""
    if len(values) < 2:
        return None
    found = float(log_minutes(values).std(ddof=1))
    return found if found > ROUNDING else 0.0


def sigma_of(values: Sequence[float]) -> float:
    """Return the spread of log minutes to plan with: the values' own from 30 on, else `DEFAULT_SIGMA`."""
    own = log_sd(values) if len(values) >= ENOUGH_FOR_SIGMA else None
    return DEFAULT_SIGMA if own is None else own


def visible_ratio(n1: int, n2: int, sigma: float) -> float | None:
    """Return the ratio below 1 that a two-sided t test on logs sees with 80 % power at 5 %.

    Changes nearer to 1 would mostly stay unseen. None below three values in all, or one in each group.
    """
    effect = _visible_effect(*sorted((n1, n2)))
    if effect is None or not sigma > 0:
        return None
    return math.exp(-effect * sigma) or None  # below the smallest float no ratio can be named


def needed_n(ratio: float, sigma: float) -> float | None:
    """Return the size of each group from which `ratio` is seen with 80 % power at 5 %, not rounded up.

    None where none is large enough (no change at all) or where two values in each already suffice.
    """
    if not (ratio > 0 and sigma > 0):
        return None
    effect = abs(math.log(ratio)) / sigma
    return rising_root(lambda n: t_test_power(effect, n, n) - POWER, 2.0, LARGEST_GROUP) if effect else None


@lru_cache(maxsize=4096)
def _visible_effect(n1: int, n2: int) -> float | None:
    """Return the effect in standard deviations: the same for every sigma, and slow to find."""
    if n1 < 1 or n1 + n2 - 2 < 1:
        return None
    return rising_root(lambda effect: t_test_power(effect, n1, n2) - POWER, 1e-6, LARGEST_EFFECT)


def log_minutes(values: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the natural logarithm of minutes, zero minutes floored at half a minute."""
    return np.log(np.maximum(np.asarray(values, dtype=np.float64), FLOOR_MINUTES))
