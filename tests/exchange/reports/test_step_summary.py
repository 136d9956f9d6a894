"""The job summary: a table that Markdown reads as it was meant, within its limit."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from generator.check.report import visible
from generator.exchange.reports.step_summary import append, escaped, room, summary
from generator.model.finding import Ignored, Level
from tests.check.support import PATH, VALID
from tests.exchange.reports.support import NASTY, checked_with, finding, paths, records_of, texts

RUNNER = {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "ops/記録", "GITHUB_SHA": "abc"}


def summed(found: list, ignored: list = [], path: str = PATH, **more: object) -> str:  # type: ignore[type-arg]  # noqa: B006
    options = {"language": "ja", "prefix": "", "environ": {}, **more}
    return summary(checked_with(found, ignored), records_of({path: VALID}), **options)  # type: ignore[arg-type]


def rows(markdown: str) -> list[list[str]]:
    """Return the cells of all tables as people see them."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    lines = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [[_seen(cell) for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", line, re.DOTALL)] for line in lines]


def _seen(cell: str) -> str:
    return html.unescape(re.sub(r"</?(?:code|a)\b[^>]*>", "", cell))


def test_all_findings_the_gravest_first_and_the_closing_line() -> None:
    found = [finding("`a` は | 悪い", line=9), finding("助言", line=4, level=Level.ADVICE)]
    text = summed([*found, finding("警告", line=2, level=Level.WARNING)], prefix="ops")
    assert rows(text) == [
        ["場所", "レベル", "規則", "内容", "直し方"],
        [f"ops/{PATH}:9", "誤り", "F123 unknown-value", "a は | 悪い", "help"],
        [f"ops/{PATH}:2", "警告", "F123 unknown-value", "警告", "help"],
        [f"ops/{PATH}:4", "助言", "F123 unknown-value", "助言", "help"],
    ]
    assert text.endswith("\n**1 件の記録: 誤り 1、警告 1、助言 1**\n")
    assert "<code>a</code>" in text


def test_what_is_ignored_has_a_table_with_reasons() -> None:
    ignored = [Ignored(finding("a"), "小さな|チーム", "policy"), Ignored(finding("b", line=5), "訓練", f"{PATH}:5")]
    assert rows(summed([], ignored))[1:] == [
        [f"{PATH}:4", "F123 unknown-value", "小さな|チーム", "方針"],
        [f"{PATH}:5", "F123 unknown-value", "訓練", f"{PATH}:5"],
    ]


def test_nothing_found_is_a_heading_and_the_closing_line() -> None:
    assert summed([], language="en") == "### furikaeri check\n\n**1 record: errors 0, warnings 0, advice 0**\n"


def test_places_lead_to_the_file_where_the_runner_tells_where_it_is() -> None:
    text = summed([finding()], environ=RUNNER, prefix="a b")
    assert f'<a href="https://git.example/ops/%E8%A8%98%E9%8C%B2/blob/abc/a%20b/{PATH}?plain=1#L4">' in text
    assert "<a " not in summed([finding()], environ={**RUNNER, "GITHUB_SHA": ""})


@given(texts, texts, paths)
@example(NASTY, NASTY, NASTY)
def test_whatever_a_record_says_stays_one_cell_of_text(message: str, help_: str, path: str) -> None:
    text = summed([finding(message, help=help_, path=path)], path=path, environ=RUNNER)
    assert len(rows(text)) == 2
    place, _, _, said, helped = rows(text)[1]
    for seen, meant in ((said, message), (helped, help_)):
        code = visible(meant).count("`") // 2 * 2
        assert seen.replace("`", "").strip() == visible(meant).replace("`", "").strip()
        assert seen.count("`") == visible(meant).count("`") - code
    assert place.strip() == visible(f"{path}:4").replace("`", "｀").strip()
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert set(re.findall(r"<(\w+)", page)) <= {
        "h3", "table", "thead", "tbody", "tr", "th", "td", "code", "a", "p", "strong",
    }  # fmt: skip
    assert page.count("<a ") == 1


@pytest.mark.parametrize("hostile", [
    "<img src=x onerror=y>", "![x](https://git.example/x.png)", "[x](javascript:1)", "</td></table>", "| a | b |",
    "&lt;b&gt;", "**x**", "\\|", "$x$", "https://git.example", "<!-- x", "`<b>`", "# x", "~~x~~", "www.git.example",
])  # fmt: skip
def test_no_markup_of_a_record_is_markup(hostile: str) -> None:
    page = MarkdownIt("commonmark", {"html": True}).render(escaped(hostile))
    assert html.unescape(re.sub(r"</?(?:p|code)>", "", page)).strip() == hostile.replace("`", "")


@pytest.mark.parametrize("address", ["https://git.example", "http://x", "www.git.example", "ops@git.example"])
def test_no_address_of_a_record_becomes_a_link(address: str) -> None:
    assert address not in escaped(f"see {address}") and html.unescape(escaped(address)) == address


@pytest.mark.parametrize(("language", "words"), [("ja", r"ほか (\d+) 件"), ("en", r"(\d+) more left out")])
def test_what_does_not_fit_is_counted(language: str, words: str) -> None:
    found = [finding("長" * 500, line=line) for line in range(1, 3000)]
    text = summed(found, [Ignored(finding(), "理由", "policy")], language=language)
    assert 900_000 < len(text.encode()) <= 1024 * 1024
    (left_out,) = re.findall(words, text)
    assert text.count("\n| <code>") + int(left_out) == 3000
    assert text.rstrip().endswith("**")


def test_the_step_is_never_filled_beyond_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    assert room(file) == 1024 * 1024
    append(file, "x" * (1024 * 1024 - 3000))
    append(file, summed([finding("長" * 500, line=line) for line in range(1, 9)], limit=room(file)))
    assert file.stat().st_size <= 1024 * 1024
    assert "ほか" in file.read_text(encoding="utf-8")
