"""Text and Markdown say the same things, in both languages, and nobody's text becomes part of the form."""

from __future__ import annotations

import html
import re

import pytest
from markdown_it import MarkdownIt

from generator.check.report import width
from generator.exchange.diff import markdown, renderer, text
from generator.exchange.diff.wording import minutes
from generator.measure.comparison.compare import compare
from generator.model.comparison import Comparison
from generator.model.policy import Language
from tests.exchange.diff.support import REVISIONS, comparison, nothing, words
from tests.measure.comparison.sides import side
from tests.measure.made import made

LANGUAGES: tuple[Language, ...] = ("ja", "en")
NASTY = "<script>|`x` [a](http://x) @team #1 \x1b[31m\u202e\n## h ~~~"


def said(form: str, one: Comparison, language: Language = "en") -> str:
    return renderer(form)(one, REVISIONS, words(language))


def page(one: Comparison, language: Language = "en") -> str:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    return parser.render(said("markdown", one, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_fits_80_columns(language: Language) -> None:
    lines = said("text", comparison(), language).split("\n")
    assert [line for line in lines if width(line) > 80] == []
    assert not any(line.endswith(" ") or "\N{NO-BREAK SPACE}" in line for line in lines)


def test_text_of_a_month() -> None:
    block = said("text", comparison()).split("\n\n")[3].split("\n")
    assert block[0] == "2026-02"
    assert block[1:5] == [
        "  MTTA: n 1, mean 2 min → 1 h 55 min, median 2 min → 1 h 55 min,",
        "      90th percentile 2 min → 1 h 55 min",
        "  MTTR: n 1, mean 30 min → 3 h, median 30 min → 3 h,",
        "      90th percentile 30 min → 3 h",
    ]
    assert "  Response target: in time 1 → 0, missed 0 → 1" in block
    assert block[-3:] == [
        "  ~ INC-2026-005: changed: acknowledged_at, resolved_at",
        "      MTTA 2 min → 1 h 55 min; MTTR 30 min → 3 h; MRT 25 min → 2 h 55 min;",
        "        Response target in time → missed",
    ]


def test_text_of_the_same_month_in_japanese() -> None:
    block = said("text", comparison(), "ja").split("\n\n")[3]
    assert "MTTA: n 1、平均 2分 → 1時間55分" in block and "応答目標: 期限内 1 → 0、目標超過 0 → 1" in block
    assert "~ INC-2026-005: 変わった項目: acknowledged_at、resolved_at" in block


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Records: 2 added, 1 removed, 3 changed, 1 can no longer be used", "Recurrences: 1 newly found"]),
        ("ja", ["記録: 追加 2 件、削除 1 件、変更 3 件、誤りで外れた 1 件", "再発: 増えた 1 件"]),
    ],
)
def test_both_begin_with_the_same_summary(language: Language, lines: list[str]) -> None:
    text_, markdown_ = (said(form, comparison(), language) for form in ("text", "markdown"))
    for line in lines:
        assert line in text_
        assert f"<li>{line}</li>" in html.unescape(page(comparison(), language))
    assert markdown_.index(lines[0][:4]) < markdown_.index("|---|") < markdown_.index("<details>")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_nothing_differs(form: str, language: Language) -> None:
    found = said(form, nothing(), language)
    assert {"ja": "違いはない", "en": "Nothing differs"}[language] in found
    assert len(found.split("\n")) < 8


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_record_that_came_or_went_unusable_is_a_difference(form: str) -> None:
    lost = compare(side([]), side([], unusable=(("INC-2026-009", "not-utf8"),)))
    assert "Records: 1 added but cannot be used" in said(form, lost)
    assert "追加されたが誤りで使えない 1 件" in said(form, lost, "ja")
    gone = compare(side([], unusable=(("INC-2026-009", "not-utf8"), ("INC-2026-008", "not-utf8"))), side([]))
    assert "Records: 2 removed that could not be used" in said(form, gone)
    assert "Records: 1 removed" in said(form, compare(side([made(1, started="03-10 09:00")]), side([])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_and_every_key_stands_in_both(language: Language) -> None:
    one = comparison()
    for found in (said("text", one, language), html.unescape(said("markdown", one, language))):
        for record in one.records:
            assert record.id in found
            assert all(field.field in found for field in record.fields)
        assert "recurrence.window_days: 30 → 20" in found and "recurrence_rate.window_days: 30 → 20" in found
        assert "drills.per_quarter" in found and "検索.md" in found and "unknown-value" in found


def test_the_table_has_a_row_for_every_figure_and_the_blocks_are_closed() -> None:
    found = page(comparison())
    rows = re.findall(r"<tr>\n(.*?)</tr>", found, re.DOTALL)
    assert all(row.count("<td>") == 5 for row in rows[1:]) and len(rows) > 15
    assert found.count("<details>") == found.count("</details>") > 4
    assert "<li>+" not in found.replace("<li>+ <strong>", "")
    assert "<ul>\n<li>\n<ul>" not in found  # a sign at the beginning would open a list within


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobodys_text_becomes_part_of_the_form(language: Language) -> None:
    found = page(comparison(NASTY), language)
    assert set(re.findall(r"</?([a-z0-9]+)", found)) <= {
        "h3", "p", "br", "ul", "li", "strong", "code", "details", "summary",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert "http://x" not in re.findall(r'href="([^"]*)"', found)
    raw = said("markdown", comparison(NASTY), language)
    assert "@team" not in raw and "#1 " not in raw.replace("&#1", "")
    for form in (raw, said("text", comparison(NASTY), language)):
        assert "\x1b" not in form and "\u202e" not in form
    assert len(raw.split("\n")) == len(said("markdown", comparison("x"), language).split("\n"))


@pytest.mark.parametrize("limit", [1200, 2000, 4000, 7000])
def test_markdown_keeps_to_its_limit_and_says_what_it_left_out(limit: int) -> None:
    whole = said("markdown", comparison())
    assert "left out for length" not in whole and len(whole) > 7000
    found = markdown.render(comparison(), REVISIONS, words("en"), limit=limit)
    assert len(found.encode()) <= limit
    assert re.search(r"\d+ more lines left out for length", found)
    assert found.count("<details>") == found.count("</details>")
    assert found.startswith(whole[:400])


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (30, 45, ("30 min", "45 min")),
        (60, 60, ("1 h", "1 h")),
        (None, 60, ("—", "1 h")),
        (65, 65.25, ("65 min", "65.25 min")),
        (65.001, 65.0012, ("65.001 min", "65.0012 min")),
        (65.00000001, 65, ("65.00000001 min", "65 min")),
    ],
)
def test_two_times_that_differ_look_different(before: float | None, after: float | None, said: tuple[str, str]) -> None:
    assert minutes(before, after, words("en")) == said


def test_a_long_word_is_broken_only_where_it_can_be() -> None:
    assert list(text.wrapped("語" * 60, 2, 4)) == ["  " + "語" * 39, "    " + "語" * 21]
    assert list(text.wrapped("a" * 90, 2, 4)) == ["  " + "a" * 90]
    assert list(text.wrapped("x " * 50, 0, 2))[1].startswith("  x")
    assert list(text.wrapped("", 2, 4)) == [""]
    assert list(text.wrapped(f"{'a' * 60} 12 h 30 min → 14 h 10 min", 0, 2)) == [
        "a" * 60,
        "  12 h 30 min → 14 h 10 min",
    ]
