"""Charts of the time between incidents, for what is too rare to be counted by the month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from generator.measure.statistics.control import LIMIT_TAIL, Chart, in_order, outside, runs
from generator.measure.statistics.distributions import negative_binomial_at_least, negative_binomial_quantile


class GChart(NamedTuple):
    """The mean days between, the share of days with an incident, the textbook's limits, and the exact chart."""

    mean: float
    daily_share: float
    three_sigma: tuple[float, float]
    chart: Chart


def t_chart(gaps: Sequence[float]) -> Chart | None:
    """Return the chart of times between events with exact exponential limits; None of nothing or of zeros only.

    The quantiles 0.135 %, 50 % and 99.865 % of the exponential distribution with the gaps' mean (Xie, Goh
    and Ranjan 2002): the same Poisson process as behind the c chart, with no transformation. A gap below
    its limit means that events came closer. Up to 6 gaps none can pass the upper limit, 6.6 times the mean.
    ValueError for a negative gap.
    """
    if any(gap < 0 for gap in gaps):
        raise ValueError("negative gap")
    if not any(gaps):
        return None
    points, mean = tuple(float(gap) for gap in gaps), fmean(gaps)
    low, centre, high = (-mean * math.log1p(-share) for share in (LIMIT_TAIL, 0.5, 1 - LIMIT_TAIL))
    lows, highs, centres = ((line,) * len(points) for line in (low, high, centre))
    return Chart(points, centre, lows, highs, in_order(outside(points, lows, highs), runs(points, centres)))


def g_chart(days: Sequence[int]) -> GChart | None:
    """Return the chart of whole days between incidents, geometric (Benneyan 2001); None of nothing or of zeros only.

    The textbook's limits are mean +- 3 sqrt(mean (mean + 1)), not below 0 (Kaminsky and others 1992); the
    chart has the quantiles 0.135 %, 50 % and 99.865 %, which are right for so skew a distribution.
    ValueError for a negative number of days.
    """
    if any(gap < 0 for gap in days):
        raise ValueError("negative gap")
    if not any(days):
        return None
    mean = fmean(days)
    share = 1 / (1 + mean)
    low, centre, high = (
        float(negative_binomial_quantile(part, 1, share)) for part in (LIMIT_TAIL, 0.5, 1 - LIMIT_TAIL)
    )
    points = tuple(float(gap) for gap in days)
    lows, highs, centres = ((line,) * len(points) for line in (low, high, centre))
    chance = (
        1 - negative_binomial_at_least(int(centre), 1, share),
        negative_binomial_at_least(int(centre) + 1, 1, share),
    )
    found = in_order(outside(points, lows, highs), runs(points, centres, [chance] * len(points)))
    reach = 3 * math.sqrt(mean * (mean + 1))
    return GChart(mean, share, (max(0.0, mean - reach), mean + reach), Chart(points, centre, lows, highs, found))
