"""Do incidents become more or fewer? The trend of the monthly rate over stated stretches."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from generator.measure.count_control import scatter_of
from generator.measure.gap_control import Event
from generator.measure.statistics.distributions import SIGNIFICANCE, TAIL, normal_quantile
from generator.measure.statistics.trend import FEWEST_MONTHS, laplace_trend, poisson_trend
from generator.measure.whole_months import counts_of, days_of, month_of, named
from generator.model.kpi import Figures
from generator.model.rates_behaviour import Crowding, Trend

YEAR = 12  # months
_LARGEST_LOG = 700.0  # beyond, a factor is infinite


def rate_trend(part: Sequence[Figures], months: Sequence[Figures], events: Sequence[Event], zone: ZoneInfo) -> Trend:
    """Return the trend over the stretch `part` of the whole `months`, still without a verdict.

    Poisson regression with the days as exposure; quasi-Poisson where incidents come in clusters. Laplace's test of
    their times stands beside it, but not among clusters: it takes incidents as independent.
    """
    counts, days = counts_of(part), days_of(part)
    bare = Trend(named(part, months), sum(counts))
    scatter = scatter_of(counts, days)
    clustered = scatter is not None and scatter.cause == "clusters"
    if not clustered:
        bare = bare._replace(crowding=_crowding(part, events, zone))
    found = poisson_trend(counts, days, widened=clustered)
    if found is None:
        return bare._replace(why_none=_why_none(counts))
    reach = normal_quantile(1 - TAIL) * found.error
    return bare._replace(
        ratio=_per_year(found.slope),
        interval=(_per_year(found.slope - reach), _per_year(found.slope + reach)),
        p=found.lr_p,
        p_adjusted=found.lr_p,
        dispersion=found.dispersion,
        widened=clustered,
    )


def judged(trend: Trend) -> Trend:
    """Return a trend with the verdict that its adjusted p and its interval support."""
    if trend.p_adjusted is None or trend.interval is None or trend.p_adjusted > SIGNIFICANCE:
        return trend._replace(verdict="none")
    low, high = trend.interval
    return trend._replace(verdict="more" if low > 1 else "fewer" if high < 1 else "none")


def _crowding(part: Sequence[Figures], events: Sequence[Event], zone: ZoneInfo) -> Crowding | None:
    if len(part) < FEWEST_MONTHS:
        return None
    start, end = month_of(part[0]).start(zone), month_of(part[-1]).end(zone)
    day = dt.timedelta(days=1)
    times = [(event.at - start) / day for event in events if start <= event.at < end]
    found = laplace_trend(times, (end - start) / day)
    return None if found is None else Crowding(found.u, found.p, found.p)


def _why_none(counts: Sequence[int]) -> str:
    if not any(counts):
        return "nothing"
    return "few_months" if len(counts) < FEWEST_MONTHS else "one_end"


def _per_year(slope: float) -> float:
    log = YEAR * slope
    return math.inf if log > _LARGEST_LOG else math.exp(log)
