"""What is not to be seen: with a reason, shown with it, and never what the figures rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.policy import Language
from tests.check.support import PATH, VALID, checked, edited, names, places

NO_OWNER = ("owner: SRE, ", "")
COMMENT = "# furikaeri: ignore action-without-owner 担当は月例会で決める\n"


def test_a_comment_in_the_front_matter_spares_its_record(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(NO_OWNER, ("severity: P1\n", f"severity: P1\n{COMMENT}")))
    assert names(result) == []
    (one,) = result.ignored
    assert (one.finding.name, one.reason) == ("action-without-owner", "担当は月例会で決める")
    assert one.where == f"{PATH}:5" and one.finding.position.line == 19


def test_it_spares_no_other_record(tmp_path: Path) -> None:
    other = edited(NO_OWNER, ("INC-2026-014", "INC-2026-015"), ("[mks-backend]", "[search]"))
    spared = edited(NO_OWNER, ("severity: P1\n", f"severity: P1\n{COMMENT}"))
    result = checked(tmp_path, {PATH: spared, "incidents/2026/INC-2026-015.md": other})
    assert [(f.name, f.path) for f in result.findings] == [("action-without-owner", "incidents/2026/INC-2026-015.md")]


@pytest.mark.parametrize(
    "line",
    [
        "severity: P1 # furikaeri: ignore action-without-owner 理由",
        "severity: P1\n   #furikaeri:ignore action-without-owner: 理由",
        "severity: P1\n#  furikaeri:  ignore   action-without-owner   理由  ",
    ],
)
def test_how_the_comment_may_be_written(line: str, tmp_path: Path) -> None:
    result = checked(tmp_path, edited(NO_OWNER, ("severity: P1", line)))
    assert names(result) == [] and [one.reason for one in result.ignored] == ["理由"]


@pytest.mark.parametrize(
    "line",
    [
        'severity_reason: "# furikaeri: ignore action-without-owner 理由"',
        "severity_reason: |\n  # furikaeri: ignore action-without-owner 理由",
        "severity_reason: x#furikaeri:ignore action-without-owner",
        "# furikaeri: ignored action-without-owner 理由",
    ],
)
def test_what_is_no_comment_spares_nothing(line: str, tmp_path: Path) -> None:
    result = checked(tmp_path, edited(NO_OWNER, ("severity: P1\n", f"severity: P1\n{line}\n")))
    assert names(result) == ["action-without-owner"]


def test_the_policy_spares_all_records_and_says_why(tmp_path: Path) -> None:
    result = checked(tmp_path, edited(NO_OWNER), policy="ignore: {action-without-owner: 小さなチーム}\n")
    assert names(result) == []
    assert [(one.finding.name, one.reason, one.where) for one in result.ignored] == [
        ("action-without-owner", "小さなチーム", "policy")
    ]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("locale: en\nignore: {bad-time: because}\n", [("F903", "rule-not-ignorable", 2, 10)]),
        ("locale: en\nignore: {resolved-before-started: because}\n", [("F903", "rule-not-ignorable", 2, 10)]),
        ("locale: en\nignore: {no-such-rule: because}\n", [("F123", "unknown-value", 2, 10)]),
        ("locale: en\nignore: {action-without-owner: ' '}\n", [("F902", "ignore-without-reason", 2, 10)]),
        ("locale: en\nignore:\n  action-without-owner:\n", [("F902", "ignore-without-reason", 3, 3)]),
        ("locale: en\nignore: {action-without-owner: }\n", [("F902", "ignore-without-reason", 2, 10)]),
        ("locale: en\nignore: {action-without-owner: small team}\n", [("F901", "unused-ignore", 2, 10)]),
    ],
)
def test_what_the_policy_may_not_ignore(policy: str, expected: list[tuple[str, str, int, int]], tmp_path: Path) -> None:
    result = checked(tmp_path, VALID, policy=policy)
    assert places(result) == expected
    assert result.exit_code() == (2 if any(place[0] != "F901" for place in expected) else 0)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_rule_that_does_not_exist_is_told_with_what_was_meant(language: Language, tmp_path: Path) -> None:
    text = edited(NO_OWNER, ("severity: P1\n", "severity: P1\n# furikaeri: ignore action-without-ownr x\n"))
    result = checked(tmp_path, text, language=language)
    assert names(result) == ["unknown-value", "action-without-owner"]
    assert "action-without-owner" in result.findings[0].help


def test_an_ignored_judgement_lets_the_record_count(tmp_path: Path) -> None:
    text = edited(("## 根本原因", "## 原因"))
    assert checked(tmp_path, text).incidents == ()
    spared = edited(
        ("## 根本原因", "## 原因"), ("severity: P1\n", "severity: P1\n# furikaeri: ignore missing-section 調査中\n")
    )
    result = checked(tmp_path, spared)
    assert len(result.incidents) == 1 and result.unusable == () and result.exit_code() == 0


def test_a_review_may_ignore_too(tmp_path: Path) -> None:
    note = "---\nmonth: 2026-10\n# furikaeri: ignore action-without-due 次回に決める\nactions:\n"
    note += "  - {id: R1, title: 手順, kind: process, owner: SRE, status: open}\n---\n"
    result = checked(tmp_path, {"incidents/reviews/2026-10.md": note, PATH: VALID})
    assert names(result) == [] and len(result.ignored) == 1
