"""Anybody's text in a record: YAML reads back what was given, Markdown shows it and nothing acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.read.body import split_cells
from generator.read.tree import read_yaml
from generator.render import quoting

NASTY = st.sampled_from(
    list("\"'\\`|<>[]{}#:&*!%@,-?~ \n\t\r\x00\x07\x7f\x85\xa0\u2028\u202e\ufeff\ufffe\U0001f468\u200d障")
)
TEXTS = st.one_of(st.text(), st.text(NASTY))
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@given(TEXTS)
def test_a_scalar_reads_back(text: str) -> None:
    node, problems = read_yaml(f"a: {quoting.scalar(text)}  # end\nb: 1")
    assert problems == () and node is not None
    value = node.get("a")
    assert value is not None and value.text == text and not value.is_null
    assert node.get("b") is not None


@given(st.lists(TEXTS, max_size=4))
def test_a_list_reads_back(texts: list[str]) -> None:
    node, problems = read_yaml(f"a: {quoting.flow(tuple(texts))}")
    assert problems == () and node is not None
    value = node.get("a")
    assert value is not None and [item.text for item in value.items] == texts


@pytest.mark.parametrize("text", ["P1", "mks-backend", "35%", "INC-2026-014"])
def test_plain_names_stay_plain(text: str) -> None:
    assert quoting.scalar(text) == text


@pytest.mark.parametrize(
    "text", ["no", "Yes", "null", "~", "", "012", "12:30", "- a", "a: b", "a #b", "[x", "true", "予約"]
)
def test_everything_else_is_quoted(text: str) -> None:
    assert quoting.scalar(text) == f'"{text}"'


def test_brackets_do_not_look_like_nesting() -> None:
    node, problems = read_yaml(f"a: {quoting.scalar('[{' * 200)}")
    assert problems == () and node is not None and node.entries[0][1].text == "[{" * 200


@given(TEXTS)
def test_code_is_shown_as_it_is_and_closes(text: str) -> None:
    shown = quoting.one_line_of_code(text)
    cells = f"| {quoting.code(text)} | end |"
    assert len(split_cells(cells)) == 2
    tokens = MARKDOWN.parse(f"| a | b |\n|---|---|\n{cells}\n")
    inline = [token for token in tokens if token.type == "inline"][2:]
    assert [len(token.children or ()) for token in inline] == [1, 1]
    code = (inline[0].children or ())[0]
    assert code.type == "code_inline" and code.content == shown
    assert inline[1].content == "end"


@given(TEXTS)
def test_a_line_ends_no_comment(text: str) -> None:
    found = quoting.one_line(text)
    assert "-->" not in found and len(found.splitlines()) <= 1
