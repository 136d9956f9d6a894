"""Two samples against each other."""

from __future__ import annotations

import itertools
import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measure.statistics.compare import (
    DEFAULT_SIGMA,
    geometric_ratio,
    log_sd,
    needed_n,
    permutation_p,
    sigma_of,
    verdict,
    visible_ratio,
)
from generator.measure.statistics.distributions import t_test_power

MINUTES = st.integers(0, 10_000)
GROUP = st.lists(MINUTES, min_size=1, max_size=6)


def test_ratio_by_hand() -> None:
    assert geometric_ratio([10, 1000], [10, 10]) == pytest.approx(10)
    assert geometric_ratio([0, 0.2], [2]) == pytest.approx(0.25)  # below half a minute counts as half a minute
    assert geometric_ratio([], [1]) is None
    assert geometric_ratio([1], []) is None


@given(GROUP, GROUP)
def test_p_is_the_share_of_arrangements_at_least_as_far_apart(previous: list[int], current: list[int]) -> None:
    logs = [math.log(max(0.5, minutes)) for minutes in previous + current]
    size = len(previous)

    def apart(places: tuple[int, ...]) -> float:
        rest = [logs[place] for place in range(len(logs)) if place not in places]
        return abs(statistics.fmean(logs[place] for place in places) - statistics.fmean(rest))

    all_apart = [apart(places) for places in itertools.combinations(range(len(logs)), size)]
    share = sum(distance >= all_apart[0] - 1e-9 for distance in all_apart) / len(all_apart)
    assert permutation_p(previous, current, "s") == pytest.approx(share)


@settings(max_examples=25, deadline=None)
@given(st.lists(MINUTES, min_size=1, max_size=16), st.lists(MINUTES, min_size=1, max_size=16))
def test_p_is_symmetric_and_a_probability(previous: list[int], current: list[int]) -> None:
    p = permutation_p(previous, current, "s")
    assert p is not None and 0 < p <= 1
    assert p == permutation_p(current, previous, "s") == permutation_p(previous[::-1], current, "s")


def test_drawn_arrangements_come_near_all_of_them() -> None:
    # 9 against 9 is the smallest even split with more than 20,000 arrangements (48,620)
    previous = [120, 300, 90, 410, 1500, 60, 45, 200, 33]
    current = [10, 22, 15, 60, 33, 250, 44, 90, 12]
    logs = np.log([*previous, *current])
    sums = logs[np.array(list(itertools.combinations(range(18), 9)))].sum(axis=1)
    exact = np.mean(np.abs(sums - logs.sum() / 2) >= abs(logs[:9].sum() - logs.sum() / 2) - 1e-9)
    drawn = {permutation_p(previous, current, seed) for seed in ("a", "b", "c")}
    assert len(drawn) > 1
    assert all(p == pytest.approx(float(exact), abs=0.006) for p in drawn)
    assert permutation_p(previous, current, "a") == permutation_p(current, previous, "a")
    more = [*current, 500, 700, 20]
    assert permutation_p(previous, more, "a") == permutation_p(more, previous, "a")


@pytest.mark.parametrize(("n1", "n2", "shift"), [(40, 45, 0.4), (9, 9, 0.8), (3, 60, 1.0)])
def test_arrangements_dealt_by_one_product_scatter_no_more_than_drawn_apart(n1: int, n2: int, shift: float) -> None:
    generator = np.random.default_rng(3)
    one, two = (np.exp(generator.normal(mean, 1.27, n)).round().tolist() for mean, n in ((4, n1), (4 + shift, n2)))
    ps = [permutation_p(one, two, str(seed)) for seed in range(40)]
    drawn = [p for p in ps if p is not None]
    share = statistics.fmean(drawn)
    assert len(drawn) == 40 and statistics.stdev(drawn) < 1.4 * math.sqrt(share * (1 - share) / 20_000)


def test_the_smallest_p_of_drawn_arrangements_counts_the_observed_one() -> None:
    assert permutation_p([1] * 30, [1000] * 30, "s") == 1 / 20_001


def test_equal_values_say_nothing() -> None:
    assert permutation_p([0.1] * 40, [0.1] * 41, "s") == 1.0
    assert permutation_p([], [1], "s") is None
    assert permutation_p([1], [], "s") is None


@pytest.mark.parametrize(
    ("ratio", "p", "word"),
    [(0.5, 0.05, "shorter"), (0.5, 0.0501, "consistent"), (2.0, 0.01, "longer"), (1.0, 0.01, "consistent")],
)
def test_verdict_at_five_percent(ratio: float, p: float, word: str) -> None:
    assert verdict(ratio, p) == word


def test_spread_of_logs() -> None:
    assert log_sd([1, math.e, math.e**2]) == pytest.approx(1)
    assert log_sd([5]) is None
    assert sigma_of([1, 1000] * 14) == DEFAULT_SIGMA
    assert sigma_of([1, math.e**2] * 15) == pytest.approx(math.sqrt(30 / 29))


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.2, 3))
def test_what_is_visible_is_seen_four_times_in_five(n1: int, n2: int, sigma: float) -> None:
    ratio = visible_ratio(n1, n2, sigma)
    assert ratio == visible_ratio(n2, n1, sigma)
    if n1 + n2 < 3:
        assert ratio is None
        return
    assert ratio is not None and 0 < ratio < 1
    assert t_test_power(-math.log(ratio) / sigma, n1, n2) == pytest.approx(0.8, abs=1e-6)


def test_more_values_show_smaller_changes() -> None:
    ratios = [visible_ratio(n, 10, DEFAULT_SIGMA) for n in (1, 2, 3, 5, 10, 30, 100, 5000)]
    assert all(ratio is not None for ratio in ratios)
    assert ratios == sorted(ratios, key=float)  # type: ignore[arg-type]  # none is None: asserted above


def test_power_by_simulation() -> None:
    # An effect of 1.5 SD with 4 against 9: t tests on 20,000 pairs of normal samples, by numpy alone
    generator = np.random.default_rng(7)
    one, two = generator.normal(1.5, 1, (20_000, 4)), generator.normal(0, 1, (20_000, 9))
    pooled = (3 * one.var(axis=1, ddof=1) + 8 * two.var(axis=1, ddof=1)) / 11
    t = (one.mean(axis=1) - two.mean(axis=1)) / np.sqrt(pooled * (1 / 4 + 1 / 9))
    assert t_test_power(1.5, 4, 9) == pytest.approx(float(np.mean(np.abs(t) > 2.200985)), abs=0.012)


@pytest.mark.parametrize("minutes", [0.0, 0.1, 3.3, 7.1, 17.0, 45.0, 60.0])
def test_values_all_alike_have_no_spread_and_do_not_differ(minutes: float) -> None:
    assert sigma_of([minutes] * 30) == sigma_of([minutes] * 31) == 0
    assert geometric_ratio([minutes] * 3, [minutes] * 5) == geometric_ratio([minutes] * 10, [minutes] * 11) == 1


@pytest.mark.parametrize(("n1", "n2", "sigma"), [(1, 1, 1.27), (0, 9, 1.27), (5, 5, 0.0), (5, 5, -1.0), (1, 2, 1e3)])
def test_nothing_is_visible_without_values_or_spread(n1: int, n2: int, sigma: float) -> None:
    assert visible_ratio(n1, n2, sigma) is None


@settings(max_examples=50, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.5, 2))
def test_needed_n_is_where_the_ratio_becomes_visible(ratio: float, sigma: float) -> None:
    needed = needed_n(ratio, sigma)
    if needed is None:  # two in each group suffice
        assert t_test_power(-math.log(ratio) / sigma, 2, 2) >= 0.8
        return
    assert needed == pytest.approx(needed_n(1 / ratio, sigma))
    enough, fewer = math.ceil(needed + 1e-6), math.ceil(needed + 1e-6) - 1
    seen, unseen = visible_ratio(enough, enough, sigma), visible_ratio(fewer, fewer, sigma)
    assert seen is not None and seen >= ratio - 1e-6
    assert unseen is None or unseen <= ratio + 1e-6


def test_no_number_shows_no_change() -> None:
    assert needed_n(1.0, 1.27) is None
    assert needed_n(0.0, 1.27) is None
    assert needed_n(0.9, 0.0) is None
