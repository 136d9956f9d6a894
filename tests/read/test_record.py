"""One file: bytes in, a Record out, whatever the bytes are."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.finding import Position
from generator.read.record import LARGEST_FILE, Record, decode, parse_record, read_record

TEXT = "---\nid: INC-2026-001\ntitle: 予約\n---\n\n## 概要\n\n止まった。\n"


def only_problem(record: Record) -> tuple[str, int, int]:
    (problem,) = record.problems
    return problem.name, problem.position.line, problem.position.column


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r").encode()],
    ids=["plain", "bom", "crlf", "cr"],
)
def test_the_same_record_however_it_is_saved(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.md").write_bytes(data)
    assert read_record(tmp_path / "r.md", "r.md") == parse_record(TEXT, "r.md")


def test_positions_and_sections() -> None:
    record = parse_record(TEXT, "r.md")
    assert record.front is not None and not record.problems
    assert [(key.text, key.position, value.position) for key, value in record.front.entries] == [
        ("id", Position(2, 1), Position(2, 5)),
        ("title", Position(3, 1), Position(3, 8)),
    ]
    (section,) = record.sections
    assert (section.key, section.position, section.text) == ("summary", Position(6, 1), "止まった。")


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (TEXT.encode("utf-16"), 1, 1),
        (TEXT.encode("cp932"), 3, 8),
        (b"---\nid: x\n\xff", 3, 1),
        ("---\r\n予\r\n".encode() + b"ab\xe4\xba", 3, 3),
    ],
)
def test_not_utf8(data: bytes, line: int, column: int, tmp_path: Path) -> None:
    (tmp_path / "r.md").write_bytes(data)
    assert only_problem(read_record(tmp_path / "r.md", "r.md")) == ("not-utf8", line, column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("no-front-matter", 1, 1)),
        ("\n---\nid: x\n---\n", ("no-front-matter", 1, 1)),
        ("----\nid: x\n----\n", ("no-front-matter", 1, 1)),
        ("---\n---\n", ("no-front-matter", 1, 1)),
        ("---\n# nothing\n---\n", ("no-front-matter", 1, 1)),
        ("---\njust text\n---\n", ("no-front-matter", 2, 1)),
        ("---\nid: x\n", ("unclosed-front-matter", 1, 1)),
        ("---\nid: x\n ---\n", ("unclosed-front-matter", 1, 1)),
        ("---", ("unclosed-front-matter", 1, 1)),
        (TEXT.encode("utf-16-le").decode("utf-8", "replace"), ("no-front-matter", 1, 1)),
    ],
)
def test_front_matter_that_is_not_there(text: str, expected: tuple[str, int, int]) -> None:
    record = parse_record(text, "r.md")
    assert only_problem(record) == expected
    assert record.front is None


def test_a_rule_in_the_body_ends_nothing() -> None:
    record = parse_record(TEXT + "\n---\n\n## 影響範囲\n", "r.md")
    assert [section.key for section in record.sections] == ["summary", "impact"]
    assert record.sections[1].position == Position(12, 1)


@pytest.mark.parametrize(("size", "problems"), [(LARGEST_FILE, []), (LARGEST_FILE + 1, ["file-too-large"])])
def test_the_largest_file(size: int, problems: list[str], tmp_path: Path) -> None:
    (tmp_path / "r.md").write_bytes(TEXT.encode().ljust(size, b"x"))
    assert [problem.name for problem in read_record(tmp_path / "r.md", "r.md").problems] == problems


def test_decode_says_at_which_byte() -> None:
    _, problem = decode(b"abc\xff")
    assert problem is not None and problem.values == {"byte": "3"}


def test_a_named_pipe_does_not_block(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "r.md")
    assert only_problem(read_record(tmp_path / "r.md", "r.md"))[0] == "not-a-file"
