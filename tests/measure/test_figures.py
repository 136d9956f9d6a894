"""The figures of a group of facts."""

from __future__ import annotations

from typing import Any

import pytest

from generator.measure.figures import (
    adjusted,
    change_figure,
    duration_figure,
    rate_figure,
    recurrence_figure,
    target_figure,
)
from generator.measure.frame import frame
from generator.model.kpi import DURATIONS, Change, Duration, DurationFigure, Fact
from generator.model.month import Month
from tests.measure.made import at

UNKNOWN = Duration("unknown", None)
MARCH, APRIL, MAY = Month(2026, 3), Month(2026, 4), Month(2026, 5)


def fact(number: int, mttr: Duration = UNKNOWN, **values: Any) -> Fact:
    given = {"severity": "P1", "services": (), "month": MARCH, "at": at("03-01 00:00"), "is_open": False}
    given |= {"response": "unknown", "window_elapsed": False, "recurred_by": (), "repeats": ()}
    durations = dict.fromkeys(DURATIONS, UNKNOWN) | {"mttr": mttr}
    return Fact(id=f"INC-2026-{number:03d}", title="", durations=durations, **(given | values))


def closed(*minutes: float) -> list[Fact]:
    return [fact(number, Duration("closed", value)) for number, value in enumerate(minutes, 1)]


def figure(facts: list[Fact]) -> DurationFigure:
    return duration_figure(frame(facts), "mttr", "seed")


def test_of_nothing_there_is_nothing() -> None:
    assert figure([]) == DurationFigure()


def test_only_unknown_and_open_ones() -> None:
    found = figure([fact(1), fact(2, Duration("open", 30.0), is_open=True)])
    assert (found.n, found.unknown, found.open) == (0, 1, 1)
    assert (found.unknown_ids, found.open_ids, found.ids) == (("INC-2026-001",), ("INC-2026-002",), ())
    assert (found.mean, found.median, found.p90, found.km_median) == (None, None, None, None)


def test_one_value_has_averages_and_no_interval() -> None:
    found = figure(closed(42))
    assert (found.n, found.mean, found.median, found.p90, found.km_median) == (1, 42, 42, 42, 42)
    assert (found.mean_interval, found.median_interval) == (None, None)


@pytest.mark.parametrize(
    ("n", "has_median", "has_mean"), [(5, False, False), (6, True, False), (9, True, False), (10, True, True)]
)
def test_intervals_need_six_and_ten_values(n: int, has_median: bool, has_mean: bool) -> None:
    found = figure(closed(*range(1, n + 1)))
    assert (found.median_interval is not None) is has_median
    assert (found.mean_interval is not None) is has_mean


def test_the_interval_of_the_mean_depends_on_the_seed_and_the_ids_alone() -> None:
    facts = closed(4, 9, 15, 22, 38, 55, 70, 140, 310, 1250)
    found = figure(facts).mean_interval
    assert found is not None
    assert found == figure(facts[::-1]).mean_interval
    assert found != duration_figure(frame(facts), "mttr", "another month").mean_interval
    assert found[0] < 191.3 < found[1]


def test_open_ones_lengthen_the_median_of_kaplan_and_meier_only() -> None:
    facts = [
        *closed(10, 20, 30),
        fact(8, Duration("open", 500.0), is_open=True),
        fact(9, Duration("open", 5.0), is_open=True),
    ]
    found = figure(facts)
    assert (found.n, found.open, found.mean, found.median) == (3, 2, 20, 20)
    assert found.km_median == 20  # 5 is out, then 3/4, then 2/4
    assert figure([*facts, fact(7, Duration("open", 500.0), is_open=True)]).km_median == 30  # 4/5, 3/5, 2/5


def test_zero_minutes_are_minutes() -> None:
    found = figure(closed(0, 0, 0))
    assert (found.n, found.mean, found.median, found.p90, found.km_median) == (3, 0, 0, 0, 0)


def test_rate() -> None:
    found = rate_figure(frame([fact(1), fact(2), fact(3, severity="P0")]), 9.5, (0, 2), "above")
    assert (found.count, found.per_30_days) == (3, pytest.approx(9.473684210526315))
    assert found.interval == pytest.approx((0.6186721228956, 8.767273069742327))  # of the count, not of the 30 days
    assert dict(found.by_severity) == {"P0": 1, "P1": 2}
    assert rate_figure(frame([]), 0, None, None).per_30_days is None


def test_target() -> None:
    states = ["met", "met", "missed", "pending", "unknown", "none"]
    found = target_figure(frame([fact(n, response=state) for n, state in enumerate(states, 1)]))
    assert (found.met, found.missed, found.pending, found.unknown) == (2, 1, 1, 1)
    assert found.rate == pytest.approx(2 / 3), "of those that can be judged"
    assert found.missed_ids == ("INC-2026-003",)
    nothing = target_figure(frame([fact(1, response="pending")]))
    assert (nothing.rate, nothing.interval, nothing.pending) == (None, None, 1)


def test_recurrence() -> None:
    facts = [
        fact(1, window_elapsed=True, recurred_by=("INC-2026-002",)),
        fact(2, window_elapsed=True, repeats=("INC-2026-001",)),
        fact(3, window_elapsed=False, recurred_by=("INC-2026-004",)),
        fact(4, repeats=("INC-2026-003",)),
    ]
    found = recurrence_figure(frame(facts))
    assert (found.eligible, found.recurred, found.rate, found.repeats) == (2, 1, 0.5, 2)
    assert (found.ids, found.repeat_ids) == (("INC-2026-001",), ("INC-2026-002", "INC-2026-004"))
    nothing = recurrence_figure(frame([fact(1)]))
    assert (nothing.eligible, nothing.rate, nothing.interval) == (0, None, None)


def test_change_against_the_last_month_that_has_any() -> None:
    # Reference case mom.perm.clear: the least p that five against five can have, 2 of 252.
    before, after = figure(closed(120, 300, 90, 410, 1500)), figure(closed(10, 22, 15, 60, 33))
    found = change_figure("mttr", MAY, after, {MARCH: before, APRIL: DurationFigure(), MAY: after}, 1.27)
    assert found is not None
    assert (found.against, found.n, found.verdict) == (MARCH, (5, 5), "shorter")
    assert found.ratio == pytest.approx(0.08001138734040635)
    assert found.p == pytest.approx(2 / 252)
    back = change_figure("mttr", MAY, before, {MARCH: after}, 1.27)
    assert back is not None
    assert (back.ratio, back.p, back.verdict) == (pytest.approx(1 / found.ratio), pytest.approx(found.p), "longer")


def test_no_change_where_there_is_nothing_to_compare() -> None:
    some = figure(closed(10))
    assert change_figure("mttr", MAY, DurationFigure(), {APRIL: some}, 1.27) is None
    assert change_figure("mttr", MARCH, some, {APRIL: some, MARCH: some}, 1.27) is None


def test_a_hundredfold_of_one_is_no_finding() -> None:
    found = change_figure("mttr", MAY, figure(closed(500)), {APRIL: figure(closed(5))}, 1.27)
    assert found is not None
    assert (found.p, found.verdict, found.visible_ratio) == (1, "consistent", None)


def test_several_comparisons_of_a_month_are_adjusted_together() -> None:
    """Holm among three: 0.01 * 3, then 0.03 * 2, and 0.04 * 1 is not less than the one before it."""

    def one(p: float) -> Change:
        return Change(APRIL, (5, 5), 0.5, p, None, "shorter")

    found = adjusted({"mttd": one(0.04), "mtta": None, "mttr": one(0.01), "mrt": one(0.03)})
    assert found["mtta"] is None
    changes = {kpi: change for kpi, change in found.items() if change}
    assert [change.p_adjusted for change in changes.values()] == pytest.approx([0.06, 0.03, 0.06])
    assert [change.verdict_adjusted for change in changes.values()] == ["consistent", "shorter", "consistent"]
    assert {change.verdict for change in changes.values()} == {"shorter"}
    assert adjusted({"mttr": None}) == {"mttr": None}
