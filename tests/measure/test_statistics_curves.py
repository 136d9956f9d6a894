"""Limits of curves and medians, the restricted mean and the log-rank test."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from generator.measure.statistics.log_rank import log_rank
from generator.measure.statistics.restricted_mean import RestrictedMean, restricted_mean
from generator.measure.statistics.survival import kaplan_meier
from generator.measure.statistics.survival_limits import MedianLimits, Scale, curve_limits, median_limits

OBSERVED = st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=40)
SCALES: tuple[Scale, ...] = ("log-log", "log")


def _split(observed: list[tuple[int, bool]]) -> tuple[list[int], list[bool]]:
    return [minutes for minutes, _ in observed], [end for _, end in observed]


@given(OBSERVED, st.sampled_from(SCALES))
def test_limits_hold_the_curve_and_stay_shares(observed: list[tuple[int, bool]], scale: Scale) -> None:
    curve, limits = kaplan_meier(*_split(observed)), curve_limits(*_split(observed), scale)
    assert len(limits) == len(curve.times)
    for share, pair in zip(curve.survival, limits, strict=True):
        assert (pair is None) == (share in (0, 1))
        if pair is not None:
            assert 0 <= pair[0] <= share <= pair[1] <= 1


@given(OBSERVED, st.sampled_from(SCALES))
def test_the_median_lies_within_its_limits(observed: list[tuple[int, bool]], scale: Scale) -> None:
    median, limits = kaplan_meier(*_split(observed)).median, median_limits(*_split(observed), scale)
    if limits.low is not None and median is not None:
        assert limits.low <= median
    if limits.high is not None:
        assert median is not None and median <= limits.high


@settings(deadline=None)
@given(OBSERVED)
def test_another_program_has_the_same_limits(observed: list[tuple[int, bool]]) -> None:
    ended, running = ([minutes for minutes, end in observed if end is which] for which in (True, False))
    theirs = stats.ecdf(stats.CensoredData(uncensored=ended, right=running)).sf
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # theirs stumbles where the curve is 1 or 0
        low, high = (part.probabilities for part in theirs.confidence_interval(method="log-log"))
    for place, pair in enumerate(curve_limits(*_split(observed))):
        if pair is not None:
            assert pair == pytest.approx((low[place], high[place]), rel=1e-9)


def test_limits_by_hand() -> None:
    # 4 of 5 still run after 10: variance of the log curve 1/(5*4); on the log scale 0.8 e^(+-1.96 sqrt(0.05))
    (first, *_) = curve_limits([10, 20, 20, 20, 20], [True] + [False] * 4, "log")
    assert first == pytest.approx((0.8 * math.exp(-1.959964 * math.sqrt(0.05)), 1.0), rel=1e-6)


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_said_where_greenwood_says_nothing(scale: Scale) -> None:
    assert curve_limits([], [], scale) == ()
    assert median_limits([], [], scale) == MedianLimits(None, None)
    assert curve_limits([5], [True], scale) == (None,)
    assert curve_limits([0, 0], [True, True], scale) == (None,)
    assert median_limits([20] * 7, [True] * 7, scale) == MedianLimits(None, None)
    assert curve_limits([3, 9], [False, False], scale) == (None, None)
    assert median_limits([3, 9], [False, False], scale) == MedianLimits(None, None)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(1, 80))
def test_with_nothing_open_it_is_the_mean_of_what_the_horizon_leaves(minutes: list[int], horizon: int) -> None:
    found = restricted_mean(minutes, [True] * len(minutes), horizon)
    cut = [min(value, horizon) for value in minutes]
    assert found is not None
    assert found.mean == pytest.approx(sum(cut) / len(cut))
    # and Greenwood's error is then the standard error with n below the line
    spread = math.sqrt(sum((value - found.mean) ** 2 for value in cut)) / len(cut)
    assert (found.error or 0.0) == pytest.approx(spread, abs=1e-9)


@given(OBSERVED, st.integers(1, 60), st.integers(1, 60))
def test_a_longer_horizon_never_makes_it_shorter(observed: list[tuple[int, bool]], one: int, other: int) -> None:
    sooner, later = (restricted_mean(*_split(observed), horizon) for horizon in sorted((one, other)))
    if later is not None:
        assert sooner is not None and sooner.mean <= later.mean + 1e-9
    for found, horizon in ((sooner, min(one, other)), (later, max(one, other))):
        if found is not None:
            assert 0 <= found.mean <= horizon + 1e-9
            if found.interval is not None:
                assert 0 <= found.interval[0] <= found.mean <= found.interval[1] <= horizon + 1e-9


@given(OBSERVED, st.integers(1, 60))
def test_what_is_open_makes_it_longer(observed: list[tuple[int, bool]], horizon: int) -> None:
    durations, closed = _split(observed)
    found, all_ended = (
        restricted_mean(durations, closed, horizon),
        restricted_mean(durations, [True] * len(closed), horizon),
    )
    assert all_ended is not None
    assert found is None or found.mean >= all_ended.mean - 1e-9


def test_the_restricted_mean_of_hardly_anything() -> None:
    assert restricted_mean([], [], 10) is None
    assert restricted_mean([4], [True], 10) == RestrictedMean(4.0, None, None)
    assert restricted_mean([4], [False], 10) is None  # how it goes on after 4 nobody knows
    assert restricted_mean([4], [False], 4) == RestrictedMean(4.0, None, None)
    assert restricted_mean([4], [False], 3) == RestrictedMean(3.0, None, None)
    assert restricted_mean([0, 0], [True, True], 10) == RestrictedMean(0.0, None, None)
    assert restricted_mean([20] * 7, [True] * 7, 100) == RestrictedMean(20.0, None, None)
    with pytest.raises(ValueError, match="above 0"):
        restricted_mean([4], [True], 0)
    with pytest.raises(ValueError, match="negative"):
        restricted_mean([-4], [True], 5)


@settings(deadline=None)
@given(OBSERVED, OBSERVED)
def test_the_log_rank_test_is_symmetric_and_another_program_agrees(
    one: list[tuple[int, bool]], other: list[tuple[int, bool]]
) -> None:
    found, mirrored = log_rank(*_split(one), *_split(other)), log_rank(*_split(other), *_split(one))
    assert (found is None) == (mirrored is None)
    if found is None or mirrored is None:
        return
    assert (found.chi2, found.p) == pytest.approx((mirrored.chi2, mirrored.p))
    assert found.ended + mirrored.ended == pytest.approx(found.due + mirrored.due)
    assert 0 <= found.p <= 1
    groups = [
        stats.CensoredData(
            uncensored=[minutes for minutes, end in group if end], right=[minutes for minutes, end in group if not end]
        )
        for group in (one, other)
    ]
    theirs = stats.logrank(*groups)
    assert (found.chi2, found.p) == pytest.approx((theirs.statistic**2, theirs.pvalue), rel=1e-6)


def test_the_log_rank_test_of_hardly_anything() -> None:
    assert log_rank([], [], [], []) is None
    assert log_rank([5], [True], [], []) is None
    assert log_rank([5, 6], [False, False], [7], [False]) is None
    assert log_rank([20, 20], [True, True], [20], [True]) is None  # all end at once
    equal = log_rank([1, 2, 3], [True] * 3, [1, 2, 3], [True] * 3)
    assert equal is not None and (equal.chi2, equal.p) == pytest.approx((0.0, 1.0))
