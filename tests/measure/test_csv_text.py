"""Cells that no spreadsheet runs, and that every reader gets back as they were."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.measure.csv_text import cell, csv_text, defused

#: Signs as typed, in the full and small widths, raised, and the minus sign of mathematics.
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207c\u207a\u207b\u2212"
SKIPPED = " \t\r\n\x0b\x1f\xa0\u3000\u200b\ufeff"

#: Texts as a record may hold them: a file is UTF-8, so no half of a surrogate pair.
texts = st.text(st.characters(exclude_categories=["Cs"]))
evil = st.tuples(st.text(st.sampled_from("'" + SKIPPED)), st.sampled_from(SIGNS), texts).map("".join)


def dangerous(text: str) -> bool:
    """Tell whether a spreadsheet might run a text."""
    return text.startswith(("\t", "\r", "\n")) or bool(re.match(f"[{SKIPPED}]*[{re.escape(SIGNS)}]", text))


def plain(text: str) -> str:
    """Return what a reader makes of a cell: without the apostrophe that keeps a sign from being one."""
    return text[1:] if text.startswith("'") and dangerous(text.lstrip("'")) else text


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(evil | texts)
@example("=1+1")
@example("'=1+1")
@example("''=1+1")
@example("\u3000\uff1dcmd|' /C calc'!A0")
@example("\r\n")
def test_no_text_begins_a_formula_and_every_reader_gets_it_back(text: str) -> None:
    (row,) = read(csv_text(["a", "b"], [{"a": text, "b": 1}]))
    assert not dangerous(row["a"])
    assert row["a"] in (text, f"'{text}")
    assert row["b"] == "1"


@given(evil)
def test_who_takes_the_apostrophe_off_has_the_text_as_it_was(text: str) -> None:
    assert plain(defused(text)) == text


@given(texts)
def test_most_text_is_left_as_it_is(text: str) -> None:
    assert defused(f"x{text}") == f"x{text}"


@given(st.lists(texts | evil))
def test_a_list_is_defused_as_a_whole(parts: list[str]) -> None:
    (row,) = read(csv_text(["a", "b"], [{"a": parts, "b": "end"}]))
    joined = ";".join(parts)
    assert row["a"] in (joined, f"'{joined}")
    assert not dangerous(row["a"])


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_numbers_stay_numbers_also_below_zero(number: float) -> None:
    assert type(number)(cell(number)) == number


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (True, "true"), (False, "false"), (-1.5, "-1.5"), ("-1.5", "'-1.5"), (0, "0"), ("", ""), ((), "")],
)
def test_what_stands_in_a_cell(value: object, written: str) -> None:
    assert cell(value) == written


@pytest.mark.parametrize("text", ["予約API", "a=b", "it's", "'tis", "1-2", "#x", "<b>", "3 = 3", "…"])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert defused(text) == text


def test_lines_end_as_the_standard_says_and_quotes_are_doubled() -> None:
    assert csv_text(["a", "b"], [{"b": 'x"y', "a": "1,2"}, {"a": "l\nm", "b": None}]) == (
        'a,b\r\n"1,2","x""y"\r\n"l\nm",\r\n'
    )


def test_a_row_without_a_column_is_refused() -> None:
    with pytest.raises(KeyError):
        csv_text(["a"], [{}])
