"""SARIF 2.1.0."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import __version__
from generator.check.check import RULES
from generator.check.rule import Example, Rule
from generator.exchange.reports.rule_text import descriptor, sentence
from generator.model.finding import Ignored, Level
from tests.check.support import PATH
from tests.exchange.reports.support import NASTY, finding, paths, report, texts, validate


def run(text: str) -> dict[str, Any]:
    validate("sarif", text)
    (only,) = json.loads(text)["runs"]
    assert isinstance(only, dict)
    return only


def test_a_result() -> None:
    only = run(report("sarif", [finding(note="note", line=4, column=11, length=2)], prefix="ops"))
    (result,) = only["results"]
    rule = only["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (result["ruleId"], rule["id"], rule["name"]) == ("F123", "F123", "UnknownValue")
    assert result["level"] == "error" and result["message"] == {"text": "message\nnote\nhelp"}
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": f"ops/{PATH}", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 11, "endColumn": 13},
    }
    assert only["columnKind"] == "unicodeCodePoints" and "suppressions" not in result
    assert len(result["partialFingerprints"]["furikaeriFinding/v1"]) == 32


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_rule_is_described_in_the_language(language: str) -> None:
    driver = run(report("sarif", language=language))["tool"]["driver"]  # type: ignore[arg-type]
    assert (driver["name"], driver["version"], driver["language"]) == ("furikaeri", __version__, language)
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    assert len({rule["name"] for rule in driver["rules"]}) == len({rule.name for rule in RULES})
    levels = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}
    for rule, described in zip(RULES, driver["rules"], strict=True):
        assert described["defaultConfiguration"] == {"level": levels[rule.level]}
        assert described["shortDescription"]["text"].startswith(f"{rule.name}: ")
        sentences = [described[key]["text"] for key in ("shortDescription", "fullDescription", "help")]
        assert all(
            text.strip("… \n") and "{" not in text.replace("{path}", "").replace("{…}", "") for text in sentences
        )
        assert all(len(text) <= 1024 for text in sentences)  # what GitHub takes


def test_a_rule_with_reason_and_examples() -> None:
    rule = Rule(
        "F999", "a-bad-thing", Level.WARNING, ("`{key}` が悪い", "`{key}` is bad"), ("{hint_ja}", "{hint_en}"),
        reason=("理由です", "a reason"), bad=Example("x: ```` 1\n"), good=Example("x: 2"),
    )  # fmt: skip
    said = descriptor(rule, "warning", "en")
    assert said["shortDescription"] == {"text": "a-bad-thing: `…` is bad"}
    assert said["fullDescription"] == {"text": "a reason"}
    wrong, right = "Wrong:\n\n`````markdown\nx: ```` 1\n`````", "Right:\n\n```markdown\nx: 2\n```"
    assert said["help"] == {
        "text": "`…` is bad\na reason",
        "markdown": f"`…` is bad\n\na reason\n\n{wrong}\n\n{right}",
    }
    assert sentence(rule.message, "ja") == "`…` が悪い"


def test_what_is_ignored_is_suppressed_with_its_reason() -> None:
    by_policy = Ignored(finding("a", level=Level.ADVICE), "方針の理由", "policy")
    in_place = Ignored(finding("b", line=5), "その場の理由", f"{PATH}:5")
    only = run(report("sarif", [finding("c", line=6)], ignored=[by_policy, in_place], prefix="ops"))
    first, second, third = only["results"]
    assert first["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "方針の理由"}]
    (suppression,) = second["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "その場の理由")
    physical = suppression["location"]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == f"ops/{PATH}" and physical["region"] == {"startLine": 5}
    assert "suppressions" not in third


@pytest.mark.parametrize(
    ("levels", "files", "strict", "code"),
    [([], True, False, 0), ([Level.ERROR], True, False, 1), ([Level.WARNING], True, True, 1), ([], False, False, 3)],
)
def test_the_invocation_tells_how_it_ended(levels: list[Level], files: bool, strict: bool, code: int) -> None:
    found = [finding(level=level) for level in levels]
    (invocation,) = run(report("sarif", found, files=None if files else {}, strict=strict))["invocations"]
    assert invocation["exitCode"] == code and invocation["executionSuccessful"] is (code < 2)
    assert ("toolExecutionNotifications" in invocation) is not files


@given(st.text(st.sampled_from("aé漢😀 "), min_size=1, max_size=20), st.data())
def test_columns_are_characters_and_the_end_is_exclusive(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    length = data.draw(st.integers(1, len(line) - start + 3))
    text = report("sarif", [finding(line=1, column=start + 1, length=length)], files={PATH: line})
    region = run(text)["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == line[start : start + length]
    assert region["endColumn"] <= len(line) + 1


@given(texts, texts, paths)
@example(NASTY, NASTY, "file:[x](y) %41?#.md")
def test_whatever_a_record_says_is_valid_and_its_path_comes_back(message: str, reason: str, path: str) -> None:
    text = report("sarif", [finding(message, path=path)], ignored=[Ignored(finding("x", path=path), reason, "policy")])
    for result in run(text)["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii() and not urlsplit(uri).scheme and unquote(uri) == path
        assert "](" not in result["message"]["text"]
