"""The dates of actions, in records and in reviews."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from generator.check.check import check
from generator.read.records import read
from tests.check.support import PATH, checked, edited, names, places, put

REVIEW = """---
month: 2026-10
actions:
  - {id: R1, title: 当番表, kind: process, owner: SRE, due: 2026-10-20, status: in_progress}
---

## 話したこと

当番表を直す。
"""


def action(changed: str) -> str:
    return edited(("due: 2026-11-30, status: open", changed))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("due: 2026-10-31, status: open", ["action-overdue"]),
        ("due: 2026-10-31, status: in_progress", ["action-overdue"]),
        ("due: 2026-11-01, status: open", []),  # the day itself is in time
        ("due: 2026-10-31, status: dropped", []),
        ("due: 2026-10-31, status: done, done_at: 2026-10-31", []),
        ("due: 2026-10-10, status: done, done_at: 2026-10-31", []),  # late, and done
        ("due: 2026-11-30, status: done, done_at: 2026-11-02", ["action-done-in-future"]),
        ("due: 2026-11-30, status: done, done_at: 2026-10-02", ["action-done-before-incident"]),
        ("due: 2026-11-30, status: done, done_at: 2026-10-03", []),
        ("due: 2026-11-30, status: open, done_at: 2026-10-20", ["action-open-with-done-date"]),
        (
            "due: 2026-10-31, status: open, done_at: 2026-11-20",
            ["action-overdue", "action-open-with-done-date", "action-done-in-future"],
        ),
        ("due: soon, status: open", ["wrong-type"]),
    ],
)  # fmt: skip
def test_dates(changed: str, expected: list[str], tmp_path: Path) -> None:
    assert names(checked(tmp_path, action(changed))) == expected


def test_the_days_are_counted_and_the_date_is_marked(tmp_path: Path) -> None:
    result = checked(tmp_path, action("due: 2026-10-01, status: open"), language="en")
    assert places(result) == [("F505", "action-overdue", 18, 56)]
    assert result.findings[0].message == "action A1 is 31 d past its due date (2026-10-01)"


def test_today_is_the_policys(tmp_path: Path) -> None:
    put(tmp_path, {PATH: action("due: 2026-10-31, status: open")})
    at = dt.datetime(2026, 10, 31, 14, 59, tzinfo=dt.UTC)  # 23:59 in Tokyo
    assert not check(read(tmp_path), at).findings
    assert [f.name for f in check(read(tmp_path), at + dt.timedelta(minutes=1)).findings] == ["action-overdue"]


def test_the_day_of_the_incident_is_any_zones(tmp_path: Path) -> None:
    text = action("due: 2026-11-30, status: done, done_at: 2026-10-02").replace(
        "severity: P1", "timezone: America/New_York\nseverity: P1", 1
    )
    assert "action-done-before-incident" not in names(checked(tmp_path, text))


def test_a_months_actions_count_alike(tmp_path: Path) -> None:
    result = checked(tmp_path, {"incidents/reviews/2026-10.md": REVIEW})
    assert places(result) == [("F505", "action-overdue", 4, 58)]
    named = REVIEW.replace("owner: SRE", "owner: 佐藤").replace("2026-10-20", "2026-11-20")
    assert names(checked(tmp_path, {"incidents/reviews/2026-10.md": named})) == ["person-named"]


def test_what_a_record_names_twice_counts_once(tmp_path: Path) -> None:
    """Else a service's page has the incident twice, and its n and its median are wrong."""
    twice = edited(
        ("services: [mks-backend]", "services: [mks-backend, mks-backend]"), ("[level1]", "[level1, level1]"),
        ("data_loss: false}", "data_loss: false, functions: [予約, 予約]}"),
    )  # fmt: skip
    (incident,) = checked(tmp_path, twice).incidents
    assert (incident.services, incident.impact.functions) == (("mks-backend",), ("予約",))
    assert incident.escalated_to == ("level1",)
