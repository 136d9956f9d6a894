"""Incidents by what found them, by cause, by recovery and by function: how many, and how long they took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generator.measure.figures import duration_figure
from generator.measure.frame import Table
from generator.measure.statistics.intervals import wilson
from generator.model.load import FAMILIES, Breakdown, Portion

#: Column of the facts by family; a column of lists gives an incident to each of its values.
_TIMES = ("mttd", "mttr")
_COLUMNS = dict(zip(FAMILIES, ("found_by", "cause", "recovery", "functions"), strict=True))


def breakdown(table: Table, family: str) -> Breakdown:
    """Return the incidents by one of `FAMILIES`; times are those of the contracts, shares rest on what is recorded."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    missing, ids = [], table.index.tolist()
    for index, value in enumerate(table[_COLUMNS[family]].tolist()):
        names = tuple(dict.fromkeys(name for name in _values(value) if name))
        for name in names:
            rows[name].append(index)
        if not names:
            missing.append(ids[index])
    recorded = len(table) - len(missing)
    times = table[[column for kpi in _TIMES for column in (kpi, f"{kpi}_state")]]  # few columns: values may be many
    portions = [_portion(times.take(chosen), f"{family}/{name}", name, recorded) for name, chosen in rows.items()]
    ordered = tuple(sorted(portions, key=lambda portion: (-portion.n, portion.name)))
    return Breakdown(family, recorded, ordered, tuple(missing))


def _values(value: str | tuple[str, ...]) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value


def _portion(table: Table, seed: str, name: str, recorded: int) -> Portion:
    times = {kpi: duration_figure(table, kpi, seed) for kpi in _TIMES}
    n = len(table)
    return Portion(name, n, n / recorded, wilson(n, recorded), **times, ids=tuple(table.index))
