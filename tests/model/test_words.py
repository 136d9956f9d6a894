"""How numbers, durations and dates are written in both languages."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.month import Month
from generator.model.words import DASH, Words

TOKYO = ZoneInfo("Asia/Tokyo")
JA = Words("ja", TOKYO, {"{n} records": "記録 {n} 件", "plain": "そのまま"})
EN = Words("en", TOKYO, {})


def test_messages_are_translated_and_filled_in() -> None:
    assert JA("{n} records", n=3) == "記録 3 件"
    assert EN("{n} records", n=3) == "3 records"
    assert JA("plain") == "そのまま"
    assert JA("not in the catalogue") == "not in the catalogue"
    assert EN("a brace { stays where nothing is filled in") == "a brace { stays where nothing is filled in"


def test_the_policys_wording_falls_back_to_the_other_language() -> None:
    assert JA.of({"ja": "全ユーザー", "en": "All users"}) == "全ユーザー"
    assert EN.of({"ja": "全ユーザー"}) == "全ユーザー"
    assert EN.of({}) == ""


@pytest.mark.parametrize(
    ("minutes", "ja", "en"),
    [
        (None, DASH, DASH),
        (0, "0分", "0 min"),
        (0.5, "0.5分", "0.5 min"),
        (7.66, "7.7分", "7.7 min"),
        (42.4, "42分", "42 min"),
        (42.5, "43分", "43 min"),
        (59.4, "59分", "59 min"),
        (59.6, "1時間", "1 h"),
        (60, "1時間", "1 h"),
        (95, "1時間35分", "1 h 35 min"),  # Babel would say two hours
        (119.7, "2時間", "2 h"),
        (1439, "23時間59分", "23 h 59 min"),
        (1439.6, "1日", "1 d"),
        (1440, "1日", "1 d"),
        (2881, "2日", "2 d"),
        (2910, "2日1時間", "2 d 1 h"),
        (14400, "10日", "10 d"),
    ],
)
def test_durations_have_two_units_at_most(minutes: float | None, ja: str, en: str) -> None:
    assert (JA.duration(minutes), EN.duration(minutes)) == (ja, en)


@given(st.floats(0, 1e7))
def test_a_duration_is_never_written_with_a_full_unit_too_many(minutes: float) -> None:
    text = EN.duration(minutes)
    parts = dict(zip(text.split()[1::2], map(float, text.split()[::2]), strict=True))
    assert parts.get("min", 0) < 60 and parts.get("h", 0) < 24
    said = parts.get("d", 0) * 1440 + parts.get("h", 0) * 60 + parts.get("min", 0)
    assert abs(said - minutes) <= (30.5 if "d" in parts else 0.5)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (None, 1, DASH),
        (3.0, 1, "3"),
        (2.95, 1, "3"),
        (2.903, 1, "2.9"),
        (0.25, 2, "0.25"),
        (100.0, 1, "100"),
        (0, 0, "0"),
    ],
)
def test_numbers(value: float | None, digits: int, text: str) -> None:
    assert JA.number(value, digits) == text


def test_shares_months_and_dates() -> None:
    assert (JA.percent(0.667), EN.percent(0.667), EN.percent(None)) == ("67%", "67 %", DASH)
    assert (JA.month(Month(2026, 10)), EN.month(Month(2026, 10))) == ("2026年10月", "Oct 2026")
    day = dt.date(2026, 10, 3)
    assert (JA.date(day), EN.date(day)) == ("2026年10月3日(土)", "Sat 3 Oct 2026")


def test_moments_are_in_the_policys_zone() -> None:
    moment = dt.datetime(2026, 10, 2, 15, 0, tzinfo=dt.UTC)
    assert JA.moment(moment) == EN.moment(moment) == "2026-10-03 00:00"
    assert JA.time(moment.replace(second=7)) == "00:00:07"
    assert JA.moment(None) == DASH
