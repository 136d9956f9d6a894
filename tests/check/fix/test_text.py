"""A text as written: nothing is lost, and an edit changes what it names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.check.fix.text import Edit, Text
from generator.read.record import decode

WRITTEN = st.text(st.sampled_from("ab\r\n\N{BYTE ORDER MARK}\x85\N{LINE SEPARATOR}\f\t 障"))


@given(WRITTEN)
def test_every_character_is_kept(whole: str) -> None:
    assert Text.of(whole).whole == whole


@given(WRITTEN)
def test_lines_are_those_of_the_reader(whole: str) -> None:
    assert Text.of(whole).plain == decode(whole.encode())[0]


def test_edits_are_made_in_any_order() -> None:
    text = Text.of("\N{BYTE ORDER MARK}ab\r\ncd")
    edits = [Edit(1, 0, 1, "x"), Edit(2, 2, 2, "\n"), Edit(1, 1, 2, "yz")]
    assert text.edited(edits).whole == text.edited(edits[::-1]).whole == "\N{BYTE ORDER MARK}xyz\r\ncd\r\n"
    assert text.edited(edits).lines == ("xyz", "cd", "")
