"""Charts of counts per month, with the test of whether they scatter as chance alone would have them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean
from typing import Literal, NamedTuple

from generator.measure.statistics.control import LIMIT_TAIL, Chart, in_order, outside, runs
from generator.measure.statistics.distributions import chi2_above, poisson_at_most, poisson_quantile

MEAN_RANGE = 1.128  # of two normal values, in standard deviations
_ROUNDING = 1e-9

Limits = Literal["exact", "three_sigma"]


class Dispersion(NamedTuple):
    """The mean per unit of exposure, and how its scatter stands to that of chance (an index of 1).

    `p` is of more scatter than chance has. It, the index and `chi2` are None where nothing happened, and of one count.
    """

    mean: float
    index_of_dispersion: float | None
    chi2: float | None
    df: int
    p: float | None


class Laney(NamedTuple):
    """The chart with limits widened by `sigma_z`, the scatter between months in that of chance."""

    sigma_z: float
    chart: Chart


def c_chart(counts: Sequence[int], limits: Limits = "exact") -> Chart | None:
    """Return the chart of counts with equal exposure, as `u_chart`."""
    return u_chart(counts, (1.0,) * len(counts), limits)


def u_chart(counts: Sequence[int], exposures: Sequence[float], limits: Limits = "exact") -> Chart | None:
    """Return the chart of rates count/exposure around their common rate; None of nothing.

    Exact limits are Poisson quantiles: beyond each lies at most 0.135 % (where next to nothing is due, in an
    hour of exposure say, both can be 0: one event is then a signal). "three_sigma" is the textbook's
    rate +- 3 sqrt(rate/exposure), whose lower limit is 0 below 9 expected events, whose upper one is
    passed by chance far more often than once in 740 where few are due. ValueError without exposure.
    """
    if not counts:
        return None
    centre = _common_rate(counts, exposures)
    due = [centre * exposure for exposure in exposures]
    pairs = [_exact(expected) if limits == "exact" else _three_sigma(expected) for expected in due]
    points, low, high = (
        tuple(number / exposure for number, exposure in zip(numbers, exposures, strict=True))
        for numbers in (counts, [pair[0] for pair in pairs], [pair[1] for pair in pairs])
    )
    found = in_order(outside(points, low, high), runs(counts, due, [_chances(expected) for expected in due]))
    return Chart(points, centre, low, high, found)


def laney_chart(counts: Sequence[int], exposures: Sequence[float]) -> Laney | None:
    """Return the u' chart, for counts that scatter more than chance (Laney 2002).

    Limits are rate +- 3 sigma_z sqrt(rate/exposure), not below 0; sigma_z is the mean moving range of
    the standardised rates over 1.128. None below two counts and where nothing happened.
    """
    if len(counts) < 2 or not any(counts):
        return None
    centre = _common_rate(counts, exposures)
    points = tuple(count / exposure for count, exposure in zip(counts, exposures, strict=True))
    errors = [math.sqrt(centre / exposure) for exposure in exposures]
    scores = [(point - centre) / error for point, error in zip(points, errors, strict=True)]
    sigma_z = fmean(abs(after - before) for before, after in pairwise(scores)) / MEAN_RANGE
    low = tuple(max(0.0, centre - 3 * sigma_z * error) for error in errors)
    high = tuple(centre + 3 * sigma_z * error for error in errors)
    found = in_order(outside(points, low, high), runs(points, (centre,) * len(points)))
    return Laney(sigma_z, Chart(points, centre, low, high, found))


def dispersion(counts: Sequence[int], exposures: Sequence[float] | None = None) -> Dispersion | None:
    """Return the Poisson dispersion test: sum of (count - due)^2 / due against chi-square (Fisher 1925).

    None of nothing. The chi-square is approximate: where fewer than about 1 a month is due, p is rough.
    """
    if not counts:
        return None
    spans = (1.0,) * len(counts) if exposures is None else exposures
    centre, df = _common_rate(counts, spans), len(counts) - 1
    if centre == 0 or df == 0:
        return Dispersion(centre, None, None, df, None)
    chi2 = sum((count - centre * span) ** 2 / (centre * span) for count, span in zip(counts, spans, strict=True))
    return Dispersion(centre, chi2 / df, chi2, df, chi2_above(chi2, df))


def _common_rate(counts: Sequence[int], exposures: Sequence[float]) -> float:
    if len(counts) != len(exposures) or not all(exposure > 0 for exposure in exposures):
        raise ValueError("every count needs an exposure above 0")
    if any(count < 0 for count in counts):
        raise ValueError("a count is 0 or more")
    return sum(counts) / sum(exposures)


def _exact(expected: float) -> tuple[float, float]:
    return float(poisson_quantile(LIMIT_TAIL, expected)), float(poisson_quantile(1 - LIMIT_TAIL, expected))


def _three_sigma(expected: float) -> tuple[float, float]:
    reach = 3 * math.sqrt(expected)
    return max(0.0, expected - reach), expected + reach


def _chances(expected: float) -> tuple[float, float]:
    """Return the probabilities of fewer and of more events than are due."""
    slack = _ROUNDING * max(1.0, expected)
    fewer = poisson_at_most(math.ceil(expected - slack) - 1, expected)
    return fewer, 1 - poisson_at_most(math.floor(expected + slack), expected)
