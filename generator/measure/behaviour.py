"""How each duration behaves: is it steady, how long does it last, what could be seen at all."""

from __future__ import annotations

from generator.measure.frame import Table, frame
from generator.measure.running import RECENT, compared, running, watched
from generator.measure.steady import control
from generator.measure.visible import MONTHS, visible
from generator.measure.whole_months import over
from generator.model.behaviour import DurationBehaviour
from generator.model.kpi import DURATIONS, KpiTable


def duration_behaviour(table: KpiTable) -> dict[str, DurationBehaviour]:
    """Return the behaviour of every duration KPI over the facts of a table, by its name."""
    rows = frame(table.facts)
    return {kpi: behaviour(rows, kpi, table) for kpi in DURATIONS}


def behaviour(rows: Table, kpi: str, table: KpiTable) -> DurationBehaviour:
    """Return the behaviour of one duration; `rows` is the frame of the table's facts."""
    shown = [str(figures.month) for figures in table.months]
    is_recent = rows["month"].isin(shown[-RECENT:]).to_numpy()
    recent, before = watched(rows[is_recent], kpi), watched(rows[~is_recent], kpi)
    has_before = len(shown) > RECENT
    return DurationBehaviour(
        control=control(rows, kpi),
        since=table.months[-RECENT:][0].month if table.months else None,
        recent=running(recent),
        before=running(before) if has_before else None,
        compared=compared(recent, before) if has_before else None,
        visible=visible(rows, kpi, over(table.months, table.zone, table.as_of)[-MONTHS:]),
    )
