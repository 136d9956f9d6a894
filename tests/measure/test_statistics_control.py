"""Control charts: their limits and their signals."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure.statistics.control import Chart, Signal, near_limit, runs
from generator.measure.statistics.count_charts import Dispersion, c_chart, dispersion, laney_chart, u_chart
from generator.measure.statistics.draws import seeded
from generator.measure.statistics.rare_charts import g_chart, t_chart
from generator.measure.statistics.xmr import xmr_chart, xmr_log_chart

MINUTES = st.lists(st.integers(0, 10_000), min_size=2, max_size=40)
COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=36)
MONTHS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 31)), min_size=1, max_size=36)


def _is_sound(chart: Chart) -> None:
    sizes = {len(part) for part in (chart.points, chart.low, chart.high)}
    assert len(sizes) == 1
    for low, high in zip(chart.low, chart.high, strict=True):
        assert low <= chart.centre * (1 + 1e-9) + 1e-9 and chart.centre <= high * (1 + 1e-9) + 1e-9
    for signal in chart.signals:
        assert 0 <= signal.first <= signal.last < len(chart.points)
        assert signal.rule != "outside" or signal.first == signal.last
    assert [signal.last for signal in chart.signals] == sorted(signal.last for signal in chart.signals)


@given(MINUTES)
def test_xmr_limits_hold_the_geometric_mean(minutes: list[int]) -> None:
    chart = xmr_log_chart(minutes)
    assert chart is not None
    _is_sound(chart)
    assert all(low > 0 for low in chart.low)
    logs = [math.log(max(0.5, value)) for value in minutes]
    assert chart.centre == pytest.approx(math.exp(sum(logs) / len(logs)))
    assert chart.centre**2 == pytest.approx(chart.low[0] * chart.high[0])  # the limits are as far as factors


@given(MINUTES, st.sampled_from([60, 1440]))
def test_the_signals_do_not_depend_on_the_unit(minutes: list[int], factor: int) -> None:
    one, other = (
        xmr_log_chart([value + 1 for value in minutes]),
        xmr_log_chart([(value + 1) * factor for value in minutes]),
    )
    assert one is not None and other is not None
    assert one.signals == other.signals
    assert other.high == pytest.approx([high * factor for high in one.high])


def test_a_point_outside_by_hand() -> None:
    # mean 130/9 = 14.4; moving ranges 0 0 0 0 40 40 0 0, their mean 10; 14.4 + 26.6 = 41.0
    chart = xmr_chart([10, 10, 10, 10, 10, 50, 10, 10, 10])
    assert chart is not None
    assert chart.high[0] == pytest.approx(130 / 9 + 2.66 * 10)
    assert chart.signals == (Signal("outside", "above", 5, 5),)


def test_a_run_is_eight_in_a_row() -> None:
    assert list(runs([1] * 7 + [-1] * 7, [0] * 14)) == []
    assert list(runs([-1] + [1] * 9 + [-1], [0] * 11)) == [Signal("run", "above", 1, 9)]
    assert list(runs([1] * 5 + [0] + [1] * 5, [0] * 11)) == []  # a point on the centre ends a run
    assert list(runs([-2] * 8, [0] * 8)) == [Signal("run", "below", 0, 7)]


def test_where_most_months_are_below_the_mean_a_run_below_has_to_be_longer() -> None:
    # 0.5 a month: P(0) = 0.607 and 0.607^11 > 1/256 > 0.607^12; P(1 or more) = 0.393, 0.393^5 > 1/256 > 0.393^6
    calm = [(math.exp(-0.5), 1 - math.exp(-0.5))] * 12
    assert list(runs([0] * 11, [0.5] * 11, calm[:11])) == []
    assert list(runs([0] * 12, [0.5] * 12, calm)) == [Signal("run", "below", 0, 11)]
    assert list(runs([1] * 5, [0.5] * 5, calm[:5])) == []
    assert list(runs([1] * 6, [0.5] * 6, calm[:6])) == [Signal("run", "above", 0, 5)]


def test_three_of_four_near_a_limit() -> None:
    # centre 0, limits +-3: nearer to a limit from 1.5 on
    assert list(near_limit([2, 2, 0, 2], 0, -3, 3)) == [Signal("near_limit", "above", 0, 3)]
    assert list(near_limit([2, 2, 0, 0, 2], 0, -3, 3)) == []
    assert list(near_limit([-2, -2, -2, -2, 0], 0, -3, 3)) == [Signal("near_limit", "below", 0, 3)]
    assert list(near_limit([2, 2, 2, 0, 0, 0, 2, 2, 2], 0, -3, 3)) == [
        Signal("near_limit", "above", 0, 2),
        Signal("near_limit", "above", 6, 8),
    ]
    assert list(near_limit([2, 2, 2, 0, 2, 2], 0, -3, 3)) == [Signal("near_limit", "above", 0, 5)]  # they share a point
    assert list(near_limit([1.5, 1.5, 1.5, 1.5], 0, -3, 3)) == []
    assert list(near_limit([], 0, -3, 3)) == []


def test_a_run_of_counts_on_a_whole_mean() -> None:
    # 1 a month: P(0) = e^-1, six in a row e^-6 < 1/256 < e^-5; P(2 or more) = 0.264, four in a row 0.0049, five 0.0013
    chart = c_chart([0] * 6 + [2] * 6)
    assert chart is not None
    assert chart.signals == (Signal("run", "below", 0, 5), Signal("run", "above", 6, 11))
    shorter = c_chart([0] * 5 + [1] + [2] * 4 + [1] + [0, 2] + [1])
    assert shorter is not None and shorter.centre == pytest.approx(13 / 14)
    assert shorter.signals == ()


@given(COUNTS)
def test_exact_limits_leave_no_more_than_their_tail(counts: list[int]) -> None:
    chart = c_chart(counts)
    assert chart is not None
    _is_sound(chart)
    low, high, mean = int(chart.low[0]), int(chart.high[0]), chart.centre
    mass = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(high + 1)]
    assert sum(mass[:low]) <= 0.00135 + 1e-12
    assert 1 - sum(mass) <= 0.00135 + 1e-12
    found = [signal.last for signal in chart.signals if signal.rule == "outside"]
    assert found == [place for place, count in enumerate(counts) if not low <= count <= high]


@given(MONTHS, st.sampled_from([0.25, 2.0, 64.0]))
def test_a_u_chart_scales_with_the_exposure(months: list[tuple[int, int]], factor: float) -> None:
    counts, days = zip(*months, strict=True)
    one, other = u_chart(counts, days), u_chart(counts, [factor * span for span in days])
    assert one is not None and other is not None
    assert one.signals == other.signals
    for part in ("points", "low", "high"):
        assert [value * factor for value in getattr(other, part)] == pytest.approx(list(getattr(one, part)))


@given(COUNTS)
def test_a_c_chart_is_a_u_chart_of_equal_exposure(counts: list[int]) -> None:
    assert c_chart(counts, "three_sigma") == u_chart(counts, [1] * len(counts), "three_sigma")


def test_unequal_exposure_by_hand() -> None:
    # 12 in 40 days: 0.3 a day. In 10 days 3 are due: 0.3 +- 3 sqrt(0.3 / 10); in 30 days 9: 0.3 +- 0.3
    chart = u_chart([3, 9], [10, 30], "three_sigma")
    assert chart is not None
    assert chart.points == (0.3, 0.3)
    assert chart.low == pytest.approx((0.0, 0.0), abs=1e-12)
    assert chart.high == pytest.approx((0.3 + 3 * math.sqrt(0.03), 0.6))


def test_charts_of_hardly_anything() -> None:
    assert c_chart([]) is u_chart([], []) is laney_chart([], []) is dispersion([]) is None
    assert xmr_chart([]) is xmr_log_chart([]) is xmr_log_chart([5]) is t_chart([]) is g_chart([]) is None
    assert c_chart([0, 0, 0]) == Chart((0.0,) * 3, 0.0, (0.0,) * 3, (0.0,) * 3, ())
    assert c_chart([4]) == Chart((4.0,), 4.0, (0.0,), (11.0,), ())
    assert laney_chart([4], [30]) is laney_chart([0, 0], [30, 28]) is None
    assert t_chart([0, 0]) is g_chart([0, 0]) is None
    assert dispersion([7]) == Dispersion(7.0, None, None, 0, None)


@pytest.mark.parametrize("equal", [[0] * 12, [20] * 12, [7] * 12])
def test_equal_points_are_no_signal_in_spite_of_rounding(equal: list[int]) -> None:
    chart = xmr_log_chart(equal)
    assert chart is not None and chart.signals == ()
    assert chart.centre == pytest.approx(max(0.5, equal[0]))
    months = u_chart(equal, [30] * 12)
    assert months is not None and months.signals == ()
    if any(equal):
        gaps, widened = t_chart([value / 3 for value in equal]), laney_chart(equal, [30] * 12)
        assert widened is not None and widened.sigma_z == pytest.approx(0.0, abs=1e-9)
        assert widened.chart.signals == ()
        assert gaps is not None and {signal.rule for signal in gaps.signals} == {"run"}  # chance does not repeat itself


def test_what_is_no_observation_is_refused() -> None:
    with pytest.raises(ValueError, match="exposure above 0"):
        u_chart([1, 2], [30, 0])
    with pytest.raises(ValueError, match="exposure above 0"):
        laney_chart([1, 2], [30])
    with pytest.raises(ValueError, match="0 or more"):
        c_chart([1, -2])
    with pytest.raises(ValueError, match="negative"):
        t_chart([1, -2])
    with pytest.raises(ValueError, match="negative"):
        g_chart([1, -2])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 31)), min_size=2, max_size=36))
def test_laney_widens_by_the_scatter_between_months(months: list[tuple[int, int]]) -> None:
    counts, days = zip(*months, strict=True)
    found, plain = laney_chart(counts, days), u_chart(counts, days, "three_sigma")
    assert (found is None) == (not any(counts))
    if found is None or plain is None:
        return
    _is_sound(found.chart)
    for wide, narrow in zip(found.chart.high, plain.high, strict=True):
        assert wide - plain.centre == pytest.approx(found.sigma_z * (narrow - plain.centre))


def test_laney_by_hand() -> None:
    # 12 in 30 days: 0.4 a day, error sqrt(0.4 / 10) = 0.2; rates 0.2, 0.6, 0.4: z -1, 1, 0; ranges 2 and 1, mean 1.5
    found = laney_chart([2, 6, 4], [10, 10, 10])
    assert found is not None
    assert found.sigma_z == pytest.approx(1.5 / 1.128)
    assert found.chart.high == pytest.approx([0.4 + 3 * 1.5 / 1.128 * 0.2] * 3)
    assert found.chart.low == (0, 0, 0)


@given(MONTHS)
def test_dispersion_is_chi_square_against_what_is_due(months: list[tuple[int, int]]) -> None:
    counts, days = zip(*months, strict=True)
    found, equal = dispersion(counts, days), dispersion(counts)
    assert found is not None and equal is not None
    assert found.mean == pytest.approx(sum(counts) / sum(days))
    assert found.df == len(months) - 1
    if equal.index_of_dispersion is not None:
        mean = sum(counts) / len(counts)
        variance = sum((count - mean) ** 2 for count in counts) / equal.df
        assert equal.index_of_dispersion == pytest.approx(variance / mean)
        assert equal.p is not None and 0 <= equal.p <= 1


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30).filter(any))
def test_rare_events(gaps: list[int]) -> None:
    continuous, days = t_chart(gaps), g_chart(gaps)
    assert continuous is not None and days is not None
    _is_sound(continuous)
    _is_sound(days.chart)
    mean = sum(gaps) / len(gaps)
    assert math.exp(-continuous.high[0] / mean) == pytest.approx(0.00135)
    assert 1 - math.exp(-continuous.low[0] / mean) == pytest.approx(0.00135)
    assert math.exp(-continuous.centre / mean) == pytest.approx(0.5)
    beyond = (1 - days.daily_share) ** (days.chart.high[0] + 1)
    assert beyond <= 0.00135 + 1e-12 < beyond / (1 - days.daily_share) + 2e-12
    if len(gaps) <= 6:
        assert not [signal for signal in continuous.signals if (signal.rule, signal.side) == ("outside", "above")]


def test_a_run_of_whole_days() -> None:
    # mean 3, so 1/4 a day and a median of 2: P(0 or 1) = 0.4375, P(3 or more) = 0.4219; seven in a row are enough
    chart, shorter = g_chart([1] * 7 + [5] * 7), g_chart([1] * 6 + [5] * 6)
    assert chart is not None and shorter is not None
    assert (chart.mean, chart.daily_share, chart.chart.centre) == (3, 0.25, 2)
    assert chart.chart.signals == (Signal("run", "below", 0, 6), Signal("run", "above", 7, 13))
    assert shorter.chart.signals == ()


def test_false_alarms_are_as_rare_as_promised() -> None:
    # 2,000 years of 12 calm months, 2 due in each (sums of exponential gaps): points outside, and runs
    random, outside, run, years = seeded("calm"), 0, 0, 2_000
    for _ in range(years):
        counts = [0] * 12
        moment = -math.log(random.random()) / 2
        while moment < 12:
            counts[int(moment)] += 1
            moment -= math.log(random.random()) / 2
        chart = c_chart(counts)
        assert chart is not None
        outside += any(signal.rule == "outside" for signal in chart.signals)
        run += any(signal.rule == "run" for signal in chart.signals)
    assert outside / years < 12 * 0.0027
    assert run / years < 0.04
