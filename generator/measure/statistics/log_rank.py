"""Two groups of durations, of which some are still running, against each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from generator.measure.statistics.distributions import chi2_above
from generator.measure.statistics.survival import risk_table


class LogRank(NamedTuple):
    """Chi-square with one degree of freedom and its p; what ended in the first group, and what was due there."""

    chi2: float
    p: float
    ended: int
    due: float


def log_rank(
    durations: Sequence[float], closed: Sequence[bool], others: Sequence[float], others_closed: Sequence[bool]
) -> LogRank | None:
    """Return the log-rank test of two groups (Mantel 1966; the variance is hypergeometric).

    None where nothing can be compared: no end while both groups still run.
    """
    lengths = sorted(durations)
    both = risk_table([*durations, *others], [*closed, *others_closed])
    due = variance = 0.0
    for time, running, ended in both:
        share = (len(lengths) - bisect_left(lengths, time)) / running
        due += ended * share
        if running > 1:
            variance += ended * share * (1 - share) * (running - ended) / (running - 1)
    if not variance > 0:
        return None
    seen = sum(bool(end) for end in closed)
    chi2 = (seen - due) ** 2 / variance
    return LogRank(chi2, chi2_above(chi2, 1), seen, due)
