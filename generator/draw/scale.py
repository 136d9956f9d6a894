"""A logarithmic axis of minutes, and what lies on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.kpi import Fact

SIXTH, WEEK, YEAR = 1 / 6, 10080.0, 525600.0
TICKS = (SIXTH, 1.0, 10.0, 60.0, 1440.0, WEEK, 43200.0, YEAR)
_FLOOR_GAP = 0.14  # of the axis, between its lowest tick and the floor for 0 minutes


@dataclass(frozen=True, slots=True)
class Dot:
    """One incident under one contract: where it lies, and whether it is still open."""

    fact: Fact
    x: float
    minutes: float
    is_open: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A logarithmic axis in minutes; 0 lies on a floor below its lowest tick."""

    low: float
    high: float
    has_floor: bool

    def y(self, minutes: float) -> float:
        """Return the height of a value: log10 of minutes, or the floor for 0 and less."""
        return math.log10(minutes) if minutes > 0 else self.floor

    @property
    def floor(self) -> float:
        """Return the height of the lowest line."""
        low, high = math.log10(self.low), math.log10(self.high)
        return low - _FLOOR_GAP * (high - low) if self.has_floor else low


def scale_of(values: Sequence[float]) -> Scale:
    """Return the axis for these minutes, from the tick at or below the least to one at or above the greatest."""
    positive = [value for value in values if value > 0] or [1.0, 60.0]
    low = max((tick for tick in TICKS if tick <= min(positive)), default=min(positive))
    high = min((tick for tick in TICKS if tick >= max(positive)), default=max(positive))
    if low == high:
        above = [tick for tick in TICKS if tick > high]
        high = above[0] if above else high * 2
    return Scale(low, high, min(values, default=1.0) <= 0)
