"""The impact rule of the source document, with every part of the impact that may be unknown."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from generator.check.policy import read_policy
from generator.check.severity import by_rule, possible
from generator.read.records import read_policy as read_file
from tests.check.support import checked, edited, names

SEVERITIES = ("P0", "P1", "P2", "P3")


def source(users: float, business: str, data_loss: bool) -> str:
    """The source document's own lines."""
    if users > 0.8:
        return "P0"
    if business == "high" or data_loss:
        return "P1"
    if users > 0.3:
        return "P2"
    return "P3"


SHARES = (0.0, 0.3, 0.3000001, 0.8, 0.8000001, 1.0)
BUSINESS = ("high", "medium", "low")


def test_the_rule_is_the_sources(tmp_path: Path) -> None:
    rule = read_policy(read_file(tmp_path))[0].impact_rule
    for case in product(SHARES, BUSINESS, (True, False)):
        assert by_rule(rule, *case) == source(*case)


@pytest.mark.parametrize("share", [None, *SHARES])
@pytest.mark.parametrize("business", [None, "unknown", *BUSINESS])
@pytest.mark.parametrize("loss", [None, True, False])
def test_what_is_unknown_leaves_open_just_what_it_could_be(
    share: float | None, business: str | None, loss: bool | None, tmp_path: Path
) -> None:
    policy, _ = read_policy(read_file(tmp_path))
    shares = SHARES if share is None else (share,)
    businesses = BUSINESS if business in (None, "unknown") else (str(business),)
    losses = (True, False) if loss is None else (loss,)
    expected = {source(*case) for case in product(shares, businesses, losses)}
    assert set(possible(policy, share, business, loss)) == expected


IMPACT = "{users_affected: 35%, business: high, data_loss: false}"


@pytest.mark.parametrize(
    ("impact", "allowed"),
    [
        ("{users_affected: 81%, business: low, data_loss: false}", "P0"),
        ("{users_affected: 80%, business: low, data_loss: false}", "P2"),
        ("{users_affected: 0.31, business: low, data_loss: false}", "P2"),
        ("{users_affected: 30%, business: medium, data_loss: false}", "P3"),
        ("{users_affected: 0%, business: low, data_loss: true}", "P1"),
        ("{users_affected: unknown, business: high, data_loss: false}", "P0 P1"),
        ("{users_affected: unknown, business: low, data_loss: false}", "P0 P2 P3"),
        ("{users_affected: 35%, business: unknown, data_loss: false}", "P1 P2"),
        ("{users_affected: 10%, business: low, data_loss: unknown}", "P1 P3"),
        ("{business: high}", "P0 P1"),
        ("{functions: [予約]}", "P0 P1 P2 P3"),
    ],
)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_severity_is_refused_only_where_the_impact_excludes_it(
    impact: str, allowed: str, severity: str, tmp_path: Path
) -> None:
    text = edited((IMPACT, impact), ("severity: P1", f"severity: {severity}"))
    assert ("severity-contradicts-impact" in names(checked(tmp_path, text))) is (severity not in allowed)


def test_a_reason_explains_and_a_drill_needs_none(tmp_path: Path) -> None:
    wrong = ("severity: P1", "severity: P3")
    assert names(checked(tmp_path, edited(wrong, ("status:", 'severity_reason: ""\nstatus:'))))
    assert not names(checked(tmp_path, edited(wrong, ("status:", "severity_reason: 試験環境\nstatus:"))))
    drill = edited(
        wrong,
        ("status:", "kind: drill\nstatus:"),
        ("## 影響範囲", "## 目的\n\n手順を試す。\n\n## 結果\n\n使えた。\n\n## 影響範囲"),
    )
    assert not names(checked(tmp_path, drill))
    assert names(checked(tmp_path, edited(wrong, ("status:", "kind: near_miss\nstatus:"))))


def test_the_switch_for_data_loss(tmp_path: Path) -> None:
    text = edited((IMPACT, "{users_affected: 5%, business: high, data_loss: true}"), ("severity: P1", "severity: P0"))
    assert "severity-contradicts-impact" in names(checked(tmp_path, text))
    assert "severity-contradicts-impact" not in names(
        checked(tmp_path, text, policy="impact_rule: {data_loss_severity: P0}")
    )
