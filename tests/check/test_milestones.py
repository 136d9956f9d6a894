"""SPEC 1, Order: started <= detected <= acknowledged <= mitigated <= resolved, where known."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.incident import MILESTONES
from tests.check.support import AS_OF, VALID, checked, edited, names, places, without

TABLE = VALID[VALID.index("| 時刻") : VALID.index("\n\n## 影響範囲")]
LINES = {key: 7 + number for number, key in enumerate(MILESTONES)}
MORNING = dt.datetime(2026, 10, 3, 9, tzinfo=dt.UTC)


def record(**minutes: int | str | None) -> str:
    """Return a record whose milestones are so many minutes past nine, or a text; those not named are unknown."""
    text = edited((TABLE, "表はない。"))
    for key in MILESTONES:
        said = minutes.get(key, "unknown")
        at = (MORNING + dt.timedelta(minutes=said)).isoformat() if isinstance(said, int) else said or ""
        line = next(line for line in text.split("\n") if line.startswith(f"{key}:"))
        text = text.replace(line, f"{key}: {at}")
    return text.replace("report_at: 2026-10-04T08:00+09:00", "report_at: unknown")


def pair_name(earlier: str, later: str) -> str:
    if earlier in ("started_at", "detected_at"):
        return f"{later.removesuffix('_at')}-before-{earlier.removesuffix('_at')}"
    return "milestones-out-of-order"


def order(result_names: list[str]) -> list[str]:
    return [name for name in result_names if "-before-" in name or name == "milestones-out-of-order"]


@pytest.mark.parametrize(("earlier", "later"), list(combinations(MILESTONES, 2)))
def test_each_pair_the_wrong_way_round(earlier: str, later: str, tmp_path: Path) -> None:
    result = checked(tmp_path, record(**{earlier: 1, later: 0}))
    (finding,) = [f for f in result.findings if f.name in (pair_name(earlier, later), "milestones-out-of-order")]
    assert finding.name == pair_name(earlier, later)
    assert (finding.position.line, finding.position.column) == (LINES[later], 1)
    assert f"{LINES[earlier]} 行目" in finding.note and earlier in finding.message


@pytest.mark.parametrize(("earlier", "later"), list(combinations(MILESTONES, 2)))
def test_each_pair_at_the_same_time_and_the_right_way_round(earlier: str, later: str, tmp_path: Path) -> None:
    for between in (0, 1):
        assert order(names(checked(tmp_path, record(**{earlier: 0, later: between})))) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.one_of(st.integers(0, 5), st.just("unknown")), min_size=5, max_size=5))
def test_a_record_is_in_order_or_says_so(minutes: list[int | str], tmp_path: Path) -> None:
    known = [value for value in minutes if isinstance(value, int)]
    found = order(names(checked(tmp_path, record(**dict(zip(MILESTONES, minutes, strict=True))))))
    assert bool(found) == (known != sorted(known))
    assert len(found) <= 4


def test_offsets_are_compared_as_instants(tmp_path: Path) -> None:
    text = record(
        started_at="2026-10-03T09:00+09:00", detected_at="2026-10-03T00:00Z", resolved_at="2026-10-02T20:01-04:00"
    )
    assert order(names(checked(tmp_path, text))) == []


def test_detected_before_impact_must_be_said(tmp_path: Path) -> None:
    text = record(started_at=10, detected_at=0, acknowledged_at=5, resolved_at=30)
    assert order(names(checked(tmp_path, text)))[0] == "detected-before-started"
    said = edited(("detection:", "detected_before_impact: true\ndetection:"), text=text)
    assert order(names(checked(tmp_path, said))) == []


def test_recovery_before_the_impact_is_never_right(tmp_path: Path) -> None:
    text = record(started_at=10, detected_at=0, resolved_at=5)
    said = edited(("detection:", "detected_before_impact: true\ndetection:"), text=text)
    assert order(names(checked(tmp_path, said))) == ["resolved-before-started"]


@pytest.mark.parametrize("key", ["started_at", "detected_at", "resolved_at"])
@pytest.mark.parametrize("status", ["resolved", "reviewed"])
def test_a_resolved_record_needs_three_times(key: str, status: str, tmp_path: Path) -> None:
    text = edited(
        ("status: resolved", f"status: {status}"),
        (TABLE, "表はない。"),
        ("## 影響範囲", "## 学習事項\n\nx\n\n## 影響範囲"),
    )
    absent, empty, unknown, day = (
        without(key, text=text),
        "\n".join(f"{key}:" if line.startswith(f"{key}:") else line for line in text.split("\n")),
        "\n".join(f"{key}: unknown" if line.startswith(f"{key}:") else line for line in text.split("\n")),
        "\n".join(f"{key}: 2026-10-03" if line.startswith(f"{key}:") else line for line in text.split("\n")),
    )
    assert names(checked(tmp_path, absent)) == names(checked(tmp_path, empty)) == ["missing-milestone"]
    assert names(checked(tmp_path, unknown)) == []
    assert names(checked(tmp_path, day)) == ["bad-time"]


def test_unknown_is_never_replaced(tmp_path: Path) -> None:
    (incident,) = checked(tmp_path, record(started_at=0, resolved_at=30)).incidents
    assert incident.detected_at is None and incident.mitigated_at is None
    assert incident.unknown == {"detected_at", "acknowledged_at", "mitigated_at", "report_at"}


OPEN = without(
    "mitigated_at", "resolved_at", "report_at", text=edited(("status: resolved", "status: open"), (TABLE, "表はない。"))
)


@pytest.mark.parametrize(
    ("drop", "add", "expected"),
    [
        ((), "", []),
        (("started_at", "acknowledged_at"), "", []),
        (("detected_at", "acknowledged_at"), "", []),
        (("started_at", "detected_at", "acknowledged_at"), "", ["missing-milestone"]),
        (("started_at", "detected_at", "acknowledged_at"), "occurred_on: 2026-10-03", []),
        (("started_at", "detected_at", "acknowledged_at"), "started_at: unknown", ["day-unknown"]),
        (("started_at", "detected_at", "acknowledged_at"), "started_at: soon", ["bad-time"]),
        (("acknowledged_at",), "mitigated_at: 2026-10-03T09:25+09:00", ["status-contradicts-milestone"]),
        (("acknowledged_at",), "resolved_at: 2026-10-03T09:25+09:00", ["status-contradicts-milestone"]),
        (("acknowledged_at",), "resolved_at: unknown", []),
    ],
)
def test_an_open_record(drop: tuple[str, ...], add: str, expected: list[str], tmp_path: Path) -> None:
    text = edited(("severity: P1", f"severity: P1\n{add}"), text=without(*drop, text=OPEN))
    kept = [name for name in names(checked(tmp_path, text)) if name not in ("response-target-missed", "update-overdue")]
    assert kept == expected


def test_a_mitigated_record_needs_its_mitigation_and_a_beginning(tmp_path: Path) -> None:
    text = edited(("status: open", "status: mitigated"), text=OPEN)
    assert names(checked(tmp_path, text)) == ["missing-milestone"]
    text = edited(("severity: P1", "severity: P1\nmitigated_at: 2026-10-03T09:25+09:00"), text=text)
    assert "missing-milestone" not in names(checked(tmp_path, without("detected_at", "acknowledged_at", text=text)))
    alone = without("started_at", "detected_at", "acknowledged_at", text=text)
    assert names(checked(tmp_path, alone)) == ["missing-milestone", "milestone-not-recorded"]


@pytest.mark.parametrize("key", [*MILESTONES, "report_at"])
def test_the_future_begins_after_as_of(key: str, tmp_path: Path) -> None:
    text = edited((TABLE, "表はない。"))
    line = next(line for line in text.split("\n") if line.startswith(f"{key}:"))
    for seconds, expected in ((0, False), (1, True)):
        at = (AS_OF + dt.timedelta(seconds=seconds)).isoformat()
        found = places(checked(tmp_path, text.replace(line, f"{key}: {at}")))
        assert any(place[1] == "time-in-future" for place in found) is expected
    later = text.replace(line, f"{key}: 2027-01-01T00:00+09:00")
    assert "time-in-future" not in names(checked(tmp_path, later, future=None))


def test_a_time_without_offset_is_in_the_records_zone_else_the_policys(tmp_path: Path) -> None:
    plain = edited(("started_at: 2026-10-03T09:00+09:00", "started_at: 2026-10-03T09:00"))
    (incident,) = checked(tmp_path, plain).incidents
    assert incident.started_at == dt.datetime(2026, 10, 3, tzinfo=dt.UTC)
    own = edited(
        ("started_at: 2026-10-03T09:00", "timezone: UTC\nstarted_at: 2026-10-03T00:00"), (TABLE, "x"), text=plain
    )
    (incident,) = checked(tmp_path, own).incidents
    assert incident.started_at == dt.datetime(2026, 10, 3, tzinfo=dt.UTC)
    in_utc = edited(("09:00\nd", "00:00\nd"), (TABLE, "x"), text=plain)
    (incident,) = checked(tmp_path, in_utc, policy="timezone: UTC").incidents
    assert incident.started_at == dt.datetime(2026, 10, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "unknown"])
def test_days_beyond_the_calendar(day: str, tmp_path: Path) -> None:
    text = edited(("severity: P1", f"severity: P1\noccurred_on: {day}"), text=record(resolved_at=30))
    assert "wrong-type" in names(checked(tmp_path, text))


def test_the_year_of_the_id_may_be_that_of_either_zone(tmp_path: Path) -> None:
    text = record(started_at="2025-12-31T20:00Z", detected_at="2025-12-31T20:00Z", resolved_at="2025-12-31T21:00Z")
    own = edited(("severity: P1", "severity: P1\ntimezone: UTC"), text=text)
    assert "id-year-mismatch" not in names(checked(tmp_path, text))  # already 2026 in Tokyo
    assert "id-year-mismatch" not in names(checked(tmp_path, own))
    text = record(started_at="2025-12-31T14:00Z", detected_at="2025-12-31T14:00Z", resolved_at="2025-12-31T21:00Z")
    assert "id-year-mismatch" in names(checked(tmp_path, text))
