"""Dates that a timeline lacks: written where one day is possible, left where two are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.check.fix.support import mended, planned, wide
from tests.check.support import PATH, VALID, checked, edited, names

HEAD = "| 時刻 | 種別 | イベント | 担当者 |\n|---|---|---|---|\n"
TIMES = {
    "started_at": "2026-10-03T22:00+09:00",
    "detected_at": "2026-10-03T22:05+09:00",
    "acknowledged_at": "2026-10-03T22:07+09:00",
    "mitigated_at": "unknown",
    "resolved_at": "2026-10-04T02:00+09:00",
    "report_at": "2026-10-04T09:00+09:00",
}


def record(rows: str, **times: str) -> str:
    """A record from 22:00 to 02:00 of the next day; `rows` are `time kind` one a line, no kind meaning その他."""
    text = VALID
    for key, at in (TIMES | times).items():
        text = re.sub(rf"(?m)^{key}: .*$", f"{key}: {at}", text)
    table = HEAD + "".join(
        f"| {row.rpartition(' ')[0]} | {row.rpartition(' ')[2]} | 出来事 | SRE |\n" for row in rows.split("; ")
    )
    return text[: text.index("| 時刻")] + table + text[text.index("\n## 影響範囲") :]


def times(text: str) -> list[str]:
    body = text[text.index("|---") : text.index("## 影響範囲")]
    return re.findall(r"(?m)^\| ([\d: -]+?) \| \D", body)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # the next milestone bounds it
        ("22:05 検知; 23:50 調査; 00:30 対処; 02:00 復旧", ["22:05", "23:50", "2026-10-04 00:30", "02:00"]),
        # it is a milestone itself
        ("22:05 検知; 02:00 復旧", ["22:05", "2026-10-04 02:00"]),
        # the next dated row bounds it
        ("22:05 検知; 0:30 対処; 2026-10-04 01:00 対処", ["22:05", "2026-10-04 00:30", "2026-10-04 01:00"]),
        ("22:05 検知; 00:30:15 対処; 2026-10-04 その他", ["22:05", "2026-10-04 00:30:15", "2026-10-04"]),
        # two in one night, and the rows after them take the new day
        ("22:05 検知; 00:10 調査; 00:30 対処; 02:00 復旧", ["22:05", "2026-10-04 00:10", "00:30", "02:00"]),
        # the end of what a recovered record tells
        ("22:05 検知; 00:30 対処; 09:00 連絡", ["22:05", "2026-10-04 00:30", "09:00"]),
        # several days: every one is certain only because the last is
        ("22:05 検知; 20:00 対処; 19:00 対処; 2026-10-05 19:30 対処",
         ["22:05", "2026-10-04 20:00", "2026-10-05 19:00", "2026-10-05 19:30"]),
    ],
)  # fmt: skip
def test_only_one_day_is_possible(rows: str, told: list[str], tmp_path: Path) -> None:
    text = record(rows)
    assert "timeline-backwards" in names(checked(tmp_path, text))
    after = mended(tmp_path, text)
    assert times(after) == told
    assert "timeline-backwards" not in names(checked(tmp_path, after))
    assert mended(tmp_path, after) == after


@pytest.mark.parametrize(
    ("rows", "given"),
    [
        # a day later fits as well
        ("22:05 検知; 00:30 対処; 2026-10-05 01:00 対処", {}),
        ("22:05 検知; 00:30 対処; 09:00 連絡", {"report_at": "2026-10-05T09:00+09:00"}),
        ("22:05 検知; 00:30 対処; 2026-10-05 その他", {}),
        # no day fits
        ("22:05 検知; 20:00 対処; 02:00 復旧", {}),
        ("22:05 検知; 10:00 連絡", {}),
        ("22:05 検知; 00:30 対処; 2026-10-03 23:00 対処", {}),
        # nothing bounds it
        ("22:05 検知; 00:30 対処", {"resolved_at": "unknown", "report_at": "2026-10-04T00:40+09:00"}),
        # the milestone says another time of day
        ("22:05 検知; 01:30 復旧", {"report_at": "unknown", "resolved_at": "2026-10-04T01:00+09:00"}),
        # the date above is wrong, not the one below
        ("2026-10-04 22:05 その他; 21:00 対処; 2026-10-04 23:00 対処", {}),
        # a row that could be read would move to the next day
        ("22:05 検知; 00:30 対処; 23:00 対処; 2026-10-05 00:10 対処", {}),
    ],
)
def test_it_is_left_where_it_could_be_another(rows: str, given: dict[str, str], tmp_path: Path) -> None:
    text = record(rows, **given)
    assert "timeline-backwards" in names(checked(tmp_path, text))
    assert mended(tmp_path, text) == text


def test_rows_before_one_that_cannot_be_told_are_mended(tmp_path: Path) -> None:
    text = record("22:05 検知; 00:30 対処; 02:00 復旧; 01:00 連絡; 2026-10-09 連絡")
    assert times(mended(tmp_path, text)) == ["22:05", "2026-10-04 00:30", "02:00", "01:00", "2026-10-09"]


def test_a_milestone_of_a_later_day_does_not_draw_rows_to_it(tmp_path: Path) -> None:
    text = record("22:05 検知; 00:30 対処; 02:00 復旧", resolved_at="2026-10-05T02:00+09:00", report_at="unknown")
    assert mended(tmp_path, text) == text
    alone = record("22:05 検知; 02:00 復旧", resolved_at="2026-10-05T02:00+09:00", report_at="unknown")
    assert times(mended(tmp_path, alone)) == ["22:05", "2026-10-05 02:00"]


def test_the_day_is_that_of_the_records_zone(tmp_path: Path) -> None:
    text = record("22:05 検知; 02:00 復旧").replace("status: resolved", "status: resolved\ntimezone: UTC")
    text = text.replace("+09:00", "Z")
    assert times(mended(tmp_path, text)) == ["22:05", "2026-10-04 02:00"]


def test_summer_time_is_not_guessed(tmp_path: Path) -> None:
    text = record("22:05 検知; 01:30 対処; 03:00 復旧", started_at="2026-10-31T22:00", detected_at="2026-10-31T22:05",
                  acknowledged_at="unknown", resolved_at="2026-11-01T03:00", report_at="unknown")  # fmt: skip
    text = text.replace("status: resolved", "status: resolved\ntimezone: America/New_York")
    assert "2026-11-01 01:30" not in mended(tmp_path, text)  # it is twice


def test_a_cell_is_first_read_and_then_dated(tmp_path: Path) -> None:
    text = record(f"22:05 検知; {wide('00:30')} 対処; 02:00 復旧")
    mend = planned(tmp_path, text)[PATH]
    assert "| 2026-10-04 00:30 | 対処 |" in mend.new and "| 02:00 |" in mend.new
    assert [pair[1] for pair in mend.what] == ["form of times and dates 1", "dates of the timeline 1"]


def test_without_a_kind_column_a_dated_row_bounds(tmp_path: Path) -> None:
    text = record("22:05 x; 00:30 x; 2026-10-04 01:00 x")
    text = text.replace(HEAD, "| 時刻 | イベント | 担当者 |\n|---|---|---|\n").replace("| x ", "")
    assert times(mended(tmp_path, text).replace("出来事", "出")) == ["22:05", "2026-10-04 00:30", "2026-10-04 01:00"]


def test_the_sample_itself_needs_nothing(tmp_path: Path) -> None:
    assert mended(tmp_path, VALID) == VALID
    assert mended(tmp_path, edited(("| 09:07 |", "| 09:04 |"))) == edited(("| 09:07 |", "| 09:04 |"))
