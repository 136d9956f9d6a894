"""A table of figures -> its quarters and years: the same figures, computed anew over all incidents of the months."""

from __future__ import annotations

from collections.abc import Sequence

from generator.measure.frame import Table, frame
from generator.measure.months import group_alone
from generator.measure.phases import phase_figure
from generator.model.kpi import Figures, KpiTable
from generator.model.month import Month
from generator.model.rollup import Rollup, last_month_of, quarter_of


def rollups(table: KpiTable) -> tuple[Rollup, ...]:
    """Return the quarters and the years with a month in the table, the oldest first, quarters before years.

    An expected range and a change exist for single months only.
    """
    rows = frame(table.facts)
    quarters: dict[str, list[Figures]] = {}
    years: dict[str, list[Figures]] = {}
    for figures in table.months:
        if figures.month:
            quarters.setdefault(quarter_of(figures.month), []).append(figures)
            years.setdefault(f"{figures.month.year:04d}", []).append(figures)
    return tuple(_rollup(table, rows, name, months) for name, months in (*quarters.items(), *years.items()))


def _rollup(table: KpiTable, rows: Table, name: str, of_months: Sequence[Figures]) -> Rollup:
    months: tuple[Month, ...] = tuple(figures.month for figures in of_months if figures.month)
    own = rows[rows["month"].isin({str(month) for month in months})]
    exposure = sum(figures.exposure_days for figures in of_months)
    # at the turn of a month all months of the table are over, but those to come of the quarter or year are not
    is_over = last_month_of(name).end(table.zone) <= table.as_of
    provisional = not is_over or any(figures.provisional for figures in of_months)
    return Rollup(name, months, group_alone(own, exposure, provisional, name), phase_figure(own))
