"""Chance that comes out the same for ever: generators seeded by a text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

BLOCK = 100_000  # numbers drawn at once: what is made of them stays near the processor


def seeded(text: str) -> np.random.Generator:
    """Return a generator that the text alone decides, on every machine.

    Only `random()` is drawn from it: its stream is PCG64's own, which numpy promises to keep.
    """
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(text.encode()).digest())))


def random_orders(count: int, size: int, seed: str) -> npt.NDArray[np.intp]:
    """Return `count` random orders of `range(size)`, one a row."""
    return np.argsort(seeded(seed).random((count, size)), axis=1)


def uniform_blocks(rows: int, columns: int, seed: str) -> Iterator[npt.NDArray[np.float32]]:
    """Yield `rows` rows of `columns` numbers in [0, 1), in blocks that fit the memory.

    They have 24 bits: enough to choose among millions, and half as long to draw as 53.
    """
    generator = seeded(seed)
    height = max(1, BLOCK // columns)
    for done in range(0, rows, height):
        yield generator.random((min(height, rows - done), columns), dtype=np.float32)
