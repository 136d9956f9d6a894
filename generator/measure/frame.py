"""The facts frame: a row per incident in order of time, of which a month is a slice. All figures come from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.measure.columns import FIELDS
from generator.model.kpi import DURATIONS, Fact

Table = pd.DataFrame
Objects = npt.NDArray[np.object_]


def frame(facts: Iterable[Fact]) -> Table:
    """Return the facts as a frame indexed by id, in their order.

    Columns: those of `Fact` (month as text, instants in UTC with NaT for None) and, for each duration KPI, `<kpi>`
    (minutes, float, nan where unknown) with `<kpi>_state` (closed, open, unknown); further `recurred` (eligible and
    came back) and `repeat` (repeats an earlier one). Texts are Python's own, whatever pandas would make of them.
    """
    rows = list(facts)
    fields = zip(*rows, strict=True) if rows else ((),) * len(Fact._fields)
    given = dict(zip(Fact._fields, fields, strict=True))
    columns = {name: column(kind, given[name]) for name, kind in FIELDS.items()}
    for kpi in DURATIONS:
        durations = [fact.durations[kpi] for fact in rows]
        columns[kpi] = column("number", [d.minutes for d in durations])
        columns[f"{kpi}_state"] = column("text", [d.state for d in durations])
    columns["recurred"] = column("flag", [fact.window_elapsed and bool(fact.recurred_by) for fact in rows])
    columns["repeat"] = column("flag", [bool(fact.repeats) for fact in rows])
    return framed(columns)


def framed(columns: dict[str, Any]) -> Table:
    """Return the frame of columns as `column` makes them, the ids as its index."""
    index = pd.Index(columns["id"], dtype=object, name="id")
    series = {
        name: pd.Series(values, index=index, dtype=values.dtype) for name, values in columns.items() if name != "id"
    }
    return pd.DataFrame(series, index=index)


def column(kind: str, values: Sequence[Any]) -> Any:
    """Return the values of one column: an array, or for instants an index of times in UTC, to the microsecond."""
    if kind == "instant":
        return pd.DatetimeIndex(pd.to_datetime(list(values), utc=True)).as_unit("us")
    if kind in _NUMBERS:
        return np.array(values, dtype=_NUMBERS[kind])
    if kind == "month":
        names = {month: str(month) for month in set(values)}
        values = [names[month] for month in values]
    made: Objects = np.empty(len(values), dtype=object)
    made[:] = values
    return made


_NUMBERS = {"flag": np.bool_, "count": np.int64, "number": np.float64}


def joined(tables: Sequence[Table]) -> Table:
    """Return the rows of one frame or more, one after the other."""
    ids = np.concatenate([table.index.to_numpy() for table in tables])
    together = pd.concat(tables)
    together.index = pd.Index(ids, dtype=object, name="id")  # which `concat` would make texts of pandas' own
    return together


def by_month(table: Table) -> Iterator[tuple[str, Table]]:
    """Yield each month that has rows, with its slice: the rows are in order of time, so a month is one piece."""
    months = table["month"].to_numpy()
    edges = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist(), len(months)]
    for first, last in pairwise(edges if len(months) else ()):
        yield str(months[first]), table.iloc[first:last]
