"""Whether two groups of counts can have one mix: Pearson's chi-square, exact or by seeded draws.

Agresti, Categorical Data Analysis, 3rd edition 2013, 3.5 and 16.5 (exact conditional tests of r × c tables).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.distributions import SIGNIFICANCE, chi2_above
from generator.measure.statistics.draws import seeded

MOST_TABLES = 20_000  # that are all counted; beyond, as many as `DRAWS` are drawn
DRAWS = 20_000
FEW, RARE = 5, 0.2  # Cochran: in at most a fifth of the cells fewer than five are due, in none fewer than one

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def homogeneity_p(first: Sequence[int], second: Sequence[int], seed: str) -> float | None:
    """Return the p of "both have the same mix", given the sums of both groups and of every category.

    The share, by probability, of all ways to deal the first group from both whose chi-square is at least the one
    observed: of all of them up to 20,000; of more by the chi-square distribution where enough is due everywhere
    (Cochran 1954), else of 20,000 drawn with `seed` and the observed one, (b + 1) / (N + 1). None where a group is
    empty or where no table of these sums could have a p of 5 % or less: too few to tell.
    """
    pool = np.array([a + b for a, b in zip(first, second, strict=True) if a + b], dtype=np.int64)
    mine = np.array([a for a, b in zip(first, second, strict=True) if a + b], dtype=np.int64)
    size, whole = int(mine.sum()), int(pool.sum())
    if not 0 < size < whole or pool.size < 2:
        return None
    observed = _distance(mine[None, :], pool, size)[0]
    if _how_many(size, pool) > MOST_TABLES:
        due = np.concatenate((pool * (size / whole), pool * (1 - size / whole)))
        if due.min() >= 1 and np.count_nonzero(due < FEW) <= RARE * due.size:
            scale = whole**2 / (size * (whole - size))  # what `_distance` leaves out
            return chi2_above(float(observed) * scale, pool.size - 1)
        far = _distance(_drawn(size, pool, seed), pool, size) >= _least(observed)
        return (int(np.count_nonzero(far)) + 1) / (DRAWS + 1)
    tables = _tables(size, pool)
    distance, chance = _distance(tables, pool, size), _chance(tables, pool, size)
    if chance[distance >= _least(float(distance.max()))].sum() > SIGNIFICANCE:
        return None
    return min(1.0, float(chance[distance >= _least(observed)].sum()))


def _least(distance: float) -> float:
    """Equal distances may differ in the last digits."""
    return distance - 1e-9 * max(1.0, distance)


def _distance(tables: Counts, pool: Counts, size: int) -> Floats:
    """Return Pearson's chi-square of each table but for a factor that all tables of these sums share."""
    due = pool * (size / pool.sum())
    found: Floats = (((tables - due) ** 2) / pool).sum(axis=1)
    return found


def _how_many(size: int, pool: Counts) -> float:
    """Return the number of tables: in how many ways `size` can be dealt over categories that hold so many."""
    ways = np.ones(1)
    for most in pool:
        ways = np.convolve(ways, np.ones(min(int(most), size) + 1))[: size + 1]
    return float(ways[size])


def _tables(size: int, pool: Counts) -> Counts:
    """Return every table: rows of counts that sum to `size`, none larger than its category holds."""
    rows, left = np.zeros((1, 0), dtype=np.int64), np.array([size], dtype=np.int64)
    for place in range(pool.size - 1):
        low = np.maximum(0, left - int(pool[place + 1 :].sum()))
        width = np.minimum(int(pool[place]), left) - low + 1
        first = np.repeat(np.cumsum(width) - width, width)
        chosen = np.repeat(low, width) + np.arange(int(width.sum())) - first
        rows = np.column_stack((np.repeat(rows, width, axis=0), chosen))
        left = np.repeat(left, width) - chosen
    return np.column_stack((rows, left))


def _chance(tables: Counts, pool: Counts, size: int) -> Floats:
    """Return the probability of each table (multivariate hypergeometric)."""
    logs = _log_factorials(int(pool.sum()))
    each = (logs[pool] - logs[tables] - logs[pool - tables]).sum(axis=1)
    found: Floats = np.exp(each - _log_choose(logs, int(pool.sum()), size))
    return found


def _drawn(size: int, pool: Counts, seed: str) -> Counts:
    """Return `DRAWS` tables: category by category, the quantile of a hypergeometric at a uniform number."""
    uniform = seeded(seed).random((DRAWS, pool.size - 1))
    logs = _log_factorials(int(pool.sum()))
    left = np.full(DRAWS, size, dtype=np.int64)
    columns = []
    for place in range(pool.size - 1):
        most, rest = int(pool[place]), int(pool[place + 1 :].sum())
        columns.append(_quantiles(uniform[:, place], left, most, rest, logs))
        left = left - columns[-1]
    return np.column_stack((*columns, left))


def _quantiles(uniform: Floats, sizes: Counts, most: int, rest: int, logs: Floats) -> Counts:
    """Return how many of each of `sizes` drawn from `most` + `rest` are of the first kind, at its uniform number.

    The distributions of all sizes stand one after the other, each one higher than the one before: one search does.
    """
    least = int(sizes.min())
    size = np.arange(least, int(sizes.max()) + 1)[:, None]
    first = np.arange(min(most, int(sizes.max())) + 1)[None, :]
    second = size - first
    possible = (second >= 0) & (second <= rest)
    other = np.where(possible, second, 0)
    ways = logs[most] - logs[first] - logs[most - first] + logs[rest] - logs[other] - logs[rest - other]
    chance = np.where(possible, np.exp(ways - _log_choose(logs, most + rest, size)), 0.0)
    total = np.cumsum(chance, axis=1)
    steps = (total / total[:, -1:] + np.arange(size.size)[:, None]).ravel()
    row = sizes - least
    place = np.searchsorted(steps, uniform + row, side="right") - row * first.size
    return np.asarray(np.minimum(place, first.size - 1), dtype=np.int64)


def _log_factorials(most: int) -> Floats:
    return np.concatenate((np.zeros(1), np.cumsum(np.log(np.arange(1, most + 1)))))


def _log_choose(logs: Floats, n: int, k: int | Counts) -> Floats:
    found: Floats = logs[n] - logs[k] - logs[n - k]
    return found
