"""A table of figures -> the load and harm of its incidents."""

from __future__ import annotations

from generator.measure.breakdown import breakdown
from generator.measure.frame import by_month, frame
from generator.measure.periods import added, month_minutes, period_figures
from generator.measure.phases import phase_figure
from generator.measure.services import YEAR, service_loads
from generator.model.kpi import KpiTable
from generator.model.load import FAMILIES, Load
from generator.model.policy import Policy


def load_of(table: KpiTable, policy: Policy) -> Load:
    """Return what the incidents of a table took, month by month and over all its months."""
    facts, months = frame(table.facts), tuple(row.month for row in table.months if row.month)
    if not months:
        return Load(table.as_of)
    years = sorted({month.year for month in months})
    slices, empty = dict(by_month(facts)), facts.iloc[0:0]
    parts = [(month, slices.get(str(month), empty)) for month in months]
    minutes = {month: month_minutes(month, policy.business_hours, table.as_of) for month in months}
    year = facts[facts["month"].isin({str(month) for month in months[-YEAR:]})]
    return Load(
        as_of=table.as_of,
        months=months,
        phases=phase_figure(facts),
        phases_by_year={year: phase_figure(facts[facts["month"].str.startswith(f"{year}-")]) for year in years},
        phases_by_month=tuple(phase_figure(part, month) for month, part in parts),
        periods=period_figures(facts, added(minutes.values())),
        periods_of_year=period_figures(year, added(minutes[month] for month in months[-YEAR:])),
        periods_by_month=tuple(period_figures(part, minutes[month], month) for month, part in parts),
        breakdowns=tuple(breakdown(facts, family) for family in FAMILIES),
        services=service_loads(facts, policy.services, months, table.zone, table.as_of),
        no_service=tuple(facts.index[facts["services"].map(len) == 0]),
    )
