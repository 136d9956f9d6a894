"""What a record says in a message acts in no channel, and a mail keeps its lines."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.check.promises import promises
from generator.model.policy import Policy
from generator.render.message_text import (
    ADDRESS,
    CHANNELS,
    PUBLIC,
    Channel,
    Message,
    Ours,
    formatted,
    in_markdown,
    marked,
    one_line,
    width,
)
from generator.render.messages import KINDS, LANGUAGES, Messages
from tests.render.render_inputs import AS_OF, HOSTILE, TEMPLATES, incidents, policy

TEXTS = st.text(max_size=60)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return policy(tmp_path_factory.mktemp("root"))


def _one(text: str, channel: Channel) -> Message:
    (message,) = formatted(text, [channel])
    return message


def line_of(text: str, channel: Channel) -> str:
    """Return a value as it stands in a line of a message, behind its label."""
    return _one(f"s\n\n{Ours('x: ')}{marked(text)}", channel).lines[0].removeprefix("x:").strip()


@given(TEXTS)
@example("<!channel> & <https://evil.example|here> &amp;")
def test_slack_gets_no_tag_and_reads_what_was_written(text: str) -> None:
    escaped = line_of(text, "slack")
    assert not re.search(r"[<>]", escaped)
    assert not re.search(r"&(?!amp;|lt;|gt;)", escaped)
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == one_line(text)


@given(TEXTS)
@example("[a](https://evil.example) <b> *c* _d_ `e` ~~f~~ | # \\ &lt; ![x](y) https://x")
def test_in_markdown_nothing_of_a_record_acts(text: str) -> None:
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"x: {in_markdown(one_line(text))}")
    assert rendered.count("<") == 2  # one paragraph
    assert html.unescape(re.sub(r"</?p>|\n", "", rendered)) == f"x: {one_line(text)}".strip()


@given(TEXTS)
@example("a\r\nBcc: x@evil.example\u2028y\x85z\u202ereversed\ue000\ue001\ue002")
def test_a_value_stays_on_its_line_and_brings_no_mark_of_ours(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1 and line.isprintable()
    assert not set(line) & {ADDRESS, "\ue001", "\ue002", "\ue003"}
    for channel in CHANNELS:
        assert len(_one(f"{marked(text)}.\n\nb", channel).subject.splitlines()) == 1


@given(st.text(max_size=400))
@example("word " * 60)
@example("障害" * 90)
@example("https://site.example/" + "x" * 200)
def test_a_mail_breaks_long_lines_and_loses_nothing(text: str) -> None:
    message = _one(f"{marked(text)} subject\n\n{Ours('- ')}{marked(text)}", "mail")
    whole = f"- {one_line(text)}".strip()
    assert re.sub(r"\s", "", "".join(message.lines)) == re.sub(r"\s", "", whole)
    assert len(message.subject) <= 120
    for line in message.lines:
        inside = line[1:]  # where it could have been broken
        breakable = " " in inside or any(width(character) == 2 for character in line)
        assert width(line) <= 76 or not breakable or " " not in line[:76].strip("- ")


def test_a_mail_breaks_between_wide_characters_at_76_columns() -> None:
    message = _one("s\n\n" + "障" * 50, "mail")
    assert [width(line) for line in message.lines] == [76, 24]


def test_only_the_line_of_the_address_goes_without_an_address() -> None:
    message = _one(f"s\n\n- a\n- b: {ADDRESS}\n- c", "slack")
    assert message.text() == "*s*\n\n- a\n- c"
    assert message.text("https://x.example/") == "*s*\n\n- a\n- b: https://x.example/\n- c"


def test_a_hostile_record_acts_in_no_message(rules: Policy) -> None:
    hostile = incidents()[2]._replace(visibility="public")
    messages = Messages([TEMPLATES], rules, AS_OF)
    for language in LANGUAGES:
        told = messages.messages(hostile, promises(hostile, rules, AS_OF), language)
        for kind in KINDS:
            made = {channel: told[kind, channel] for channel in CHANNELS}
            assert "<script>" not in made["slack"].text() and "&lt;script&gt;" in made["slack"].text()
            assert "\\<script\\>" in made["teams"].text()
            assert not re.search(r"(?<!\\)\]\(", made["teams"].text())
            assert HOSTILE[:8] in made["mail"].text()
            assert all(len(line.encode()) < 998 for channel in PUBLIC for line in made[channel].text().splitlines())
