"""A list of records that stays small: the newest in full, and where all of them are by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model.month import Month
from generator.render.casebook import Line

_NEWEST = 40


@dataclass(frozen=True, slots=True)
class Records:
    """`years` counts all of them by month, the newest first; empty where `newest` are all there are."""

    newest: tuple[Line, ...]
    count: int
    years: tuple[tuple[int, tuple[tuple[Month, int], ...]], ...] = ()
    undated: tuple[str, ...] = ()


def records(lines: Sequence[Line], newest: int = _NEWEST) -> Records:
    """Return the lines, which are the newest first."""
    if len(lines) <= newest:
        return Records(tuple(lines), len(lines))
    counts = Counter(line.month for line in lines if line.month)
    months = sorted(counts.items(), reverse=True)
    years = tuple((year, tuple(rows)) for year, rows in groupby(months, key=lambda row: row[0].year))
    undated = tuple(line.incident.id for line in lines if line.month is None)
    return Records(tuple(lines[:newest]), len(lines), years, undated)
