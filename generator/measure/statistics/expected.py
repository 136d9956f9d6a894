"""What the months before let one expect of this month's count."""

from __future__ import annotations

from typing import Literal

from generator.measure.statistics.distributions import (
    TAIL,
    negative_binomial_at_least,
    negative_binomial_quantile,
)

FEWEST_MONTHS = 3

Verdict = Literal["above", "below", "inside"]


def expected_range(events: int, months: int) -> tuple[int, int] | None:
    """Return the central 95 % range of the next month's count after `events` in `months`; None below 3.

    The count of a Poisson process of unknown rate under Jeffreys' prior: NegBin(events + 1/2, T/(T + 1)).
    """
    if months < FEWEST_MONTHS:
        return None
    low, high = (negative_binomial_quantile(share, *_predictive(events, months)) for share in (TAIL, 1 - TAIL))
    return low, high


def expected_mean(events: int, months: int) -> float | None:
    """Return the mean of the same distribution, (events + 1/2) / months; None below 3 months."""
    return None if months < FEWEST_MONTHS else (events + 0.5) / months


def chance_of_at_least(count: int, events: int, months: int) -> float | None:
    """Return how likely the next month has `count` or more by the same distribution; None below 3 months."""
    return None if months < FEWEST_MONTHS else negative_binomial_at_least(count, *_predictive(events, months))


def expected_verdict(count: int, expected: tuple[int, int] | None) -> Verdict | None:
    """Return where a count lies against the range (its ends are inside), None without one."""
    if expected is None:
        return None
    low, high = expected
    return "above" if count > high else "below" if count < low else "inside"


def _predictive(events: int, months: int) -> tuple[float, float]:
    return events + 0.5, months / (months + 1)
