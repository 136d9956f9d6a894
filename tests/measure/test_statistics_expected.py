"""The range that the months before let expect."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure.statistics.expected import expected_range, expected_verdict


def _at_most(count: int, events: int, months: int) -> float:
    """NegBin from its definition: Gamma(k + r) / (k! Gamma(r)) p^r (1 - p)^k, summed."""
    size, success = events + 0.5, months / (months + 1)
    start = size * math.log(success) - math.lgamma(size)
    terms = (start + math.lgamma(k + size) - math.lgamma(k + 1) + k * math.log(1 - success) for k in range(count + 1))
    return math.fsum(math.exp(term) for term in terms)


@given(st.integers(0, 400), st.integers(3, 12))
def test_it_is_the_shortest_range_that_leaves_no_more_than_a_fortieth_on_each_side(events: int, months: int) -> None:
    expected = expected_range(events, months)
    assert expected is not None
    low, high = expected
    assert _at_most(low - 1, events, months) < 0.025 <= _at_most(low, events, months)
    assert _at_most(high - 1, events, months) < 0.975 <= _at_most(high, events, months)


def test_too_few_months_let_nothing_expect() -> None:
    assert expected_range(5, 2) is None
    assert expected_range(0, 0) is None
    assert expected_range(0, 3) == (0, 2)  # P(0) = sqrt(3/4) = 0.866, P(0 or 1) = 0.974 is not yet enough


@pytest.mark.parametrize(
    ("count", "verdict"), [(0, "below"), (1, "inside"), (3, "inside"), (7, "inside"), (8, "above")]
)
def test_the_ends_are_inside(count: int, verdict: str) -> None:
    assert expected_verdict(count, (1, 7)) == verdict


def test_without_a_range_there_is_no_verdict() -> None:
    assert expected_verdict(100, None) is None
