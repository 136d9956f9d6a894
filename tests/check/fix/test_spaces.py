"""Trailing spaces and the last line end; prose keeps its own, they are line breaks there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.fix.support import mended, planned
from tests.check.support import PATH, VALID, edited


def test_front_matter_and_rows_lose_them_and_prose_keeps_them(tmp_path: Path) -> None:
    prose = "予約に失敗した。  \n続きの行。\t"
    clean = edited(("予約に失敗した。", prose), ("上限が低すぎた。", "| a | b |  \n|---|---|  \n| 1 | 2 |  "))
    loose = edited(
        ("---\n", "---  \n"), ("severity: P1\n", "severity: P1 # why \t\n"),
        ("emailed: true}\n---", "emailed: true}\t\n--- "),
        ("担当者 |\n|---|---|---|---|\n", "担当者 |  \n|---|---|---|---|\t\n"),
        ("| 警報 | 監視 |", "| 警報 | 監視 |  "), text=clean,
    )  # fmt: skip
    assert mended(tmp_path, loose) == clean.replace("severity: P1\n", "severity: P1 # why\n")


@pytest.mark.parametrize(
    "block",
    [
        "severity_reason: |\n  one  \n  two\n",
        "severity_reason: >-  # folded\n  one  \n\n  two  \n",
        'severity_reason: "a \\\n  b"\n',
        "sources:\n  - |  \n    https://example.org/  \n",
    ],
)
def test_values_are_not_changed(block: str, tmp_path: Path) -> None:
    place = "status: resolved\n" if block.startswith("severity") else "---\n\n## 概要"
    text = edited((place, block + place))
    kept = block.replace("- |  \n", "- |\n")
    assert mended(tmp_path, text) == text.replace(block, kept)


def test_lines_of_a_long_plain_or_quoted_text_may_lose_them(tmp_path: Path) -> None:
    text = edited(("status: resolved\n", 'severity_reason: "one  \n  two"\nstatus: resolved\n'))
    assert mended(tmp_path, text) == text.replace("one  \n", "one\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\N{BYTE ORDER MARK}"])
def test_the_last_line_end_is_the_files_own(end: str, mark: str, tmp_path: Path) -> None:
    text = mark + VALID.replace("\n", end)
    loose = text.replace("severity: P1", "severity: P1 ").removesuffix(end)
    assert mended(tmp_path, loose.encode("utf-8")) == text


def test_prose_at_the_end_keeps_its_spaces(tmp_path: Path) -> None:
    text = VALID.removesuffix("\n") + "  "
    assert mended(tmp_path, text) == text + "\n"


def test_mixed_line_ends_stay_mixed(tmp_path: Path) -> None:
    text = edited(("severity: P1\n", "severity: P1  \r\n"), ("予約に失敗した。\n", "予約に失敗した。\r"))
    assert mended(tmp_path, text.encode()) == text.replace("P1  \r", "P1\r")


@pytest.mark.parametrize(
    "text", ["severity: P1  ", "---\nseverity: P1  ", "---\na: [  \n---\nx", "---\n- a  \n---\nx", "", "---\n---\nx"]
)
def test_a_file_that_says_nothing_is_left(text: str, tmp_path: Path) -> None:
    assert planned(tmp_path, {PATH: text}) == {}


def test_a_table_without_the_templates_header_is_left(tmp_path: Path) -> None:
    text = edited(("| 時刻 |", "| いつ |"), ("| 警報 | 監視 |", "| 警報 | 監視 |  "))
    assert mended(tmp_path, text) == text
