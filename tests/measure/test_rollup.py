"""Quarters and years: the figures of all their incidents, never means of months."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from generator.measure.measure import measure
from generator.measure.rollup import rollups
from generator.model.incident import Incident
from generator.model.kpi import DURATIONS
from generator.model.month import Month
from generator.model.rollup import quarter_of
from tests.render.render_inputs import AS_OF, ZONE, incident, instant, policy


def one(number: int, start: str, minutes: int) -> Incident:
    begun = instant(start)
    return incident(
        number, start, detected_at=begun + dt.timedelta(minutes=1), acknowledged_at=begun + dt.timedelta(minutes=2),
        mitigated_at=begun + dt.timedelta(minutes=minutes - 1), resolved_at=begun + dt.timedelta(minutes=minutes),
    )  # fmt: skip


#: July: 10, 20 and 30 minutes; August: 100. Their medians are 20 and 100 (mean 60), that of the quarter is 25.
GIVEN = (
    one(1, "2026-07-01 09:00", 10),
    one(2, "2026-07-11 09:00", 20),
    one(3, "2026-07-21 09:00", 30),
    one(4, "2026-08-02 09:00", 100),
    one(5, "2026-10-02 09:00", 7),
)


def test_a_quarter_is_no_mean_of_its_months(tmp_path: Path) -> None:
    table = measure(GIVEN, policy(tmp_path), AS_OF)
    third, fourth, year = rollups(table)
    assert [rollup.name for rollup in (third, fourth, year)] == ["2026-Q3", "2026-Q4", "2026"]
    assert third.months == (Month(2026, 7), Month(2026, 8), Month(2026, 9))
    assert third.figures.durations["mttr"].median == 25
    assert third.figures.incident_rate.count == 4
    assert third.figures.exposure_days == 31 + 31 + 30
    assert (third.figures.incident_rate.expected, third.figures.change) == (None, dict.fromkeys(DURATIONS))
    assert (third.quarter, year.quarter, year.is_year, fourth.year) == (3, 0, True, 2026)
    assert third.phases.minutes == {"detect": 4, "acknowledge": 4, "mitigate": 160 - 3 * 4, "restore": 4}


def test_its_figures_are_those_of_the_same_incidents_measured_alone(tmp_path: Path) -> None:
    rules = policy(tmp_path)
    for rollup in rollups(measure(GIVEN, rules, AS_OF)):
        alone = measure([i for i in GIVEN if i.id in rollup.figures.incident_rate.ids], rules, AS_OF).total
        for kpi in DURATIONS:
            assert rollup.figures.durations[kpi].values == alone.durations[kpi].values
            assert rollup.figures.durations[kpi].median_interval == alone.durations[kpi].median_interval
        assert rollup.figures.response_target == alone.response_target
        assert rollup.figures.kept == alone.kept
        assert rollup.figures.incident_rate.interval == alone.incident_rate.interval


def test_every_incident_is_in_one_quarter_and_one_year(tmp_path: Path) -> None:
    made = rollups(measure(GIVEN, policy(tmp_path), AS_OF))
    ids = sorted(incident.id for incident in GIVEN)
    assert sorted(name for rollup in made if rollup.is_year for name in rollup.figures.incident_rate.ids) == ids
    assert sorted(name for rollup in made if not rollup.is_year for name in rollup.figures.incident_rate.ids) == ids


def test_months_fall_into_their_quarter() -> None:
    named = [quarter_of(Month(2026, number)) for number in range(1, 13)]
    assert named == ["2026-Q1"] * 3 + ["2026-Q2"] * 3 + ["2026-Q3"] * 3 + ["2026-Q4"] * 3


def test_a_table_without_months_has_no_quarters(tmp_path: Path) -> None:
    assert rollups(measure((), policy(tmp_path), dt.datetime(2026, 11, 1, tzinfo=ZONE))) == ()


def test_at_the_turn_of_a_month_a_quarter_and_a_year_are_still_provisional(tmp_path: Path) -> None:
    """October is over at midnight; the fourth quarter and the year are not, and the third quarter is."""
    table = measure(GIVEN, policy(tmp_path), dt.datetime(2026, 11, 1, tzinfo=ZONE))
    assert not any(figures.provisional for figures in table.months)
    assert {rollup.name: rollup.figures.provisional for rollup in rollups(table)} == {
        "2026-Q3": False, "2026-Q4": True, "2026": True,
    }  # fmt: skip
    whole = rollups(measure(GIVEN, policy(tmp_path), dt.datetime(2027, 1, 1, tzinfo=ZONE)))
    assert not any(rollup.figures.provisional for rollup in whole)
