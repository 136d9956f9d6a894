"""Incidents per kind of hours of the rota, worked by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.measure.load_document import load_document
from generator.measure.periods import added, month_minutes, period_figures
from generator.measure.statistics.intervals import garwood
from generator.model.month import Month
from generator.model.policy import PERIODS
from tests.measure.load_support import AS_OF, NEW_YORK, in_zone, load, table_of
from tests.measure.made import POLICY, TOKYO, at, made

MARCH = Month(2026, 3)  # 31 days: 9 Saturdays and Sundays, one holiday (20 March), 21 business days


def test_by_hand() -> None:
    found = load(
        made(1, started="03-10 08:50", detected="03-10 09:05", resolved="03-10 10:00", severity="P0"),
        made(2, started="03-10 17:59", detected="03-10 18:00", resolved="03-10 19:00"),
        made(3, started="03-14 10:00", detected="unknown", resolved="03-14 11:00", severity="P2"),
        made(4, started="unknown", detected="03-20 10:00", resolved="03-20 11:00"),
    ).periods
    assert [(row.period, row.n, row.hours) for row in found.rows] == [
        ("business_hours", 1, 189.0), ("weeknight", 1, 315.0), ("day_off", 2, 240.0)]  # fmt: skip
    assert [row.ids for row in found.rows] == [("INC-2026-001",), ("INC-2026-002",), ("INC-2026-003", "INC-2026-004")]
    off = found.rows[2]
    assert off.per_100_hours == pytest.approx(2 / 2.4)
    low, high = garwood(2)
    assert off.interval == pytest.approx((low / 2.4, high / 2.4))
    assert off.by_severity == {"P1": 1, "P2": 1}
    assert found.apart == ()  # two against one: nothing can be said


def test_a_difference_is_named_only_where_the_test_says_so() -> None:
    many = [made(n, started=f"03-{2 + n // 10:02d} 1{n % 8}:00", detected=f"03-{2 + n // 10:02d} 1{n % 8}:00",
                 resolved="03-29 00:00") for n in range(40)]  # fmt: skip
    found = period_figures(table_of(*many), month_minutes(MARCH, POLICY.business_hours, AS_OF))
    assert [row.n for row in found.rows] == [40, 0, 0]
    assert [(pair.higher, pair.lower) for pair in found.apart] == [
        ("business_hours", "weeknight"), ("business_hours", "day_off")]  # fmt: skip
    # all 40 in 189 of 504 hours: the smaller tail is (189/504)^40, twice; of two tests Holm doubles the smaller p
    first, second = (2 * (189 / hours) ** 40 for hours in (504, 429))
    assert [pair.p for pair in found.apart] == pytest.approx([2 * first, second], rel=1e-6, abs=0)


def test_a_month_that_has_not_begun_has_no_rate() -> None:
    found = period_figures(table_of(), dict.fromkeys(PERIODS, 0.0))
    assert [(row.per_100_hours, row.interval, row.n) for row in found.rows] == [(None, None, 0)] * 3


@pytest.mark.parametrize(("month", "hours"), [(MARCH, 743), (Month(2026, 11), 721)])
def test_a_month_with_a_change_of_the_clocks(month: Month, hours: int) -> None:
    policy = in_zone(NEW_YORK)
    assert sum(month_minutes(month, policy.business_hours, month.end(NEW_YORK)).values()) == hours * 60


def test_the_last_twelve_months_stand_apart() -> None:
    early = made(1, started="2025-01-07 10:00", detected="2025-01-07 10:00", resolved="2025-01-07 11:00")
    late = made(2, started="03-10 10:00", detected="03-10 10:00", resolved="03-10 11:00")
    found = load(early, late)
    assert (found.periods.rows[0].n, found.periods_of_year.rows[0].n) == (2, 1)
    assert sum(row.hours for row in found.periods_of_year.rows) == 365 * 24
    assert added([dict.fromkeys(PERIODS, 1.0)] * 2) == dict.fromkeys(PERIODS, 2.0)
    assert sum(month.rows[0].n for month in found.periods_by_month) == 2


def test_of_an_incident_whose_day_alone_is_known_a_day_off_is_all_that_can_be_told() -> None:
    """Its beginning stands for the day in the order of time, and is no hour in which anything was noticed."""
    unknown = {"started": "unknown", "detected": "unknown", "resolved": "unknown"}
    weekday = made(1, **unknown, occurred_on=dt.date(2026, 3, 10), anchor=at("03-10 00:00"))
    saturday = made(2, **unknown, occurred_on=dt.date(2026, 3, 14), anchor=at("03-14 00:00"))
    found = load(weekday, saturday)
    assert [row.n for row in found.periods.rows] == [0, 0, 1]
    assert found.periods.not_known == ("INC-2026-001",)
    document = load_document(found, TOKYO)
    assert document["periods"]["total"]["not_known"] == ["INC-2026-001"]
    assert document["periods"]["months"][0]["weeknight"]["n"] == 0
