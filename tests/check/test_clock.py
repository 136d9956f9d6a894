"""The elapsed and the business clock."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check.clock import business_deadline, business_minutes, elapsed_minutes, is_business_day
from generator.model.policy import BusinessHours

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
HOURS = BusinessHours(frozenset(range(5)), dt.time(9), dt.time(18), "JP", frozenset(), TOKYO)
MINUTE = dt.timedelta(minutes=1)
unhurried = settings(deadline=None, max_examples=50)  # the first look at a year of holidays takes its time

ANY_HOURS = st.builds(
    BusinessHours,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    opens=st.builds(dt.time, st.integers(0, 11), st.integers(0, 59)),
    closes=st.builds(dt.time, st.integers(12, 23), st.integers(0, 59)),
    holidays=st.sampled_from(("JP", "")),
    closed=st.frozensets(st.sampled_from(("12-29", "12-30", "12-31", "01-02", "2024-02-29", "2026-05-07"))),
    zone=st.sampled_from((TOKYO, NEW_YORK, ZoneInfo("UTC"), ZoneInfo("Australia/Lord_Howe"))),
)
INSTANTS = st.datetimes(
    dt.datetime(2015, 1, 1), dt.datetime(2027, 12, 31), timezones=st.sampled_from((dt.UTC, TOKYO, NEW_YORK))
).map(lambda moment: moment.replace(microsecond=0))


def at(text: str, zone: ZoneInfo = TOKYO) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


@unhurried
@given(st.lists(INSTANTS, min_size=3, max_size=3), ANY_HOURS)
def test_business_minutes_add_up_over_a_split(moments: list[dt.datetime], hours: BusinessHours) -> None:
    first, middle, last = moments
    parts = business_minutes(first, middle, hours) + business_minutes(middle, last, hours)
    assert parts == pytest.approx(business_minutes(first, last, hours), abs=1e-6)
    assert business_minutes(first, last, hours) == -business_minutes(last, first, hours)


@unhurried
@given(INSTANTS, st.integers(0, 6000), ANY_HOURS)
def test_deadline_is_the_earliest_instant_with_the_minutes_passed(
    start: dt.datetime, minutes: int, hours: BusinessHours
) -> None:
    due = business_deadline(start, minutes, hours)
    assert due.tzinfo is dt.UTC
    assert business_minutes(start, due, hours) == pytest.approx(minutes, abs=1e-9)
    if minutes:
        assert business_minutes(start, due - dt.timedelta(seconds=1), hours) < minutes
    else:
        assert elapsed_minutes(start, due) == 0


@unhurried
@given(INSTANTS, st.integers(0, 12 * 24 * 4), ANY_HOURS)
def test_minutes_agree_with_a_walk_in_quarter_hours(start: dt.datetime, quarters: int, hours: BusinessHours) -> None:
    # Lord Howe's clock moves by half an hour: quarters of an hour stay quarters everywhere.
    # Opening from 4 on: what an hour that is skipped or comes twice means is told by the tests below.
    quarter = 15 * MINUTE
    opens, closes = dt.time(max(4, hours.opens.hour), 15), hours.closes.replace(minute=45)
    hours = hours._replace(opens=opens, closes=closes)
    start = start.astimezone(dt.UTC).replace(minute=30, second=0)
    steps = (start + quarter * step for step in range(quarters))
    walked = sum(15 for step in steps if _is_open(step.astimezone(hours.zone), hours))
    assert business_minutes(start, start + quarter * quarters, hours) == walked


def _is_open(local: dt.datetime, hours: BusinessHours) -> bool:
    return hours.opens <= local.time() < hours.closes and is_business_day(local.date(), hours)


def test_one_week_by_hand() -> None:
    # Friday 17:30 to Monday 09:20: 30 + 20 minutes
    assert business_minutes(at("2026-10-02 17:30"), at("2026-10-05 09:20"), HOURS) == 50
    assert business_minutes(at("2026-10-02 18:00"), at("2026-10-05 09:00"), HOURS) == 0
    assert business_minutes(at("2026-10-05 08:00"), at("2026-10-09 23:00"), HOURS) == 5 * 540


def test_exactly_at_the_close_stays_at_the_close() -> None:
    assert business_deadline(at("2026-10-02 17:30"), 30, HOURS) == at("2026-10-02 18:00")
    assert business_deadline(at("2026-10-02 17:30"), 30.5, HOURS) == at("2026-10-05 09:00:30")
    assert business_deadline(at("2026-10-03 12:00"), 0, HOURS) == at("2026-10-03 12:00")


def test_days_off() -> None:
    closed = HOURS._replace(closed=frozenset({"2026-10-06", "12-30"}))
    assert is_business_day(dt.date(2026, 10, 5), closed)
    assert not is_business_day(dt.date(2026, 10, 6), closed)
    assert is_business_day(dt.date(2025, 10, 6), closed)  # that day of 2026 only
    assert not any(is_business_day(dt.date(year, 12, 30), closed) for year in range(2020, 2030))
    assert not is_business_day(dt.date(2026, 10, 10), closed)  # Saturday
    assert not is_business_day(dt.date(2026, 9, 22), HOURS)  # between two holidays, so one itself
    assert is_business_day(dt.date(2026, 9, 22), HOURS._replace(holidays=""))


def test_days_are_those_of_the_hours_own_zone() -> None:
    # Sunday 23:30 in New York is Monday 12:30 in Tokyo
    start = at("2026-10-11 23:30", NEW_YORK)
    monday_off = HOURS._replace(closed=frozenset({"2026-10-13"}))
    assert business_deadline(start, 60, monday_off) == at("2026-10-14 10:00")  # 10-12 is a holiday
    assert business_deadline(start, 60, HOURS._replace(holidays="")) == at("2026-10-12 13:30")


def test_open_hours_over_a_clock_change_count_what_passes() -> None:
    nights = BusinessHours(frozenset(range(7)), dt.time(1), dt.time(4), "", frozenset(), NEW_YORK)
    spring, autumn = at("2026-03-08 00:00", NEW_YORK), at("2026-11-01 00:00", NEW_YORK)
    assert business_minutes(spring, spring + dt.timedelta(hours=12), nights) == 120
    assert business_minutes(autumn, autumn + dt.timedelta(hours=12), nights) == 240


def test_hours_that_a_clock_change_swallows_count_nothing() -> None:
    # 02:30 does not exist that night and becomes 03:30, after the close
    nights = BusinessHours(frozenset(range(7)), dt.time(2, 30), dt.time(3, 10), "", frozenset(), NEW_YORK)
    start = at("2026-03-08 00:00", NEW_YORK)
    assert business_minutes(start, start + dt.timedelta(hours=12), nights) == 0
    assert business_deadline(start, 10, nights) == at("2026-03-09 02:40", NEW_YORK)


def test_elapsed_minutes_are_taken_in_utc() -> None:
    assert elapsed_minutes(at("2024-03-10 01:30", NEW_YORK), at("2024-03-10 03:30", NEW_YORK)) == 60
    assert elapsed_minutes(at("2026-10-03 09:00"), dt.datetime(2026, 10, 2, 23, 30, tzinfo=dt.UTC)) == -30
    assert elapsed_minutes(at("2026-10-03 09:00"), at("2026-10-03 09:00:30")) == 0.5


def test_a_start_long_ago_is_not_slow() -> None:
    hours = HOURS._replace(holidays="")
    began = time.perf_counter()
    assert business_minutes(at("1926-10-01 09:00"), at("2026-10-01 09:00"), hours) > 25_000 * 540
    assert business_deadline(at("1926-10-01 09:00"), 540 * 20_000, hours) > at("2000-01-01 00:00")
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    "never",
    [
        {"days": frozenset[int]()},
        {"closes": dt.time(9)},
        {"opens": dt.time(18), "closes": dt.time(9)},
        {"closed": frozenset(f"{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 32))},
    ],
    ids=("no day", "no hour", "closes before it opens", "every day closed"),
)
def test_hours_that_never_open_have_no_deadline(never: dict[str, object]) -> None:
    hours = HOURS._replace(**never)  # type: ignore[arg-type]  # each value fits its own field
    assert business_minutes(at("2020-01-01 00:00"), at("2026-01-01 00:00"), hours) == 0
    with pytest.raises(ValueError, match="no business day"):
        business_deadline(at("2026-10-05 10:00"), 1, hours)


def test_hours_that_open_once_in_28_years_still_have_one() -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=day) for day in range(366)]
    leap_day_only = frozenset(f"{day:%m-%d}" for day in days if (day.month, day.day) != (2, 29))
    hours = HOURS._replace(days=frozenset({3}), closed=leap_day_only)
    assert business_deadline(at("2024-02-29 17:00"), 90, hours) == at("2052-02-29 09:30")


@pytest.mark.parametrize("minutes", [-1.0, float("nan"), float("inf")])
def test_minutes_that_are_none_are_refused(minutes: float) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        business_deadline(at("2026-10-05 10:00"), minutes, HOURS)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        elapsed_minutes(dt.datetime(2026, 10, 5, 10), at("2026-10-05 11:00"))
