"""Incidents by what found them, cause, recovery and function: counts, shares and times worked by hand."""

from __future__ import annotations

import statistics
from typing import Any

import pytest

from generator.measure.measure import group_figures, measure
from generator.measure.statistics.intervals import wilson
from generator.model.incident import Impact, Incident
from generator.model.load import Breakdown
from generator.model.policy import SPANS
from tests.measure.load_support import AS_OF, load
from tests.measure.made import POLICY, made


def incidents() -> list[Incident]:
    def one(number: int, minutes: int, **values: Any) -> Incident:
        functions = values.pop("functions", ())
        return made(number, started="03-10 09:00", detected="03-10 09:05", resolved=f"03-10 09:{minutes:02d}",
                    impact=Impact(None, None, None, functions), **values)  # fmt: skip

    return [
        one(1, 10, detection="alertmanager", cause="capacity", recovery="service_restart", functions=("予約", "検索")),
        one(2, 20, detection="health_check", cause="capacity", functions=("予約", "予約")),
        one(3, 40, detection="user_report", cause="network", recovery="service_restart"),
        one(4, 50, cause="capacity", recovery="other"),
        made(5, started="03-11 09:00", detected="unknown", detection="periodic_check", cause="capacity"),
    ]


@pytest.fixture(scope="module")
def found() -> dict[str, Breakdown]:
    return {row.family: row for row in load(*incidents()).breakdowns}


def counts(row: Breakdown) -> list[tuple[str, int]]:
    return [(portion.name, portion.n) for portion in row.portions]


def test_found_by_monitoring_users_or_staff_and_not_recorded_apart(found: dict[str, Breakdown]) -> None:
    row = found["found_by"]
    assert counts(row) == [("monitoring", 2), ("staff", 1), ("users", 1)]
    assert (row.recorded, row.not_recorded) == (4, ("INC-2026-004",))
    assert (row.portions[0].share, row.portions[0].interval) == (0.5, wilson(2, 4))


def test_causes_and_recoveries(found: dict[str, Breakdown]) -> None:
    assert counts(found["cause"]) == [("capacity", 4), ("network", 1)]
    assert counts(found["recovery"]) == [("service_restart", 2), ("other", 1)]
    assert found["recovery"].not_recorded == ("INC-2026-002", "INC-2026-005")


def test_an_incident_counts_once_for_each_of_its_functions(found: dict[str, Breakdown]) -> None:
    assert counts(found["function"]) == [("予約", 2), ("検索", 1)]
    assert found["function"].recorded == 2 and sum(portion.share for portion in found["function"].portions) == 1.5


def test_the_times_are_those_of_the_contracts(found: dict[str, Breakdown]) -> None:
    capacity = found["cause"].portions[0]
    assert (capacity.mttr.n, capacity.mttr.open, capacity.mttr.median) == (3, 1, statistics.median([10, 20, 50]))
    assert (capacity.mttd.n, capacity.mttd.unknown, capacity.mttd.median) == (3, 1, 5.0)
    assert capacity.ids == ("INC-2026-001", "INC-2026-002", "INC-2026-004", "INC-2026-005")
    (usual,) = group_figures(measure(incidents(), POLICY, AS_OF), lambda fact: (fact.cause,))
    for portion in found["cause"].portions:
        assert portion.mttr == usual[portion.name].durations["mttr"]


def test_a_changed_contract_changes_them_too() -> None:
    late = POLICY._replace(contracts={**SPANS, "mttr": SPANS["mttr"]._replace(start="detected_at", changed=("from",))})
    row = next(row for row in load(*incidents(), policy=late).breakdowns if row.family == "cause")
    assert row.portions[0].mttr.median == statistics.median([5, 15, 45])


def test_of_no_incident_there_is_nothing_to_break_down() -> None:
    assert load().breakdowns == () and load().services == {}
