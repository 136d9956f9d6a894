"""The chart of single durations in their order: individuals and moving ranges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from generator.measure.statistics.compare import log_minutes
from generator.measure.statistics.control import Chart, in_order, near_limit, outside, runs

RANGES_TO_LIMIT = 2.66  # 3 / 1.128, the mean range of two normal values in standard deviations


def xmr_chart(values: Sequence[float], baseline: int | None = None) -> Chart | None:
    """Return the XmR chart of plain values: mean +- 2.66 mean moving ranges (Wheeler 1993), None below two.

    Centre and limits rest on the first `baseline` values (None: all), the rules judge every value.
    For durations take `xmr_log_chart`: on raw minutes most calm periods have a false signal.
    """
    points = tuple(float(value) for value in values)
    base = points[:baseline]
    if len(base) < 2:
        return None
    centre = fmean(base)
    reach = RANGES_TO_LIMIT * fmean(abs(after - before) for before, after in pairwise(base))
    low, high = centre - reach, centre + reach
    lows, highs = (low,) * len(points), (high,) * len(points)
    found = in_order(
        outside(points, lows, highs), runs(points, (centre,) * len(points)), near_limit(points, centre, low, high)
    )
    return Chart(points, centre, lows, highs, found)


def xmr_log_chart(minutes: Sequence[float], baseline: int | None = None) -> Chart | None:
    """Return the XmR chart of log minutes in minutes: its centre is the geometric mean; None below two.

    `baseline` as in `xmr_chart`. Zero minutes are floored at half a minute, in the points too. The rules
    judge the logs.
    """
    chart = xmr_chart(log_minutes(minutes).tolist(), baseline)
    if chart is None:
        return None
    points, low, high = (tuple(math.exp(value) for value in part) for part in (chart.points, chart.low, chart.high))
    return Chart(points, math.exp(chart.centre), low, high, chart.signals)
