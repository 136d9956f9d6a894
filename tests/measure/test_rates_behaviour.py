"""How the number of incidents behaves, worked by hand and in general."""

from __future__ import annotations

import datetime as dt
import json
import math
import operator
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measure.behaviour_document import behaviour_document
from generator.measure.count_control import count_control, scatter_of, wide_chart
from generator.measure.counts_document import counts_part
from generator.measure.frame import frame
from generator.measure.rates_behaviour import behaviour_of, rates_behaviour
from generator.measure.statistics.count_charts import u_chart
from generator.measure.statistics.two_rates import visible_rate_ratios
from generator.measure.visible_rates import EXACT_UP_TO, visible_change
from generator.measure.whole_months import LONG, SHORT
from generator.model.kpi import Fact, KpiTable
from generator.model.month import Month
from generator.model.rates_behaviour import CountControl, RatesBehaviour
from tests.draw.draw_tables import AS_OF, TOKYO, fact, table

LAST = Month(2026, 10)  # the last whole month as of 10 November 2026; every month of these tables has 30 days


def facts(counts: Sequence[int], last: Month = LAST, **changes: object) -> list[Fact]:
    """Return so many incidents of each month up to `last`, evenly over its first 28 days."""
    number, found = 0, []
    for place, count in enumerate(counts):
        month = last.plus(place - len(counts) + 1)
        for turn in range(count):
            number += 1
            found.append(fact(number, month, 28 * (turn + 0.5) / count, 30, **changes))
    return found


def given_table(counts: Sequence[int], last: Month = LAST, **changes: object) -> KpiTable:
    return table(facts(counts, last, **changes), last.plus(1 - len(counts)), last)


def of(counts: Sequence[int], last: Month = LAST) -> RatesBehaviour:
    return rates_behaviour(given_table(counts, last))


def test_limits_are_poisson_quantiles_around_the_common_rate() -> None:
    """Twelve incidents in four months: 3 due a month, P(0) = 5 % and P(more than 9) = 0.11 %, so 0 to 9 are inside."""
    control = of((2, 4, 3, 3)).control
    assert control is not None and control.limits == "exact" and control.provisional
    assert [(round(point.due, 9), point.low, point.high) for point in control.points] == [(3, 0, 9)] * 4
    assert control.per_30_days == pytest.approx(3) and control.signals == ()


def test_dispersion_is_worked_out() -> None:
    """1, 2, 4: mean 7/3, squares (16 + 1 + 25)/9 = 14/3, chi2 = 14/3 / (7/3) = 2 at 2 degrees, p = exp(-1)."""
    control = of((1, 2, 4)).control
    assert control is not None and control.scatter is not None
    scatter = control.scatter
    assert (scatter.chi2, scatter.df, scatter.index) == (pytest.approx(2), 2, pytest.approx(1))
    assert scatter.p == pytest.approx(math.exp(-1)) and scatter.cause == "chance" and not scatter.rough


def test_a_trend_is_worked_out() -> None:
    """1, 2, 4 double each month: the factor per year is 2^12.

    Shares 1/7, 2/7, 4/7 have the mean place 10/7 and the variance 18/7 - 100/49 = 26/49; 7 incidents: the slope's
    error is 1/sqrt(7 * 26/49) = sqrt(7/26) = 0.5189. Likelihood ratio: 2 (ln 3/7 + 2 ln 6/7 + 4 ln 12/7) = 2.0008.
    """
    (trend,) = of((1, 2, 4)).trends
    reach = 12 * 1.959964 * math.sqrt(7 / 26)
    assert trend.ratio == pytest.approx(4096) and trend.interval is not None
    assert trend.interval == pytest.approx((4096 * math.exp(-reach), 4096 * math.exp(reach)), rel=1e-5)
    assert trend.p == pytest.approx(math.erfc(math.sqrt(2.0008 / 2)), abs=1e-4)  # chi-square at 1 degree
    assert trend.verdict == "none" and not trend.widened  # 7 incidents show no trend, however steep


def test_the_tests_of_the_page_are_adjusted_together() -> None:
    """1, 2, 4: three tests stand together, of scatter (0.368), of trend (0.157) and Laplace's."""
    found = of((1, 2, 4))
    (trend,), control = found.trends, found.control
    assert found.tests == 3 and control is not None and control.scatter is not None and trend.crowding is not None
    ps = sorted((control.scatter.p, trend.p or 0, trend.crowding.p))
    adjusted = sorted((control.scatter.p_adjusted, trend.p_adjusted or 0, trend.crowding.p_adjusted))
    first = 3 * ps[0]
    second = max(first, 2 * ps[1])
    assert adjusted == pytest.approx([first, second, max(second, ps[2])])


def test_clusters_are_judged_by_laneys_limits() -> None:
    """0, 0, 12 four times: 4 due a month, exact limits 0 to 11 would call every third month a signal.

    In errors of 2 the months move by 6 or 0: 7 of 11 moves, their mean 42/11, over 1.128 is 3.385. The limit is
    4 + 3 * 3.385 * 2 = 24.3. Squares (8 * 16 + 4 * 64) / 4 = 96 at 11 degrees: no chance.
    """
    control = of((0, 0, 12) * 4).control
    assert control is not None and control.scatter is not None
    assert control.limits == "laney" and control.sigma_z == pytest.approx(42 / 11 / 1.128)
    assert control.points[0].high == pytest.approx(4 + 6 * 42 / 11 / 1.128) and control.signals == ()
    assert control.scatter.chi2 == pytest.approx(96) and control.scatter.cause == "clusters"
    (trend,) = of((0, 0, 12) * 4).trends
    assert trend.widened and trend.crowding is None  # Laplace's test takes incidents as independent


def test_limits_are_never_narrower_than_those_of_chance() -> None:
    """5, 15 and 5, eight months each: 25/3 due. The level shifts twice; of 23 moves 21 are 0.

    In errors of sqrt(25/3) the mean move is 20/23 / 2.887 = 0.301, over 1.128 is 0.267: limits of 6 to 10.6 would
    call every month a signal. Chance has 1 to 18; the eight months of 15 in a row are the one signal.
    """
    found = of((5,) * 8 + (15,) * 8 + (5,) * 8)
    control = found.control
    assert control is not None and control.scatter is not None and control.scatter.cause == "clusters"
    assert (control.limits, control.points[0].low, control.points[0].high) == ("exact", 1, 18)
    (signal,) = control.signals
    assert (signal.rule, signal.side, signal.months) == ("run", "above", 8)
    assert [each.signals for each in found.severities] == [()]
    assert found.severities[0].limits == "exact"


@given(st.lists(st.integers(0, 20), min_size=2, max_size=24))
@settings(deadline=None, max_examples=40)
def test_no_limit_of_clusters_is_inside_one_of_chance(counts: list[int]) -> None:
    days = (30.0,) * len(counts)
    exact = u_chart(counts, days)
    assert exact is not None
    wide = wide_chart(counts, days, scatter_of(counts, days), exact)
    if wide is not None:
        assert all(map(operator.le, wide.chart.low, exact.low)) and all(map(operator.ge, wide.chart.high, exact.high))
        inside = {signal.first for signal in exact.signals if signal.rule == "outside"}
        assert {signal.first for signal in wide.chart.signals if signal.rule == "outside"} <= inside


def test_a_steady_rise_is_a_trend_and_no_cluster() -> None:
    found = of(range(2, 26))
    control = found.control
    assert control is not None and control.scatter is not None
    assert control.scatter.p < 0.001 and control.scatter.cause == "trend" and control.limits == "exact"
    (trend,) = found.trends
    assert trend.verdict == "more" and not trend.widened
    assert trend.interval is not None and trend.interval[0] > 1
    assert of(range(25, 1, -1)).trends[0].verdict == "fewer"


def test_a_month_outside_is_a_signal_with_its_ids() -> None:
    control = of((2, 5, 3, 4) * 5 + (4, 2, 5, 15)).control
    assert control is not None
    (signal,) = control.signals
    assert (signal.rule, signal.side, signal.first, signal.months, len(signal.ids)) == ("outside", "above", LAST, 1, 15)
    assert control.signal_of(LAST) == signal and control.signal_of(LAST.plus(-1)) is None


def test_many_quiet_months_among_clusters_are_no_run() -> None:
    """Of 24 months 3 have incidents: 15 empty ones in a row are what such clusters bring."""
    control = of((9, 0, 0, 0, 9, 0, 0, 0) + (0,) * 8 + (0, 0, 0, 9, 0, 0, 0, 0)).control
    assert control is not None and control.limits == "laney"
    assert [signal.rule for signal in control.signals if signal.rule == "run"] == []


def test_a_severity_that_stands_out_names_its_incidents_in_order_of_time() -> None:
    made = given_table((1,) * 23 + (12,))
    turned = behaviour_of(made.months, frame(made.facts[::-1]), made.zone, made.as_of)
    (signal,) = turned.severities[0].signals
    assert signal.ids == made.months[-1].incident_rate.ids and turned == rates_behaviour(made)


def test_stretches_are_the_last_24_the_last_60_and_all() -> None:
    def sizes(months: int) -> list[tuple[int, bool]]:
        return [(trend.stretch.months, trend.stretch.is_all) for trend in of((1,) * months).trends]

    assert sizes(7) == [(7, True)] and sizes(24) == [(24, True)]
    assert sizes(30) == [(24, False), (30, True)]
    assert sizes(130) == [(24, False), (60, False), (130, True)]


def test_the_running_month_is_left_out_of_counts_and_not_of_gaps() -> None:
    found = of((1, 1, 1, 1), last=LAST.plus(1))
    assert found.running == LAST.plus(1) and found.control is not None and found.gaps is not None
    assert [point.month for point in found.control.points] == [Month(2026, 8), Month(2026, 9), LAST]
    assert len(found.gaps.gaps) == 3


def test_gaps_have_exponential_limits() -> None:
    """Gaps of 1, 2 and 3 days: mean 2880 minutes. 0.135 % are below 3.9 minutes, 0.135 % above 6.61 means."""
    rows = [fact(number, LAST, day, 30) for number, day in enumerate((1, 2, 4, 7), 1)]
    found = rates_behaviour(table(rows, Month(2026, 9), LAST)).gaps  # 4 in two months are rare no more
    assert found is None
    gaps = rates_behaviour(table(rows, Month(2026, 8), LAST)).gaps
    assert gaps is not None and gaps.limits is not None and gaps.since is not None
    assert [(gap.id, gap.after, gap.minutes) for gap in gaps.gaps] == [
        ("INC-2026-002", "INC-2026-001", 1440), ("INC-2026-003", "INC-2026-002", 2880),
        ("INC-2026-004", "INC-2026-003", 4320),
    ]  # fmt: skip
    assert gaps.limits.mean == 2880 and gaps.limits.provisional
    assert gaps.limits.low == pytest.approx(3.8906, abs=1e-3)
    assert gaps.limits.high == pytest.approx(2880 * 6.60765, abs=0.1)
    assert gaps.since.after == "INC-2026-004" and gaps.since.minutes == (31 - 7 + 9) * 1440  # up to 10 November
    assert gaps.since.side == "above"  # 33 days, over 13.2


def test_gaps_look_back_until_their_limits_have_settled() -> None:
    few = of((1, *(0,) * 11) * 10).gaps  # one a year
    assert few is not None and few.stretch.is_all and len(few.gaps) == 9
    more = of((1, 0, 0) * 30).gaps
    assert more is not None and (more.stretch.months, len(more.gaps)) == (LONG, 19)
    most = of((1,) * 90).gaps
    assert most is not None and (most.stretch.months, len(most.gaps)) == (SHORT, 23)


def test_incidents_of_one_instant_have_a_gap_of_zero() -> None:
    rows = [fact(number, LAST, 3, 30) for number in (2, 1)]
    gaps = rates_behaviour(table(rows, Month(2026, 8), LAST)).gaps
    assert gaps is not None and gaps.limits is None  # of zeros only there is no chart
    assert [(gap.id, gap.minutes) for gap in gaps.gaps] == [("INC-2026-002", 0)]


def test_what_could_be_seen_is_that_of_the_last_twelve_months() -> None:
    visible = of((50,) * 12 + (10,) * 12).visible
    assert visible is not None and (visible.months, visible.events, visible.per_month) == (12, 120, 10)
    assert tuple(visible.month) == tuple(visible_rate_ratios(10)) and tuple(visible.year) == tuple(
        visible_rate_ratios(120)
    )
    rare = of((1, 0) * 6).visible
    assert rare is not None and rare.month.fall is None and rare.month.rise is not None


def test_beyond_a_thousand_the_normal_distribution_is_near_enough() -> None:
    exact, near = visible_change(EXACT_UP_TO), visible_change(EXACT_UP_TO * (1 + 1e-9))
    assert near.fall == pytest.approx(exact.fall, rel=2e-3) and near.rise == pytest.approx(exact.rise, rel=2e-3)
    assert visible_change(1e6).fall == pytest.approx(1 - 2.8016 * math.sqrt(2 / 1e6), abs=1e-5)


def test_a_severity_is_told_only_where_all_months_together_allow_it() -> None:
    """P2 has 14 in a month of 2.5 due: p of 7e-7, times 48 months of two severities, is far below 5 %."""
    p2, p3 = facts((2,) * 23 + (14,), severity="P2"), facts((2,) * 23 + (6,), severity="P3")
    p3 = [entry._replace(id=f"INC-2025-{number:03d}") for number, entry in enumerate(p3, 1)]
    p1 = [fact(900, LAST, 1, 30, severity="P1")]
    found = rates_behaviour(table([*p2, *p3, *p1]))
    assert found.few == ("P1",)
    first, second = found.severities
    assert (first.severity, first.events, first.tests, second.severity) == ("P2", 60, 24, "P3")
    (signal,) = first.signals
    assert (signal.month, signal.side, signal.count, len(signal.ids)) == (LAST, "above", 14, 14)
    assert signal.p_adjusted < 1e-3 and second.signals == ()


@pytest.mark.parametrize(
    ("counts", "why"),
    [((0,), "nothing"), ((3,), "few_months"), ((0, 0, 0), "nothing"), ((1, 1), "few_months"), ((0, 0, 4), "one_end")],
)
def test_degenerate_months_say_why_there_is_no_trend(counts: Sequence[int], why: str) -> None:
    found = of(counts)
    (trend,) = found.trends
    assert (trend.verdict, trend.why_none, trend.ratio, trend.p) == ("none", why, None, None)
    assert found.control is not None and len(found.control.points) == len(counts)
    json.dumps(counts_part(found), allow_nan=False)


def test_no_month_and_one_incident_give_no_number_that_means_nothing() -> None:
    nothing = rates_behaviour(table([]))
    assert nothing == RatesBehaviour(None, None, (), None, (), (), None, 0)
    one = of((0, 1, 0, 0))
    assert one.gaps is not None and one.gaps.gaps == () and one.gaps.limits is None and one.gaps.since is not None
    running = of((3,), last=LAST.plus(1))
    assert running.control is None and running.trends == () and running.running == LAST.plus(1)


def test_the_document_names_every_part_and_knows_no_infinity() -> None:
    given = given_table((1, 2, 4))
    document = behaviour_document(given, counts=counts_part(rates_behaviour(given)))
    assert document["schema"] == "furikaeri/behaviour/1" and "durations" not in document
    counts = json.loads(json.dumps(document, allow_nan=False))["counts"]
    assert counts["trends"][0]["ratio_per_year"] == pytest.approx(4096)
    assert [point["count"] for point in counts["control"]["points"]] == [1, 2, 4]
    assert counts["control"]["points"][0]["ids"] == ["INC-2026-001"]
    steep = given_table((*(0,) * 3, 1, 5000))
    json.dumps(counts_part(rates_behaviour(steep)), allow_nan=False)


SERIES = st.lists(st.integers(0, 9), min_size=1, max_size=75)


@settings(max_examples=60)
@given(SERIES)
def test_all_months_of_the_stretch_are_charted_and_signals_lie_in_it(counts: list[int]) -> None:
    control = of(counts).control
    assert control is not None
    shown = counts[-SHORT:]
    assert [point.count for point in control.points] == shown
    assert [point.month for point in control.points] == [LAST.plus(n - len(shown) + 1) for n in range(len(shown))]
    charted = {ident for point in control.points for ident in point.ids}
    for signal in control.signals:
        assert control.points[0].month <= signal.first <= signal.last <= LAST
        assert set(signal.ids) <= charted
    json.dumps(counts_part(of(counts)), allow_nan=False)


@settings(max_examples=40)
@given(SERIES, st.sampled_from((0.5, 2.0, 7.0)))
def test_longer_days_change_the_rate_and_nothing_else(counts: list[int], factor: float) -> None:
    given = given_table(counts)
    longer = tuple(replace(figures, exposure_days=figures.exposure_days * factor) for figures in given.months)
    usual, other = (behaviour_of(months, frame(given.facts), TOKYO, AS_OF) for months in (given.months, longer))
    assert usual.control is not None and other.control is not None
    assert other.control.per_30_days * factor == pytest.approx(usual.control.per_30_days)
    assert other.control.signals == usual.control.signals
    assert [point.high for point in other.control.points] == pytest.approx([p.high for p in usual.control.points])
    for mine, theirs in zip(usual.trends, other.trends, strict=True):
        assert mine.verdict == theirs.verdict
        assert (mine.ratio or 0) == pytest.approx(theirs.ratio or 0, rel=1e-6)


@settings(max_examples=30)
@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_of_records_is_irrelevant(counts: list[int], chance: random.Random) -> None:
    given = given_table(counts)
    shuffled = list(given.facts)
    chance.shuffle(shuffled)
    usual, other = (behaviour_of(given.months, frame(rows), TOKYO, AS_OF) for rows in (given.facts, shuffled))
    assert (other.gaps, other.trends, other.control) == (usual.gaps, usual.trends, usual.control)


@settings(max_examples=30)
@given(SERIES)
def test_no_verdict_goes_beyond_its_interval(counts: list[int]) -> None:
    for trend in of(counts).trends:
        if trend.verdict == "none":
            continue
        assert trend.interval is not None and trend.p_adjusted is not None and trend.p_adjusted <= 0.05
        assert trend.interval[0] > 1 if trend.verdict == "more" else trend.interval[1] < 1


def test_an_incident_at_a_months_border_counts_once() -> None:
    border = fact(1, LAST, 0, 30)
    moved = border._replace(at=border.at.astimezone(dt.UTC))
    (trend,) = rates_behaviour(table([moved, fact(2, LAST, 5, 30)], Month(2026, 8), LAST)).trends
    assert trend.events == 2


@pytest.mark.parametrize("usual", [1.0, 6.0])
def test_where_nothing_changes_about_one_chart_in_twenty_has_a_signal(usual: float) -> None:
    chance = random.Random(20)
    signals = sum(bool(charted.signals) for _ in range(150) if (charted := _by_chance(chance, usual)))
    assert signals <= 15


def _by_chance(chance: random.Random, usual: float) -> CountControl | None:
    """Return the chart of 24 months with Poisson counts."""
    months = given_table((1,) * SHORT).months
    counts = [_poisson(chance, usual) for _ in months]
    shown = tuple(
        replace(figures, incident_rate=replace(figures.incident_rate, count=count))
        for figures, count in zip(months, counts, strict=True)
    )
    return count_control(shown, shown)


def _poisson(chance: random.Random, mean: float) -> int:
    """Return how many exponential waits end within `mean`."""
    count, waited = 0, chance.expovariate(1)
    while waited < mean:
        count, waited = count + 1, waited + chance.expovariate(1)
    return count
