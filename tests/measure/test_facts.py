"""What one incident contributes: its time under each contract, its month, its place in the frame."""

from __future__ import annotations

import math

import pytest

from generator.measure.contracts import contracts
from generator.measure.facts import duration, facts_of
from generator.measure.frame import frame
from generator.model.incident import Incident
from generator.model.kpi import DURATIONS, Duration
from tests.measure.made import POLICY, at, made

AGREED = contracts(POLICY)
NOON = at("01-05 12:00")
HOURS = POLICY.business_hours
FULL = {
    "started": "01-05 10:00",
    "detected": "01-05 10:05",
    "acked": "01-05 10:20",
    "mitigated": "01-05 10:40",
    "resolved": "01-05 11:00",
}


def states(incident: Incident) -> dict[str, object]:
    """Return each duration as a number (closed), `open so far` or `unknown`."""
    found: dict[str, object] = {}
    for name in DURATIONS:
        value = duration(incident, AGREED[name], NOON, HOURS)
        found[name] = {"closed": value.minutes, "open": f"open {value.minutes}", "unknown": "unknown"}[value.state]
    return found


def test_the_contracts_are_those_of_the_specification() -> None:
    ends = {name: (AGREED[name].start, AGREED[name].end) for name in DURATIONS}
    assert ends == {
        "mttd": ("started_at", "detected_at"),
        "mtta": ("detected_at", "acknowledged_at"),
        "mttm": ("started_at", "mitigated_at"),
        "mttr": ("started_at", "resolved_at"),
        "mrt": ("detected_at", "resolved_at"),
    }


def test_every_duration_of_a_whole_incident() -> None:
    assert states(made(1, **FULL)) == {"mttd": 5, "mtta": 15, "mttm": 40, "mttr": 60, "mrt": 55}


@pytest.mark.parametrize(
    ("milestone", "lost"),
    [
        ("started", {"mttd", "mttm", "mttr"}),
        ("detected", {"mttd", "mtta", "mrt"}),
        ("acked", {"mtta"}),
        ("mitigated", {"mttm"}),
        ("resolved", {"mttr", "mrt"}),
    ],
)
@pytest.mark.parametrize("said", ["unknown", None], ids=["said to be unknown", "absent"])
def test_what_nobody_knows_is_replaced_by_nothing(milestone: str, lost: set[str], said: str | None) -> None:
    times = FULL | {milestone: said}
    incident = made(1, status="resolved", **{key: text for key, text in times.items() if text})
    assert {name for name, value in states(incident).items() if value == "unknown"} == lost
    assert {name for name, value in states(incident).items() if value != "unknown"} == set(DURATIONS) - lost


def test_an_open_incident_is_open_up_to_now() -> None:
    just_seen = made(1, started="01-05 10:00", detected="01-05 10:05")
    assert states(just_seen) == {
        "mttd": 5,
        "mtta": "open 115.0",
        "mttm": "open 120.0",
        "mttr": "open 120.0",
        "mrt": "open 115.0",
    }
    unsaid = made(1, started="01-05 10:00")
    assert states(unsaid)["mttd"] == "unknown", "who wrote the record had detected it, at a time not written yet"
    assert states(unsaid)["mrt"] == "unknown"
    lost = made(1, started="01-05 10:00", detected="unknown")
    assert states(lost)["mttd"] == "unknown", "nobody will ever know"
    assert states(lost)["mttr"] == "open 120.0"


def test_a_mitigated_incident_is_open_until_it_is_resolved() -> None:
    times = {key: text for key, text in FULL.items() if key != "resolved"}
    mitigated = made(1, status="mitigated", **times)
    assert states(mitigated) == {"mttd": 5, "mtta": 15, "mttm": 40, "mttr": "open 120.0", "mrt": "open 115.0"}
    unrecorded = made(1, status="mitigated", **{**times, "acked": "unknown"})
    assert states(unrecorded)["mtta"] == "unknown", "who mitigates has begun"


def test_seen_before_the_impact_is_detected_in_no_time() -> None:
    early = made(1, **FULL | {"detected": "01-05 09:50"}, detected_before_impact=True)
    assert states(early) == {"mttd": 0, "mtta": 30, "mttm": 40, "mttr": 60, "mrt": 70}


def test_minutes_are_elapsed_and_not_rounded() -> None:
    # New York, 10 March 2024: the clock jumps from 02:00 to 03:00.
    spring = made(1, started="2024-03-10T01:30:00-05:00", resolved="2024-03-10T03:30:20-04:00", detected="unknown")
    assert duration(spring, AGREED["mttr"], NOON, HOURS) == Duration("closed", pytest.approx(60 + 1 / 3))


def test_the_month_is_that_of_the_start_in_the_policys_zone() -> None:
    incidents = [
        made(1, started="2026-01-31T14:59:59+00:00", detected="02-03 09:00"),
        made(2, started="2026-01-31T15:00:00+00:00", detected="2026-01-31T15:00:00+00:00"),
        made(3, started="unknown", detected="02-28 23:59"),
    ]
    facts = facts_of(incidents, POLICY, AGREED, at("03-05 00:00"))
    assert [(fact.id[-3:], str(fact.month)) for fact in facts] == [
        ("001", "2026-01"),
        ("002", "2026-02"),
        ("003", "2026-02"),
    ]


def test_an_incident_without_any_time_is_no_fact() -> None:
    assert facts_of([made(1, started="unknown", detected="unknown")], POLICY, AGREED, NOON) == ()


def test_the_frame_has_a_row_for_every_fact_in_the_order_of_time() -> None:
    later = made(1, started="01-05 11:00", severity="P0")
    table = frame(facts_of([later, made(2, **FULL)], POLICY, AGREED, NOON))
    assert list(table.index) == ["INC-2026-002", "INC-2026-001"]
    assert list(table["severity"]) == ["P1", "P0"]
    assert list(table["is_open"]) == [False, True]
    assert list(table["mttr"]) == [60, 60]
    assert list(table["mttr_state"]) == ["closed", "open"]
    assert math.isnan(table.loc["INC-2026-001", "mrt"])
    assert {str(table[name].dtype) for name in DURATIONS} == {"float64"}


def test_the_frame_of_nothing_has_the_same_columns() -> None:
    full = frame(facts_of([made(2, **FULL)], POLICY, AGREED, NOON))
    assert list(frame([]).columns) == list(full.columns)
    assert {str(frame([])[name].dtype) for name in DURATIONS} == {"float64"}
