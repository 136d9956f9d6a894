"""The same failure again: within the window after the recovery, by fingerprint or by confirmation."""

from __future__ import annotations

import pytest

from generator.measure.measure import measure
from generator.model.incident import Incident
from generator.model.kpi import Fact, RecurrenceFigure
from generator.model.month import Month
from tests.measure.made import POLICY, at, made

LATE = "12-01 00:00"


def first(**values: object) -> Incident:
    times = {"started": "01-05 10:00", "detected": "01-05 10:00", "resolved": "01-05 11:00"}
    return made(1, **({"fingerprint": "pool"} | times | values))


def second(started: str = "01-20 10:00", number: int = 2, **values: object) -> Incident:
    return made(number, **({"fingerprint": "pool", "started": started, "detected": started} | values))


def found(*incidents: Incident, as_of: str = LATE) -> tuple[RecurrenceFigure, dict[str, Fact]]:
    table = measure(incidents, POLICY, at(as_of))
    return table.total.recurrence_rate, {fact.id[-3:]: fact for fact in table.facts}


def came_back(*incidents: Incident) -> bool:
    figure, facts = found(*incidents)
    assert figure.eligible >= 1
    assert bool(facts["001"].recurred_by) == ("INC-2026-001" in figure.ids)
    return "INC-2026-001" in figure.ids


@pytest.mark.parametrize(
    ("began", "counts"),
    [
        ("01-05 10:59", False),  # before the recovery: it did not follow
        ("01-05 11:00", True),
        ("02-04 10:59", True),
        ("02-04 11:00", True),  # the thirtieth day to the minute
        ("02-04 11:01", False),
    ],
)
def test_the_window_begins_with_the_recovery_and_is_inclusive(began: str, counts: bool) -> None:
    assert came_back(first(), second(began)) is counts


def test_the_start_decides_and_not_the_detection() -> None:
    assert came_back(first(), second("02-04 11:00", detected="03-20 10:00"))
    assert not came_back(first(), second("01-05 10:30", detected="01-06 10:00"))


def test_where_the_start_is_unknown_the_detection_decides() -> None:
    assert came_back(first(), second(started="unknown", detected="02-04 11:00"))
    assert not came_back(first(), second(started="unknown", detected="02-04 11:01"))


def test_which_failure_is_the_same() -> None:
    assert came_back(first(), second(fingerprint=" POOL "))
    assert not came_back(first(), second(fingerprint="disk"))
    assert not came_back(first(fingerprint=""), second(fingerprint=""))
    assert came_back(first(fingerprint=""), second(fingerprint="", recurrence_of="INC-2026-001"))
    assert came_back(first(), second(fingerprint="disk", recurrence_of="INC-2026-001"))


def test_what_review_turned_down_is_no_recurrence() -> None:
    assert not came_back(first(), second(not_related=("INC-2026-001",)))
    assert not came_back(first(not_related=("INC-2026-002",)), second())


def test_drills_and_what_is_excluded_are_no_recurrence() -> None:
    assert not came_back(first(), second(kind="drill"))
    assert not came_back(first(), second(kind="near_miss"))
    assert not came_back(first(), second(exclude_from_kpi="a vendor's"))


def test_confirmed_outside_the_window_is_a_repeat_and_no_recurrence() -> None:
    figure, facts = found(first(), second("06-01 10:00", recurrence_of="INC-2026-001"))
    assert (figure.eligible, figure.recurred, figure.repeats) == (1, 0, 1)
    assert facts["002"].repeats == ("INC-2026-001",)


@pytest.mark.parametrize(("as_of", "eligible"), [("02-04 10:59", 0), ("02-04 11:00", 1)])
def test_eligible_once_the_whole_window_has_elapsed(as_of: str, eligible: int) -> None:
    figure, _ = found(first(), second(), as_of=as_of)
    assert (figure.eligible, figure.recurred) == (eligible, eligible)
    assert figure.rate == (1 if eligible else None)


def test_an_open_incident_and_an_unknown_recovery_are_not_eligible() -> None:
    for values in ({"resolved": "unknown"}, {"resolved": "unknown", "status": "open"}):
        figure, _ = found(first(**values), second("01-20 10:00"))
        assert (figure.eligible, figure.recurred, figure.rate, figure.interval) == (0, 0, None, None)


def test_a_chain_counts_each_of_its_links() -> None:
    links = [first(), second(resolved="01-20 11:00"), second("02-10 10:00", 3, resolved="02-10 11:00")]
    figure, facts = found(*links)
    # 001 by 002 (15 days on; 003 is 36 days on), 002 by 003 (21 days on), 003 by nothing
    assert (figure.eligible, figure.recurred, figure.rate) == (3, 2, pytest.approx(2 / 3))
    assert facts["001"].recurred_by == ("INC-2026-002",)
    assert facts["003"].repeats == ("INC-2026-002",)
    assert figure.repeat_ids == ("INC-2026-002", "INC-2026-003")


def test_each_counts_in_its_own_month() -> None:
    table = measure([first(), second("02-03 10:00")], POLICY, at(LATE))
    january, february = (table.of(Month(2026, number)) for number in (1, 2))
    assert january is not None and february is not None
    assert (january.recurrence_rate.recurred, january.recurrence_rate.repeats) == (1, 0)
    assert (february.recurrence_rate.recurred, february.recurrence_rate.repeats) == (0, 1)
