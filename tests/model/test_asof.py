"""A record as it was known at an instant."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.model.asof import all_known_at, known_at
from generator.model.incident import Action, Incident, Row

DAY = dt.datetime(2026, 10, 3, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def clock(text: str) -> dt.datetime:
    hour, minute = map(int, text.split(":"))
    return DAY.replace(hour=hour, minute=minute)


FULL = Incident(
    id="INC-2026-014",
    path="",
    title="",
    kind="incident",
    severity="P1",
    status="reviewed",
    started_at=clock("09:00"),
    detected_at=clock("09:05"),
    acknowledged_at=clock("09:07"),
    mitigated_at=clock("09:25"),
    resolved_at=clock("09:30"),
    report_at=clock("18:00"),
    anchor=clock("09:00"),
    rows=(
        Row(clock("09:05"), DAY.date(), "detected", "alert", ""),
        Row(clock("09:20"), DAY.date(), "", "restart", ""),
        Row(None, DAY.date(), "", "some time that day", ""),
    ),
)


def known(at: str, **values: object) -> Incident:
    found = known_at(FULL._replace(**values), clock(at))  # type: ignore[arg-type]  # fields of an incident
    assert found is not None
    return found


def test_not_known_before_its_detection() -> None:
    assert known_at(FULL, clock("09:04")) is None
    assert known_at(FULL, clock("09:05")) is not None


def test_without_a_detection_known_from_its_start() -> None:
    unseen = FULL._replace(detected_at=None, unknown=frozenset({"detected_at"}))
    assert known_at(unseen, clock("08:59")) is None
    assert known_at(unseen, clock("09:00")) is not None


@pytest.mark.parametrize(
    ("at", "status", "reached"),
    [
        ("09:05", "open", {"started_at", "detected_at"}),
        ("09:07", "open", {"started_at", "detected_at", "acknowledged_at"}),
        ("09:25", "mitigated", {"started_at", "detected_at", "acknowledged_at", "mitigated_at"}),
        ("09:29", "mitigated", {"started_at", "detected_at", "acknowledged_at", "mitigated_at"}),
        ("09:30", "reviewed", {"started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"}),
    ],
)
def test_later_milestones_have_not_happened(at: str, status: str, reached: set[str]) -> None:
    incident = known(at)
    names = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
    assert incident.status == status
    assert {name for name in names if incident.at(name) is not None} == reached


def test_an_unknown_recovery_is_later_than_a_mitigation_to_come() -> None:
    gone = {"resolved_at": None, "unknown": frozenset({"resolved_at"})}
    assert known("09:20", **gone).status == "open"
    assert known("09:25", **gone).status == "reviewed"


@pytest.mark.parametrize(
    ("at", "gone", "unknown"),
    [
        ("09:06", {"mitigated_at": None}, set()),  # the acknowledgement is to come, so the mitigation is too
        ("09:06", {"mitigated_at": None, "unknown": frozenset({"mitigated_at"})}, set()),
        ("09:10", {"mitigated_at": None}, {"mitigated_at"}),
        ("09:10", {"acknowledged_at": None, "mitigated_at": None}, {"acknowledged_at", "mitigated_at"}),
        ("09:10", {"acknowledged_at": None}, {"acknowledged_at"}),
        ("09:10", {"acknowledged_at": None, "resolved_at": None, "status": "mitigated"}, {"acknowledged_at"}),
        ("09:10", {"acknowledged_at": None, "mitigated_at": None, "resolved_at": None, "status": "open"}, set()),
    ],
)
def test_what_was_passed_without_a_time_may_have_been_reached(
    at: str, gone: dict[str, object], unknown: set[str]
) -> None:
    assert known(at, **gone).unknown == unknown


def test_a_mitigated_record_was_open_before() -> None:
    now = {"resolved_at": None, "status": "mitigated"}
    assert known("09:20", **now).status == "open"
    assert known("09:25", **now).status == "mitigated"


def test_rows_and_the_report_come_with_their_time() -> None:
    assert [row.event for row in known("09:10").rows] == ["alert", "some time that day"]
    assert known("17:59").report_at is None
    assert known("18:00").report_at == FULL.report_at


def test_an_action_done_later_was_open() -> None:
    done = Action("A1", "", "prevent", "done", done_at=dt.date(2026, 10, 20))
    before = known_at(FULL._replace(actions=(done,)), clock("18:00"))
    after = known_at(FULL._replace(actions=(done,)), clock("18:00") + dt.timedelta(days=17))
    assert before is not None and after is not None
    assert (before.actions[0].status, before.actions[0].done_at) == ("open", None)
    assert after.actions == (done,)


def test_all_known_at_leaves_out_what_was_not() -> None:
    later = FULL._replace(id="INC-2026-015", detected_at=clock("10:00"))
    assert [incident.id for incident in all_known_at([FULL, later], clock("09:30"))] == ["INC-2026-014"]


def test_at_the_end_of_time_nothing_is_changed() -> None:
    assert known_at(FULL, clock("18:00")) == FULL
