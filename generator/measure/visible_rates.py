"""What change of the number of incidents could be seen at all, at the volume of the last months."""

from __future__ import annotations

import math
from collections.abc import Sequence

from generator.measure.statistics.compare import POWER
from generator.measure.statistics.distributions import TAIL, normal_quantile
from generator.measure.statistics.two_rates import visible_rate_ratios
from generator.measure.whole_months import counts_of
from generator.model.kpi import Figures
from generator.model.rates_behaviour import VisibleChange, VisibleRates

YEAR = 12  # months, at most, that the volume is taken from
EXACT_UP_TO = 1000.0  # events due: beyond, the normal distribution is right to a thousandth, and quick


def visible_rates(months: Sequence[Figures]) -> VisibleRates | None:
    """Return what could be seen at the volume of the last 12 whole `months`; None without a month."""
    counts = counts_of(months[-YEAR:])
    if not counts:
        return None
    per_month = sum(counts) / len(counts)
    return VisibleRates(
        len(counts), sum(counts), per_month, visible_change(per_month), visible_change(per_month * YEAR)
    )


def visible_change(expected: float) -> VisibleChange:
    """Return the nearest fall and rise from `expected` events that are seen with 80 % power over equal exposures.

    Beyond 1,000 events the difference of the square roots is as good as normal (Bartlett 1936), with variance 1/2.
    """
    if expected <= EXACT_UP_TO:
        return VisibleChange(*visible_rate_ratios(expected))
    step = (normal_quantile(1 - TAIL) + normal_quantile(POWER)) / math.sqrt(2 * expected)
    return VisibleChange((1 - step) ** 2, (1 + step) ** 2)
