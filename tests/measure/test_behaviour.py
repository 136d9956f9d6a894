"""How durations behave: charts of single incidents, curves and what could be seen, worked by hand and in general."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measure.behaviour import duration_behaviour
from generator.measure.behaviour_document import behaviour_document
from generator.measure.durations_document import durations_part
from generator.measure.frame import frame
from generator.measure.running import HORIZON, RECENT, Watched, compared, running, watched
from generator.measure.statistics.distributions import t_test_power
from generator.measure.statistics.xmr import xmr_log_chart
from generator.measure.steady import BASELINE, CHANCE_OF_A_SIGNAL, FEWEST_POINTS, STEP, control
from generator.model.behaviour import Control, ControlSignal, Restricted
from generator.model.kpi import DURATIONS, Fact, KpiTable
from generator.model.month import Month
from tests.draw.draw_tables import fact, table

OCT = Month(2026, 10)
Given = float | tuple[float, str] | None  # closed, (minutes, "open"), unknown


def facts(values: Sequence[Given], first: Month = OCT) -> list[Fact]:
    """Return an incident every day, the same for each duration."""
    found = []
    for place, value in enumerate(values):
        minutes, is_open = (value[0], True) if isinstance(value, tuple) else (value, False)
        found.append(fact(place + 1, first.plus(place // 28), float(place % 28), minutes, is_open=is_open))
    return found


def charted(values: Sequence[Given]) -> Control:
    return control(frame(facts(values)), "mttr")


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(f"INC-2026-{number:03d}" for number in numbers)


WAVE = (10.0, 20.0, 40.0, 20.0, 10.0, 20.0)


def test_limits_by_hand() -> None:
    """10 20 40 20 10 20: as powers of 2 beside 10 they are 0 1 2 1 0 1.

    Mean 5/6; every moving range is 1. Centre 10 * 2^(5/6) = 17.8; limits 10 * 2^(5/6 -+ 2.66) = 2.8 and 112.6.
    Six times the same wave are 36 incidents with the same mean and, as 20 is followed by 10, the same ranges.
    What comes after is judged by these limits and does not move them: 200 is above, 112 inside, 2 below.
    """
    for values in (WAVE, WAVE * 6, (*WAVE * 6, 200.0, 112.0, 2.0)):
        limits = charted(values).limits
        assert limits is not None
        found = (limits.centre, limits.low, limits.high)
        assert found == pytest.approx((10 * 2 ** (5 / 6), 10 * 2 ** (5 / 6 - 2.66), 10 * 2 ** (5 / 6 + 2.66)))
        assert (limits.baseline, limits.provisional) == (min(len(values), 36), len(values) < 12)
    assert charted(WAVE * 6).signals == ()
    assert charted((*WAVE * 6, 200.0, 112.0, 2.0)).signals == (
        ControlSignal("outside", "above", ("INC-2026-037",)), ControlSignal("outside", "below", ("INC-2026-039",)),
    )  # fmt: skip


def test_a_run_names_its_incidents_from_the_first_to_the_last() -> None:
    found = charted((*WAVE * 6, *[30.0] * 8))
    # the last 20 of the waves is above the centre 17.8 too: nine in a row
    assert found.signals == (ControlSignal("run", "above", ids(*range(36, 45))),)


def test_the_baseline_stays_for_a_dozen_and_then_moves_by_a_dozen() -> None:
    generator = random.Random(1)
    values = [generator.lognormvariate(3, 1) for _ in range(72)]
    for count in range(FEWEST_POINTS, 73):
        found = charted(values[:count])
        assert found.limits is not None
        start = 0 if count < 48 else 12 if count < 60 else 24 if count < 72 else 36
        assert (found.earlier, len(found.points)) == (start, count - start)
        base = values[start : start + 36][: min(36, count)]
        assert found.limits.centre == pytest.approx(math.exp(np.log(base).mean()))


@pytest.mark.parametrize(
    ("values", "has_limits", "all_equal"),
    [
        ((), False, False),
        ((5.0,), False, False),
        (((5.0, "open"),) * 20, False, False),
        ((None,) * 20, False, False),
        ((7.0,) * 5, False, True),
        ((7.0,) * 20, True, True),
        ((0.0,) * 20, True, True),
        ((0.0, 5.0) * 10, True, False),
    ],
)
def test_hardly_anything_to_chart(values: Sequence[Given], has_limits: bool, all_equal: bool) -> None:
    found = charted(values)
    assert (found.limits is not None, found.all_equal, found.signals) == (has_limits, all_equal, ())
    if found.limits is not None:
        assert 0 < found.limits.low <= found.limits.centre <= found.limits.high < math.inf


def test_how_often_chance_makes_a_signal() -> None:
    """The page says so beside every chart: the longest chart of a process in which nothing changes."""
    generator = np.random.default_rng(7)
    longest = BASELINE + STEP - 1
    runs = [np.exp(generator.normal(3, 1.27, longest)).tolist() for _ in range(600)]
    charts = [xmr_log_chart(minutes, BASELINE) for minutes in runs]
    share = sum(bool(chart and chart.signals) for chart in charts) / len(charts)
    assert CHANCE_OF_A_SIGNAL - 0.08 < share < CHANCE_OF_A_SIGNAL + 0.02


VALUES = st.one_of(
    st.floats(0, 1e5),
    st.floats(0, 1e5).map(lambda minutes: (minutes, "open")),
    st.none(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(VALUES, max_size=90))
def test_no_incident_is_lost_and_signals_lie_on_the_chart(values: list[Given]) -> None:
    found = charted(values)
    assert len(found.points) + found.earlier + len(found.open) + len(found.unknown) == len(values)
    assert len(found.points) < BASELINE + STEP
    on_it = [point.id for point in found.points]
    for signal in found.signals:
        first = on_it.index(signal.ids[0])
        assert tuple(on_it[first : first + len(signal.ids)]) == signal.ids
    curve = running(watched(frame(facts(values)), "mttr"))
    assert curve.n + curve.unknown == len(values)
    assert list(curve.survival) == sorted(curve.survival, reverse=True)
    assert all(0 <= share <= 1 for share in curve.survival)
    shares = [still.share for still in curve.still if still.share is not None]
    assert shares == sorted(shares, reverse=True)
    for still in curve.still:
        if still.share is not None and still.interval is not None:
            assert -1e-9 <= still.interval[0] <= still.share + 1e-9
            assert still.share - 1e-9 <= still.interval[1] <= 1 + 1e-9
    if curve.restricted is not None:
        assert 0 <= curve.restricted.mean <= HORIZON


def seen(values: Sequence[Given]) -> Watched:
    return watched(frame(facts(values)), "mttr")


def test_a_curve_by_hand() -> None:
    """30 60 120 closed, 90 and 240 open, one unknown: five are watched.

    4/5 run on after 30, 3/5 after 60; the one seen for 90 leaves two, of which one ends: 3/10 after 120.
    After 1 h: 3/5, Greenwood 1/(5*4) + 1/(4*3) = 2/15. After 4 h: 3/10, for the open one was seen so long.
    After a day nobody knows, and so no mean up to 3 days either.
    """
    curve = running(seen([30.0, 60.0, (90.0, "open"), 120.0, (240.0, "open"), None]))
    assert (curve.closed, curve.unknown, curve.n) == (3, 1, 5)
    assert curve.open == (("INC-2026-003", 90.0), ("INC-2026-005", 240.0))
    assert curve.times == (30, 60, 90, 120, 240)
    assert curve.survival == pytest.approx((0.8, 0.6, 0.6, 0.3, 0.3))
    assert curve.median == 120
    hour, four, day, week = curve.still
    assert hour.share == pytest.approx(0.6)
    turn = 1.959964 * math.sqrt(2 / 15) / math.log(0.6)
    assert hour.interval == pytest.approx((0.6 ** math.exp(-turn), 0.6 ** math.exp(turn)), rel=1e-6)
    assert hour.ids == ids(3, 4, 5)
    assert four.share == pytest.approx(0.3) and four.ids == ()
    assert (day.share, day.interval, week.share, week.interval) == (None,) * 4
    assert curve.restricted is None


def test_a_restricted_mean_by_hand() -> None:
    """30 60 120 5000 closed, 90 open: 30 * 1 + 30 * 4/5 + 60 * 3/5 + (4320 - 120) * 3/10 = 1350 minutes.

    The fifth counts as 3 days. Below ten closed ones the mean has no interval.
    """
    curve = running(seen([30.0, 60.0, (90.0, "open"), 120.0, 5000.0]))
    assert curve.restricted is not None
    assert curve.restricted == Restricted(4320, pytest.approx(1350), None)
    assert running(seen([30.0, 60.0, 120.0, 5000.0] * 3)).restricted.interval is not None  # type: ignore[union-attr]


def test_a_share_of_none_or_all_has_an_interval_where_all_were_watched_so_long() -> None:
    """None of 5 is Wilson's 0 to 3.8416 / 8.8416; with one open for half an hour nobody can say."""
    hour = running(seen([1.0, 2.0, 3.0, 4.0, 5.0])).still[0]
    assert (hour.share, hour.interval) == (0, pytest.approx((0, 3.841459 / 8.841459), abs=1e-6))
    hour = running(seen([100.0] * 5)).still[0]
    assert (hour.share, hour.interval) == (1, pytest.approx((5 / 8.841459, 1), abs=1e-6))
    assert running(seen([(30.0, "open"), 100.0])).still[0].interval is None


@pytest.mark.parametrize("values", [[], [None] * 3, [(5.0, "open")] * 4, [7.0], [7.0] * 9, [0.0] * 9])
def test_hardly_anything_to_follow(values: list[Given]) -> None:
    curve = running(seen(values))
    assert curve.n == len([value for value in values if value is not None])
    assert (curve.median is None) == (not values or not isinstance(values[0], float))
    assert (curve.median_low, curve.median_high) == (None, None)
    assert curve.restricted is None or curve.restricted.interval is None


def test_no_verdict_without_support() -> None:
    short, long = seen([float(n) for n in range(10, 30)]), seen([float(n) for n in range(100, 120)])
    few = seen([10.0, 11.0])
    for recent, before, verdict in ((short, long, "shorter"), (long, short, "longer"), (short, short, "consistent")):
        test = compared(recent, before)
        assert test is not None and test.verdict == verdict
    test = compared(few, long)
    assert test is not None and test.verdict is None  # p is small, but two incidents are too few for it
    assert compared(few, seen([])) is None and compared(seen([]), few) is None


def two_years() -> KpiTable:
    """Return 15 months with four incidents each, those of the last 12 months twice as long."""
    found: list[Fact] = []
    for place in range(15):
        month = Month(2025, 8).plus(place)
        minutes = (20, 30, 40, 50) if place < 3 else (40, 60, 80, 100)
        found += [fact(4 * place + n, month, n, float(m), severity="P2") for n, m in enumerate(minutes)]
    return table(found)


def test_the_last_twelve_months_against_all_before() -> None:
    found = duration_behaviour(two_years())["mttr"]
    assert found.since == Month(2025, 11)
    assert found.before is not None and found.compared is not None
    assert (found.recent.n, found.before.n, found.recent.median, found.before.median) == (48, 12, 60, 30)
    assert found.compared.verdict == "longer"
    assert found.compared.ended == 48 and found.compared.due > 48


def test_what_could_be_seen_at_four_a_month() -> None:
    found = duration_behaviour(two_years())["mttr"].visible
    assert (found.months, found.per_month, found.group, found.sigma_n) == (12, 4, 4, 60)
    assert found.month_ratio is not None and found.year_ratio is not None and found.needed is not None
    assert found.month_ratio < found.year_ratio < 1
    # what is called visible is seen with 80 % power, by the test's power at these sizes
    for ratio, size in ((found.month_ratio, 4), (found.year_ratio, 48), (found.goal, found.needed)):
        assert t_test_power(-math.log(ratio) / found.sigma, size, size) == pytest.approx(0.8, abs=1e-4)


def test_the_first_months_have_nothing_before_them() -> None:
    found = duration_behaviour(table(facts([5.0, 6.0])))["mttr"]
    assert (found.since, found.before, found.compared) == (OCT, None, None)
    assert (found.visible.month_ratio, found.visible.sigma_n) == (None, 0) or found.visible.group == 2
    nothing = duration_behaviour(table([]))["mttr"]
    assert (nothing.since, nothing.recent.n, nothing.visible.per_month) == (None, 0, None)


@settings(deadline=None, max_examples=25)
@given(st.lists(VALUES, max_size=60))
def test_the_document_is_plain_json_and_counts_everybody(values: list[Given]) -> None:
    given_table = table(facts(values))
    found = duration_behaviour(given_table)
    text = json.dumps(behaviour_document(given_table, durations=durations_part(found)), allow_nan=False)
    document = json.loads(text)
    assert document["schema"] == "furikaeri/behaviour/1" and document["durations"].keys() == set(DURATIONS)
    for part in document["durations"].values():
        chart, before = part["control"], part["before"] or {"n": 0, "unknown": 0}
        assert len(chart["points"]) + chart["earlier"] + len(chart["open_ids"]) + chart["unknown"] == len(values)
        assert part["recent"]["n"] + part["recent"]["unknown"] + before["n"] + before["unknown"] == len(values)
        curve = part["recent"]["curve"]
        assert len({len(column) for column in curve.values()}) == 1


def test_the_document_takes_both_parts_or_either() -> None:
    empty = table([])
    assert behaviour_document(empty).keys() == {"schema", "as_of", "timezone"}
    both = behaviour_document(
        empty, durations=durations_part(duration_behaviour(empty)), counts={"incident_rate": {"n": 1}}
    )
    assert both["counts"] == {"incident_rate": {"n": 1}} and set(both["durations"]) == set(DURATIONS)


def test_a_year_is_recent() -> None:
    assert RECENT == 12
