"""The reference cases of durations: averages, curves, one month against another, and what a test could see."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import Any

import pytest

from generator.measure.statistics import intervals
from generator.measure.statistics.compare import geometric_ratio, log_sd, needed_n, permutation_p, visible_ratio
from generator.measure.statistics.every_arrangement import (
    arrangements,
    bootstrap_shares,
    exact_permutation_p,
    rank_sum_p,
    smallest_p,
)
from generator.measure.statistics.log_rank import log_rank
from generator.measure.statistics.more_intervals import (
    bootstrap_mean_intervals,
    geometric_mean,
    lognormal_mean,
    mean_t_interval,
    median_coverage,
    median_rank,
)
from generator.measure.statistics.restricted_mean import restricted_mean
from generator.measure.statistics.survival import kaplan_meier
from generator.measure.statistics.survival_limits import curve_limits, median_limits
from tests.measure.reference import Answer, Case, agree, by_category

MANY = 1_000_000  # resamples: what the case's tolerance of 0.005 is for
NONE = (None, None)


def _duration(case: Case) -> Answer:
    minutes = case["input"]["minutes"]
    answer: Answer = {
        "n": len(minutes),
        "sum": math.fsum(minutes),
        "mean": intervals.mean(minutes),
        "median": intervals.median(minutes),
        "median_ci": intervals.median_interval(minutes) or NONE,
    }
    if case["id"] == "dur.single":
        return answer | {"mean_ci": intervals.mean_interval(minutes, "s") or mean_t_interval(minutes) or NONE}
    if case["id"] == "dur.all_equal":
        assert intervals.mean_interval(minutes * 2, "s") is None
        del answer["sum"]
        return answer | {"bca_mean_ci": bootstrap_mean_intervals(minutes, "s", 1000)}
    answer |= _of_a_sample(minutes)
    return answer | ({"bootstrap_mean_ci": _bootstrap(minutes)} if "bootstrap_mean_ci" in case["expected"] else {})


def _of_a_sample(minutes: Sequence[float]) -> Answer:
    geometric, modified_cox = geometric_mean(minutes), lognormal_mean(minutes)
    assert geometric is not None and modified_cox is not None
    return {
        "median_ci_rank": median_rank(len(minutes)),
        "median_ci_exact_coverage": median_coverage(len(minutes)),
        "geometric_mean": {"gm": geometric.value, "low": geometric.low, "high": geometric.high},
        "lognormal_mean_modified_cox": {
            "estimate": modified_cox.value,
            "low": modified_cox.low,
            "high": modified_cox.high,
        },
        "t_interval_for_mean": mean_t_interval(minutes),
        "sd": math.sqrt(sum((value - fmean(minutes)) ** 2 for value in minutes) / (len(minutes) - 1)),
        "log_sd": log_sd(minutes),
    }


def _bootstrap(minutes: Sequence[float]) -> Answer:
    found = bootstrap_mean_intervals(minutes, "reference", MANY)
    assert found is not None
    return {"basic": found.basic, "percentile": found.percentile, "BCa": found.bca}


def _survival(case: Case) -> Answer:
    given, expected = case["input"], case["expected"]
    if "group1" in given:
        return _log_rank(given)
    observed = given["durations"], given["closed"]
    try:
        curve = kaplan_meier(*observed)
    except ValueError as error:
        return {"error": str(error)}
    answer: Answer = {"times": curve.times, "S": curve.survival, "median": curve.median}
    if "loglog95_low" in expected:
        limits = curve_limits(*observed)
        answer |= {
            f"loglog95_{name}": [pair and pair[side] for pair in limits] for side, name in enumerate(("low", "high"))
        }
    if case["id"] == "km.all_open":
        del answer["times"], answer["S"]
        answer |= {
            "S_at_tau": curve.survival[-1],
            "median_lower_bound": median_limits(*observed).low,
            "closed_only_mean": intervals.mean([minutes for minutes, end in zip(*observed, strict=True) if end]),
            "total_minutes_so_far": math.fsum(given["durations"]),
        }
    if "rmst" in expected:
        answer |= _restricted(given, "rmst_se" in expected)
    return answer


def _restricted(given: Case, all_of_it: bool) -> Answer:
    observed = given["durations"], given["closed"]
    found = restricted_mean(*observed, given["tau"])
    assert found is not None
    if not all_of_it:
        assert found.error is found.interval is None
        return {"rmst": found.mean}
    return {
        "median_ci_log": median_limits(*observed, "log"),
        "median_ci_loglog_lifelines": median_limits(*observed),
        "rmst": found.mean,
        "rmst_se": found.error,
        "rmst_ci": found.interval,
    }


def _log_rank(given: Case) -> Answer:
    groups: list[Any] = []
    for name in ("group1", "group2"):
        closed, open_ = given[name]["closed"], given[name]["open"]
        groups += [closed + open_, [True] * len(closed) + [False] * len(open_)]
    found, mirrored = log_rank(*groups), log_rank(*groups[2:], *groups[:2])
    assert found is not None and mirrored is not None
    assert mirrored.chi2 == pytest.approx(found.chi2)
    return {"chi2": found.chi2, "p": found.p}


def _month_over_month(case: Case) -> Answer:
    previous, current = case["input"]["prev"], case["input"]["curr"]
    if "resamples" in case["input"]:
        shares = bootstrap_shares(previous, current)
        assert shares is not None
        return {
            "P_curr_mean_lower": shares.lower,
            "P_tie": shares.tie,
            "P_curr_mean_higher": shares.higher,
        }
    return {
        "n_permutations": arrangements(len(previous), len(current)),
        "p_mean_log": permutation_p(previous, current, "seed"),
        "p_mean": exact_permutation_p(previous, current, fmean),
        "p_median": exact_permutation_p(previous, current, median),
        "mannwhitney_exact_p": rank_sum_p(previous, current),
        "geometric_mean_ratio_curr_over_prev": geometric_ratio(current, previous),
        "smallest_possible_p": smallest_p(len(previous), len(current)),
    }


def _power(case: Case) -> Answer:
    given = case["input"]
    sigma = given["log_sd"]
    if "reduction" in given:
        return {"n_per_group": needed_n(1 - given["reduction"], sigma)}
    ratio = visible_ratio(given["n_per_group"], given["n_per_group"], sigma)
    assert ratio is not None
    return {"cohen_d": -math.log(ratio) / sigma, "detectable_ratio": ratio, "detectable_reduction": 1 - ratio}


ANSWERS: dict[str, Callable[[Case], Answer]] = {
    "duration": _duration,
    "survival": _survival,
    "month_over_month": _month_over_month,
    "power": _power,
}


@pytest.mark.parametrize("case", by_category(*ANSWERS))
def test_reference_case(case: Case) -> None:
    agree(case, ANSWERS[case["category"]](case))


def test_the_limits_that_other_programs_published() -> None:
    published = {
        case.id: case.values[0]["published"] for case in by_category("survival") if "published" in case.values[0]
    }
    assert set(published) == {"km.R_stata_7", "km.mathematica_20", "logrank.R_bu"}
    cases = {case.id: case.values[0] for case in by_category("survival")}
    mathematica = _survival(cases["km.mathematica_20"])
    for name in ("low", "high"):
        times = [sorted(cases["km.mathematica_20"]["input"]["durations"]).count(time) for time in mathematica["times"]]
        assert sum(times) == 20
        assert mathematica[f"loglog95_{name}"] == pytest.approx(published["km.mathematica_20"][name], abs=5e-7)
    stata = _survival(cases["km.R_stata_7"])
    assert stata["rmst"] == pytest.approx(published["km.R_stata_7"]["rmean"], abs=5e-6)
    assert stata["rmst_se"] == pytest.approx(published["km.R_stata_7"]["se"], abs=5e-6)
    assert stata["rmst_ci"] == pytest.approx(published["km.R_stata_7"]["ci"], abs=5e-6)
    assert list(stata["median_ci_log"]) == published["km.R_stata_7"]["median_ci"]
