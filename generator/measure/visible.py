"""What could be seen at all? The smallest change that a comparison shows at the site's usual volume."""

from __future__ import annotations

from collections.abc import Sequence

from generator.measure.frame import Table
from generator.measure.statistics.compare import ENOUGH_FOR_SIGMA, needed_n, sigma_of, visible_ratio
from generator.model.behaviour import Visible
from generator.model.kpi import Figures

MONTHS = 12  # whole months, at most, that the usual volume is taken from
GOAL = 0.9  # of which ratio it is told how many incidents it takes


def visible(table: Table, kpi: str, months: Sequence[Figures]) -> Visible:
    """Return what could be seen of one duration; `months` are the whole months that the volume is taken from."""
    closed = table.loc[table[f"{kpi}_state"] == "closed", kpi].tolist()
    sigma = sigma_of(closed)
    each = [figures.durations[kpi].n for figures in months]
    per_month = sum(each) / len(each) if each else None
    group = round(per_month or 0)
    year = round((per_month or 0) * 12)
    return Visible(
        months=len(each),
        per_month=per_month,
        group=group,
        sigma=sigma,
        sigma_n=len(closed) if len(closed) >= ENOUGH_FOR_SIGMA else 0,
        month_ratio=visible_ratio(group, group, sigma),
        year_ratio=visible_ratio(year, year, sigma),
        goal=GOAL,
        needed=needed_n(GOAL, sigma),
    )
