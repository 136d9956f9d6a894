"""What the policy wants a record to show: milestones, channels, escalation; and what a drill was for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.support import VALID, checked, edited, names, places, without

CHANNELS = 'communication: {internal: "#incidents", status_page: true, customers_emailed: true}'
STEPS = "escalated_to: [level1]"


@pytest.mark.parametrize("status", ["resolved", "reviewed"])
@pytest.mark.parametrize(("severity", "asked"), [("P0", True), ("P1", True), ("P2", False), ("P3", False)])
def test_grave_records_have_an_acknowledgement_and_a_mitigation(
    status: str, severity: str, asked: bool, tmp_path: Path
) -> None:
    text = edited(
        ("severity: P1", f"severity: {severity}\nseverity_reason: 試験"), ("status: resolved", f"status: {status}")
    )
    text = without(
        "acknowledged_at", "mitigated_at", text=text.replace("| 緩和 ", "| その他 ").replace("| 対応開始 ", "| その他 ")
    )
    found = [name for name in names(checked(tmp_path, text)) if name == "milestone-not-recorded"]
    assert len(found) == (2 if asked else 0)


def test_unknown_is_an_answer(tmp_path: Path) -> None:
    text = edited(("mitigated_at: 2026-10-03T09:25+09:00", "mitigated_at: unknown"), ("| 緩和 ", "| その他 "))
    assert names(checked(tmp_path, text)) == []


def test_a_milestone_that_only_the_timeline_has_is_one_finding(tmp_path: Path) -> None:
    assert names(checked(tmp_path, without("mitigated_at"))) == ["timeline-contradicts-milestone"]


def test_the_policy_says_which(tmp_path: Path) -> None:
    text = without("mitigated_at", text=edited(("| 緩和 ", "| その他 ")))
    assert names(checked(tmp_path, text)) == ["milestone-not-recorded"]
    assert names(checked(tmp_path, text, policy="requirements: []\n")) == []
    policy = "requirements: [{milestones: [mitigated_ad]}]\n"
    assert names(checked(tmp_path, text, policy=policy)) == ["unknown-value"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('{internal: "#incidents", status_page: true, customers_emailed: true, social: false}', ""),
        ('{internal: "#incidents", status_page: true}', "customers_emailed"),
        ('{internal: "#incidents", status_page: false, customers_emailed: ~}', "status_page, customers_emailed"),
        ('{internal: "#incidents", status_page: unknown, customers_emailed: unknown}', ""),
        ("{}", "internal, status_page, customers_emailed"),
    ],
)
def test_channels(said: str, expected: str, tmp_path: Path) -> None:
    result = checked(tmp_path, edited((CHANNELS, f"communication: {said}")), language="en")
    assert [f.message for f in result.findings] == (
        [f"channels that P1 needs were not used: {expected}"] if expected else []
    )
    assert all((f.name, f.position.line) == ("channel-not-used", 19) for f in result.findings)


def test_no_word_on_communication_is_one_finding(tmp_path: Path) -> None:
    result = checked(tmp_path, without("communication"), language="en")
    assert places(result) == [("F604", "channel-not-used", 4, 1)]
    assert result.findings[0].help.startswith("if they were, write them in communication, e.g. {internal: true, ")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (STEPS, []),
        ("escalated_to: [level3]", []),  # beyond it
        ("escalated_to: []", ["escalation-not-reached"]),
        ("recovery: other", ["escalation-not-reached"]),
        ("escalated_to: [level9]", ["unknown-value"]),  # one mistake
    ],
)
def test_escalation(said: str, expected: list[str], tmp_path: Path) -> None:
    assert names(checked(tmp_path, edited((STEPS, said)))) == expected


def test_the_gravest_reach_management(tmp_path: Path) -> None:
    text = edited(
        ("severity: P1", "severity: P0\nseverity_reason: 試験"),
        ("customers_emailed: true", "customers_emailed: true, social: true"),
    )
    result = checked(tmp_path, text, language="en")
    assert [f.message for f in result.findings] == [
        "P0 is to be escalated to level2, which is not recorded (only level1)"
    ]
    assert names(checked(tmp_path, edited((STEPS, "escalated_to: [level1, level2]"), text=text))) == []


def test_a_team_may_promise_none(tmp_path: Path) -> None:
    text = without("response", "communication")
    policy = "severities: {P1: {channels: [], escalate_to: null}}\n"
    assert names(checked(tmp_path, text, policy=policy)) == []
    assert names(checked(tmp_path, text, policy="severities: {P1: {channels: []}}\nescalation: {level1: null}\n")) == []
    wrong = "severities: {P1: {escalate_to: level7}}\n"
    assert names(checked(tmp_path, VALID, policy=wrong)) == ["unknown-value"]


@pytest.mark.parametrize("kind", ["drill", "near_miss"])
def test_drills_and_near_misses_promise_nothing(kind: str, tmp_path: Path) -> None:
    text = without("response", "communication", text=edited(("status:", f"kind: {kind}\nstatus:")))
    assert not {"channel-not-used", "escalation-not-reached"} & set(names(checked(tmp_path, text)))


def test_an_open_incident_is_still_being_told(tmp_path: Path) -> None:
    text = without(
        "response",
        "communication",
        "mitigated_at",
        "resolved_at",
        "report_at",
        text=edited(("status: resolved", "status: open")),
    )
    found = names(checked(tmp_path, text))
    assert not {"channel-not-used", "escalation-not-reached", "milestone-not-recorded"} & set(found)


def drill(*sections: str, status: str = "resolved") -> str:
    text = edited(("status: resolved", f"kind: drill\nstatus: {status}"))
    return text + "".join(f"\n## {heading}\n\n切り戻せた。\n" for heading in sections)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ((), ["drill-without-goal", "drill-without-result"]),
        (("目的",), ["drill-without-result"]),
        (("Result",), ["drill-without-goal"]),
        (("Goal", "結果"), []),
    ],
)
def test_a_drill_has_a_goal_and_a_result(sections: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert names(checked(tmp_path, drill(*sections))) == expected


def test_what_the_policy_asks_for_is_said_once(tmp_path: Path) -> None:
    policy = "requirements: [{kinds: [drill], sections: [goal, result]}]\n"
    assert names(checked(tmp_path, drill(), policy=policy)) == ["missing-section", "missing-section"]
    assert names(checked(tmp_path, drill("目的") + "\n## 結果\n")) == ["empty-section"]
