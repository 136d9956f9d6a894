"""The figures show what was known at `as_of`: later things have not happened yet."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.measure.measure import measure
from generator.model.asof import reviews_known_at
from generator.model.incident import Action, Incident, Review
from generator.model.kpi import Figures, KpiTable
from generator.model.month import Month
from tests.measure.made import POLICY, at, made

FULL = made(
    1,
    started="01-10 10:00",
    detected="01-10 10:10",
    acked="01-10 10:30",
    mitigated="01-10 11:00",
    resolved="01-10 12:00",
)


def table(as_of: str, *incidents: Incident) -> KpiTable:
    return measure(incidents, POLICY, at(as_of))


def january(as_of: str, *incidents: Incident) -> Figures:
    figures = table(as_of, *incidents).of(Month(2026, 1))
    assert figures is not None
    return figures


@pytest.mark.parametrize(("as_of", "known"), [("01-10 10:09", False), ("01-10 10:10", True)])
def test_nobody_knows_of_it_before_its_detection(as_of: str, known: bool) -> None:
    found = table(as_of, FULL)
    assert found.counted == found.total.incident_rate.count == int(known)
    assert [row.reason for row in found.excluded] == ([] if known else ["not yet known at as_of"])
    assert len(found.months) == int(known)


@pytest.mark.parametrize(("as_of", "known"), [("01-10 09:59", False), ("01-10 10:00", True)])
def test_where_the_detection_is_unknown_the_start_decides(as_of: str, known: bool) -> None:
    incident = made(1, started="01-10 10:00", detected="unknown", resolved="01-10 12:00")
    assert table(as_of, incident).counted == int(known)


def test_where_the_start_is_unknown_the_detection_decides_everything() -> None:
    incident = made(1, started="unknown", detected="02-01 00:10", resolved="02-01 12:00")
    assert table("02-01 00:09", incident).counted == 0
    found = table("02-02 00:00", incident)
    assert [str(figures.month) for figures in found.months] == ["2026-02"]
    assert [found.total.durations[kpi].unknown for kpi in ("mttd", "mttm", "mttr")] == [1, 1, 1]
    assert found.total.durations["mrt"].mean == 710


@pytest.mark.parametrize(
    ("as_of", "closed", "still"),
    [
        ("01-10 10:10", {"mttd"}, {"mtta", "mttm", "mttr", "mrt"}),
        ("01-10 10:30", {"mttd", "mtta"}, {"mttm", "mttr", "mrt"}),
        ("01-10 11:59", {"mttd", "mtta", "mttm"}, {"mttr", "mrt"}),
        ("01-10 12:00", {"mttd", "mtta", "mttm", "mttr", "mrt"}, set()),
    ],
)
def test_a_later_milestone_is_still_open(as_of: str, closed: set[str], still: set[str]) -> None:
    durations = january(as_of, FULL).durations
    assert {kpi for kpi, figure in durations.items() if figure.n} == closed
    assert {kpi for kpi, figure in durations.items() if figure.open} == still
    assert all(figure.mean is None for kpi, figure in durations.items() if kpi in still)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("01-10 10:10", "pending"), ("01-10 10:29", "pending"), ("01-10 10:30", "met"), ("02-10 10:30", "met")],
)
def test_a_response_is_pending_until_it_comes(as_of: str, state: str) -> None:
    assert table(as_of, FULL).facts[0].response == state


def test_a_response_that_never_came_is_missed_past_its_limit() -> None:
    silent = made(1, started="01-10 10:00", detected="01-10 10:00")  # P1: 60 minutes
    assert [table(as_of, silent).facts[0].response for as_of in ("01-10 11:00", "01-10 11:01")] == ["pending", "missed"]


def test_a_month_is_provisional_while_it_runs_or_one_of_its_incidents_is_open() -> None:
    over_the_end = made(2, started="01-31 23:00", detected="01-31 23:00", resolved="02-10 00:00")
    assert january("01-31 23:59", FULL).provisional
    assert not january("02-01 00:00", FULL).provisional
    assert january("02-01 00:00", FULL, over_the_end).provisional
    assert january("02-09 23:59", FULL, over_the_end).provisional
    assert not january("02-10 00:00", FULL, over_the_end).provisional


def test_a_month_appears_once_it_has_begun() -> None:
    assert [str(figures.month) for figures in table("02-01 00:00", FULL).months] == ["2026-01"]
    assert [str(figures.month) for figures in table("02-01 00:01", FULL).months] == ["2026-01", "2026-02"]


def test_what_begins_with_the_very_instant_waits_for_its_month() -> None:
    on_the_dot = made(2, started="02-01 00:00", detected="02-01 00:00")
    found = table("02-01 00:00", FULL, on_the_dot)
    assert found.counted == found.total.incident_rate.count == sum(m.incident_rate.count for m in found.months) == 1
    assert table("02-01 00:01", FULL, on_the_dot).total.incident_rate.count == 2


def test_the_running_month_has_the_exposure_of_its_past_days() -> None:
    found = january("01-10 12:00", FULL)
    assert found.exposure_days == 9.5
    assert found.incident_rate.per_30_days == pytest.approx(30 / 9.5)


def test_what_later_milestones_leave_unknown_was_open_before_them() -> None:
    # Mitigated at 11:00, resolved nobody knows when: at 10:45 it was certainly neither.
    incident = made(1, started="01-10 10:00", detected="01-10 10:10", mitigated="01-10 11:00", resolved="unknown")
    before, after = january("01-10 10:45", incident), january("02-10 00:00", incident)
    assert before.provisional and before.durations["mttm"].open == 1
    assert not after.provisional and after.durations["mttm"].mean == 60
    assert before.durations["mttr"].open == after.durations["mttr"].unknown == 1


def test_what_a_record_passed_without_a_time_was_not_open_before_its_end() -> None:
    # Resolved at 13:00; whether it was acknowledged or mitigated by 12:00 nobody can tell: no wait, no missed target.
    incident = made(1, started="01-10 10:00", detected="01-10 10:10", resolved="01-10 13:00")
    found = january("01-10 12:00", incident)
    assert [found.durations[kpi].unknown for kpi in ("mtta", "mttm", "mttr")] == [1, 1, 0]
    assert (found.response_target.missed, found.response_target.unknown) == (0, 1)
    # Acknowledged at 11:00: before that it was certainly not mitigated, and the wait for both was going on.
    later = incident._replace(acknowledged_at=at("01-10 11:00"))
    assert [january("01-10 10:30", later).durations[kpi].open for kpi in ("mtta", "mttm", "mttr")] == [1, 1, 1]


def test_a_recurrence_that_nobody_had_noticed_yet_is_none() -> None:
    again = made(2, started="01-20 10:00", detected="02-20 10:00", fingerprint="x", resolved="02-20 11:00")
    first = made(
        1, started="01-05 10:00", detected="01-05 10:00", resolved="01-05 11:00", fingerprint="x"
    )  # its window ends on 02-04
    assert table("02-10 00:00", first, again).total.recurrence_rate.rate == 0
    assert table("02-21 00:00", first, again).total.recurrence_rate.rate == 1


def test_a_review_is_known_once_it_was_held_and_its_actions_were_open_then() -> None:
    done = Action("A1", "", "process", "done", due=dt.date(2026, 3, 1), done_at=dt.date(2026, 2, 20))
    january = Review("2026-01", "", held_on=dt.date(2026, 2, 5), actions=(done,))
    undated = Review("2026-03", "")
    assert reviews_known_at((january, undated), dt.date(2026, 2, 4)) == ()
    (then,) = reviews_known_at((january, undated), dt.date(2026, 2, 19))
    assert then.actions == (done._replace(status="open", done_at=None),)
    assert reviews_known_at((january, undated), dt.date(2026, 3, 1)) == (january, undated)
