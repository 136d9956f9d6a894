"""Counts per exposure."""

from __future__ import annotations


def rate(count: int, exposure: float) -> float | None:
    """Return count per unit of exposure, None where there was none (the month has just begun)."""
    return count / exposure if exposure > 0 else None
