"""What a closed month keeps of a record, and when a difference is a correction."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.model.incident import Action, Incident
from generator.model.lock import Closing, Lock, Locked
from generator.model.locked import as_then, between, changes, fields_of, later
from generator.model.month import Month
from tests.measure.made import TOKYO, at, made

CLOSED = at("02-01 09:00")


def lock(*incidents: Incident) -> Lock:
    records = tuple(Locked(one.id, one.path, "", fields_of(one, TOKYO)) for one in incidents)
    return Lock(Month(2026, 1), TOKYO, Closing(CLOSED, {}, {}, {}, (), "1"), records)


def fields(was: Incident, now: Incident) -> tuple[list[str], list[str]]:
    """Return the fields that were corrected, and those that went on."""
    kept = lock(was)
    return tuple([c.field for c in found(kept, kept.records[0], now)] for found in (changes, later))  # type: ignore[return-value]  # two of them


OPEN = made(1, started="01-31 20:00", detected="01-31 20:10")
EASED = made(1, started="01-31 20:00", detected="01-31 20:10", mitigated="unknown", status="mitigated")


def test_instants_are_written_in_the_zone_and_what_nobody_knows_as_unknown() -> None:
    found = fields_of(EASED, TOKYO)
    assert found["started_at"] == "2026-01-31T20:00:00+09:00"
    assert (found["mitigated_at"], found["resolved_at"]) == ("unknown", None)


@pytest.mark.parametrize(
    ("was", "now", "corrected", "went_on"),
    [
        (OPEN, OPEN, [], []),
        (OPEN, made(1, started="01-31 20:00", detected="01-31 20:10", resolved="02-02 08:00"), [],
         ["status", "resolved_at"]),
        (OPEN, made(1, started="01-31 20:00", detected="01-31 20:10", resolved="unknown"), [],
         ["status", "resolved_at"]),
        (OPEN, EASED, [], ["status", "mitigated_at"]),
        (OPEN, made(1, started="01-31 20:00", detected="01-31 20:10", acked="unknown", resolved="02-02 08:00"), [],
         ["status", "acknowledged_at", "resolved_at"]),
        (EASED, EASED._replace(status="resolved", resolved_at=at("02-02 08:00")), [], ["status", "resolved_at"]),
        (EASED, EASED._replace(status="resolved", resolved_at=at("02-01 08:00")), ["status", "resolved_at"], []),
        (OPEN, made(1, started="01-31 19:00", detected="01-31 20:10"), ["started_at"], []),
        (OPEN, made(1, started="01-31 20:00", detected="02-03 20:10"), ["detected_at"], []),  # not known then any more
        (OPEN, OPEN._replace(acknowledged_at=at("01-31 20:20")), ["acknowledged_at"], []),
        (OPEN, OPEN._replace(acknowledged_at=at("02-01 20:20")), [], ["acknowledged_at"]),
    ],
)  # fmt: skip
def test_a_correction_is_told_from_the_course_of_things(
    was: Incident, now: Incident, corrected: list[str], went_on: list[str]
) -> None:
    assert fields(was, now) == (corrected, went_on)


def test_as_then_is_what_was_reported_where_time_alone_decides() -> None:
    kept = lock(EASED)
    then = as_then(kept, kept.records[0], EASED._replace(status="resolved", resolved_at=at("02-02 08:00")))
    assert then == EASED


def test_a_field_that_the_lock_does_not_know_is_no_change() -> None:
    kept = lock(OPEN)
    old = kept.records[0]._replace(fields={"severity": "P1"})
    assert changes(kept, old, OPEN._replace(fingerprint="x", severity="P2"))[0].field == "severity"
    assert len(changes(kept, old, OPEN._replace(fingerprint="x", severity="P2"))) == 1
    assert changes(kept, old._replace(fields={"actions": "?"}), OPEN) == ()


def test_an_action_that_was_overdue_may_be_done_but_not_moved() -> None:
    due = Action("A1", "a", "prevent", "open", due=dt.date(2026, 1, 20))
    was = OPEN._replace(actions=(due,))
    done = was._replace(actions=(due._replace(status="done", done_at=dt.date(2026, 2, 10)),))
    assert fields(was, done) == ([], [])
    assert fields(was, was._replace(actions=(due._replace(due=dt.date(2026, 3, 1)),))) == (["actions.A1.due"], [])
    assert fields(was, was._replace(actions=())) == (["actions.A1.due"], [])


def test_the_day_of_an_action_is_one_of_the_zone_of_the_month() -> None:
    """08:00 of 1 February in Tokyo is still January in UTC: what was done that day was reported as done."""
    done = Action("A1", "a", "prevent", "done", due=dt.date(2026, 1, 31), done_at=dt.date(2026, 2, 1))
    was = OPEN._replace(actions=(done,))
    kept = lock(was)
    early = kept._replace(closing=kept.closing._replace(as_of=at("02-01 08:00")))
    assert changes(early, early.records[0], was) == ()
    then = as_then(early, early.records[0], was)
    assert then is not None and then.actions == (done,)


def test_between_two_closings() -> None:
    other = made(2, started="01-05 09:00", detected="01-05 09:10", path="2.md")
    first, second = lock(OPEN, other), lock(OPEN._replace(severity="P2"))
    found = between(first, second.records)
    assert [tuple(change) for change in found] == [
        ("INC-2026-001", "severity", "P1", "P2"),
        ("INC-2026-002", "record", "2.md", None),
    ]


def test_between_two_closings_each_field_of_an_action_stands_alone() -> None:
    was = Action("A.1", "a", "prevent", "in_progress", due=dt.date(2026, 1, 31))
    done = was._replace(status="done", done_at=dt.date(2026, 1, 30))
    more = Action("A2", "b", "detect", "open", due=dt.date(2026, 3, 1))
    first, second = lock(OPEN._replace(actions=(was,))), lock(OPEN._replace(actions=(done, more)))
    assert [tuple(change)[1:] for change in between(first, second.records)] == [
        ("actions.A.1.done_at", None, "2026-01-30"),
        ("actions.A.1.status", "in_progress", "done"),
        ("actions.A2.due", None, "2026-03-01"),
        ("actions.A2.status", None, "open"),
    ]
