"""Plain text is read without a parser, and says what the parser would say."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model.words import BARE
from generator.render.body import Body
from generator.render.links import Links
from generator.render.plain_text import plain_html

BODY, LINKS = Body({"INC-2024-001"}), Links("../../")
PIECES = (
    "負荷試験では再現していなかった。", "The policy did not back off.", "a", "1", "12", "9", '"q" \'x\'', "(b)",
    "x > y",    "50%", "a: b", "— ", "c  ", "http://e.example/x", "a@b.example", "INC-2024-001", "INC-2023-999", "\n",
    "www.", "://", "@", "[^1]", "[^1]: ", "> [!TIP]", "https", "e.example",
    "\n\n", "\n\n\n", " ", "  ", "    ", "\t", "\u3000", "- ", "* ", "+ ", "1. ", "2. ", "1) ", "10. ",
    "0. ", "# ", "## ", "> ", "---", "===", "|", "a | b", ":-", "```", "~~~", "`c`", "*e*", "__s__",
    "~~d~~", "[l](x)", "[ ] ", "[x] ",
    "- [x] ", "- **b**: ", "- **é b**：", "**b**", "**", "\n- ",
    "![i](j)", "<b>", "&amp;", "\\", "!", "\x00", "\x0b", "\x0c", "\r",
    "\u2028", "\xa0", "\u200b", "é", "😀", "=", "-", "#", "5.",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def parsed(text: str) -> str:
    return str(BODY._parsed(text, LINKS, BARE[0]))


@settings(max_examples=1500)
@given(TEXTS)
@example("a\n- b")
@example("- a\n\n- b")
@example("1. a\n\n1. b")
@example("- a\n\n1. b\n\n- c")
@example("a\n===")
@example("a\n---")
@example("- - a")
@example("1. 1. a")
@example("12. a")
@example('"a" & b')
def test_what_is_taken_for_plain_is_what_the_parser_makes_of_it(text: str) -> None:
    made = plain_html(text)
    if made is not None and "INC-2024-001" not in text:
        assert made == parsed(text)
    assert str(BODY.block(text, LINKS, BARE[0])) == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "負荷試験では再現していなかった。",
        'One line\nand another.\n\nA second paragraph, with "quotes" and 50% of it: (all).',
        "- one\n- two",
        "1. one\n2. two\n3. three",
        "- [ ] still to do\n- [x] サービス起動確認\n- [X] done\n- no task",
        "1. [ ] one\n2. [x] two",
        "- **機能影響**: 予約API\n- **ユーザー影響**：12%\n- **Users hit**: 3, 4 and 5.\n- **a**:b",
        "1. **one**: a",
        "Before:\n\n- one\n- two\n\nAfter.\n",
    ],
)
def test_what_most_records_say_needs_no_parser(text: str) -> None:
    assert plain_html(text) == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "**a**",
        "- **a** b",
        "- **a**\u3000: b",
        "- ** a**: b",
        "- **a_b**: c",
        "- **a**: **b**",
        "- [ ]",
        "- [x]a",
        "- [y] a",
        "- [x] [ ] a",
        "a [b](c)",
        "```\na\n```",
        "| a |\n|---|\n| b |",
        "    code",
        "a  \nb",
        "<b>",
        "&lt;",
        "https://e.example",
        "www.e.example",
        "a@b.example",
    ],
)
def test_what_is_more_than_plain_is_left_to_the_parser(text: str) -> None:
    assert plain_html(text) is None
