"""The charts of how the number of incidents behaves."""

from __future__ import annotations

from generator.draw.count_control import count_control_chart
from generator.draw.gap_control import gap_control_chart
from generator.draw.span import span
from generator.model.chart import Chart
from generator.model.kpi import KpiTable
from generator.model.policy import Policy
from generator.model.rates_behaviour import RatesBehaviour
from generator.model.words import Words


def draw_counts(found: RatesBehaviour, table: KpiTable, policy: Policy, words: Words) -> dict[str, Chart]:
    """Return the chart of the months and, where incidents are rare, that of the times between them, by their names."""
    charts = [count_control_chart(words, found.control)]
    if found.gaps:
        first = found.gaps.stretch.first
        months = sum(1 for figures in table.months if figures.month and figures.month >= first)
        charts.append(gap_control_chart(span(table, policy, words, months, ""), found.gaps))
    return {chart.name: chart for chart in charts}
