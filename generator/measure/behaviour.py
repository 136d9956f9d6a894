"""How each duration behaves: is it steady, how long does it last, what could be seen at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.measure.frame import Table, frame
from generator.measure.running import RECENT, compared, running, watched
from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.measure.statistics.multiple import holm
from generator.measure.steady import control
from generator.measure.visible import MONTHS, visible
from generator.measure.whole_months import over
from generator.model.behaviour import DurationBehaviour
from generator.model.kpi import DURATIONS, KpiTable


def duration_behaviour(table: KpiTable) -> dict[str, DurationBehaviour]:
    """Return the behaviour of every duration KPI over the facts of a table, by its name."""
    rows = frame(table.facts)
    return together({kpi: behaviour(rows, kpi, table) for kpi in DURATIONS})


def together(found: Mapping[str, DurationBehaviour]) -> dict[str, DurationBehaviour]:
    """Return the behaviours with each comparison judged beside the others (Holm 1979)."""
    judged = {kpi: one.compared for kpi, one in found.items() if one.compared and one.compared.verdict}
    adjusted = dict(zip(judged, holm([test.p for test in judged.values()]), strict=True))
    return {kpi: _beside(one, adjusted.get(kpi), len(judged)) for kpi, one in found.items()}


def _beside(found: DurationBehaviour, p: float | None, tests: int) -> DurationBehaviour:
    if found.compared is None or p is None:
        return found
    verdict = found.compared.verdict if p <= SIGNIFICANCE else "consistent"
    return replace(found, compared=found.compared._replace(verdict=verdict, p_adjusted=p, tests=tests))


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
