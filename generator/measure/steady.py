"""Is a duration steady? The latest closed incidents one by one, against limits from a stated part of them."""

from __future__ import annotations

from generator.measure.frame import Table
from generator.measure.statistics.control import SETTLED_POINTS, Chart
from generator.measure.statistics.xmr import xmr_log_chart
from generator.model.behaviour import Control, ControlLimits, ControlPoint, ControlSignal

BASELINE = 36  # closed incidents that the limits rest on, once there are as many
STEP = 12  # new ones after which the baseline moves on, by as many
FEWEST_POINTS = 6  # below, there are no limits
#: Of charts where nothing changed, at most this share has a signal: simulated, with the longest chart there can be.
CHANCE_OF_A_SIGNAL = 0.3


def control(table: Table, kpi: str) -> Control:
    """Return the chart of one duration over the latest closed incidents of the frame, 36 to 47 of them.

    The limits rest on the first 36 points and stay while up to 11 newer ones are judged by them; with the 12th
    the chart moves on by 12. With fewer than 36 closed incidents, all are shown and the limits rest on all.
    """
    ids, state = table.index.to_numpy(), table[f"{kpi}_state"].to_numpy()
    closed = state == "closed"
    names, minutes = ids[closed].tolist(), table[kpi].to_numpy()[closed].tolist()
    first = max(0, (len(names) - BASELINE) // STEP * STEP)
    points = tuple(ControlPoint(*pair) for pair in zip(names[first:], minutes[first:], strict=True))
    baseline = min(BASELINE, len(points))
    chart = xmr_log_chart([point.minutes for point in points], baseline) if len(points) >= FEWEST_POINTS else None
    return Control(
        points=points,
        limits=_limits(chart, baseline),
        signals=_signals(chart, points),
        earlier=first,
        open=tuple(ids[state == "open"].tolist()),
        unknown=tuple(ids[state == "unknown"].tolist()),
    )


def _limits(chart: Chart | None, baseline: int) -> ControlLimits | None:
    if chart is None:
        return None
    return ControlLimits(baseline, chart.centre, chart.low[0], chart.high[0], baseline < SETTLED_POINTS)


def _signals(chart: Chart | None, points: tuple[ControlPoint, ...]) -> tuple[ControlSignal, ...]:
    return tuple(
        ControlSignal(signal.rule, signal.side, tuple(point.id for point in points[signal.first : signal.last + 1]))
        for signal in (chart.signals if chart else ())
    )
