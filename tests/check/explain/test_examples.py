"""Every rule has a reason, a bad example that breaks it and a good one that nothing says a word about."""

from __future__ import annotations

import errno
import os
import re
import string
from pathlib import Path

import pytest

import generator.read.record
from generator.check.check import RULES, check
from generator.check.explain.example import AS_OF, judged, put, shown_lines
from generator.check.rule import Rule
from generator.model.finding import Level
from generator.model.policy import Language
from generator.read.records import read

#: Rule -> the other errors of its bad example, and why they cannot be helped.
FOLLOWS: dict[str, dict[str, str]] = {}

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
each_language = pytest.mark.parametrize("language", ["ja", "en"])


@each_rule
@each_language
def test_the_bad_example_breaks_the_rule_where_it_shows(rule: Rule, language: Language) -> None:
    example = rule.bad
    found = judged(example, language)[1].findings
    own = [finding for finding in found if finding.name == rule.name]
    assert own, [finding.name for finding in found]
    for finding in own:
        lines = shown_lines(example, finding.path)
        assert lines is None or finding.position.line in lines
    others = {finding.name for finding in found if finding.level is Level.ERROR} - {rule.name}
    assert others == FOLLOWS.get(rule.name, {}).keys()


@each_rule
@each_language
def test_the_good_example_has_no_finding(rule: Rule, language: Language) -> None:
    records, checked = judged(rule.good, language)
    assert [(finding.path, finding.position.line, finding.name) for finding in checked.findings] == []
    assert records.incidents and checked.exit_code(strict=True) == 0


@each_rule
def test_the_examples_differ(rule: Rule) -> None:
    assert rule.bad != rule.good


@each_rule
def test_the_reason_is_said_in_both_languages(rule: Rule) -> None:
    japanese, english = rule.reason
    assert re.search(r"[\u3040-\u30ff]", japanese) and re.fullmatch(r"[^{}]*。", japanese)
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", english) and re.fullmatch(r"[A-Z][^{}]*\.", english)
    assert japanese != rule.message[0] and english != rule.message[1]


def gaps(text: str) -> set[str]:
    """Return the gaps of a wording; those that are told apart by language count as one."""
    found = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix("_ja").removesuffix("_en") for name in found}


@each_rule
def test_messages_have_the_same_gaps_in_both_languages(rule: Rule) -> None:
    for japanese, english in (rule.message, rule.help, rule.note):
        assert gaps(japanese) == gaps(english)


@each_rule
def test_a_code_and_a_name_have_their_form(rule: Rule) -> None:
    assert re.fullmatch(r"F\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)


def test_no_code_and_no_name_is_given_twice() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES) > 50


def test_every_listed_consequence_has_its_rule_and_reason() -> None:
    names = {rule.name for rule in RULES}
    for rule, others in FOLLOWS.items():
        assert {rule, *others} <= names and all(others.values())


def test_a_file_that_the_system_will_not_open_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator may open any file, so the example stands in for the system's answer: this is the answer."""
    example = next(rule for rule in RULES if rule.name == "unreadable-file").bad
    put(example, tmp_path)
    refused = {os.fspath(tmp_path / path) for path in example.unreadable}
    is_read = generator.read.record.bytes_of

    def bytes_of(file: str | Path) -> bytes:
        if os.fspath(file) in refused:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return is_read(file)

    monkeypatch.setattr(generator.read.record, "bytes_of", bytes_of)
    real = check(read(tmp_path), AS_OF, language="ja", future=AS_OF).findings
    assert [finding.name for finding in real] == ["unreadable-file"]
    assert real == judged(example, "ja")[1].findings
