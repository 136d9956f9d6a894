"""YAML is read as written: what PyYAML would make of a text never reaches us, and nothing is lost silently."""

from __future__ import annotations

import pytest

from generator.model.finding import Position
from generator.read.tree import DEEPEST, Node, read_yaml


def value(text: str) -> Node:
    node, problems = read_yaml(f"key: {text}\n")
    assert node is not None and not problems
    found = node.get("key")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "12:30", "9:05", "09:05", "no", "yes", "on", "012", "0o12", "1.10", "1_000", "0x1F", ".inf", "2026-10-01",
        "2026-10-01T09:00:00+09:00", "2026-13-01", "2026-10-01 09:00", "INC-2026-014", "35%", "true", "~x", "=",
    ],
)  # fmt: skip
def test_a_plain_text_stays_as_written(text: str) -> None:
    node = value(text)
    assert (node.kind, node.text, node.quoted) == ("scalar", text, False)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_written_is_null(text: str) -> None:
    assert value(text).is_null


@pytest.mark.parametrize("text", ['""', '"null"', "'~'"])
def test_what_is_quoted_is_not_null(text: str) -> None:
    assert not value(text).is_null


def problems(text: str, first_line: int = 1) -> list[tuple[str, int, int]]:
    _, found = read_yaml(text, first_line)
    return [(problem.name, problem.position.line, problem.position.column) for problem in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Outage: the database\n", [("yaml-syntax", 1, 14)]),
        ("a: 1\n\tb: 2\n", [("yaml-syntax", 2, 1)]),
        ("題: 予約\nb: \x00\n", [("yaml-syntax", 2, 4)]),
        ("a: [1, 2\nb: 3\n", [("yaml-syntax", 2, 2)]),
        ("a: 'x\n", [("yaml-syntax", 1, 6)]),
        ("a: 1\n---\nb: 2\n", [("yaml-syntax", 2, 1)]),
        ("a: @x\n", [("yaml-syntax", 1, 4)]),
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ('a: 1\n"a": 2\n', [("duplicate-key", 2, 1)]),
        ("x: {a: 1, b: {c: 1, c: 2}}\n", [("duplicate-key", 1, 21)]),
        ("a: &x 1\nb: *x\nc: [*x, *x]\n", [("yaml-alias", 2, 4), ("yaml-alias", 3, 5), ("yaml-alias", 3, 9)]),
        ("a: &x [*x]\n", [("yaml-alias", 1, 8)]),
        ("a: &x {b: 1}\nc: {<<: *x}\n", [("yaml-alias", 2, 9)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("yaml-tag", 1, 4)]),
        ("a: !mine x\n", [("yaml-tag", 1, 4)]),
        ("a: !!str 12\n", []),
        ("", []),
        ("# only a comment\n", []),
    ],
)
def test_problems_stand_where_they_are(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(text) == expected


def test_the_first_line_of_the_file_counts() -> None:
    assert problems("a: 1\na: 2\n", first_line=11) == [("duplicate-key", 12, 1)]


@pytest.mark.parametrize("separator", ["\N{NEXT LINE}", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"])
def test_only_line_feeds_end_a_line(separator: str) -> None:
    node, _ = read_yaml(f'a: "x{separator}y"\nb: 2\n')
    assert node is not None
    key = node.key("b")
    assert key is not None and key.position == Position(2, 1)


def test_columns_count_characters() -> None:
    node, _ = read_yaml("{障害😀: 予約, b: 2}\n")
    assert node is not None and [key.position.column for key, _ in node.entries] == [2, 11]


def test_the_first_of_two_keys_is_kept() -> None:
    node, _ = read_yaml("a: 1\na: 2\n")
    kept = node.get("a") if node else None
    assert kept is not None and (kept.position, kept.length, kept.text) == (Position(1, 4), 1, "1")


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5_000,
        "a: " + "{a: " * 5_000,
        "- " * 5_000 + "x",
        "? " * 5_000 + "x",
        "".join(" " * depth + "a:\n" for depth in range(350)),
        "".join(" " * depth + "a:\n" for depth in range(350)) + " " * 350 + "[" * 200 + "]" * 200,
        "a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "&a [" * 20 + "*a" + "]" * 20,
        "\n".join([f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else "a0: &a0 x" for n in range(20)]),
    ],
)  # fmt: skip
def test_what_is_built_to_exhaust_is_refused(text: str) -> None:
    _, found = read_yaml(text)
    assert found and {problem.name for problem in found} <= {"yaml-syntax", "yaml-alias"}


def test_ordinary_nesting_is_fine() -> None:
    assert problems("a: " + "[" * (DEEPEST - 2) + "]" * (DEEPEST - 2)) == []
