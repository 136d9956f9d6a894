"""The mix of severities and the standardised figures, worked by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measure.document import document
from generator.measure.measure import Scope, group_figures, measure
from generator.measure.mix import standardised_duration, standardised_share
from generator.model.incident import Incident
from generator.model.kpi import DurationFigure, KpiTable
from generator.model.mix import Standardised
from generator.model.month import Month
from tests.measure.made import POLICY, at, made


def closed(number: int, day: str, minutes: int, severity: str, acked: int) -> Incident:
    """Return an incident of that day from 00:00, detected at once and acknowledged after `acked` minutes."""
    ack, end = (f"{day} {after // 60:02d}:{after % 60:02d}" for after in (acked, minutes))
    return made(number, started=f"{day} 00:00", detected=f"{day} 00:00", acked=ack, resolved=end, severity=severity)


def some() -> list[Incident]:
    """March: four P0 that take 10, 10, 40 and 40 minutes and one P1 of 160; before it one P0 and nine P1."""
    before = [closed(n, f"01-{n:02d}", 60, "P1", 5) for n in range(1, 6)]
    before += [closed(n, f"02-{n:02d}", 60, "P1", 5) for n in range(6, 10)]
    before.append(closed(10, "02-10", 60, "P0", 5))
    return [
        *before,
        closed(11, "03-01", 10, "P0", 5), closed(12, "03-02", 10, "P0", 5),  # in time: at most 15 minutes
        closed(13, "03-03", 40, "P0", 16), closed(14, "03-04", 40, "P0", 30),
        closed(15, "03-05", 160, "P1", 60),  # in time, at the limit of an hour
    ]  # fmt: skip


@pytest.fixture(scope="module")
def table() -> KpiTable:
    return measure(some(), POLICY, at("06-01 00:00"))


def mix_of(table: KpiTable, month: str | None) -> dict[str, Any]:
    printed = document(table)
    row = printed["total"] if month is None else next(m for m in printed["months"] if m["month"] == month)
    found: dict[str, Any] = row["severity_mix"]
    return found


def test_a_month_whose_mix_moved(table: KpiTable) -> None:
    found = mix_of(table, "2026-03")
    assert (found["n"], found["counts"], found["shares"]) == (5, {"P0": 4, "P1": 1}, {"P0": 0.8, "P1": 0.2})
    reference = found["reference"]
    assert (reference["from"], reference["to"], reference["counts"]) == ("2026-01", "2026-02", {"P0": 1, "P1": 9})
    assert reference["shares"] == {"P0": 0.1, "P1": 0.9}
    assert found["p"] == pytest.approx(51 / 3003)  # see test_four_of_five_against_one_of_ten
    assert found["moved"] is True
    standardised = found["standardised"]
    # log minutes of P0: (10 · 10 · 40 · 40)^(1/4) = 20; P1: 160. As it is: (20^4 · 160)^(1/5); with weights 0.1, 0.9:
    assert standardised["mttr"] == {
        "raw": pytest.approx((20**4 * 160) ** 0.2),
        "standardised": pytest.approx(20**0.1 * 160**0.9),
    }
    # in time: two of four P0, one of one P1; 0.1 · 1/2 + 0.9 · 1
    assert standardised["response_target"] == {"raw": 0.6, "standardised": pytest.approx(0.95)}
    # detected at once: zero minutes count as half a minute, whatever the weights
    assert standardised["mttd"] == {"raw": pytest.approx(0.5), "standardised": pytest.approx(0.5)}
    # nothing was mitigated at a known time
    assert standardised["mttm"] == {"raw": None, "standardised": None}
    # all windows have passed, and nothing came back
    assert standardised["recurrence_rate"] == {"raw": 0, "standardised": 0}
    assert "incident_rate" not in standardised


def test_the_first_month_has_nothing_to_compare_with_and_a_small_one_nothing_to_say(table: KpiTable) -> None:
    first, second, empty = (mix_of(table, month) for month in ("2026-01", "2026-02", "2026-04"))
    assert (first["reference"], first["p"], first["moved"], first["standardised"]) == (None, None, None, None)
    # One P0 among ten, five of each month: whatever happens to it has p = 1/2 or more
    assert (second["reference"]["counts"], second["p"], second["moved"]) == ({"P1": 5}, None, None)
    assert (empty["n"], empty["shares"], empty["p"], empty["standardised"]) == (0, {}, None, None)
    assert empty["reference"]["counts"] == {"P0": 5, "P1": 10}


def test_the_total_of_everything_has_a_mix_and_no_reference(table: KpiTable) -> None:
    found = mix_of(table, None)
    assert (found["n"], found["counts"], found["reference"]) == (15, {"P0": 5, "P1": 10}, None)


def test_a_part_is_compared_with_the_rest_and_weighted_by_the_whole(table: KpiTable) -> None:
    march = measure(some(), POLICY, at("06-01 00:00"), Scope(first=Month(2026, 3), last=Month(2026, 3)))
    part = mix_of(march, None)
    assert part["p"] == pytest.approx(51 / 3003)  # its five against the other ten
    assert part["reference"]["counts"] == {"P0": 5, "P1": 10}
    assert part["standardised"]["response_target"]["standardised"] == pytest.approx(1 / 3 * 0.5 + 2 / 3)
    assert mix_of(march, "2026-03")["reference"]["counts"] == {"P0": 1, "P1": 9}  # months before, though not shown
    (grouped,) = group_figures(table, lambda fact: ("march" if fact.month == Month(2026, 3) else "before",))
    assert grouped["march"].severity_mix is not None
    assert grouped["march"].severity_mix.p == pytest.approx(51 / 3003)


def test_a_weight_without_a_value_leaves_no_standardised_figure() -> None:
    levels = {"a": "P0", "b": "P1"}
    only = DurationFigure(n=1, ids=("a",), values=(25.0,))
    assert standardised_duration(only, {"P0": 0.5, "P1": 0.5}, levels) == Standardised(pytest.approx(25), None)
    assert standardised_share(["a"], [], {"P0": 0.5, "P1": 0.5}, levels) == Standardised(1, None)
    assert standardised_share([], [], {"P0": 1.0}, levels) == Standardised(None, None)
    assert standardised_duration(DurationFigure(), {}, levels).raw is None


@given(st.lists(st.tuples(st.sampled_from(["P0", "P1", "P2"]), st.floats(0, 1e5)), min_size=1, max_size=30))
@settings(deadline=None)
def test_standardised_to_its_own_mix_a_figure_stays_what_it_is(rows: list[tuple[str, float]]) -> None:
    levels = {str(place): level for place, (level, _) in enumerate(rows)}
    figure = DurationFigure(n=len(rows), ids=tuple(levels), values=tuple(minutes for _, minutes in rows))
    weights = {level: list(levels.values()).count(level) / len(rows) for level in levels.values()}
    found = standardised_duration(figure, weights, levels)
    assert found.raw is not None and math.isclose(found.raw, found.value or 0, rel_tol=1e-9)
    share = standardised_share(list(levels)[::2], list(levels)[1::2], weights, levels)
    assert share.raw == pytest.approx(share.value)
