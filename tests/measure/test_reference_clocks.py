"""The reference cases of business time and time zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from generator.check.clock import business_deadline, business_minutes, elapsed_minutes, is_business_day
from generator.model.month import Month
from generator.model.policy import BusinessHours
from tests.measure.reference import Answer, Case, agree, by_category

TOKYO = ZoneInfo("Asia/Tokyo")


def _business_time(case: Case) -> Answer:
    given = case["input"]
    closed = frozenset(f"{month:02d}-{day:02d}" for month, day in given.get("extra_closures_mmdd", []))
    hours = BusinessHours(frozenset(range(5)), dt.time(9), dt.time(18), "JP", closed, TOKYO)
    start = dt.datetime.fromisoformat(given["start"])
    if "end" in given:
        end = dt.datetime.fromisoformat(given["end"])
        return {"business_minutes": business_minutes(start, end, hours), "wall_minutes": elapsed_minutes(start, end)}
    minutes = given.get("limit_min", hours.day_minutes)
    due = business_deadline(start, minutes, hours).astimezone(TOKYO)
    if "limit_min" in given:
        wall = start + dt.timedelta(minutes=minutes)
        assert elapsed_minutes(start, wall) == minutes
        return {"wall_deadline": wall.isoformat(), "business_deadline": due.isoformat()}
    same_clock = start + dt.timedelta(days=1)
    while not is_business_day(same_clock.date(), hours):
        same_clock += dt.timedelta(days=1)
    return {"deadline": due.isoformat(), "same_clock_next_business_day": same_clock.isoformat()}


def _time_zone(case: Case) -> Answer:
    given = case["input"]
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
        naive = (end - start).total_seconds() / 60
        return {"elapsed_minutes": elapsed_minutes(start, end), "naive_same_tz_subtraction_minutes": naive}
    started = dt.datetime.fromisoformat(given["started_at"])
    zones = {"month": ZoneInfo(given["reporting_tz"]), "month_if_utc": ZoneInfo("UTC")}
    return {name: str(Month.of(started, zone)) for name, zone in zones.items()}


ANSWERS: dict[str, Callable[[Case], Answer]] = {"business_time": _business_time, "time_zone": _time_zone}


@pytest.mark.parametrize("case", by_category(*ANSWERS))
def test_reference_case(case: Case) -> None:
    agree(case, ANSWERS[case["category"]](case))
