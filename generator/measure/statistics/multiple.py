"""Several tests on one page: what their p values are worth together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from generator.measure.statistics.distributions import SIGNIFICANCE


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return the adjusted p of each test, in the order given: the chance of any false alarm stays below (Holm 1979)."""
    order = _rising(ps)
    factors = range(len(order), 0, -1)
    stepped = accumulate((factor * ps[place] for factor, place in zip(factors, order, strict=True)), max)
    return _back(order, stepped)


def benjamini_hochberg(ps: Sequence[float]) -> tuple[float, ...]:
    """Return the adjusted p of each test: the share of false ones among the alarms (Benjamini and Hochberg 1995)."""
    falling = _rising(ps)[::-1]
    size = len(falling)
    factors = (size / rank for rank in range(size, 0, -1))
    stepped = accumulate((factor * ps[place] for factor, place in zip(factors, falling, strict=True)), min)
    return _back(falling, stepped)


def expected_false_alarms(tests: int) -> float:
    """Return how many of `tests` are significant at 5 % on average where nothing changed."""
    return tests * SIGNIFICANCE


def chance_of_a_false_alarm(tests: int) -> float:
    """Return the probability that any of `tests` independent ones is significant at 5 % where nothing changed."""
    return float(1 - (1 - SIGNIFICANCE) ** tests)


def _rising(ps: Sequence[float]) -> list[int]:
    if not all(0 <= p <= 1 for p in ps):
        raise ValueError("a p lies between 0 and 1")
    return sorted(range(len(ps)), key=ps.__getitem__)


def _back(order: Sequence[int], adjusted: accumulate[float]) -> tuple[float, ...]:
    places = dict(zip(order, adjusted, strict=True))
    return tuple(min(1.0, places[place]) for place in range(len(order)))
