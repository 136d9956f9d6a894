"""While an incident lasts its sections may wait for their text; guidance never becomes part of an incident."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.support import checked, edited, names, without

GUIDE = "<!-- 後で書く -->\n"


def waiting(status: str, *headings: str) -> str:
    """Return a near miss (no promises) with that status, of whose sections only guidance stands in some."""
    text = edited(("severity: P1", "severity: P1\nkind: near_miss"), ("status: resolved", f"status: {status}"))
    if status != "resolved":
        text = without("resolved_at", "report_at", *(["mitigated_at"] if status == "open" else []), text=text)
        text = edited(("| 09:30 | 復旧 |", "| 09:30 | その他 |"), text=text)
    if status == "open":
        text = edited(("| 09:25 | 緩和 |", "| 09:25 | その他 |"), text=text)
    for heading in headings:
        start = text.index(f"## {heading}\n\n") + len(heading) + 5
        text = text[:start] + GUIDE + text[text.index("\n", start) + 1 :]
    return text


@pytest.mark.parametrize(
    ("status", "found"),
    [("open", []), ("mitigated", ["empty-section"]), ("resolved", ["empty-section", "empty-section"])],
)
def test_only_what_is_asked_for_now_is_missed(status: str, found: list[str], tmp_path: Path) -> None:
    assert names(checked(tmp_path, waiting(status, "概要", "根本原因"))) == found


def test_of_a_mitigated_one_it_is_the_summary(tmp_path: Path) -> None:
    (finding,) = checked(tmp_path, waiting("mitigated", "概要", "根本原因")).findings
    assert "概要" in finding.message


def test_a_policy_may_ask_for_a_section_at_once(tmp_path: Path) -> None:
    policy = "requirements: [{statuses: [open], kinds: [near_miss], severities: [], sections: [impact], fields: []}]\n"
    (finding,) = checked(tmp_path, waiting("open", "概要", "影響範囲"), policy=policy).findings
    assert finding.name == "empty-section" and "影響範囲" in finding.message


def test_guidance_is_no_part_of_an_incident(tmp_path: Path) -> None:
    text = edited(("予約に失敗した。", f"{GUIDE}予約に失敗した。\n\n```\n<!-- code -->\n```"))
    (incident,) = checked(tmp_path, text).incidents
    assert incident.sections[0].text == "予約に失敗した。\n\n```\n<!-- code -->\n```"
