"""Durations of which some are still running."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

ONE_HALF = 0.5 + 1e-9  # a product of fractions that equals one half may come out a bit above it


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still running just after each time; `times` are all that were observed, ascending."""

    times: tuple[float, ...]
    survival: tuple[float, ...]

    @property
    def median(self) -> float | None:
        """Return the first time at which no more than half still run, None while the curve stays above."""
        return next((time for time, share in zip(self.times, self.survival, strict=True) if share <= ONE_HALF), None)


def kaplan_meier(durations: Sequence[float], closed: Sequence[bool]) -> Curve:
    """Return the product-limit curve (Kaplan and Meier 1958); at a tie, closing precedes censoring.

    `closed` says of each duration whether it has ended. ValueError for a negative one.
    """
    if any(duration < 0 for duration in durations):
        raise ValueError("negative duration")
    seen = Counter(durations)
    ended = Counter(duration for duration, end in zip(durations, closed, strict=True) if end)
    running, share = len(durations), 1.0
    times, survival = sorted(seen), []
    for time in times:
        share *= (running - ended[time]) / running
        running -= seen[time]
        survival.append(share)
    return Curve(tuple(float(time) for time in times), tuple(survival))
