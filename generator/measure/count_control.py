"""Is the number of incidents as usual? The months against limits of chance, or of the site's own scatter."""

from __future__ import annotations

from collections.abc import Sequence

from generator.measure.statistics.control import SETTLED_POINTS, Chart, Signal, in_order, outside, runs, side_of
from generator.measure.statistics.count_charts import Dispersion, Laney, dispersion, laney_chart, u_chart
from generator.measure.statistics.distributions import SIGNIFICANCE, chi2_above
from generator.measure.statistics.trend import RateTrend, poisson_trend
from generator.measure.whole_months import counts_of, days_of, month_of, named
from generator.model.kpi import Figures
from generator.model.rates_behaviour import CountControl, CountPoint, CountSignal, Scatter

FEWEST_A_MONTH = 1.0  # incidents due a month, below which the dispersion test's p is rough
DAYS = 30.0


def count_control(part: Sequence[Figures], months: Sequence[Figures]) -> CountControl | None:
    """Return the chart of the stretch `part` of the whole `months`; None of nothing.

    Limits are exact Poisson quantiles; where the months come in clusters, those of `wide_chart`. `p_adjusted` of
    the scatter is its own p until other tests stand beside it.
    """
    counts, days = counts_of(part), days_of(part)
    exact = u_chart(counts, days)
    if exact is None:
        return None
    scatter = scatter_of(counts, days)
    wide = wide_chart(counts, days, scatter, exact)
    chart = exact if wide is None else _own_runs(wide.chart)
    return CountControl(
        stretch=named(part, months),
        points=_points(part, chart),
        per_30_days=chart.centre * DAYS,
        limits="exact" if wide is None else "laney",
        sigma_z=None if wide is None else wide.sigma_z,
        provisional=len(part) < SETTLED_POINTS,
        scatter=scatter,
        signals=tuple(_signal(signal, part) for signal in chart.signals),
    )


def wide_chart(counts: Sequence[int], days: Sequence[float], scatter: Scatter | None, exact: Chart) -> Laney | None:
    """Return Laney's chart of clusters, nowhere narrower than the `exact` one; None where there are none.

    None also where the months scatter from one to the next no more than chance (`sigma_z` up to 1): their level
    shifts, which is what runs find; limits narrower than those of chance would call most months a signal.
    """
    wide = laney_chart(counts, days) if scatter and scatter.cause == "clusters" else None
    if wide is None or wide.sigma_z <= 1:
        return None
    low, high = tuple(map(min, wide.chart.low, exact.low)), tuple(map(max, wide.chart.high, exact.high))
    found = tuple(signal for signal in wide.chart.signals if signal.rule != "outside")
    found = in_order(outside(wide.chart.points, low, high), iter(found))
    return wide._replace(chart=wide.chart._replace(low=low, high=high, signals=found))


def scatter_of(counts: Sequence[int], days: Sequence[float]) -> Scatter | None:
    """Return the dispersion test with what explains it; None of one month and where nothing happened.

    A trend alone makes months scatter around their mean. Clusters are what also scatters around the trend.
    """
    found = dispersion(counts, days)
    if found is None or found.p is None or found.chi2 is None or found.index_of_dispersion is None:
        return None
    around = _around_trend(poisson_trend(counts, days), len(counts))
    return Scatter(
        index=found.index_of_dispersion,
        chi2=found.chi2,
        df=found.df,
        p=found.p,
        p_adjusted=found.p,
        around_trend_p=around,
        cause=_cause(found, around),
        rough=sum(counts) < FEWEST_A_MONTH * len(counts),
    )


def _around_trend(trend: RateTrend | None, months: int) -> float | None:
    return None if trend is None else chi2_above(trend.pearson_chi2, months - 2)


def _cause(found: Dispersion, around_trend_p: float | None) -> str:
    if found.p is None or found.p > SIGNIFICANCE:
        return "chance"
    return "trend" if around_trend_p is not None and around_trend_p > SIGNIFICANCE else "clusters"


def _own_runs(chart: Chart) -> Chart:
    """Return Laney's chart with runs judged by how many months lie on each side of its centre.

    Where incidents come in clusters most months are below their mean: 8 of them in a row say nothing.
    """
    centres = (chart.centre,) * len(chart.points)
    sides = [side_of(point, chart.centre) for point in chart.points]
    chance = (sides.count("below") / len(sides), sides.count("above") / len(sides))
    found = in_order(outside(chart.points, chart.low, chart.high), runs(chart.points, centres, [chance] * len(centres)))
    return chart._replace(signals=found)


def _points(part: Sequence[Figures], chart: Chart) -> tuple[CountPoint, ...]:
    return tuple(
        CountPoint(
            month_of(figures),
            figures.exposure_days,
            figures.incident_rate.count,
            chart.centre * figures.exposure_days,
            low * figures.exposure_days,
            high * figures.exposure_days,
            figures.incident_rate.ids,
        )
        for figures, low, high in zip(part, chart.low, chart.high, strict=True)
    )


def _signal(signal: Signal, part: Sequence[Figures]) -> CountSignal:
    inside = part[signal.first : signal.last + 1]
    ids = tuple(ident for figures in inside for ident in figures.incident_rate.ids)
    return CountSignal(signal.rule, signal.side, month_of(inside[0]), month_of(inside[-1]), len(inside), ids)
