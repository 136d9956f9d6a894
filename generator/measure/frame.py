"""The facts frame: a row per incident in order of time, of which a month is a slice. All figures come from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.model.incident import MILESTONES
from generator.model.kpi import DURATIONS, Fact

Table = pd.DataFrame
Objects = npt.NDArray[np.object_]

_INSTANTS = ("at", *MILESTONES)


def frame(facts: Iterable[Fact]) -> Table:
    """Return the facts as a frame indexed by id, in their order.

    Columns: those of `Fact` (month as text, instants in UTC with NaT for None) and, for each duration KPI, `<kpi>`
    (minutes, float, nan where unknown) with `<kpi>_state` (closed, open, unknown); further `recurred` (eligible and
    came back) and `repeat` (repeats an earlier one).
    """
    rows = list(facts)
    fields = zip(*rows, strict=True) if rows else ((),) * len(Fact._fields)
    given = dict(zip(Fact._fields, fields, strict=True))
    table = pd.DataFrame({name: _column(name, values) for name, values in given.items() if name != "durations"})
    names = {month: str(month) for month in set(given["month"])}
    table["month"] = np.array([names[month] for month in given["month"]], dtype=object)
    for kpi in DURATIONS:
        durations = [fact.durations[kpi] for fact in rows]
        table[kpi] = np.array([d.minutes for d in durations], dtype=np.float64)
        table[f"{kpi}_state"] = np.array([d.state for d in durations], dtype=object)
    table["recurred"] = [fact.window_elapsed and bool(fact.recurred_by) for fact in rows]
    table["repeat"] = [bool(fact.repeats) for fact in rows]
    return table.set_index("id").astype({"recurred": bool, "repeat": bool})


def _column(name: str, values: tuple[Any, ...]) -> object:
    if name in _INSTANTS:
        return pd.to_datetime(list(values), utc=True)
    if name in ("is_open", "window_elapsed"):
        return np.array(values, dtype=bool)
    if name == "users_affected":
        return np.array(values, dtype=np.float64)
    column: Objects = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def by_month(table: Table) -> Iterator[tuple[str, Table]]:
    """Yield each month that has rows, with its slice: the rows are in order of time, so a month is one piece."""
    months = table["month"].to_numpy()
    edges = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist(), len(months)]
    for first, last in pairwise(edges if len(months) else ()):
        yield str(months[first]), table.iloc[first:last]
