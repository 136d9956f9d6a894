"""Durations of which some are still running."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

ONE_HALF = 0.5 + 1e-9  # a product of fractions that equals one half may come out a bit above it


class Step(NamedTuple):
    """One observed time: how many had run until then, and how many of these ended at it."""

    time: float
    running: int
    ended: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still running just after each time; `times` are all that were observed, ascending."""

    times: tuple[float, ...]
    survival: tuple[float, ...]

    @property
    def median(self) -> float | None:
        """Return the first time at which no more than half still run, None while the curve stays above."""
        return next((time for time, share in zip(self.times, self.survival, strict=True) if share <= ONE_HALF), None)


def risk_table(durations: Sequence[float], closed: Sequence[bool]) -> tuple[Step, ...]:
    """Return a step for every observed time, ascending; at a tie, closing precedes censoring.

    `closed` says of each duration whether it has ended. ValueError for a negative one.
    """
    if any(duration < 0 for duration in durations):
        raise ValueError("negative duration")
    seen = Counter(durations)
    ended = Counter(duration for duration, end in zip(durations, closed, strict=True) if end)
    running, steps = len(durations), []
    for time in sorted(seen):
        steps.append(Step(float(time), running, ended[time]))
        running -= seen[time]
    return tuple(steps)


def kaplan_meier(durations: Sequence[float], closed: Sequence[bool]) -> Curve:
    """Return the product-limit curve (Kaplan and Meier 1958) of durations as in `risk_table`."""
    return curve_of(risk_table(durations, closed))


def curve_of(steps: Sequence[Step]) -> Curve:
    """Return the product-limit curve of a risk table."""
    share, survival = 1.0, []
    for _, running, ended in steps:
        share *= (running - ended) / running
        survival.append(share)
    return Curve(tuple(step.time for step in steps), tuple(survival))
