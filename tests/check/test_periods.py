"""The kinds of hours of the rota: which one an instant lies in, and that they leave none out."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.clock import period_minutes, period_of
from generator.model.month import Month
from generator.model.policy import PERIODS, BusinessHours
from tests.measure.made import POLICY, TOKYO

HOURS = POLICY.business_hours
ZONES = ["Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"]


@pytest.mark.parametrize(
    ("when", "period"),
    [
        ("2026-10-02 08:59:59", "weeknight"),  # a Friday
        ("2026-10-02 09:00", "business_hours"),
        ("2026-10-02 17:59:59", "business_hours"),
        ("2026-10-02 18:00", "weeknight"),
        ("2026-10-02 23:59:59", "weeknight"),
        ("2026-10-03 00:00", "day_off"),  # its night is judged by the date
        ("2026-10-04 23:59:59", "day_off"),
        ("2026-10-05 00:00", "weeknight"),  # Monday
        ("2026-10-12 10:00", "day_off"),  # a Monday, スポーツの日
    ],
)
def test_which_hours_an_instant_lies_in(when: str, period: str) -> None:
    assert period_of(dt.datetime.fromisoformat(when).replace(tzinfo=TOKYO), HOURS) == period


def test_the_hours_of_a_month_by_hand() -> None:
    october = Month(2026, 10)  # 31 days, of which 9 are Saturdays or Sundays and one a holiday: 21 business days
    found = period_minutes(october.start(TOKYO), october.end(TOKYO), HOURS)
    assert {period: minutes / 60 for period, minutes in found.items()} == {
        "business_hours": 21 * 9, "weeknight": 21 * 15, "day_off": 10 * 24}  # fmt: skip


def test_the_hours_of_a_month_that_is_not_over() -> None:
    october = Month(2026, 10)
    found = period_minutes(october.start(TOKYO), dt.datetime(2026, 10, 3, 12, tzinfo=TOKYO), HOURS)
    assert {period: minutes / 60 for period, minutes in found.items()} == {
        "business_hours": 18, "weeknight": 30, "day_off": 12}  # fmt: skip


@st.composite
def rotas(draw: st.DrawFn) -> tuple[BusinessHours, Month]:
    opens = draw(st.integers(0, 22))
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    days = draw(st.frozensets(st.integers(0, 6)))
    hours = BusinessHours(days, dt.time(opens), dt.time(draw(st.integers(opens + 1, 23))), "", frozenset(), zone)
    return hours, Month(draw(st.integers(2009, 2027)), draw(st.integers(1, 12)))


@given(rotas())
def test_the_periods_make_up_every_month(rota: tuple[BusinessHours, Month]) -> None:
    hours, month = rota
    start, end = month.start(hours.zone), month.end(hours.zone)
    found = period_minutes(start, end, hours)
    assert tuple(found) == PERIODS and min(found.values()) >= 0
    assert sum(found.values()) == (end - start) / dt.timedelta(minutes=1)


@settings(max_examples=25)
@given(rotas())
def test_the_minutes_are_those_that_instants_lie_in(rota: tuple[BusinessHours, Month]) -> None:
    hours, month = rota
    start, end = month.start(hours.zone), month.end(hours.zone)
    step = dt.timedelta(minutes=30)  # the smallest that a clock was ever moved by in these zones
    counted = dict.fromkeys(PERIODS, 0.0)
    moment = start
    while moment < end:
        counted[period_of(moment, hours)] += 30
        moment += step
    assert counted == period_minutes(start, end, hours)
