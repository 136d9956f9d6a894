"""Small samples against each other by any statistic: every way to deal or to draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations, product
from statistics import fmean
from typing import NamedTuple

from generator.measure.statistics.arrangements import MOST_ARRANGEMENTS

Statistic = Callable[[Sequence[float]], float]


class BootstrapShares(NamedTuple):
    """The shares of pairs of resamples in which the current mean is lower, equal and higher; they are no p."""

    lower: float
    tie: float
    higher: float


def arrangements(n1: int, n2: int) -> int:
    """Return in how many ways n1 + n2 values can be dealt into the two groups."""
    return math.comb(n1 + n2, n1)


def smallest_p(n1: int, n2: int) -> float | None:
    """Return the smallest two-sided p that a permutation test of two such groups can give; None with one empty.

    Groups of one size always have a mirrored arrangement that is as far apart.
    """
    return (2 if n1 == n2 else 1) / arrangements(n1, n2) if n1 and n2 else None


def exact_permutation_p(previous: Sequence[float], current: Sequence[float], statistic: Statistic) -> float | None:
    """Return the two-sided p of a difference in any statistic: the share of arrangements at least as far apart.

    None with an empty group and above 20,000 arrangements.
    """
    if not (previous and current) or arrangements(len(previous), len(current)) > MOST_ARRANGEMENTS:
        return None
    pool = sorted((*previous, *current))
    observed = abs(statistic(current) - statistic(previous))
    slack = 1e-9 * max(1.0, *(abs(value) for value in pool))
    far = [
        abs(statistic([pool[place] for place in places]) - statistic(_rest(pool, places))) >= observed - slack
        for places in combinations(range(len(pool)), len(current))
    ]
    return sum(far) / len(far)


def rank_sum_p(previous: Sequence[float], current: Sequence[float]) -> float | None:
    """Return the exact two-sided p of Mann and Whitney (1947), tied values at their mean rank; None as above."""
    pool = sorted((*previous, *current))
    ranks = {value: (2 * pool.index(value) + pool.count(value) + 1) / 2 for value in pool}
    return exact_permutation_p([ranks[value] for value in previous], [ranks[value] for value in current], fmean)


def bootstrap_shares(previous: Sequence[float], current: Sequence[float]) -> BootstrapShares | None:
    """Return how often every resample's current mean is below, at and above every previous one's.

    A bootstrap probability is over-confident in small samples and no p. None with an empty group and above
    20,000 pairs.
    """
    pairs = len(previous) ** len(previous) * len(current) ** len(current)
    if not (previous and current) or pairs > MOST_ARRANGEMENTS:
        return None
    before, after = ([fmean(draw) for draw in product(sample, repeat=len(sample))] for sample in (previous, current))
    slack = 1e-9 * max(1.0, *map(abs, (*before, *after)))
    lower = sum(one < other - slack for one in after for other in before)
    higher = sum(one > other + slack for one in after for other in before)
    return BootstrapShares(lower / pairs, (pairs - lower - higher) / pairs, higher / pairs)


def _rest(pool: Sequence[float], places: Sequence[int]) -> list[float]:
    taken = set(places)
    return [value for place, value in enumerate(pool) if place not in taken]
