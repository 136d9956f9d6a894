"""The charts of how durations behave: is each steady, how long does it last."""

from __future__ import annotations

from collections.abc import Mapping

from generator.draw.running import running_chart
from generator.draw.span import span
from generator.draw.steady import steady_chart
from generator.model.behaviour import DurationBehaviour
from generator.model.chart import Chart
from generator.model.kpi import KpiTable
from generator.model.policy import Policy
from generator.model.words import Words


def draw_behaviour(
    table: KpiTable, policy: Policy, words: Words, found: Mapping[str, DurationBehaviour]
) -> dict[str, Chart]:
    """Return two charts for every duration KPI of `found`, as `<kpi>-steady` and `<kpi>-running`."""
    shown = span(table, policy, words, None, "")
    charts = [chart for kpi, each in found.items() for chart in (
        steady_chart(shown, kpi, each.control), running_chart(shown, kpi, each),
    )]  # fmt: skip
    return {chart.name: chart for chart in charts}
