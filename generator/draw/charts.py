"""All charts of a table of figures."""

from __future__ import annotations

from generator.draw.dots import duration_dots
from generator.draw.rate import incident_rate
from generator.draw.shares import recurrence_rate, response_target
from generator.draw.span import span
from generator.model.chart import Chart
from generator.model.kpi import DURATIONS, KpiTable
from generator.model.policy import Policy
from generator.model.words import Words


def draw(
    table: KpiTable, policy: Policy, words: Words, months: int | None = None, suffix: str = ""
) -> dict[str, Chart]:
    """Return a chart for every KPI, by its name, over the last `months` months (all for None).

    `suffix` is added to each chart's name and ids, so that a KPI can be drawn twice on one page;
    the keys of the answer stay the KPI's names.
    """
    shown = span(table, policy, words, months, suffix)
    charts = {"incident_rate": incident_rate(shown)}
    charts |= {kpi: duration_dots(shown, kpi) for kpi in DURATIONS}
    return charts | {"response_target": response_target(shown), "recurrence_rate": recurrence_rate(shown)}
