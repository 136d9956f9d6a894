"""Trends of counts, of event times and of ranks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from generator.measure.statistics.draws import seeded
from generator.measure.statistics.rank_trend import MannKendall, kendall, mann_kendall, theil_sen
from generator.measure.statistics.trend import EXACT_UP_TO, laplace_trend, poisson_trend

MONTHS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 31)), min_size=3, max_size=36)
VALUES = st.lists(st.integers(-20, 20), min_size=2, max_size=25)
PLACES = st.lists(st.integers(0, 1000), min_size=1, max_size=15)


def test_counts_that_double_each_month_by_hand() -> None:
    found = poisson_trend([1, 2, 4, 8, 16], [30] * 5)
    assert found is not None
    assert found.ratio == pytest.approx(2)
    assert found.slope == pytest.approx(math.log(2))
    assert found.pearson_chi2 == pytest.approx(0, abs=1e-12)
    # information: sum of mu (t - mean t)^2 with mean t = 98/31
    information = sum(2**t * (t - 98 / 31) ** 2 for t in range(5))
    assert found.error == pytest.approx(1 / math.sqrt(information))
    # and with exposures that double as well there is no trend
    level = poisson_trend([1, 2, 4, 8, 16], [1, 2, 4, 8, 16])
    assert level is not None and (level.slope, level.p, level.lr_p) == pytest.approx((0, 1, 1), abs=1e-6)


@settings(deadline=None)
@given(MONTHS)
def test_the_slope_solves_both_equations_of_the_likelihood(months: list[tuple[int, int]]) -> None:
    counts, days = zip(*months, strict=True)
    found = poisson_trend(counts, days)
    assert (found is None) == (not any(counts[1:]) or not any(counts[:-1]))
    if found is None:
        return
    weights = [span * math.exp(found.slope * month) for month, span in enumerate(days)]
    fitted = [sum(counts) * weight / sum(weights) for weight in weights]
    due, seen = (sum(month * count for month, count in enumerate(part)) for part in (fitted, counts))
    assert due == pytest.approx(seen, rel=1e-6, abs=1e-6)
    assert found.interval[0] < found.ratio < found.interval[1]
    assert 0 <= found.p <= 1 and 0 <= found.lr_p <= 1


@settings(deadline=None)
@given(MONTHS, st.sampled_from([0.001, 1 / 24, 365.25]))
def test_the_trend_does_not_depend_on_the_unit_of_exposure(months: list[tuple[int, int]], factor: float) -> None:
    counts, days = zip(*months, strict=True)
    one, other = poisson_trend(counts, days), poisson_trend(counts, [factor * span for span in days])
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (other.slope, other.error) == pytest.approx((one.slope, one.error), rel=1e-6, abs=1e-8)


@settings(deadline=None)
@given(MONTHS)
def test_backwards_the_trend_turns_round(months: list[tuple[int, int]]) -> None:
    counts, days = zip(*months, strict=True)
    one, other = poisson_trend(counts, days), poisson_trend(counts[::-1], days[::-1])
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other.slope == pytest.approx(-one.slope, rel=1e-6, abs=1e-8)
        assert other.lr_p == pytest.approx(one.lr_p, rel=1e-5, abs=1e-8)


def test_wider_where_counts_scatter_more_than_chance() -> None:
    wild, days = [1, 0, 9, 2, 0, 11, 1, 0, 8, 0, 1, 3], [30] * 12
    plain, widened = poisson_trend(wild, days), poisson_trend(wild, days, widened=True)
    assert plain is not None and widened is not None
    assert widened.slope == plain.slope
    assert widened.error == pytest.approx(plain.error * math.sqrt(plain.dispersion))
    assert widened.p > plain.p and widened.lr_p > plain.lr_p
    calm = [9, 8, 10, 7, 8, 6, 7, 5, 6, 4, 5, 3]
    assert poisson_trend(calm, days, widened=True) == poisson_trend(calm, days)  # never narrower


def test_a_slope_too_steep_for_a_float_still_has_its_p() -> None:
    """One event, 300 empty months, then 1 and 10,000: three in 10,000 are due a month before; no share is a number."""
    found = poisson_trend([1] + [0] * 300 + [1, 10_000], [30.0] * 303)
    assert found is not None and found.lr_p < 1e-9
    assert math.isfinite(found.pearson_chi2) and math.isfinite(found.dispersion)


def test_no_trend_of_hardly_anything() -> None:
    assert poisson_trend([], []) is poisson_trend([5], [30]) is poisson_trend([5, 9], [30, 31]) is None
    assert poisson_trend([0, 0, 0, 0], [30] * 4) is None
    assert poisson_trend([0, 0, 0, 4], [30] * 4) is poisson_trend([4, 0, 0, 0], [30] * 4) is None
    inside = poisson_trend([0, 0, 4, 0], [30] * 4)
    assert inside is not None and math.isfinite(inside.slope)
    steep = poisson_trend([0] * 34 + [1, 1_000_000], [30] * 36)
    assert steep is not None and steep.ratio == pytest.approx(1_000_000, rel=1e-4)
    level = poisson_trend([3, 3, 3], [30] * 3)
    assert level is not None and level.slope == pytest.approx(0, abs=1e-9)
    with pytest.raises(ValueError, match="exposure"):
        poisson_trend([1, 2, 3], [30, 0, 30])
    with pytest.raises(ValueError, match="exposure"):
        poisson_trend([1, 2, 3], [30, 30])


def test_laplace_by_hand() -> None:
    # at 2, 3 and 4 of a window of 4: mean 3; (3 - 2) / (4 / sqrt(36)) = 1.5; the sum is 9/4 of 3 places,
    # and 3 - 9/4 = 3/4 away from the end: two tails of (3/4)^3 / 6
    found = laplace_trend([2, 3, 4], 4)
    assert found is not None and found == pytest.approx((1.5, 2 * 0.75**3 / 6))
    assert laplace_trend([12, 13, 14], 14, start=10) == pytest.approx(found)


@given(PLACES, st.sampled_from([1, 60, 1440]))
def test_laplace_turns_round_and_has_no_unit(places: list[int], factor: int) -> None:
    one, scaled = laplace_trend(places, 1000), laplace_trend([factor * place for place in places], 1000 * factor)
    mirrored = laplace_trend([1000 - place for place in places], 1000)
    assert one is not None and mirrored is not None and scaled is not None
    assert mirrored.u == pytest.approx(-one.u, abs=1e-9)
    assert mirrored.p == pytest.approx(one.p, abs=1e-9) and 0 <= one.p <= 1
    assert scaled == pytest.approx(one, abs=1e-9)


@pytest.mark.parametrize("size", [1, 2, 5, EXACT_UP_TO])
def test_few_event_times_are_tested_exactly(size: int) -> None:
    random = seeded(f"uniform {size}")
    sums = random.random((40_000, size)).sum(axis=1)
    for place in (0.55, 0.65, 0.8):
        found = laplace_trend([place] * size, 1)
        assert found is not None
        share = float((abs(sums - size / 2) >= size * (place - 0.5) - 1e-12).mean())
        assert found.p == pytest.approx(share, abs=0.01)


def test_the_exact_and_the_normal_p_meet() -> None:
    for place in (0.55, 0.6, 0.65):
        exact, normal = laplace_trend([place] * EXACT_UP_TO, 1), laplace_trend([place] * (EXACT_UP_TO + 1), 1)
        assert exact is not None and normal is not None
        assert exact.p == pytest.approx(2 * stats.norm.sf(exact.u), rel=0.05)
        assert normal.p == pytest.approx(2 * stats.norm.sf(normal.u))


def test_laplace_of_hardly_anything() -> None:
    assert laplace_trend([], 10) is None
    assert laplace_trend([5], 10) == pytest.approx((0, 1))
    assert laplace_trend([10], 10) == pytest.approx((math.sqrt(3), 0), abs=1e-12)
    for times, end in (([5], 0), ([11], 10), ([-1], 10)):
        with pytest.raises(ValueError, match="window"):
            laplace_trend(times, end)


@given(VALUES)
def test_ranks_turn_round(values: list[int]) -> None:
    one, other = mann_kendall(values), mann_kendall(values[::-1])
    assert one is not None and other is not None
    assert (one.s, one.z, one.p) == (-other.s, -other.z, other.p)
    assert 0 < one.p <= 1
    slope, back = theil_sen(values), theil_sen(values[::-1])
    assert slope is not None and back is not None and slope == pytest.approx(-back)


@settings(deadline=None)
@given(VALUES)
def test_another_program_has_the_same_tau_and_slope(values: list[int]) -> None:
    found, order = kendall(values), list(range(len(values)))
    assert (found is None) == (len(set(values)) == 1)
    if found is not None:
        theirs = stats.kendalltau(order, values, method="auto" if len(set(values)) == len(values) else "asymptotic")
        assert found == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9)
    assert theil_sen(values) == pytest.approx(stats.theilslopes(values, order).slope)


def test_ranks_of_hardly_anything() -> None:
    assert (
        mann_kendall([]) is mann_kendall([3]) is kendall([]) is kendall([3]) is theil_sen([3]) is theil_sen([]) is None
    )
    assert mann_kendall([3, 3]) == MannKendall(0, 0.0, 0.0, 1.0)
    assert kendall([3, 3]) is None
    assert kendall([1, 2, 3]) == pytest.approx((1.0, 2 / 6))
    assert kendall([1, 2]) == (1.0, 1.0)
