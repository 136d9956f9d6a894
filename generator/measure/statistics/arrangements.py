"""The ways to deal a pool of values into two groups."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.draws import random_orders

MOST_ARRANGEMENTS = 20_000
_SPLITS, _ORDERS = 400, 50  # their product is MOST_ARRANGEMENTS
_PRODUCT = 250_000  # multiplications at once: for more, BLAS starts threads that wait for each other on a busy machine
_LARGEST_WHOLE, _ROWS = 2_500, 50  # values of which a row at a time is multiplied; rows at once of more values
_LARGEST_KEPT = 1_000  # values whose ranks are kept: less than a megabyte

Numbers = npt.NDArray[np.float64]


def arrangement_sums(pool: Numbers, size: int, seed: str) -> tuple[Numbers, bool]:
    """Return the sum of `size` values in each arrangement, and whether these are all there are.

    Where there are too many, 20,000 random ones: 400 random splits of the places, each applied to the pool in 50
    random orders that `seed` decides. Each is a random choice like any other, and no two have more in common than two
    drawn apart; but one product of two matrices deals them all, a hundred times as fast as drawing each.
    """
    if math.comb(pool.size, size) <= MOST_ARRANGEMENTS:
        return pool[_every(pool.size, size)].sum(axis=1), True
    ranks = _ranks(pool.size) if pool.size <= _LARGEST_KEPT else random_orders(_SPLITS, pool.size, "splits")
    ordered = np.ascontiguousarray(pool[random_orders(_ORDERS, pool.size, seed)].T)
    if pool.size > _LARGEST_WHOLE:
        return _sums_of_many(ranks, size, ordered).ravel(), False
    rows = max(1, _PRODUCT // ordered.size)
    parts = [(ranks[start : start + rows] < size).astype(np.float64) @ ordered for start in range(0, _SPLITS, rows)]
    return np.concatenate(parts).ravel(), False


def _sums_of_many(ranks: npt.NDArray[np.signedinteger[Any]], size: int, ordered: Numbers) -> Numbers:
    """Return the same product in squares: row by row, all values would come from memory 400 times."""
    sums = np.zeros((_SPLITS, _ORDERS))
    width = _PRODUCT // (_ROWS * _ORDERS)
    for start in range(0, len(ordered), width):
        taken = (ranks[:, start : start + width] < size).astype(np.float64)
        for row in range(0, _SPLITS, _ROWS):
            sums[row : row + _ROWS] += taken[row : row + _ROWS] @ ordered[start : start + width]
    return sums


@lru_cache(maxsize=64)
def _every(n: int, size: int) -> npt.NDArray[np.int32]:
    """Return the places of every arrangement; kept, since months of like size come again and again."""
    flat = np.fromiter(chain.from_iterable(combinations(range(n), size)), dtype=np.int32)
    return flat.reshape(-1, size)


@lru_cache(maxsize=64)
def _ranks(n: int) -> npt.NDArray[np.int16]:
    """Return 400 random orders of n places: the places below a size are a random choice of that size."""
    return random_orders(_SPLITS, n, "splits").astype(np.int16)
