"""Times and dates of the front matter and the timeline, where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.fix.support import changed, mended, planned, wide
from tests.check.support import PATH, VALID, checked, edited, names

STARTED = "started_at: 2026-10-03T09:00+09:00"
ROW = "| 09:05 | 検知 |"


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("2026/10/03 9:00", "2026-10-03 09:00"),
        ('"2026/10/03 9:00"  # about', '"2026-10-03 09:00"  # about'),
        ("'2026年10月3日 9時0分'", "'2026-10-03 09:00'"),
        (wide("2026-10-03") + " " + wide("09:00"), "2026-10-03 09:00"),
        ("2026-10-03T09:00 JST", "2026-10-03T09:00+09:00"),
        ("2026-10-03T00:00:00.000000000Z", "2026-10-03T00:00:00Z"),
    ],
)
def test_a_milestone(written: str, after: str, tmp_path: Path) -> None:
    text = edited((STARTED, f"started_at:   {written}"))
    assert changed(text, mended(tmp_path, text)) == [(f"started_at:   {written}", f"started_at:   {after}")]
    assert names(checked(tmp_path, mended(tmp_path, text))) == []


@pytest.mark.parametrize(
    "written",
    [
        "03/10/2026 09:00",
        "2026-10-03T09:00+0900",  # accepted as it is
        "2026-10-03T00:00:00.000Z",
        "2026-10-03 09:00 PST",
        "2026-10-03",
        "[2026/10/03 9:00]",
        "{at: 2026/10/03 9:00}",
        '"2026/10/03\\u00209:00"',
        "2026/10/03\n  9:00",
        "unknown",
    ],
)
def test_a_milestone_that_is_left(written: str, tmp_path: Path) -> None:
    text = edited((STARTED, f"started_at: {written}"))
    assert mended(tmp_path, text) == text


def test_a_zones_name_is_an_offset_only_in_that_zone(tmp_path: Path) -> None:
    text = edited((STARTED, "timezone: UTC\nstarted_at: 2026-10-03T09:00 JST"))
    assert mended(tmp_path, text) == text


def test_a_time_that_would_contradict_another_is_left_and_named(tmp_path: Path) -> None:
    text = edited(
        (STARTED, "started_at: 2026/10/03 9:20"), ("report_at: 2026-10-04T08:00", "report_at: 2026/10/04 8:00 ")
    )
    mend = planned(tmp_path, text)[PATH]
    assert changed(text, mend.new) == [
        ("report_at: 2026/10/04 8:00 +09:00", "report_at: 2026-10-04 08:00+09:00"),
    ]
    assert [pair[1] for pair in mend.left] == [
        "form of times and dates: mending would bring up detected-before-started"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("due: 2026-11-30", "due: 2026/11/30"),
        ("status: open}", "status: done, done_at: 2026年10月5日}"),
    ],
)
def test_dates_of_actions(before: str, after: str, tmp_path: Path) -> None:
    text = edited((before, after))
    form = {
        "due: 2026/11/30": "due: 2026-11-30",
        "status: done, done_at: 2026年10月5日}": "status: done, done_at: 2026-10-05}",
    }
    assert mended(tmp_path, text) == text.replace(after, form[after])


def test_the_day_of_a_record_without_times(tmp_path: Path) -> None:
    text = VALID
    for key in ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at", "report_at"):
        line = next(line for line in text.split("\n") if line.startswith(key))
        text = text.replace(line, f"{key}: unknown")
    text = text.replace("started_at: unknown", "occurred_on: 2026/10/3\nstarted_at: unknown")
    rows = text[text.index("| 09:00") : text.index("\n\n## 影響")]
    text = text.replace(rows, "| 09:00 | その他 | 失敗 | |")
    assert changed(text, mended(tmp_path, text)) == [("occurred_on: 2026/10/3", "occurred_on: 2026-10-03")]


def test_a_review(tmp_path: Path) -> None:
    review = (
        "---\nmonth: 2026-10\nheld_on: 2026年11月5日\nactions:\n"
        "  - {id: A1, title: x, kind: process, owner: SRE, due: 2026/11/30, status: open}\n"
        "---\n\n2026/11/05 に開いた。  \n"
    )
    path = "incidents/reviews/2026-10.md"
    after = planned(tmp_path, {PATH: VALID, path: review})[path].new
    assert after == review.replace("2026年11月5日", "2026-11-05").replace("2026/11/30", "2026-11-30")


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("9時5分", "09:05"),
        (wide("9:05"), "09:05"),
        ("2026/10/03 9:05", "2026-10-03 09:05"),
        ("2026年10月3日9時5分", "2026-10-03 09:05"),
        ("2026-10-3T9:05", "2026-10-03T09:05"),
        ("2026/10/03 9:05 JST", "2026-10-03 09:05+09:00"),
    ],
)
def test_a_cell_of_the_timeline(written: str, after: str, tmp_path: Path) -> None:
    text = edited((ROW, f"|  {written} | 検知 |"))
    assert changed(text, mended(tmp_path, text)) == [
        (f"|  {written} | 検知 | 警報 | 監視 |", f"|  {after} | 検知 | 警報 | 監視 |")
    ]


@pytest.mark.parametrize("written", ["9:05", "10/3 9:05", "9時", "9:05頃", "09:05 JST", "", "不明", r"9時\|5分"])
def test_a_cell_that_is_left(written: str, tmp_path: Path) -> None:
    text = edited((ROW, f"| {written} | 検知 |"))
    assert mended(tmp_path, text) == text


def test_a_cell_in_another_column_and_tables_elsewhere(tmp_path: Path) -> None:
    table = "| Who | Time | Event |\n|---|---|---|\n| a \\| b | 9時5分 | x 9時5分 |\nSRE | 9時7分 | y\n"
    start = VALID.index("| 時刻"), VALID.index("## 影響範囲")
    text = VALID[: start[0]] + table + "\n" + VALID[start[1] :].replace("予約の作成。", "予約の作成。\n\n" + table)
    lines = [
        ("| a \\| b | 9時5分 | x 9時5分 |", "| a \\| b | 09:05 | x 9時5分 |"),
        ("SRE | 9時7分 | y", "SRE | 09:07 | y"),
    ]
    assert changed(text, mended(tmp_path, text)) == lines


def test_a_cell_that_contradicts_its_milestone_is_left(tmp_path: Path) -> None:
    text = edited((ROW, "| 9時6分 | 検知 |"))
    mend = planned(tmp_path, text)[PATH]
    assert not mend.changes and "timeline-contradicts-milestone" in mend.left[0][1]


def test_a_mended_start_may_move_the_first_rows_day(tmp_path: Path) -> None:
    text = edited(
        (STARTED, "started_at: 2026/10/02 23:50"), ("| 09:00 |", "| 23:50 |"), (ROW, "| 2026-10-03 09:05 | 検知 |")
    )
    # As long as the start cannot be read, 23:50 is that of the third, after all others.
    assert set(names(checked(tmp_path, text))) == {"bad-time", "timeline-backwards"}
    after = mended(tmp_path, text)
    assert "started_at: 2026-10-02 23:50" in after
    assert names(checked(tmp_path, after)) == []
