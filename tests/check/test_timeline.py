"""SPEC 1, Timeline: dates carried down, rows that run backwards, rows that contradict the front matter."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.model.incident import ROW_KINDS
from tests.check.support import VALID, checked, edited, names, places

TOKYO = ZoneInfo("Asia/Tokyo")
TABLE = VALID[VALID.index("| 時刻") : VALID.index("\n\n## 影響範囲")]
FIRST = 30  # the line of the first row


def record(*rows: str, header: str = "| 時刻 | イベント | 担当者 |") -> str:
    bars = "|---" * (header.count("|") - 1) + "|"
    return edited((TABLE, "\n".join([header, bars, *rows])))


def local(text: str, tmp_path: Path) -> list[str]:
    """Return the rows of the one incident as local times (or days)."""
    (incident,) = checked(tmp_path, text).incidents
    return [f"{row.at.astimezone(TOKYO):%m-%d %H:%M}" if row.at else f"{row.day:%m-%d}" for row in incident.rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["| 09:00 | a | |", "| 09:05 | b | |"], ["10-03 09:00", "10-03 09:05"]),
        (["| 9:00 | a | |", "| 09:00 | 同時 | |"], ["10-03 09:00", "10-03 09:00"]),
        (["| 08:00 | 前から | |", "| 09:05 | b | |"], ["10-03 08:00", "10-03 09:05"]),
        (
            ["| 23:50 | a | |", "| 2026-10-04 00:10 | b | |", "| 00:20 | c | |"],
            ["10-03 23:50", "10-04 00:10", "10-04 00:20"],
        ),
        (["| 2026-10-01 09:00 | 配備 | |", "| 2026-10-03 09:00 | a | |"], ["10-01 09:00", "10-03 09:00"]),
        (
            ["| 2026-10-01 | 配備 | |", "| 10:00 | 同じ日 | |", "| 2026-10-03 | 止まる | |"],
            ["10-01", "10-01 10:00", "10-03"],
        ),
        (["| 2026-10-03T00:00Z | UTC | |", "| 09:05 | b | |"], ["10-03 09:00", "10-03 09:05"]),
    ],
)
def test_dates_are_carried(rows: list[str], expected: list[str], tmp_path: Path) -> None:
    assert local(record(*rows), tmp_path) == expected


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (["| 09:05 | a | |", "| 09:00 | b | |"], 2),
        (["| 23:50 | a | |", "| 00:10 | b | |"], 2),
        (["| 2026-10-04 00:10 | a | |", "| 2026-10-03 23:50 | b | |"], 2),
        (["| 2026-10-04 09:00 | a | |", "| 2026-10-03 | b | |"], 2),
        (["| 2026-10-04 | a | |", "| 2026-10-03 | b | |"], 2),
        (["| 09:00 | a | |", "| 2026-10-05 | b | |", "| 2026-10-04 23:00 | c | |"], 3),
        (["| 2026-10-04 | a | |", "| 2026-10-03 09:00 | b | |"], 2),
    ],
)
def test_backwards(rows: list[str], line: int, tmp_path: Path) -> None:
    assert places(checked(tmp_path, record(*rows))) == [("F411", "timeline-backwards", FIRST + line - 1, 3)]


def test_the_note_names_the_row_above(tmp_path: Path) -> None:
    (finding,) = checked(tmp_path, record("| 23:50 | a | |", "| 00:10 | b | |"), language="en").findings
    assert finding.note == "the row above is at 2026-10-03 23:50" and "write the date" in finding.help
    (finding,) = checked(tmp_path, record("| 2026-10-05 | a | |", "| 2026-10-04 | b | |"), language="en").findings
    assert finding.note == "the row above is at 2026-10-05"


@pytest.mark.parametrize(
    "cell", ["9時", "09:00頃", "25:00", "09:60", "unknown", "", "2026-02-30", "2026-10-03 9:00", "**09:00**"]
)
def test_cells_that_are_no_time(cell: str, tmp_path: Path) -> None:
    assert names(checked(tmp_path, record(f"| {cell} | a | |", "| 09:05 | b | |"))) == ["timeline-unreadable"]


def test_every_bad_row_is_reported_and_hides_no_other(tmp_path: Path) -> None:
    result = checked(tmp_path, record("| x | a | |", "| 09:05 | b | |", "| y | c | |", "| 09:00 | d | |"))
    assert [(f.name, f.position.line - FIRST) for f in result.findings] == [
        ("timeline-unreadable", 0), ("timeline-unreadable", 2), ("timeline-backwards", 3)]  # fmt: skip


def test_without_any_known_milestone_the_first_row_needs_a_date(tmp_path: Path) -> None:
    text = record("| 09:00 | a | |", "| 2026-10-03 09:05 | b | |", "| 09:10 | c | |")
    for key in ("started", "detected", "acknowledged", "mitigated", "resolved", "report"):
        line = next(line for line in text.split("\n") if line.startswith(f"{key}_at:"))
        text = text.replace(line, f"{key}_at: unknown")
    assert places(checked(tmp_path, text)) == [("F225", "day-unknown", 7, 1), ("F410", "timeline-unreadable", FIRST, 3)]
    dated = edited(("severity: P1", "occurred_on: 2026-10-03\nseverity: P1"), text=text)
    assert names(checked(tmp_path, dated)) == []


def test_the_day_of_the_first_row_is_that_of_the_records_zone(tmp_path: Path) -> None:
    text = edited(("severity: P1", "timezone: America/New_York\nseverity: P1"), text=record("| 20:00 | a | |"))
    assert local(text, tmp_path) == ["10-03 09:00"]


SPECIFIED = {
    "検知": "detected", "対応開始": "acknowledged", "更新": "update", "連絡": "notified", "調査": "investigation",
    "対処": "action", "緩和": "mitigated", "復旧": "resolved", "その他": "note",
}  # fmt: skip
FOUR = "| 時刻 | 種別 | イベント | 担当者 |"
TIMES = {"検知": "09:05", "対応開始": "09:07", "緩和": "09:25", "復旧": "09:30"}


@pytest.mark.parametrize(("japanese", "english"), SPECIFIED.items())
def test_kinds_in_both_languages(japanese: str, english: str, tmp_path: Path) -> None:
    at = TIMES.get(japanese, "09:10")
    for word in (japanese, english, english.capitalize()):
        result = checked(tmp_path, record(f"| {at} | {word} | a | |", header=FOUR))
        (incident,) = result.incidents
        assert incident.rows[0].kind == english in ROW_KINDS and not result.findings


def test_three_columns_say_no_kind_and_break_no_promise(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(("09:30+09:00\nr", "12:30+09:00\nr"), text=record("| 09:00 | a | x |")))
    assert not result.findings and result.incidents[0].rows[0].kind == ""


@pytest.mark.parametrize(
    ("front", "row", "contradicts"),
    [
        ("2026-10-03T09:05+09:00", "09:05", False),
        ("2026-10-03T00:05Z", "09:05", False),
        ("2026-10-03T09:05:30+09:00", "09:05", False),
        ("2026-10-03T09:05:30+09:00", "09:05:30", False),
        ("2026-10-03T09:05:30+09:00", "09:05:20", True),
        ("2026-10-03T09:05+09:00", "09:06", True),
        ("2026-10-03T09:05+09:00", "2026-10-03", False),
        ("2026-10-03T09:05+09:00", "2026-10-04", True),
        ("unknown", "09:05", True),
        ("unknown", "2026-10-03", False),
        ("soon", "09:05", False),
    ],
)
def test_a_milestone_row_and_the_front_matter(front: str, row: str, contradicts: bool, tmp_path: Path) -> None:
    text = edited(("2026-10-03T09:05+09:00", front), text=record(f"| {row} | 検知 | a | |", header=FOUR))
    assert ("timeline-contradicts-milestone" in names(checked(tmp_path, text))) is contradicts


def test_a_milestone_row_without_the_milestone(tmp_path: Path) -> None:
    text = record("| 09:25 | 緩和 | a | |", header=FOUR).replace("mitigated_at: 2026-10-03T09:25+09:00\n", "")
    assert names(checked(tmp_path, text)) == ["timeline-contradicts-milestone"]


def test_a_timeline_in_english(tmp_path: Path) -> None:
    text = record("| 09:05 | detected | alarm | monitoring |", header="| Time | Kind | Event | Who |")
    assert not checked(tmp_path, edited(("## タイムライン", "## Timeline"), text=text)).findings


def test_a_table_in_a_code_fence_is_no_timeline(tmp_path: Path) -> None:
    text = edited((TABLE, f"```\n{TABLE.replace('09:30', '03:00')}\n```"))
    result = checked(tmp_path, text)
    assert not result.findings and result.incidents[0].rows == ()


def test_clock_changes_inside_the_timeline(tmp_path: Path) -> None:
    text = edited(("severity: P1", "timezone: America/New_York\nseverity: P1"),
                  text=record("| 2025-11-02 00:30 | a | |", "| 01:30 | b | |", "| 2025-11-02 01:30-05:00 | c | |"),
                  )  # fmt: skip
    assert names(checked(tmp_path, text)) == ["ambiguous-local-time"]
