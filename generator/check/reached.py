"""What the policy wants a record to show: milestones, channels, escalation; and what a drill was for."""

from __future__ import annotations

from generator.check.rule import Report, Rule
from generator.check.rules.body import CONTRADICTS
from generator.check.rules.reached import (
    CHANNEL_NOT_USED,
    ESCALATION_NOT_REACHED,
    NOT_RECORDED,
    WITHOUT_GOAL,
    WITHOUT_RESULT,
)
from generator.check.shape import Values
from generator.model.policy import Policy, Requirement, Severity
from generator.read.node import Node
from generator.read.record import Record

_OVER = ("resolved", "reviewed")
_DRILL_SECTIONS: dict[str, Rule] = {"goal": WITHOUT_GOAL, "result": WITHOUT_RESULT}


def check_reached(record: Record, front: Node, values: Values, policy: Policy, report: Report) -> None:
    """Report what is not in the record and, by the policy, should be. Drills promise nothing, but have a goal."""
    kind, status = values.get("kind", "incident"), values.get("status")
    if kind == "drill" and status in _OVER:
        _drill(record, front, policy, report)
    severity = policy.severities.get(str(values.get("severity")))
    if severity is None or kind not in ("incident", "near_miss", "drill"):
        return
    _milestones(front, (str(kind), str(status), severity.name), policy, report)
    if kind == "incident" and status in _OVER:
        _channels(front, values, severity, report)
        _escalation(front, values, severity, policy, report)


def _drill(record: Record, front: Node, policy: Policy, report: Report) -> None:
    asked = {key for need in policy.requirements if "drill" in need.kinds for key in need.sections}
    there = {section.key for section in record.sections}
    for key, rule in _DRILL_SECTIONS.items():
        if key not in there | asked:  # what the policy asks for is missing-section's
            report.add(rule, front.key("kind"))


def _milestones(front: Node, case: tuple[str, str, str], policy: Policy, report: Report) -> None:
    kind, status, severity = case
    asked: dict[str, None] = {}
    for need in policy.requirements:
        if need.milestones and kind in need.kinds and status in need.statuses and _is_meant(need, severity):
            asked |= dict.fromkeys(need.milestones)
    for key in asked:
        node = front.get(key)
        if (node is None or node.is_null) and not _is_contradicted(report, key):
            report.add(NOT_RECORDED, front.key("status") or front, severity=severity, key=key)


def _is_contradicted(report: Report, key: str) -> bool:
    """Tell whether the timeline has that milestone: then its absence has been reported as a contradiction."""
    return any(hit.rule is CONTRADICTS and hit.values.get("key") == key for hit in report.hits)


def _is_meant(need: Requirement, severity: str) -> bool:
    return not need.severities or severity in need.severities


def _channels(front: Node, values: Values, severity: Severity, report: Report) -> None:
    said = values.get("communication", {})
    if not severity.channels or not isinstance(said, dict) or _is_broken(front, values, "communication"):
        return
    unused = [name for name in severity.channels if said.get(name, "no") == "no"]
    if unused:
        where = front.key("communication") or front.key("severity")
        example = ", ".join(f"{name}: true" for name in unused)
        report.add(CHANNEL_NOT_USED, where, severity=severity.name, channels=", ".join(unused), example=example)


def _escalation(front: Node, values: Values, severity: Severity, policy: Policy, report: Report) -> None:
    ladder = [step.name for step in policy.escalation]
    response = values.get("response", {})
    if severity.escalate_to not in ladder or not isinstance(response, dict) or _is_broken(front, values, "response"):
        return
    reached = response.get("escalated_to", ())
    needed = ladder.index(severity.escalate_to)
    if any(name in ladder and ladder.index(name) >= needed for name in reached):
        return
    node = front.get("response")
    written = node.get("escalated_to") if node else None
    if written is not None and not written.is_null and len(written.items) != len(reached):
        return  # a step that does not exist has been reported
    where = (node.key("escalated_to") if node else None) or front.key("response") or front.key("severity")
    names = ", ".join(reached)
    ja, en = (f"(あるのは {names})", f" (only {names})") if names else ("", "")
    report.add(
        ESCALATION_NOT_REACHED, where, severity=severity.name, step=severity.escalate_to, reached_ja=ja, reached_en=en
    )  # fmt: skip


def _is_broken(front: Node, values: Values, key: str) -> bool:
    """Tell whether something is written there that could not be read, and has been reported."""
    node = front.get(key)
    return node is not None and not node.is_null and key not in values
