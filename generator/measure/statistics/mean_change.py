"""What a mean of so wide a spread can show: the normal approximation from mean and standard deviation alone."""

from __future__ import annotations

import math

from generator.measure.statistics.distributions import normal_above, normal_quantile


def chance_of_fall(
    mean: float, sd: float, n1: float, n2: float, *, ratio: float = 1.0, by: float = 0.0
) -> float | None:
    """Return the probability that the mean of `n2` durations is at least `by` below that of `n1`.

    The first group has the given mean and sd, the second is `ratio` times as long in every duration: at
    ratio 1 nothing changed, and what is returned is chance alone. 1 less it, with `by` 0, is the chance
    that the mean seems to get worse in spite of an improvement. After Davidovic 2021, whose simulations
    it meets within about a percentage point. None without a spread or with an empty group.
    """
    if not (sd > 0 and n1 > 0 and n2 > 0):
        return None
    error = sd * math.sqrt(1 / n1 + ratio**2 / n2)
    return normal_above((by - mean * (1 - ratio)) / error)


def half_split_reach(sd: float, n: float, confidence: float = 0.9) -> float | None:
    """Return how far apart the means of two halves of `n` like durations are at most, with `confidence`."""
    if not (sd >= 0 and n > 0):
        return None
    return normal_quantile((1 + confidence) / 2) * sd * 2 / math.sqrt(n)
