"""Sections in both languages, and the timeline's table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.finding import Position
from generator.read.body import HEADINGS, RawSection, Table, fence_after, read_sections, read_table, split_cells


def keys(body: str) -> list[str]:
    return [section.key for section in read_sections(body, 1)]


# SPEC 1, Body.
SPECIFIED = {
    "概要": "Summary", "タイムライン": "Timeline", "影響範囲": "Impact", "根本原因": "Root cause",
    "対応内容": "Response", "予防対策": "Prevention", "学習事項": "Lessons learned",
    "復旧確認": "Recovery checks", "対応評価": "Response review",
}  # fmt: skip


@pytest.mark.parametrize(("japanese", "english"), SPECIFIED.items())
def test_the_specified_headings_are_known_in_both_languages(japanese: str, english: str) -> None:
    (one,), (two,), (three,) = (keys(f"## {text}\n\nx\n") for text in (japanese, english, english.upper()))
    assert one == two == three != ""
    assert HEADINGS[one] == (japanese, english)


def test_headings_in_any_order_and_unknown_ones() -> None:
    assert keys("## Impact\n## 余談\n## Summary ##\n### Timeline\n# Timeline\n") == ["impact", "", "summary"]


def test_what_stands_in_code_is_text() -> None:
    body = "## 概要\n```\n## タイムライン\n```\n~~~~ md\n## 影響範囲\n~~~\n## 根本原因\n~~~~\n## 対応内容\n"
    assert keys(body) == ["summary", "response"]


def test_a_fence_of_the_other_kind_does_not_close() -> None:
    assert keys("## 概要\n```\n~~~\n## タイムライン\n```\n## 影響範囲\n") == ["summary", "impact"]


PIECES = st.sampled_from(
    ["## 概要", "##\t影響", "##x", "# ", "###", "```", "````", "~~~", "~~~~ md", " ", "    ", "x", "\n", "\n"]
)


@given(pieces=st.lists(PIECES, max_size=30))
def test_a_section_begins_where_a_reader_line_by_line_sees_one(pieces: list[str]) -> None:
    body = "".join(pieces)
    expected, fence = [], ""
    for number, line in enumerate(body.split("\n"), 1):
        before, fence = fence, fence_after(line, fence)
        if not fence and not before and line.startswith(("## ", "##\t")):
            expected.append(number)
    assert [section.position.line for section in read_sections(body, 1)] == expected


@pytest.mark.parametrize(
    ("text", "empty"), [("", True), ("  \n", True), ("<!-- a\nb -->\n", True), ("x", False), ("### y", False)]
)
def test_empty_sections(text: str, empty: bool) -> None:
    assert read_sections(f"## 概要\n{text}", 1)[0].is_empty is empty


def table_of(text: str) -> tuple[Table | None, list[str]]:
    lines = ("---", "---", *f"## タイムライン\n{text}".split("\n"))
    (section,) = read_sections("\n".join(lines[2:]), 3)
    return read_table(section), list(lines)


JA3 = "| 時刻 | イベント | 担当者 |\n|------|---------|--------|\n| 09:00 | 障害検知 | 監視システム |"
JA4 = "| 時刻 | 種別 | イベント | 担当者 |\n|:--|:-:|--:|---|\n| 09:00 | 検知 | 障害検知 | 監視 |"
EN3 = "Time | Event | Who\n--- | --- | ---\n09:00 | alarm | monitoring"
EN4 = "| TIME | Kind | event | who |\n|---|---|---|---|\n| 09:00 | detected | alarm | monitoring |"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (JA3, ("time", "event", "who")),
        (JA4, ("time", "kind", "event", "who")),
        (EN3, ("time", "event", "who")),
        (EN4, ("time", "kind", "event", "who")),
    ],
)
def test_tables_of_three_and_four_columns_in_both_languages(text: str, columns: tuple[str, ...]) -> None:
    table, _ = table_of(f"\n{text}\n")
    assert table is not None and table.columns == columns
    (row,) = table.rows
    assert row.cells["time"] == "09:00" and set(row.cells) == set(columns)


@pytest.mark.parametrize("gap", ["", "\n", "\n\n", "\n   \n", "\n\n言葉。\n\n", "\n```\n| a | b |\n|---|---|\n```\n"])
def test_a_row_stands_where_it_is_written(gap: str) -> None:
    table, lines = table_of(f"{gap}\n{JA3}\n")
    assert table is not None
    (row,) = table.rows
    assert lines[row.position.line - 1].startswith("| 09:00 |")
    assert (row.position.column, row.length) == (3, 5)
    assert lines[table.position.line - 1].startswith("| 時刻")


@pytest.mark.parametrize(
    "header", ["| いつ | イベント |", "| 時刻 | 担当者 |", "| 時刻 | イベント | 時刻 |", "| 時刻 | イベント | 備考 |"]
)
def test_another_header_is_no_timeline(header: str) -> None:
    columns = header.count("|") - 1
    table, _ = table_of(f"\n{header}\n{'|---' * columns}|\n")
    assert table is not None and table.columns is None


@pytest.mark.parametrize("text", ["", "言葉だけ。", f"```\n{JA3}\n```", "a | b\nc | d"])
def test_no_table(text: str) -> None:
    assert table_of(f"\n{text}\n")[0] is None


def test_the_table_ends_with_the_first_line_that_is_no_row() -> None:
    table, _ = table_of(f"\n{JA3}\n| 09:05 | 短い |\n\n| 09:10 | 別の表 | x |\n")
    assert table is not None
    assert [row.cells for row in table.rows][1:] == [{"time": "09:05", "event": "短い", "who": ""}]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a|b", ["a", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        ("| a | |", ["a", ""]),
        (r"| a | b\|", ["a", "b|"]),
    ],
)
def test_cells(line: str, cells: list[str]) -> None:
    assert split_cells(line) == cells


def test_a_section_knows_its_place() -> None:
    assert read_sections("x\n\n## 概要\n\ny\n", 10) == (RawSection("summary", "概要", Position(12, 1), "y", 14),)


@pytest.mark.parametrize(
    ("line", "heading"),
    [("## C#", "C#"), ("##  概要  ## ", "概要"), ("## #", ""), ("##\t概要", "概要"), ("## a ## b", "a ## b")],
)
def test_hashes_that_close_a_heading(line: str, heading: str) -> None:
    assert [section.heading for section in read_sections(line, 1)] == [heading]
