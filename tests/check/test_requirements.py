"""Required sections and fields, per kind, status and severity; and the shape of values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.support import VALID, checked, edited, names, places, without

HEADINGS = ("概要", "タイムライン", "影響範囲", "根本原因", "対応内容", "予防対策")


def body_without(heading: str) -> str:
    front, *sections = VALID.split("\n## ")
    return "\n## ".join([front, *(section for section in sections if not section.startswith(heading))])


def missing(text: str, tmp_path: Path, policy: str | None = None) -> list[str]:
    found = checked(tmp_path, text, policy=policy, language="ja").findings
    return [f.message for f in found if f.name in ("missing-section", "missing-field")]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_resolved_p1_needs_six_sections(heading: str, tmp_path: Path) -> None:
    assert missing(body_without(heading), tmp_path) == [f"「{heading}」の節がありません"]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize(("severity", "needed"), [("P2", HEADINGS), ("P3", ("概要", "影響範囲", "対応内容"))])
def test_a_slighter_one_needs_no_more(severity: str, needed: tuple[str, ...], heading: str, tmp_path: Path) -> None:
    text = body_without(heading).replace("severity: P1", f"severity: {severity}\nseverity_reason: 試験")
    assert bool(missing(text, tmp_path)) is (heading in needed)


def test_a_review_needs_its_lessons(tmp_path: Path) -> None:
    text = edited(("status: resolved", "status: reviewed"))
    assert missing(text, tmp_path) == ["「学習事項」の節がありません"]
    assert missing(text + "\n## Lessons learned\n\n早く気づく。\n", tmp_path) == []


@pytest.mark.parametrize("kind", ["drill", "near_miss"])
def test_drills_and_near_misses_need_a_summary(kind: str, tmp_path: Path) -> None:
    text = without("services", "impact", "cause", text=VALID.split("\n## 影響範囲")[0])
    text = edited(("status:", f"kind: {kind}\nstatus:"), text=text)
    assert missing(text, tmp_path) == []
    assert missing(text.replace("## 概要", "## 何か"), tmp_path) == ["「概要」の節がありません"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("services: [mks-backend]\n", "", ["missing-field"]),
        ("services: [mks-backend]\n", "services:\n", ["missing-field"]),
        ("services: [mks-backend]\n", "services: []\n", ["missing-field"]),
        ("services: [mks-backend]\n", "services: x\n", ["wrong-type"]),
        ("impact: {users_affected: 35%, business: high, data_loss: false}\n", "impact:\n", ["missing-field"]),
        ("impact: {users_affected: 35%, business: high, data_loss: false}\n", "impact: high\n", ["wrong-type"]),
        ("cause: {category: capacity, summary: 接続プールの上限}\n", "", ["missing-field"]),
    ],
)
def test_required_fields(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    assert names(checked(tmp_path, edited((old, new)))) == expected


def test_the_policy_may_ask_for_more(tmp_path: Path) -> None:
    policy = "requirements: [{sections: [review], fields: [response.team, impact.users_affected]}]"
    bare = without("response")
    assert missing(bare, tmp_path, policy) == ["`response.team` がありません", "「対応評価」の節がありません"]
    text = (
        edited(("35%", "unknown"), ("cause:", "response: {team: SRE}\ncause:"), text=bare) + "\n## 対応評価\n\n良い。\n"
    )
    assert missing(text, tmp_path, policy) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("users_affected: 35%", "users_affected: -1%", 14),
        ("users_affected: 35%", "users_affected: 35", 14),
        ("users_affected: 35%", "users_affected: many", 14),
        ("users_affected: 35%", "users_affected: [35%]", 14),
        ("data_loss: false", "data_loss: maybe", 14),
        ("data_loss: false", "data_loss: 0", 14),
        ("impact: {", "timezone: Asia/Tokio\nimpact: {", 14),
        ("impact: {", "timezone: +09:00\nimpact: {", 14),
        ("impact: {", "communication: yes\nimpact: {", 14),
        ("impact: {", "communication: {internal: [x]}\nimpact: {", 14),
        ("impact: {", "sources: https://example.org\nimpact: {", 14),
        ("impact: {", "sources: [{kind: primary}]\nimpact: {", 14),
        ("impact: {", "not_related: INC-2026-001\nimpact: {", 14),
        ("due: 2026-11-30", "due: soon", 18),
        ("due: 2026-11-30", "due: 2026-11-30T09:00", 18),
        ("{id: A1, ", "{id: [A1], ", 18),
        ("actions:\n  - ", "actions:\n  ", 18),
        ('title: "予約API: 全リクエスト失敗"', "title: [予約]", 3),
    ],
)
def test_values_of_the_wrong_type(old: str, new: str, line: int, tmp_path: Path) -> None:
    text = without("communication") if "communication" in new else VALID
    found = places(checked(tmp_path, edited((old, new), text=text)))
    assert [(name, at) for _, name, at, _ in found] == [("wrong-type", line)]


@pytest.mark.parametrize(
    ("written", "share"), [("35%", 0.35), ("0.35", 0.35), ("35 %", 0.35), ("100%", 1.0), ("0", 0.0)]
)
def test_shares(written: str, share: float, tmp_path: Path) -> None:
    text = edited(("35%", written), ("severity: P1", "severity: P1\nseverity_reason: x"))
    (incident,) = checked(tmp_path, text).incidents
    assert incident.impact.users_affected == pytest.approx(share)


def test_texts_stay_as_written(tmp_path: Path) -> None:
    text = edited(("[mks-backend]", "[1.10, 012, no, 12:30]"), ("summary: 接続プールの上限", "fingerprint: 0x1F"))
    (incident,) = checked(tmp_path, text).incidents
    assert incident.services == ("1.10", "012", "no", "12:30") and incident.fingerprint == "0x1F"


def test_listed_services_are_the_only_ones(tmp_path: Path) -> None:
    result = checked(tmp_path, VALID, policy="locale: en\nservices: [mks-backends, nginx]\n")
    assert places(result) == [("F123", "unknown-value", 6, 12)]
    assert result.findings[0].help == "did you mean `mks-backends`?"
    assert not checked(tmp_path, VALID, policy="services: {mks-backend: {ja: 予約}}\n").findings


def test_actions_without_an_id_are_not_called_twins(tmp_path: Path) -> None:
    old = VALID.split("\n")[17]
    new = old.replace("id: A1, ", "")
    assert names(checked(tmp_path, edited((old, f"{new}\n{new}")))) == ["missing-field", "missing-field"]
