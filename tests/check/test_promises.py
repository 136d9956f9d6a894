"""The promises of the policy: kept up to and including the limit, pending, missed, or not to be known."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from generator.check.policy import read_policy
from generator.check.promises import final_report, promises, response, updates
from generator.model.incident import Incident, Row
from generator.model.policy import Policy
from generator.read.records import read_policy as read_file

JST = dt.timezone(dt.timedelta(hours=9))
NOON = dt.datetime(2026, 10, 5, 12, 0, tzinfo=JST)  # a Monday
CASES = json.loads((Path(__file__).parent.parent / "data" / "kpi_cases.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(read_file(Path("/nowhere")))[0]


def after(minutes: float | None) -> dt.datetime | None:
    return None if minutes is None else NOON + dt.timedelta(minutes=minutes)


def incident(severity: str = "P1", status: str = "open", **minutes: float | None) -> Incident:
    """Return an incident detected at noon, its milestones so many minutes later."""
    times = {f"{name}_at": after(value) for name, value in {"detected": 0, **minutes}.items()}
    return Incident("INC-2026-001", "x.md", "x", "incident", severity, status, **times)  # type: ignore[arg-type]  # by name


def rows(*said: tuple[float, str]) -> tuple[Row, ...]:
    return tuple(Row(after(minutes), NOON.date(), kind, "", "") for minutes, kind in said)


def test_the_reference_case(policy: Policy) -> None:
    case = next(case for case in CASES if case["id"] == "sla.boundary")
    elapsed = case["input"]["as_of_elapsed_min"]
    states = []
    for item in case["input"]["items"]:
        assert policy.severities[item["sev"]].response.minutes == item["limit_min"]
        as_of = after(1_000 if item["acknowledged"] else elapsed[f"{item['sev']}_open"])
        states.append(response(incident(item["sev"], acknowledged=item["ack_min"]), policy, as_of).state)
    assert states == case["expected"]["status"]


@pytest.mark.parametrize(
    ("severity", "taken", "state"),
    [
        ("P0", 15, "met"),
        ("P0", 15.02, "missed"),
        ("P1", 60, "met"),
        ("P1", 61, "missed"),
        ("P2", 240, "met"),
        ("P2", 241, "missed"),
    ],
)
def test_the_limit_is_inclusive(severity: str, taken: float, state: str, policy: Policy) -> None:
    promise = response(
        incident(severity, "resolved", acknowledged=taken, resolved=500), policy, NOON + dt.timedelta(days=9)
    )
    assert (promise.state, promise.taken) == (state, pytest.approx(taken))


@pytest.mark.parametrize(
    ("minutes", "state"), [(59, "pending"), (60, "pending"), (60.1, "missed"), (100_000, "missed")]
)
def test_open_and_unacknowledged(minutes: float, state: str, policy: Policy) -> None:
    promise = response(incident(), policy, after(minutes))
    assert promise.state == state and promise.due == after(60)


def test_what_cannot_be_known_is_not_missed(policy: Policy) -> None:
    later = NOON + dt.timedelta(days=30)
    assert response(incident(status="resolved", resolved=90), policy, later).state == "unknown"
    undetected = incident(acknowledged=5)._replace(detected_at=None, unknown=frozenset({"detected_at"}))
    assert response(undetected, policy, later).state == "unknown"
    unsaid = incident()._replace(unknown=frozenset({"acknowledged_at"}))
    assert response(unsaid, policy, later).state == "unknown"


def test_a_business_day_for_p3(policy: Policy) -> None:
    # Monday noon to 18:00 are 360 minutes; the other 180 end on Tuesday at noon.
    tuesday = dt.datetime(2026, 10, 6, 12, 0, tzinfo=JST)
    promise = response(incident("P3"), policy, tuesday)
    assert (promise.state, promise.taken, promise.due) == ("pending", 540, tuesday)
    assert response(incident("P3"), policy, tuesday + dt.timedelta(minutes=1)).state == "missed"
    # A week-end and Sports Day (Monday 12 October 2026) do not count.
    friday = incident("P3")._replace(detected_at=dt.datetime(2026, 10, 9, 17, 0, tzinfo=JST))
    assert response(friday, policy, tuesday).due == dt.datetime(2026, 10, 13, 17, 0, tzinfo=JST)


def test_a_severity_without_a_target(policy: Policy) -> None:
    severities = {**policy.severities, "P1": policy.severities["P1"]._replace(response=None)}
    assert response(incident(), policy._replace(severities=severities), NOON).state == "none"


@pytest.mark.parametrize(
    ("said", "resolved", "state", "longest"),
    [
        (((0, "detected"),), 30, "met", 30),
        (((0, "detected"),), 31, "missed", 31),
        (((30, "update"), (60, "update")), 90, "met", 30),
        (((30, "update"), (61, "update")), 90, "missed", 31),
        (((30, "update"),), 61, "missed", 31),
        (((30, "investigation"),), 60, "missed", 60),
        (((-10, "update"), (20, "update")), 40, "met", 20),
    ],
)
def test_updates_between_detection_and_resolution(
    said: tuple[tuple[float, str], ...], resolved: float, state: str, longest: float, policy: Policy
) -> None:
    over = incident(status="resolved", resolved=resolved)._replace(rows=rows(*said))
    promise = updates(over, policy, NOON + dt.timedelta(days=9))
    assert (promise.state, promise.taken) == (state, longest)


def test_updates_of_what_is_open_are_due(policy: Policy) -> None:
    going = incident()._replace(rows=rows((0, "detected"), (20, "update")))
    assert (updates(going, policy, after(50)).state, updates(going, policy, after(50)).due) == ("pending", after(50))
    assert updates(going, policy, after(51)).state == "missed"


def test_without_the_kind_column_updates_are_not_recorded(policy: Policy) -> None:
    plain = incident(status="resolved", resolved=600)._replace(rows=rows((0, ""), (10, "")))
    assert updates(plain, policy, after(900)).state == "not_recorded"
    assert updates(plain._replace(rows=()), policy, after(900)).state == "not_recorded"


def test_updates_are_promised_for_p0_and_p1_only(policy: Policy) -> None:
    assert [updates(incident(name), policy, NOON).state == "none" for name in policy.severities] == [
        False, False, True, True]  # fmt: skip


@pytest.mark.parametrize(("hours", "state"), [(0, "met"), (24, "met"), (24.01, "missed")])
def test_the_final_report(hours: float, state: str, policy: Policy) -> None:
    over = incident(status="resolved", resolved=30, report=30 + 60 * hours)
    assert final_report(over, policy, NOON + dt.timedelta(days=9)).state == state


def test_a_report_that_is_not_there_yet(policy: Policy) -> None:
    over = incident(status="resolved", resolved=30)
    assert final_report(over, policy, after(30 + 24 * 60)).state == "pending"
    assert final_report(over._replace(unknown=frozenset({"report_at"})), policy, after(9_999)).state == "unknown"
    assert final_report(incident(), policy, after(9_999)).state == "pending"


def test_three_promises_in_a_fixed_order(policy: Policy) -> None:
    assert [promise.name for promise in promises(incident(), policy, NOON)] == ["response", "update", "report"]


def test_a_report_that_never_came_is_overdue_once_its_time_has_passed(policy: Policy) -> None:
    plain = incident(status="resolved", resolved=60)
    day = dt.timedelta(hours=24)
    end = plain.resolved_at
    assert end is not None
    assert final_report(plain, policy, end + day).state == "pending"
    assert final_report(plain, policy, end + day + dt.timedelta(minutes=1)).state == "missed"
    unknown = plain._replace(unknown=frozenset({"report_at"}))
    assert final_report(unknown, policy, end + 2 * day).state == "unknown"
    silent = policy._replace(communication=policy.communication._replace(report_hours=None))
    assert final_report(plain, silent, end + 2 * day).state == "none"
