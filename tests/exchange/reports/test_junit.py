"""JUnit XML: what Jenkins and GitLab count and show."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given

from generator.exchange.reports.junit import legal
from generator.model.finding import Level
from tests.check.support import PATH, VALID
from tests.exchange.reports.support import NASTY, finding, paths, report, texts, validate

OTHER = "incidents/2026/INC-2026-015.md"
FILES = {PATH: VALID, OTHER: VALID}


def suite(text: str) -> ET.Element:
    validate("junit", text)
    (only,) = ET.fromstring(text)
    return only


def test_a_case_for_each_record() -> None:
    found = [finding("一つ目"), finding("二つ目", line=5), finding("警告です", line=6, level=Level.WARNING)]
    only = suite(report("junit", found, files=FILES, prefix="ops"))
    assert (only.get("tests"), only.get("failures"), only.get("errors")) == ("2", "1", "0")
    failed, passed = only
    assert (failed.get("name"), failed.get("classname")) == (f"ops/{PATH}", "ops.incidents.2026")
    assert passed.get("name") == f"ops/{OTHER}" and len(passed) == 0
    (failure,) = failed.findall("failure")  # readers show one only
    assert (failure.get("type"), failure.get("message")) == ("unknown-value", "一つ目 (+1)")
    assert failure.text is not None and f"--> ops/{PATH}:4:1" in failure.text
    assert "一つ目" in failure.text and "二つ目" in failure.text and "警告です" not in failure.text
    assert "警告です" in (failed.findtext("system-out") or "")


@pytest.mark.parametrize(("strict", "level", "fails"), [
    (False, Level.WARNING, False), (True, Level.WARNING, True), (False, Level.ERROR, True), (True, Level.ADVICE, False),
])  # fmt: skip
def test_strict_makes_warnings_failures(strict: bool, level: Level, fails: bool) -> None:
    only = suite(report("junit", [finding(level=level)], strict=strict))
    assert (only.get("failures") == "1") is fails
    assert (only[0].find("failure") is not None) is fails
    assert (only[0].find("system-out") is not None) is not fails


def test_a_finding_about_the_policy_has_a_case() -> None:
    only = suite(report("junit", [finding(path="incidents/policy.yml")]))
    assert [case.get("name") for case in only if len(case)] == ["incidents/policy.yml"]


@pytest.mark.parametrize(("language", "words"), [("ja", "記録がありません"), ("en", "no record in")])
def test_no_record_is_a_failure(language: str, words: str) -> None:
    only = suite(report("junit", files={}, language=language))  # type: ignore[arg-type]
    assert (only.get("tests"), only.get("failures")) == ("1", "1")
    assert words in (only[0].find("failure").get("message") or "")  # type: ignore[union-attr]


@given(texts, texts, paths)
@example(NASTY, NASTY, NASTY)
def test_whatever_a_record_says_is_well_formed(message: str, line: str, path: str) -> None:
    found = [finding(message, path=path, line=1), finding(message, path=path, line=1, level=Level.ADVICE)]
    only = suite(report("junit", found, files={path: line}))
    assert only[0].get("name") == legal(path).replace("\r\n", "\n") or "\r" in path


def test_only_characters_of_xml_are_left() -> None:
    assert legal("a\x00b\x1b\x0bc\ufffe\ud800😀漢\t\n") == "a�b��c��😀漢\t\n"
    text = report("junit", [finding(NASTY)])
    validate("junit", text)
    assert "]]>" not in text.replace("]]&gt;", "")
