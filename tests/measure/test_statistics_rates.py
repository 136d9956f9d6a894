"""Two rates and two shares against each other, and several tests together."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from generator.measure.statistics.multiple import (
    benjamini_hochberg,
    chance_of_a_false_alarm,
    expected_false_alarms,
    holm,
)
from generator.measure.statistics.two_rates import (
    Visible,
    rate_ratio,
    rate_ratio_interval,
    score_difference,
    two_rates_p,
    visible_rate_ratios,
    visible_shares,
)

COUNT = st.integers(0, 60)
DAYS = st.integers(1, 365)
PS = st.lists(st.floats(0, 1), max_size=20)


@given(COUNT, DAYS, COUNT, DAYS)
def test_rates_are_compared_alike_from_both_ends(count: int, days: int, other: int, other_days: int) -> None:
    one, mirrored = two_rates_p(count, days, other, other_days), two_rates_p(other, other_days, count, days)
    assert (one is None) == (count + other == 0)
    if one is None:
        assert score_difference(count, days, other, other_days) is None
        return
    assert one == pytest.approx(mirrored) and 0 <= one <= 1
    score, back = score_difference(count, days, other, other_days), score_difference(other, other_days, count, days)
    assert score is not None and back is not None
    assert (score.z, score.p, score.larger_p) == pytest.approx((-back.z, back.p, 1 - back.larger_p), abs=1e-12)


@given(COUNT, DAYS, COUNT, DAYS)
def test_the_interval_of_the_ratio_and_the_test_say_the_same(
    count: int, days: int, other: int, other_days: int
) -> None:
    ratio, interval = rate_ratio(count, days, other, other_days), rate_ratio_interval(count, days, other, other_days)
    p = two_rates_p(count, days, other, other_days)
    assert (ratio is None) == (interval is None) == (p is None)
    if ratio is None or interval is None or p is None:
        return
    low, high = interval
    assert low <= ratio * (1 + 1e-9) and ratio <= high * (1 + 1e-9)
    if abs(p - 0.05) > 1e-6:
        assert (low <= 1 <= high) == (p > 0.05)


@given(COUNT, DAYS, COUNT, DAYS, st.sampled_from([0.5, 4.0, 1024.0]))
def test_two_rates_have_no_unit(count: int, days: int, other: int, other_days: int, factor: float) -> None:
    assert two_rates_p(count, days, other, other_days) == two_rates_p(count, days * factor, other, other_days * factor)


def test_two_rates_by_hand() -> None:
    # 5 against 0 in equal months: two tails of 1/32; 6 against 0 is the first that is significant
    assert two_rates_p(5, 30, 0, 30) == pytest.approx(2 / 32)
    assert two_rates_p(6, 30, 0, 30) == pytest.approx(2 / 64)
    # 1 in 10 days against 1 in 30: given two, P(at least one in the shorter) = 1 - (3/4)^2 = 7/16
    assert two_rates_p(1, 10, 1, 30) == pytest.approx(14 / 16)
    assert rate_ratio(1, 10, 1, 30) == pytest.approx(3)
    assert (rate_ratio(3, 1, 0, 1), rate_ratio(0, 1, 3, 1), rate_ratio(0, 1, 0, 1)) == (math.inf, 0, None)
    assert rate_ratio_interval(0, 1, 0, 1) is None
    low, high = rate_ratio_interval(0, 1, 3, 1) or (None, None)
    assert (low, high) == (0, pytest.approx((1 - 0.025 ** (1 / 3)) / 0.025 ** (1 / 3)))
    assert (rate_ratio_interval(3, 1, 0, 1) or (0, 0))[1] == math.inf


@pytest.mark.parametrize("function", [two_rates_p, rate_ratio, rate_ratio_interval, score_difference])
def test_no_rate_without_exposure(function: object) -> None:
    with pytest.raises(ValueError, match="exposure above 0"):
        function(1, 0, 1, 30)  # type: ignore[operator]


def _power(before: float, after: float, days: float, other_days: float, upwards: bool) -> float:
    """The power by its definition: every pair of counts, each tested."""
    most = [int(expected + 8 * math.sqrt(expected) + 12) for expected in (before, after)]
    return math.fsum(
        stats.poisson.pmf(one, before) * stats.poisson.pmf(other, after)
        for one in range(most[0])
        for other in range(most[1])
        if ((other / other_days > one / days) == upwards)
        and (two_rates_p(one, days, other, other_days) or 0) <= 0.05
        and one + other
    )


@pytest.mark.parametrize(("expected", "days", "other_days"), [(1, 1, 1), (3, 30, 28), (10, 31, 10), (9, 1, 1)])
def test_what_can_be_seen_is_what_the_test_sees_four_times_in_five(
    expected: float, days: float, other_days: float
) -> None:
    found, due = visible_rate_ratios(expected, days, other_days), expected * other_days / days
    assert found.rise is not None and found.rise > 1
    assert _power(expected, due * found.rise, days, other_days, True) == pytest.approx(0.8, abs=1e-5)
    if found.fall is not None:
        assert 0 <= found.fall < 1
        assert _power(expected, due * found.fall, days, other_days, False) == pytest.approx(0.8, abs=1e-5)


@settings(deadline=None, max_examples=40)
@given(st.floats(0.05, 300), st.floats(1.05, 3))
def test_more_incidents_let_smaller_changes_be_seen(expected: float, factor: float) -> None:
    few, many = visible_rate_ratios(expected), visible_rate_ratios(expected * factor)
    assert few.rise is not None and many.rise is not None
    assert 1 < many.rise < few.rise
    if few.fall is not None:
        assert many.fall is not None and few.fall < many.fall < 1


def test_below_eight_a_month_not_even_none_would_be_seen() -> None:
    assert visible_rate_ratios(7.9).fall is None  # P(6 or more of 7.9) = 0.799
    assert visible_rate_ratios(8).fall == pytest.approx(0.004, abs=0.001)
    assert visible_rate_ratios(0) == Visible(None, None)
    with pytest.raises(ValueError, match="exposure above 0"):
        visible_rate_ratios(3, 0, 1)


@given(st.floats(0, 1), st.integers(1, 500), st.integers(1, 500))
def test_visible_shares_mirror(share: float, n1: int, n2: int) -> None:
    found, mirrored = visible_shares(share, n1, n2), visible_shares(1 - share, n1, n2)
    for one, other in ((found.fall, mirrored.rise), (found.rise, mirrored.fall)):
        if one is not None and other is not None:
            assert one == pytest.approx(1 - other, abs=1e-7)
    assert found.fall is None or 0 <= found.fall < share
    assert found.rise is None or share < found.rise <= 1


def test_visible_shares_by_hand() -> None:
    # Cohen 1988: 0.65 and 0.45 differ by h = 0.4; 2 * ((1.96 + 0.8416) / 0.4)^2 = 98 in each group
    found = visible_shares(0.65, 98, 98)
    assert found.fall == pytest.approx(0.45, abs=0.005)
    assert visible_shares(0.9, 20, 20).rise is None
    assert visible_shares(0.5, 0, 20) == visible_shares(0.5, 20, 0) == Visible(None, None)
    with pytest.raises(ValueError, match="between 0 and 1"):
        visible_shares(1.1, 20, 20)


@given(PS)
def test_adjusted_p_are_no_smaller_keep_the_order_and_stay_probabilities(ps: list[float]) -> None:
    step_down, step_up = holm(ps), benjamini_hochberg(ps)
    for adjusted in (step_down, step_up):
        assert len(adjusted) == len(ps)
        assert all(p <= other * (1 + 1e-12) and other <= 1 for p, other in zip(ps, adjusted, strict=True))
        by_p = [adjusted[place] for place in sorted(range(len(ps)), key=ps.__getitem__)]
        assert by_p == sorted(by_p)
    assert all(one <= other * (1 + 1e-12) for one, other in zip(step_up, step_down, strict=True))
    assert all(p <= one <= min(1.0, len(ps) * p) * (1 + 1e-12) for p, one in zip(ps, step_down, strict=True))
    if ps:
        assert list(step_up) == pytest.approx(list(stats.false_discovery_control(ps)))


@given(st.permutations([0.001, 0.008, 0.039, 0.041, 0.042, 0.9]))
def test_adjusted_p_follow_their_tests(ps: list[float]) -> None:
    in_order = dict(zip(sorted(ps), holm(sorted(ps)), strict=True))
    assert list(holm(ps)) == [in_order[p] for p in ps]


def test_one_test_is_its_own_family() -> None:
    assert holm([]) == benjamini_hochberg([]) == ()
    assert holm([0.03]) == benjamini_hochberg([0.03]) == (0.03,)
    assert holm([0.02, 0.02, 0.02]) == pytest.approx((0.06,) * 3)
    for bad in ([-0.1], [1.1], [math.nan]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            holm(bad)
    assert (expected_false_alarms(0), chance_of_a_false_alarm(0)) == (0, 0)
    assert chance_of_a_false_alarm(1) == pytest.approx(0.05)
