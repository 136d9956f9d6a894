"""The test of two mixes: worked by hand, against every arrangement, against its limit, and by draws."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from generator.measure.statistics import homogeneity
from generator.measure.statistics.homogeneity import homogeneity_p

#: At most sixteen in all: every way to deal them can be looked at.
groups = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=4)


def by_every_arrangement(first: list[int], second: list[int]) -> Fraction:
    """Deal the first group's number from the pool in every way, and count the ways at least as uneven."""
    pool = [place for place, pair in enumerate(zip(first, second, strict=True)) for _ in range(sum(pair))]
    held = Counter(pool)

    def distance(counts: Counter[int]) -> Fraction:  # Pearson's chi-square but for what all ways share
        return sum((Fraction(counts[place] ** 2, most) for place, most in held.items()), Fraction(0))

    observed = distance(Counter({place: count for place, count in enumerate(first) if count}))
    ways = [distance(Counter(chosen)) for chosen in itertools.combinations(pool, sum(first))]
    return Fraction(sum(way >= observed for way in ways), len(ways))


def test_four_of_five_against_one_of_ten() -> None:
    # Of 15, 5 are grave. Five are dealt: 4 or 5 grave ones lie as far from the due 5/3 as the 4 observed, 0 does not:
    # (C(5,4) C(10,1) + C(5,5)) / C(15,5) = 51 / 3003
    assert homogeneity_p([4, 1], [1, 9], "") == pytest.approx(51 / 3003)


def test_the_same_mix_twice() -> None:
    assert homogeneity_p([3, 6, 9], [30, 60, 90], "") == pytest.approx(1)


@pytest.mark.parametrize(
    ("first", "second"),
    [([0, 0], [3, 4]), ([3, 4], [0, 0]), ([5, 0], [7, 0]), ([1, 0], [9, 10]), ([1, 1], [1, 1]), ([], [])],
    ids=["none here", "none there", "one category", "one of many", "too few", "nothing"],
)
def test_where_the_test_could_say_nothing_there_is_no_p(first: list[int], second: list[int]) -> None:
    assert homogeneity_p(first, second, "") is None


@given(groups)
@settings(max_examples=60, deadline=None)
def test_every_arrangement_counted_one_by_one_gives_the_same(pairs: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    p = homogeneity_p(first, second, "")
    if p is not None:
        assert p == pytest.approx(float(by_every_arrangement(first, second)))


@given(groups)
@settings(max_examples=100, deadline=None)
def test_a_missing_p_means_that_no_mix_of_these_sums_could_have_moved(pairs: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    if homogeneity_p(first, second, "") is None and sum(first) and sum(second):
        assert by_every_arrangement(first, second) > Fraction(1, 20)


@given(groups, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_categories_and_groups_does_not_matter(pairs: list[tuple[int, int]], shuffler: object) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    p = homogeneity_p(first, second, "")
    other = homogeneity_p(second[::-1], first[::-1], "")
    assert (p is None) == (other is None)
    assert p is None or p == pytest.approx(other)


def test_many_incidents_come_near_the_chi_square_distribution() -> None:
    first, second = [12, 40, 150, 230], [40, 190, 300, 600]
    near = float(stats.chi2_contingency([first, second]).pvalue)
    assert homogeneity_p(first, second, "large") == pytest.approx(near, rel=1e-9)


def test_where_too_few_are_due_it_is_drawn_and_the_same_for_ever() -> None:
    first, second = [1, 2, 30, 40, 30, 3], [0, 3, 90, 95, 80, 2]
    p = homogeneity_p(first, second, "sparse")
    assert p is not None and p == homogeneity_p(first, second, "sparse") != homogeneity_p(first, second, "other")
    assert p == pytest.approx(homogeneity_p(second, first, "other"), abs=0.015)


def test_draws_agree_with_the_exact_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = [3, 4, 9], [9, 20, 12]
    exact = homogeneity_p(first, second, "")
    monkeypatch.setattr(homogeneity, "MOST_TABLES", 1)
    monkeypatch.setattr(homogeneity, "FEW", math.inf)  # as if too few were due for the chi-square distribution
    drawn = [homogeneity_p(first, second, seed) for seed in "ab"]
    assert drawn[0] != drawn[1]
    assert drawn == [pytest.approx(exact, abs=0.012)] * 2  # three standard errors of 20,000 draws
