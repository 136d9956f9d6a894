"""The ways to deal a pool of values into two groups."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from generator.measure.statistics.draws import uniform_blocks

MOST_ARRANGEMENTS = 20_000

Places = npt.NDArray[np.int32]


def arrangement_sums(pool: npt.NDArray[np.float64], size: int, seed: str) -> tuple[npt.NDArray[np.float64], bool]:
    """Return the sum of `size` values in each arrangement, and whether these are all there are."""
    complete = math.comb(pool.size, size) <= MOST_ARRANGEMENTS
    places = _every(pool.size, size) if complete else _drawn(pool.size, size, seed)
    return pool[places].sum(axis=1), complete


@lru_cache(maxsize=64)
def _every(n: int, size: int) -> Places:
    """Return the places of every arrangement; kept, since months of like size come again and again."""
    flat = np.fromiter(chain.from_iterable(combinations(range(n), size)), dtype=np.int32)
    return flat.reshape(-1, size)


@lru_cache(maxsize=2)
def _drawn(n: int, size: int, seed: str) -> Places:
    """Return the places of 20,000 random arrangements; kept for the next figure of the same month."""
    blocks = uniform_blocks(MOST_ARRANGEMENTS, n, seed)
    return np.concatenate([_smallest(block, size) for block in blocks])


def _smallest(draws: npt.NDArray[np.float64], size: int) -> Places:
    """Return the places of the `size` smallest numbers of each row: a random choice without replacement."""
    return np.argpartition(draws, size - 1, axis=1)[:, :size].astype(np.int32)
