"""The reference cases of rates, shares, charts of counts and trends."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from generator.measure.statistics.count_charts import c_chart, dispersion
from generator.measure.statistics.expected import chance_of_at_least, expected_mean, expected_range
from generator.measure.statistics.intervals import garwood, wilson
from generator.measure.statistics.more_intervals import clopper_pearson, jeffreys_rate, jeffreys_share, score_rate
from generator.measure.statistics.multiple import (
    benjamini_hochberg,
    chance_of_a_false_alarm,
    expected_false_alarms,
    holm,
)
from generator.measure.statistics.rank_trend import kendall, mann_kendall, theil_sen
from generator.measure.statistics.rare_charts import g_chart
from generator.measure.statistics.rates import rate
from generator.measure.statistics.trend import poisson_trend
from generator.measure.statistics.two_rates import rate_ratio, score_difference, two_rates_p
from generator.measure.statistics.xmr import xmr_chart, xmr_log_chart
from generator.model.month import Month
from tests.measure.reference import Answer, Case, agree, by_category


def _poisson_rate(case: Case) -> Answer:
    given = case["input"]
    exposure: float = given.get("exposure", 1)
    name = "rate"
    answer: Answer = {}
    if "as_of" in given:
        as_of = dt.datetime.fromisoformat(given["as_of"])
        days = Month.parse(given["month_start"][:7]).exposure_days(ZoneInfo("Asia/Tokyo"), as_of)
        exposure, name, answer = days / given["per_days"], "per_30_days", {"exposure_days": days}
    elif "deployments" in given:
        exposure, name = given["deployments"] / given["per"], "per_1000"
    count, exact = given["count"], garwood(given["count"], exposure)
    answer[name] = rate(count, exposure)
    if "exact" in case["expected"]:
        return answer | {
            "exact": exact,
            "score": score_rate(count, exposure),
            "jeffreys": jeffreys_rate(count, exposure),
        }
    return answer | {"ci_low": exact[0], "ci_high": exact[1]}


def _rate_comparison(case: Case) -> Answer:
    given = case["input"]
    rates = given["count1"], given["exposure1"], given["count2"], given["exposure2"]
    if given.get("alternative") == "larger":
        score = score_difference(*rates)
        assert score is not None
        return {"score_diff_z": score.z, "score_diff_p": score.larger_p}
    ratio = rate_ratio(*rates)
    return {"p_exact_conditional_central": two_rates_p(*rates), "ratio": "Infinity" if ratio == math.inf else ratio}


def _prediction(case: Case) -> Answer:
    past = case["input"]["past_count"], case["input"]["past_months"]
    expected = expected_range(*past)
    assert expected is not None and case["input"]["future_months"] == 1
    chances = {count: chance_of_at_least(int(count), *past) for count in ("1", "3", "7", "10")}
    return {"low": expected[0], "high": expected[1], "mean": expected_mean(*past), "P_ge": chances}


def _proportion(case: Case) -> Answer:
    k, n = case["input"]["k"], case["input"]["n"]
    jeffreys = "jeffreys_clamped" if case["degenerate"] else "jeffreys"
    return {
        "p": rate(k, n),
        "wilson": wilson(k, n),
        "clopper_pearson": clopper_pearson(k, n),
        jeffreys: jeffreys_share(k, n),
    }


def _control_chart(case: Case) -> Answer:
    given = case["input"]
    if case["id"].startswith("dispersion."):
        return _dispersion(given["counts"])
    return {"counts": _c_chart, "minutes": _xmr, "days_between": _g_chart}[next(iter(given))](
        next(iter(given.values()))
    )


def _dispersion(counts: list[int]) -> Answer:
    found = dispersion(counts)
    assert found is not None
    answer = found._asdict()
    return answer | {"p_over": answer.pop("p")}


def _outside(signals: tuple[object, ...]) -> list[int]:
    return [signal.last for signal in signals if signal.rule == "outside"]  # type: ignore[attr-defined]


def _c_chart(counts: list[int]) -> Answer:
    classic, exact = c_chart(counts, "three_sigma"), c_chart(counts)
    assert classic is not None and exact is not None
    return {
        "center": classic.centre,
        "ucl": classic.high[0],
        "lcl": classic.low[0],
        "signals_index0": _outside(classic.signals),
        "exact_poisson_signal_if_gt": exact.high[0],
        "exact_poisson_signal_if_lt": exact.low[0],
    }


def _xmr(minutes: list[float]) -> Answer:
    logs, raw = xmr_log_chart(minutes), xmr_chart(minutes)
    assert logs is not None and raw is not None
    return {
        "center_gm": logs.centre,
        "ucl": logs.high[0],
        "lcl": logs.low[0],
        "signals_index0": _outside(logs.signals),
        "raw_center": raw.centre,
        "raw_ucl": raw.high[0],
        "raw_signals_index0": _outside(raw.signals),
    }


def _g_chart(days: list[int]) -> Answer:
    found = g_chart(days)
    assert found is not None
    low, high = found.three_sigma
    return {
        "g_bar": found.mean,
        "ucl": high,
        "lcl": low,
        "p_hat": found.daily_share,
        "ucl_geometric_0.99865": found.chart.high[0],
        "median_center": found.chart.centre,
    }


def _trend(case: Case) -> Answer:
    given = case["input"]
    if "counts" in given:
        return _regression(given)
    test, tau = mann_kendall(given["monthly"]), kendall(given["monthly"])
    assert test is not None
    return {
        "S": test.s,
        "var_S": test.variance,
        "z": test.z,
        "p": test.p,
        "kendall_tau_b": tau and tau.tau,
        "kendall_p_scipy": tau and tau.p,
        "theil_sen_slope": theil_sen(given["monthly"]),
    }


def _regression(given: Case) -> Answer:
    assert given["t"] == f"0..{len(given['counts']) - 1} months"
    found = poisson_trend(given["counts"], given["days"])
    assert found is not None
    return {
        "slope_log_per_month": found.slope,
        "se": found.error,
        "wald_p": found.p,
        "rate_ratio_per_month": found.ratio,
        "ci_rate_ratio": found.interval,
        "lr_p": found.lr_p,
        "pearson_chi2": found.pearson_chi2,
        "dispersion": found.dispersion,
    }


def _multiplicity(case: Case) -> Answer:
    ps = case["input"]["p"]
    step_down, step_up = holm(ps), benjamini_hochberg(ps)
    return {
        "holm_adjusted": step_down,
        "bh_adjusted": step_up,
        "holm_reject": sum(p <= 0.05 for p in step_down),
        "bh_reject": sum(p <= 0.05 for p in step_up),
        "expected_false_alarms_192_tests": expected_false_alarms(192),
        "P_at_least_one_of_192": chance_of_a_false_alarm(192),
    }


ANSWERS: dict[str, Callable[[Case], Answer]] = {
    "poisson_rate": _poisson_rate,
    "rate_comparison": _rate_comparison,
    "prediction_interval": _prediction,
    "proportion": _proportion,
    "control_chart": _control_chart,
    "trend": _trend,
    "multiple_testing": _multiplicity,
}


@pytest.mark.parametrize("case", by_category(*ANSWERS))
def test_reference_case(case: Case) -> None:
    agree(case, ANSWERS[case["category"]](case))


@pytest.mark.parametrize(
    "case", [case for case in by_category("trend", "control_chart") if case.values[0].get("published")]
)
def test_what_was_published_of_it(case: Case) -> None:
    answer = ANSWERS[case["category"]](case)
    assert {key: answer[key] for key in case["published"]} == case["published"]
