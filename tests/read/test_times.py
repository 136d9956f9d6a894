"""Times are instants or reasons why not."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.read.times import BadTime, day_of, local_to_utc, parse_date, parse_time

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-03T09:00+09:00", "2026-10-03 00:00:00"),
        ("2026-10-03 09:00+09:00", "2026-10-03 00:00:00"),
        ("2026-10-03T09:00", "2026-10-03 00:00:00"),
        ("2026-10-03 09:00:30", "2026-10-03 00:00:30"),
        ("2026-10-03T00:00Z", "2026-10-03 00:00:00"),
        ("2026-10-03T05:30:00+05:30", "2026-10-03 00:00:00"),
        ("2026-10-02T20:00-0400", "2026-10-03 00:00:00"),
        ("2024-02-29T23:59:59+09:00", "2024-02-29 14:59:59"),
    ],
)
def test_instants(text: str, utc: str) -> None:
    assert parse_time(text, TOKYO) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "unknown", "2026-10-03", "09:05", "12:30", "2026-10-03T9:05", "2026-13-01T00:00", "2026-02-30T09:00",
        "2026-10-03T24:00", "2026-10-03T09:60", "2026/10/03 09:00", "03.10.2026 09:00", "2026-10-03T09:00+25:00",
        "2026-10-03T09", "2026-10-03T09:00 JST", "２０２６-10-03T09:00", "2026-10-03T09:00\n", "1759449600",
        "0001-01-01T00:00", "9999-12-31T23:59", "0026-10-03T09:00+09:00", "2026-10-03  09:00",
    ],
)  # fmt: skip
def test_everything_else_is_a_bad_time(text: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_time(text, TOKYO)
    assert (caught.value.name, caught.value.values) == ("bad-time", {"text": text})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024-03-10T02:00", "nonexistent-local-time"),
        ("2024-03-10T02:59", "nonexistent-local-time"),
        ("2024-11-03T01:00", "ambiguous-local-time"),
        ("2024-11-03T01:59:59", "ambiguous-local-time"),
    ],
)
def test_local_times_that_are_none_or_two(text: str, name: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_time(text, NEW_YORK)
    assert caught.value.name == name and caught.value.values["zone"] == "America/New_York"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-03-10T01:59", "2024-03-10 06:59"),
        ("2024-03-10T03:00", "2024-03-10 07:00"),
        ("2024-11-03T00:59", "2024-11-03 04:59"),
        ("2024-11-03T02:00", "2024-11-03 07:00"),
        ("2024-11-03T01:30-04:00", "2024-11-03 05:30"),
        ("2024-11-03T01:30-05:00", "2024-11-03 06:30"),
    ],
)
def test_around_a_change_of_the_clocks(text: str, utc: str) -> None:
    assert parse_time(text, NEW_YORK) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_half_an_hour_may_be_missing() -> None:
    with pytest.raises(BadTime):
        parse_time("2024-10-06T02:15", ZoneInfo("Australia/Lord_Howe"))


@pytest.mark.parametrize("text", ["2026-10-3", "2026-02-29", "20261003", "unknown", "2026-10-03T00:00", "0001-01-01"])
def test_days_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_date(text)


def test_a_day() -> None:
    assert parse_date("2024-02-29") == dt.date(2024, 2, 29)


@given(
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2150, 1, 1)).map(lambda at: at.replace(microsecond=0)),
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from("T "),
)
def test_a_time_with_an_offset_holds_whatever_the_zone(at: dt.datetime, offset: int, separator: str) -> None:
    aware = at.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)))
    assert parse_time(aware.isoformat(separator), TOKYO) == parse_time(aware.isoformat(separator), NEW_YORK) == aware


@given(st.text(max_size=30))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        assert parse_time(text, TOKYO).tzinfo is dt.UTC
    except BadTime as bad:
        assert bad.values["text"] == text


ZONES = ["Asia/Tokyo", "America/New_York", "Europe/London", "Africa/Casablanca", "Australia/Lord_Howe",
         "Pacific/Apia", "America/St_Johns", "Africa/Monrovia", "UTC"]  # fmt: skip


@given(
    local=st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2199, 12, 30)) | st.datetimes(
        dt.datetime(2011, 12, 28), dt.datetime(2012, 1, 2)), zone=st.sampled_from(ZONES).map(ZoneInfo))  # fmt: skip
def test_a_days_offset_looked_up_once_is_the_zones_own(local: dt.datetime, zone: ZoneInfo) -> None:
    early, late = (local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    midnight = day_of(f"{local:%Y-%m-%d}", zone)
    try:
        assert local_to_utc(local, zone) == early == late
    except BadTime as bad:
        assert early != late and bad.name.endswith("-local-time")
        assert midnight is None
    if midnight is not None:
        since = dt.timedelta(
            hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        assert midnight == (early - since, local.date())
