"""The further intervals, the small samples by every arrangement, and what a mean can show."""

from __future__ import annotations

import math
from statistics import fmean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from generator.measure.statistics.draws import seeded
from generator.measure.statistics.every_arrangement import (
    arrangements,
    bootstrap_shares,
    exact_permutation_p,
    rank_sum_p,
    smallest_p,
)
from generator.measure.statistics.expected import chance_of_at_least, expected_mean, expected_range
from generator.measure.statistics.intervals import garwood, median_interval, wilson
from generator.measure.statistics.mean_change import chance_of_fall, half_split_reach
from generator.measure.statistics.more_intervals import (
    bootstrap_mean_intervals,
    clopper_pearson,
    geometric_mean,
    jeffreys_rate,
    jeffreys_share,
    lognormal_mean,
    mean_t_interval,
    median_coverage,
    median_rank,
    score_rate,
)

SHARES = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
MINUTES = st.lists(st.integers(0, 10_000), min_size=2, max_size=30)
FEW = st.lists(st.integers(0, 30), min_size=1, max_size=4)


@given(SHARES)
def test_intervals_of_a_share_hold_it_and_mirror(pair: tuple[int, int]) -> None:
    k, n = pair
    exact, jeffreys, score = clopper_pearson(k, n), jeffreys_share(k, n), wilson(k, n)
    assert exact is not None and jeffreys is not None and score is not None
    for function, found in ((clopper_pearson, exact), (jeffreys_share, jeffreys)):
        assert 0 <= found[0] <= k / n <= found[1] <= 1
        assert function(n - k, n) == pytest.approx((1 - found[1], 1 - found[0]), abs=1e-9)
    assert exact[0] <= jeffreys[0] and jeffreys[1] <= exact[1]  # the exact one is the wider


@given(st.integers(0, 500), st.floats(0.01, 1000))
def test_intervals_of_a_rate_hold_it_and_scale(count: int, exposure: float) -> None:
    for function in (jeffreys_rate, score_rate):
        low, high = function(count, exposure)
        assert low >= 0 and high > count / exposure
        assert count == 0 or low < count / exposure
        assert function(count, 2 * exposure) == pytest.approx((low / 2, high / 2))
    exact, jeffreys = garwood(count, exposure), jeffreys_rate(count, exposure)
    assert exact[0] <= jeffreys[0] and jeffreys[1] <= exact[1]


def test_no_interval_of_what_is_no_share_or_rate() -> None:
    assert clopper_pearson(0, 0) is jeffreys_share(0, 0) is None
    for share in (clopper_pearson, jeffreys_share):
        with pytest.raises(ValueError, match="0 <= k <= n"):
            share(3, 2)
    for rate in (jeffreys_rate, score_rate):
        with pytest.raises(ValueError, match="exposure above 0"):
            rate(3, 0)


@given(st.lists(st.integers(0, 100), min_size=0, max_size=60))
def test_the_rank_is_that_of_the_interval(values: list[int]) -> None:
    rank, interval, ordered = median_rank(len(values)), median_interval(values), sorted(values)
    assert (rank is None) == (interval is None) == (median_coverage(len(values)) is None) == (len(values) < 6)
    if rank is not None:
        assert interval == (ordered[rank - 1], ordered[-rank])
        assert (median_coverage(len(values)) or 0) >= 0.95


@given(MINUTES)
def test_averages_lie_within_their_intervals(minutes: list[int]) -> None:
    for found in (geometric_mean(minutes), lognormal_mean(minutes)):
        assert found is not None
        assert found.low <= found.value * (1 + 1e-9) and found.value <= found.high * (1 + 1e-9)
    interval = mean_t_interval(minutes)
    assert interval is not None
    assert interval[0] <= fmean(minutes) + 1e-9 and fmean(minutes) <= interval[1] + 1e-9


def test_averages_of_hardly_anything() -> None:
    for few in ([], [5]):
        assert geometric_mean(few) is lognormal_mean(few) is mean_t_interval(few) is None
        assert bootstrap_mean_intervals(few, "s", 100) is None
    assert geometric_mean([0, 0]) == pytest.approx((0.5, 0.5, 0.5))  # zero minutes count as half a minute
    assert lognormal_mean([20] * 7) == pytest.approx((20, 20, 20))
    assert bootstrap_mean_intervals([20] * 7, "s", 100) is None


@settings(deadline=None, max_examples=30)
@given(MINUTES)
def test_bootstrap_intervals_are_ordered_and_repeat_themselves(minutes: list[int]) -> None:
    found = bootstrap_mean_intervals(minutes, "s", 500)
    assert found == bootstrap_mean_intervals(minutes[::-1], "s", 500)
    assert (found is None) == (len(set(minutes)) == 1)
    if found is not None:
        for low, high in found:
            assert math.isfinite(low) and low <= high
        assert min(minutes) <= found.percentile[0] and found.percentile[1] <= max(minutes)
        assert found.basic[0] + found.percentile[1] == pytest.approx(2 * fmean(minutes))


@settings(deadline=None)
@given(FEW, FEW)
def test_small_samples_are_compared_alike_from_both_ends(previous: list[int], current: list[int]) -> None:
    least = smallest_p(len(previous), len(current))
    for statistic in (fmean, median):
        p = exact_permutation_p(previous, current, statistic)
        assert p is not None and least is not None and least <= p <= 1
        assert p == exact_permutation_p(current, previous, statistic)
    if len({*previous, *current}) == len(previous) + len(current):
        theirs = stats.mannwhitneyu(previous, current, method="exact").pvalue
        assert rank_sum_p(previous, current) == pytest.approx(theirs)
    ranks = stats.rankdata([*previous, *current]).tolist()
    by_ranks = exact_permutation_p(ranks[: len(previous)], ranks[len(previous) :], fmean)
    assert rank_sum_p(previous, current) == by_ranks
    shares, mirrored = bootstrap_shares(previous, current), bootstrap_shares(current, previous)
    if shares is not None and mirrored is not None:
        assert sum(shares) == pytest.approx(1)
        assert shares == pytest.approx((mirrored.higher, mirrored.tie, mirrored.lower))


def test_small_samples_by_hand() -> None:
    # 3 values into 1 and 2: 3 ways; the single 9 stands out in one of them only
    assert arrangements(1, 2) == 3
    assert exact_permutation_p([9], [1, 2], fmean) == pytest.approx(1 / 3) == smallest_p(1, 2)
    assert exact_permutation_p([4, 4], [4], fmean) == 1
    # resamples of 0 and 2: means 0 1 1 2 against always 1
    assert bootstrap_shares([1], [0, 2]) == (0.25, 0.5, 0.25)
    assert exact_permutation_p([], [1], fmean) is smallest_p(0, 1) is bootstrap_shares([], [1]) is None
    assert exact_permutation_p([1] * 9, [2] * 9, fmean) is bootstrap_shares([1] * 5, [2] * 5) is None  # too many ways


def test_what_a_mean_shows_of_an_improvement() -> None:
    # two groups of 50, sd 100: error 20; a fall of 20 is one error
    assert chance_of_fall(100, 100, 50, 50) == pytest.approx(0.5)
    assert chance_of_fall(100, 100, 50, 50, by=20) == pytest.approx(1 - stats.norm.cdf(1))
    halved = chance_of_fall(100, 100, 50, 50, ratio=0.5)
    assert halved == pytest.approx(stats.norm.cdf(50 / math.sqrt(100**2 / 50 + 50**2 / 50)))
    assert chance_of_fall(100, 0, 50, 50) is chance_of_fall(100, 100, 0, 50) is None
    assert half_split_reach(100, 100, 0.95) == pytest.approx(2 * 1.959964 * 10, rel=1e-6)
    assert (chance_of_fall(0.5, 0.5, 0.5, 0.5), half_split_reach(0, 0.5)) == (0.5, 0)
    assert half_split_reach(100, 0) is None


def test_the_normal_approximation_against_draws() -> None:
    random = seeded("spread")
    # exponential durations, 40 a group, the second three quarters as long
    first, second = (-np.log(random.random((20_000, 40))) * length for length in (60, 45))
    share = float((first.mean(axis=1) - second.mean(axis=1) >= 10).mean())
    assert chance_of_fall(60, 60, 40, 40, ratio=0.75, by=10) == pytest.approx(share, abs=0.015)


@given(st.integers(0, 400), st.integers(3, 12))
def test_the_chances_of_a_month_fit_its_range(events: int, months: int) -> None:
    low, high = expected_range(events, months) or (0, 0)
    above, inside = (chance_of_at_least(count, events, months) for count in (high + 1, low))
    assert above is not None and above <= 0.025 + 1e-12
    assert inside is not None and inside >= 0.975 - 1e-12
    assert chance_of_at_least(0, events, months) == 1
    assert expected_mean(events, months) == pytest.approx((events + 0.5) / months)


def test_no_chances_below_three_months() -> None:
    assert chance_of_at_least(1, 4, 2) is expected_mean(4, 2) is None
