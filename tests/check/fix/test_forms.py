"""Times and dates in another form: what is read, and what is left because it could mean something else."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from generator.check.fix.forms import clock_form, date_form, time_form
from tests.check.fix.support import wide

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2026/10/03 9:00", "2026-10-03 09:00"),
        ("2026-10-3 9:00", "2026-10-03 09:00"),
        ("2026.10.3 09:00", "2026-10-03 09:00"),
        ("2026-10-03T9:00", "2026-10-03T09:00"),
        ("2026-10-03  09:00", "2026-10-03 09:00"),
        (wide("2026-10-03 09:00"), "2026-10-03 09:00"),
        (wide("2026/10/03 9:00"), "2026-10-03 09:00"),
        ("2026‐10‐03 09:00", "2026-10-03 09:00"),
        ("2026年10月3日 9時5分", "2026-10-03 09:05"),
        ("2026年10月3日9時5分", "2026-10-03T09:05"),
        ("2026年 10月 3日 9時 5分 7秒", "2026-10-03 09:05:07"),
        ("2026年10月3日(土) 9:05", "2026-10-03 09:05"),
        (wide("2026年10月3日(土) 9:05"), "2026-10-03 09:05"),
        ("2026/10/03 9:00:07", "2026-10-03 09:00:07"),
        ("2026/10/03 9:00+09:00", "2026-10-03 09:00+09:00"),
        ("2026/10/03 9:00 +0900", "2026-10-03 09:00+09:00"),
        ("2026-10-03T09:00+9", "2026-10-03T09:00+09:00"),
        ("2026-10-03T09:00 +9:00", "2026-10-03T09:00+09:00"),
        ("2026-10-03T09:00  Z", "2026-10-03T09:00Z"),
        ("2026-10-03T09:00 UTC", "2026-10-03T09:00+00:00"),
        ("2026-10-03T09:00 JST", "2026-10-03T09:00+09:00"),
        ("2026-10-03T09:00JST", "2026-10-03T09:00+09:00"),
        ("2026-10-03T09:00:00.000000000Z", "2026-10-03T09:00:00Z"),
        ("2026-10-03T09:00:00.125000000Z", "2026-10-03T09:00:00.125Z"),
    ],
)
def test_a_time_with_one_reading(written: str, form: str) -> None:
    assert time_form(written, TOKYO) == form
    assert time_form(form, TOKYO) is None


@pytest.mark.parametrize(
    "written",
    [
        "03/10/2026 09:00",  # day or month first
        "10/3 9:00",  # no year
        "26/10/03 9:00",
        "2026-10/03 9:00",
        "2026-10-0309:00",
        "2026-13-03 9:00",
        "2026-02-30 9:00",
        "2026-10-03",  # no time
        "2026-10-03 9",
        "2026年10月3日 9時",  # about nine?
        "2026年10月3日 9時頃",
        "2026年10月3日(日) 9:05",  # it was a Saturday
        "2026-10-03 24:00",
        "2026-10-03 25:30",
        "2026-10-03 9:60",
        "2026-10-03 9:5",
        "2026-10-03 午後9:05",
        "2026-10-03 9:05 PM",
        "2026-10-03T09:00 PST",  # not the record's zone
        "2026-10-03T09:00 +900",
        "2026-10-03T09:00 +99:00",
        "2026-10-03T09:00:00.123456789Z",  # finer than can be kept
        "1026/10/03 9:00",
        "unknown",
        "",
    ],
)
def test_a_time_that_is_left_alone(written: str) -> None:
    assert time_form(written, TOKYO) is None


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2026-11-01T01:30 EDT", "2026-11-01T01:30-04:00"),
        ("2026-11-01T01:30 EST", "2026-11-01T01:30-05:00"),
        ("2026-07-01T01:30 EST", None),  # summer
        ("2026-03-08T02:30 EST", None),  # the clocks have gone forward
        ("2026/11/01 1:30", None),  # twice
        ("2026/03/08 2:30", None),  # never
        ("2026/11/01 1:30 -05:00", "2026-11-01 01:30-05:00"),
        ("2026-11-01T01:30 JST", None),
    ],
)
def test_summer_time_is_not_guessed(written: str, form: str | None) -> None:
    assert time_form(written, NEW_YORK) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("2026/10/31", "2026-10-31"),
        ("2026-10-3", "2026-10-03"),
        ("2026.1.3", "2026-01-03"),
        ("2026年10月3日", "2026-10-03"),
        ("2026年10月3日(土)", "2026-10-03"),
        (wide("2026-10-03"), "2026-10-03"),
        ("2026-10-03", None),
        ("31/10/2026", None),
        ("10/31", None),
        ("2026/31/10", None),
        ("2026年10月3日(月)", None),
        ("2026年10月", None),
        ("2026/10/31 9:00", None),
    ],
)
def test_dates(written: str, form: str | None) -> None:
    assert date_form(written) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("9:05", "09:05"),
        (wide("09:05"), "09:05"),
        ("9時5分", "09:05"),
        ("9時5分7秒", "09:05:07"),
        (wide("9:05"), "09:05"),
        ("09:05", None),
        ("9時", None),
        ("25:10", None),
        ("9:5", None),
        ("9:05頃", None),
    ],
)
def test_times_of_day(written: str, form: str | None) -> None:
    assert clock_form(written) == form
