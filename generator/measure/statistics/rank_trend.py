"""Trends by ranks alone, for series whose scatter follows no model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from statistics import median
from typing import NamedTuple

from generator.measure.statistics.distributions import two_sided_normal_p

EXACT_UP_TO = 33  # values without ties


class MannKendall(NamedTuple):
    """S (rises less falls among all pairs), its variance, z and the two-sided p."""

    s: int
    variance: float
    z: float
    p: float


class Kendall(NamedTuple):
    """Kendall's tau-b of the values with their order, and the two-sided p."""

    tau: float
    p: float


def mann_kendall(values: Sequence[float]) -> MannKendall | None:
    """Return the Mann-Kendall trend test (Mann 1945, Kendall 1975); None below two values.

    The variance is corrected for ties, z for continuity: (S -+ 1) / sqrt(variance), 0 where S is 0. The
    normal distribution is near enough from about 10 values on; below, `kendall` is exact.
    """
    if len(values) < 2:
        return None
    s, variance = _s(values), _variance(values)
    z = (s - math.copysign(1, s)) / math.sqrt(variance) if s else 0.0
    return MannKendall(s, variance, z, two_sided_normal_p(z))


def kendall(values: Sequence[float]) -> Kendall | None:
    """Return Kendall's tau-b with time; None where fewer than two values differ.

    p is exact up to 33 values without ties (the count of orders with so many inversions), else normal
    with the variance for ties and no correction for continuity.
    """
    pairs = math.comb(len(values), 2)
    untied = pairs - sum(math.comb(count, 2) for count in Counter(values).values())
    if not untied:
        return None
    s = _s(values)
    exact = untied == pairs and len(values) <= EXACT_UP_TO
    p = _exact_p(s, len(values)) if exact else two_sided_normal_p(s / math.sqrt(_variance(values)))
    return Kendall(s / math.sqrt(pairs * untied), p)


def theil_sen(values: Sequence[float]) -> float | None:
    """Return the median of the slopes of all pairs, per step (Theil 1950, Sen 1968); None below two values."""
    pairs = combinations(enumerate(values), 2)
    slopes = [(after - before) / (later - sooner) for (sooner, before), (later, after) in pairs]
    return float(median(slopes)) if slopes else None


def _s(values: Sequence[float]) -> int:
    return sum((after > before) - (after < before) for before, after in combinations(values, 2))


def _variance(values: Sequence[float]) -> float:
    sizes = [len(values), *Counter(values).values()]
    whole, *ties = (size * (size - 1) * (2 * size + 5) for size in sizes)
    return (whole - sum(ties)) / 18


def _exact_p(s: int, size: int) -> float:
    """Return the share of all orders whose S is at least as far from 0."""
    pairs = math.comb(size, 2)
    fewest = (pairs - abs(s)) // 2
    orders = _orders_by_inversions(size)
    return min(1.0, 2 * sum(orders[: fewest + 1]) / math.factorial(size))


@lru_cache(maxsize=64)
def _orders_by_inversions(size: int) -> tuple[int, ...]:
    """Return how many orders of so many values have 0, 1, 2, ... inversions (Kendall 1938)."""
    orders = [1]
    for values in range(2, size + 1):
        wider = [0] * (len(orders) + values - 1)
        for shift in range(values):
            for inversions, count in enumerate(orders):
                wider[inversions + shift] += count
        orders = wider
    return tuple(orders)
