"""A rule explained: every piece of its examples is shown, and check's words are what check really says."""

from __future__ import annotations

import json
import re

import pytest

from generator.check.check import RULES
from generator.check.explain.example import judged
from generator.check.explain.explanation import Piece, explain, explanations, find, nearest, pieces, ways_to_ignore
from generator.check.explain.families import FAMILIES, family_of
from generator.check.explain.renderings import as_json, as_markdown, as_table, as_text
from generator.check.report import as_text as findings_as_text
from generator.check.rule import RECORD_PATH, Example, Rule
from generator.model.policy import Language

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
each_language = pytest.mark.parametrize("language", ["ja", "en"])


def named(name: str) -> Rule:
    return next(rule for rule in RULES if rule.name == name)


@each_rule
@each_language
def test_all_that_is_known_is_shown_in_every_form(rule: Rule, language: Language) -> None:
    found = explain(rule, language)
    assert found.bad and found.good and found.said.startswith(f"{rule.level.value}[{rule.code}] {rule.name}: ")
    assert all(piece.text or piece.note for piece in (*found.bad, *found.good))
    for text in (as_text(found, language), as_markdown([found], language)):
        flat = re.sub(r"\n +", "\n", text)
        for part in (rule.code, rule.name, rule.level.value, found.reason):
            assert part in flat
        for piece in (*found.bad, *found.good, *found.ignore, Piece("", found.said)):
            assert piece.path in flat and piece.note in flat
            assert re.sub(r"\n +", "\n", piece.text) in flat


@each_language
def test_what_check_says_is_what_check_says(language: Language) -> None:
    rule = named("resolved-before-started")
    records, checked = judged(rule.bad, language)
    assert explain(rule, language).said == findings_as_text(checked.findings, records)
    assert "resolved_at: 2026-10-03T08:30+09:00" in explain(rule, language).said


@each_rule
def test_only_what_may_be_ignored_is_said_to_be(rule: Rule) -> None:
    found = explain(rule, "ja")
    assert found.ignorable is rule.ignorable
    assert ("無視するとき" in as_text(found, "ja")) is rule.ignorable
    assert ("この規則は無視できません。" in as_text(found, "ja")) is not rule.ignorable


def test_ignoring_is_shown_for_all_records_and_for_one() -> None:
    everywhere, once = ways_to_ignore("empty-section", "en")
    assert everywhere == Piece("incidents/policy.yml", "ignore:\n  empty-section: reason")
    assert once == Piece(RECORD_PATH, "# furikaeri: ignore empty-section reason")


def test_both_shown_ways_are_obeyed_by_check() -> None:
    rule = named("empty-section")
    everywhere, once = ways_to_ignore(rule.name, "en")
    assert judged(rule.bad, "en")[1].findings
    assert judged(Example(rule.bad.text, policy=everywhere.text), "en")[1].findings == ()
    assert judged(Example(f"{once.text}\nseverity: P1\n{rule.bad.text}"), "en")[1].findings == ()


@pytest.mark.parametrize("text", ["F204", "f204", "resolved-before-started", "Resolved-Before-Started"])
def test_a_rule_is_found_by_its_code_or_its_name(text: str) -> None:
    assert find(text) is named("resolved-before-started")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("resolved-before-start", "resolved-before-started"), ("missingfield", "missing-field"), ("F2O4", "F204")],
)
def test_the_nearest_rule_is_named_for_a_wrong_one(text: str, meant: str) -> None:
    assert find(text) is None
    found = nearest(text)
    assert found and meant in (found.name, found.code)


@pytest.mark.parametrize("text", ["zzz", "F999", ""])
def test_what_resembles_nothing_has_no_nearest_rule(text: str) -> None:
    assert nearest(text) is None


def test_the_first_sentence_stands_for_the_reason_in_the_table() -> None:
    table = as_table(explanations("en"), "en")
    assert "  F121  error    missing-field                   Without this field" in table
    assert "among its like.\n" in table and "Which fields a status" not in table
    assert all(re.search(rf"^  {rule.code}  \w+ +{rule.name}  +\S.*[.]$", table, re.MULTILINE) for rule in RULES)


def test_every_rule_stands_once_in_the_whole_document() -> None:
    document = json.loads(as_json(explanations("ja"), "ja"))
    assert (document["schema"], document["language"]) == ("furikaeri/rules/1", "ja")
    assert [row["code"] for row in document["rules"]] == sorted(rule.code for rule in RULES)
    assert re.findall(r"(?m)^### (\S+)$", as_markdown(explanations("en"), "en")) == [
        row["name"] for row in document["rules"]
    ]


@each_rule
def test_a_rules_family_begins_with_its_code(rule: Rule) -> None:
    assert family_of(rule).first[1] == rule.code[1]


def test_families_are_in_the_order_of_the_codes_and_none_is_empty() -> None:
    assert [family.first for family in FAMILIES] == sorted(family.first for family in FAMILIES)
    assert {family_of(rule) for rule in RULES} == set(FAMILIES)


def test_what_is_not_there_is_told() -> None:
    example = Example("status: open", without=("title", "根本原因"))
    assert pieces(example, "ja") == (
        Piece(RECORD_PATH, "status: open", "この記録には `title` と「根本原因」の節がありません"),
    )
    assert pieces(example, "en")[0].note == "this record has no `title` and section `根本原因`"


def test_the_front_matter_is_closed_before_a_section() -> None:
    (piece,) = pieces(Example("status: open\n\n## 概要\n\nx\n\n## 影響範囲\n\ny"), "ja")
    assert piece.text == "status: open\n---\n\n## 概要\n\nx\n\n## 影響範囲\n\ny"
    assert pieces(Example("## 概要\n\nx\n\n## 影響範囲\n\ny"), "ja")[0].text.startswith("## 概要\n\nx\n\n## 影響範囲")


def test_a_long_file_is_shown_by_its_beginning() -> None:
    (piece,) = pieces(Example("", files={"incidents/a.md": "x" * 500 + "\n" + "line\n" * 100}), "en")
    assert piece.text.split("\n")[0] == "x" * 160 + "…"
    assert piece.text.endswith("\n… 93 more lines") and piece.text.count("\n") == 8


def test_a_fence_is_longer_than_any_in_its_text() -> None:
    rule = Rule(
        "F999", "x-y", RULES[0].level, ("a", "a"), ("b", "b"), reason=("理由です。", "Why."),
        bad=Example("## 概要\n\n````\nx\n````"), good=Example("## 概要\n\nx"),
    )  # fmt: skip
    assert "\n`````markdown\n## 概要\n\n````\nx\n````\n`````\n" in as_markdown([explain(rule, "en")], "en")
