"""Months: half-open, in a zone."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.month import Month, month_range

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
MONTHS = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))
ZONES = st.sampled_from(["Asia/Tokyo", "America/New_York", "UTC", "Pacific/Auckland"]).map(ZoneInfo)


def test_written_and_read() -> None:
    assert str(Month(2026, 3)) == "2026-03"
    assert Month.parse("2026-03") == Month(2026, 3)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-3", "2026-13", "2026-00", "26-03", "2026-03-01", "2026/03", " 2026-03"]
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        Month.parse(text)


def test_months_are_ordered_across_years() -> None:
    assert Month(2025, 12) < Month(2026, 1) < Month(2026, 2)
    assert (Month(2025, 12).plus(1), Month(2026, 1).plus(-1), Month(2026, 1).plus(25)) == (
        Month(2026, 1),
        Month(2025, 12),
        Month(2028, 2),
    )


def test_the_first_instant_is_in_and_the_last_is_out() -> None:
    assert Month.of(dt.datetime(2026, 1, 31, 15, tzinfo=dt.UTC), TOKYO) == Month(2026, 2)
    assert Month.of(dt.datetime(2026, 1, 31, 14, 59, 59, 999999, tzinfo=dt.UTC), TOKYO) == Month(2026, 1)
    assert Month(2026, 1).end(TOKYO) == Month(2026, 2).start(TOKYO) == dt.datetime(2026, 1, 31, 15, tzinfo=dt.UTC)


def test_exposure_is_elapsed_time() -> None:
    late = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    assert Month(2024, 2).exposure_days(TOKYO, late) == 29
    assert Month(2024, 3).exposure_days(NEW_YORK, late) * 24 == pytest.approx(743)
    assert Month(2024, 11).exposure_days(NEW_YORK, late) * 24 == pytest.approx(721)
    noon = dt.datetime(2026, 9, 10, 12, tzinfo=TOKYO)
    assert Month(2026, 9).exposure_days(TOKYO, noon) == 9.5
    assert Month(2026, 10).exposure_days(TOKYO, noon) == 0


def test_range() -> None:
    assert [str(month) for month in month_range(Month(2025, 11), Month(2026, 2))] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert month_range(Month(2026, 2), Month(2026, 2)) == (Month(2026, 2),)
    assert month_range(Month(2026, 2), Month(2026, 1)) == ()


@given(MONTHS, st.integers(-500, 500))
def test_there_and_back(month: Month, months: int) -> None:
    assert month.plus(months).plus(-months) == month
    assert (month.plus(months) > month) is (months > 0)


@given(MONTHS, ZONES)
def test_months_touch_and_hold_their_own_instants(month: Month, zone: ZoneInfo) -> None:
    start, end = month.start(zone), month.end(zone)
    assert end == month.plus(1).start(zone)
    assert Month.of(start, zone) == Month.of(end - dt.timedelta(microseconds=1), zone) == month
    assert Month.of(end, zone) == month.plus(1)
    assert 27.9 < month.exposure_days(zone, end) < 31.1
