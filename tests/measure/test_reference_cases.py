"""Every reference case that the statistics and the clocks can answer, each by its id and its own tolerance."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.check.clock import business_deadline, business_minutes, elapsed_minutes
from generator.measure.statistics.compare import geometric_ratio, log_sd, needed_n, permutation_p, visible_ratio
from generator.measure.statistics.expected import expected_range
from generator.measure.statistics.intervals import garwood, mean, mean_interval, median, median_interval, wilson
from generator.measure.statistics.rates import rate
from generator.measure.statistics.survival import kaplan_meier
from generator.model.month import Month
from generator.model.policy import BusinessHours

Case = dict[str, Any]
Answer = dict[str, object]

CASES: list[Case] = json.loads((Path(__file__).parents[1] / "data" / "kpi_cases.json").read_text("utf-8"))["cases"]
TOKYO = ZoneInfo("Asia/Tokyo")

# Not answered here: figures this project does not publish, and what other tests of whole records answer.
NOT_HERE = (
    "compare.Ng.41_vs_15",
    "compare.3_vs_0",
    "compare.8_vs_4",
    "logrank.R_bu",
    "chart.c.NIST_wafers",
    "chart.xmr_log_durations",
    "chart.g",
    "dispersion.zeros",
    "dispersion.over",
    "trend.mann_kendall.down12",
    "trend.mann_kendall.const",
    "trend.poisson_regression",
    "mom.exact_bootstrap_prob",
    "davidovic.A",
    "davidovic.C",
    "davidovic.tables",
    "multiplicity",
    "recurrence.none",
    "month.zero_incidents",
    "validate.order",
    "sla.boundary",
    "attribution.tools_disagree",
)


def _poisson_rate(given: Case) -> Answer:
    exposure: float = given.get("exposure", 1)
    name = "rate"
    answer: Answer = {}
    if "as_of" in given:
        as_of = dt.datetime.fromisoformat(given["as_of"])
        days = Month.parse(given["month_start"][:7]).exposure_days(TOKYO, as_of)
        exposure, name, answer = days / given["per_days"], "per_30_days", {"exposure_days": days}
    elif "deployments" in given:
        exposure, name = given["deployments"] / given["per"], "per_1000"
    low, high = garwood(given["count"], exposure)
    return answer | {name: rate(given["count"], exposure), "ci_low": low, "ci_high": high, "exact": [low, high]}


def _prediction(given: Case) -> Answer:
    expected = expected_range(given["past_count"], given["past_months"])
    assert expected is not None
    return {"low": expected[0], "high": expected[1]}


def _proportion(given: Case) -> Answer:
    return {"p": rate(given["k"], given["n"]), "wilson": wilson(given["k"], given["n"])}


def _duration(given: Case) -> Answer:
    minutes = given["minutes"]
    return {
        "mean": mean(minutes),
        "median": median(minutes),
        "median_ci": median_interval(minutes) or (None, None),
        "mean_ci": mean_interval(minutes, "seed") or (None, None),
        "bca_mean_ci": mean_interval(minutes, "seed"),
        "log_sd": log_sd(minutes),
        "geometric_mean.gm": geometric_ratio(minutes, [1]),
    }


def _survival(given: Case) -> Answer:
    try:
        curve = kaplan_meier(given["durations"], given["closed"])
    except ValueError as error:
        return {"error": str(error)}
    return {"times": curve.times, "S": curve.survival, "S_at_tau": curve.survival[-1], "median": curve.median}


def _month_over_month(given: Case) -> Answer:
    return {
        "p_mean_log": permutation_p(given["prev"], given["curr"], "seed"),
        "geometric_mean_ratio_curr_over_prev": geometric_ratio(given["curr"], given["prev"]),
    }


def _power(given: Case) -> Answer:
    if "reduction" in given:
        return {"n_per_group": needed_n(1 - given["reduction"], given["log_sd"])}
    size = given["n_per_group"]
    return {"detectable_ratio": visible_ratio(size, size, given["log_sd"])}


def _business_time(given: Case) -> Answer:
    closed = frozenset(f"{month:02d}-{day:02d}" for month, day in given.get("extra_closures_mmdd", []))
    hours = BusinessHours(frozenset(range(5)), dt.time(9), dt.time(18), "JP", closed, TOKYO)
    start = dt.datetime.fromisoformat(given["start"])
    if "end" in given:
        end = dt.datetime.fromisoformat(given["end"])
        return {"business_minutes": business_minutes(start, end, hours), "wall_minutes": elapsed_minutes(start, end)}
    minutes = given.get("limit_min", hours.day_minutes)
    due = business_deadline(start, minutes, hours).astimezone(TOKYO)
    wall = start + dt.timedelta(minutes=minutes)
    assert elapsed_minutes(start, wall) == minutes
    return {"deadline": due.isoformat(), "business_deadline": due.isoformat(), "wall_deadline": wall.isoformat()}


def _time_zone(given: Case) -> Answer:
    if "months" in given:
        late = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
        days = [Month.parse(name).exposure_days(ZoneInfo(zone), late) for name, zone in given["months"]]
        return {"hours": [24 * passed for passed in days]}
    if "tz" in given:
        zone = ZoneInfo(given["tz"])
        start, end = (
            dt.datetime.fromisoformat(given[f"{end}_local"]).replace(tzinfo=zone, fold=given[f"{end}_fold"])
            for end in ("start", "end")
        )
        return {"elapsed_minutes": elapsed_minutes(start, end)}
    started = dt.datetime.fromisoformat(given["started_at"])
    zones = {"month": ZoneInfo(given["reporting_tz"]), "month_if_utc": ZoneInfo("UTC")}
    return {name: str(Month.of(started, zone)) for name, zone in zones.items()}


ANSWERS: dict[str, Callable[[Case], Answer]] = {
    "poisson_rate": _poisson_rate,
    "prediction_interval": _prediction,
    "proportion": _proportion,
    "duration": _duration,
    "survival": _survival,
    "month_over_month": _month_over_month,
    "power": _power,
    "business_time": _business_time,
    "time_zone": _time_zone,
}

ANSWERED = [case for case in CASES if case["id"] not in NOT_HERE]


def test_every_case_is_answered_or_named() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids)) == 64
    assert set(NOT_HERE) < set(ids)
    assert {case["category"] for case in ANSWERED} == set(ANSWERS)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case["id"])
def test_reference_case(case: Case) -> None:
    expected = _flat(case["expected"])
    answer = {key: value for key, value in ANSWERS[case["category"]](case["input"]).items() if key in expected}
    assert answer, "the case asks for nothing that is computed here"
    for key, value in answer.items():
        _agree(value, expected[key], case["tolerance"], f"{case['id']}: {key}")


def _flat(expected: Case) -> Case:
    parts = [(key, value) for key, value in expected.items() if isinstance(value, dict)]
    return expected | {f"{key}.{name}": value for key, part in parts for name, value in part.items()}


def _agree(value: Any, expected: Any, tolerance: str, where: str) -> None:
    if isinstance(expected, list):
        assert len(value) == len(expected), where
        for one, other in zip(value, expected, strict=True):
            _agree(one, other, tolerance, where)
    elif isinstance(expected, str) or expected is None or tolerance == "exact":
        assert value == expected, where
    else:
        found = re.match(r"rel ([\de.-]+)", tolerance)
        assert found, f"{where}: a tolerance this test does not know"
        assert value == pytest.approx(expected, rel=float(found[1]), abs=1e-12), where
