"""The Kaplan-Meier curve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure.statistics.survival import Curve, kaplan_meier

DURATIONS = st.lists(st.integers(0, 50), min_size=1, max_size=60)
OBSERVED = st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=60)


@given(DURATIONS)
def test_without_censoring_it_is_the_empirical_survival(durations: list[int]) -> None:
    curve = kaplan_meier(durations, [True] * len(durations))
    empirical = [sum(duration > time for duration in durations) / len(durations) for time in curve.times]
    assert curve.survival == pytest.approx(empirical, abs=1e-12)
    assert curve.median == sorted(durations)[(len(durations) - 1) // 2]


@given(OBSERVED)
def test_it_never_rises_and_falls_only_where_something_closed(observed: list[tuple[int, bool]]) -> None:
    durations, closed = zip(*observed, strict=True)
    curve = kaplan_meier(durations, closed)
    assert list(curve.times) == sorted(set(durations))
    before = 1.0
    for time, share in zip(curve.times, curve.survival, strict=True):
        assert 0 <= share <= before
        assert (share < before) == (before > 0 and (time, True) in observed)
        before = share


@given(OBSERVED)
def test_leaving_the_open_ones_out_never_makes_the_median_longer(observed: list[tuple[int, bool]]) -> None:
    durations, closed = zip(*observed, strict=True)
    with_open = kaplan_meier(durations, closed).median
    ended = [duration for duration, end in observed if end]
    without = kaplan_meier(ended, [True] * len(ended)).median
    if with_open is not None:
        assert without is not None and without <= with_open


def test_by_hand() -> None:
    # 4 run; 1 of 4 closes at 10; one is still open at 20; 1 of 2 closes at 30: 3/4, 3/4, 3/8, 3/8
    curve = kaplan_meier([10, 20, 30, 40], [True, False, True, False])
    assert curve == Curve((10.0, 20.0, 30.0, 40.0), (0.75, 0.75, 0.375, 0.375))
    assert curve.median == 30.0


def test_exactly_one_half_is_half_in_spite_of_rounding() -> None:
    # 2/3 * 3/4 with a censoring between; 6/7 * 5/6 * ... * 7/14 of 14 without one
    assert kaplan_meier(range(14), [True] * 14).median == 6.0
    assert kaplan_meier(range(1, 7), [True, True, True, False, False, False]).median == 3.0


def test_nothing_observed_has_no_median() -> None:
    assert kaplan_meier([], []) == Curve((), ())
    assert kaplan_meier([], []).median is None


def test_what_is_no_observation_is_refused() -> None:
    with pytest.raises(ValueError, match="negative duration"):
        kaplan_meier([3, -0.5], [True, False])
    with pytest.raises(ValueError, match="shorter"):
        kaplan_meier([3, 5], [True])
