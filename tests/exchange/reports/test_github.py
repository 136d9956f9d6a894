"""Workflow commands, as the runner reads them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.check.report import visible
from generator.exchange.reports.github import defused
from generator.model.finding import Level
from tests.check.support import PATH, VALID
from tests.exchange.reports.runner import commands
from tests.exchange.reports.support import NASTY, finding, paths, report, texts


def test_a_finding_becomes_one_command() -> None:
    found = finding(
        "`severity` に `P9` という値はありません", line=4, column=11, length=2, note="note", help="使えるのは P0, P1"
    )
    assert report("github", [found]).split("\n") == [
        f"::error file={PATH},line=4,col=11,endColumn=12,title=F123 unknown-value::"
        "`severity` に `P9` という値はありません%0Anote%0A使えるのは P0, P1",
        "1 件の記録: 誤り 1、警告 0、助言 0",
    ]


@given(texts, texts, texts, paths)
@example(NASTY, "50%0A", "%253A", "a::b,line=9 %2C:]/x.md")
def test_whatever_a_record_says_the_runner_reads_it_back(message: str, note: str, help_: str, path: str) -> None:
    text = report("github", [finding(message, note=note, help=help_, path=path)], files={path: VALID})
    (command,) = commands(text)
    assert command.name == "error"
    assert command.properties["file"] == path
    assert command.properties["title"] == "F123 unknown-value"
    assert command.data == "\n".join(visible(part) for part in (message, note, help_) if part)


def test_no_text_of_a_record_becomes_a_command_of_its_own() -> None:
    text = report("github", [finding(NASTY), finding("::error::x\n::add-mask::y"), finding("##[add-matcher]z")])
    assert [command.name for command in commands(text)] == ["error"] * 3


@given(st.lists(st.sampled_from(Level), max_size=30))
def test_the_gravest_come_first_and_otherwise_in_order(levels: list[Level]) -> None:
    found = [finding(str(number), line=number + 1, level=level) for number, level in enumerate(levels)]
    said = commands(report("github", found))
    assert [(c.name, int(c.properties["line"])) for c in said] == [
        (name, number + 1)
        for name, level in (("error", Level.ERROR), ("warning", Level.WARNING), ("notice", Level.ADVICE))
        for number, its in enumerate(levels)
        if its is level
    ]


def test_paths_are_those_of_the_repository() -> None:
    (command,) = commands(report("github", [finding()], prefix="docs/障害"))
    assert command.properties["file"] == f"docs/障害/{PATH}"


def test_columns_end_with_the_line_and_are_left_out_where_there_is_none() -> None:
    long, none = commands(report("github", [finding(line=4, column=11, length=99), finding(line=999)]))
    assert (long.properties["col"], long.properties["endColumn"]) == ("11", "12")  # severity: P1
    assert none.properties["line"] == "999" and "col" not in none.properties
    (behind,) = commands(report("github", [finding(line=4, column=13)]))
    assert (behind.properties["col"], behind.properties["endColumn"]) == ("13", "13")


@pytest.mark.parametrize("text", ["##[error]x", "  1 | ##[add-matcher]a.json", "####[group]"])
def test_a_defused_text_holds_no_command(text: str) -> None:
    assert commands(text) != []
    assert commands(defused(text)) == []
