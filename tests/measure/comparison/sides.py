"""Sides made without files, for tests of the comparison alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from generator.measure.comparison.compare import compare, side_of
from generator.model.comparison import Comparison, FigureChange, Side
from generator.model.incident import Incident
from generator.model.policy import Policy
from tests.measure.made import POLICY, TOKYO

AS_OF = dt.datetime(2026, 6, 1, tzinfo=TOKYO)


def side(
    incidents: Iterable[Incident], as_of: dt.datetime = AS_OF, *, policy: Policy = POLICY,
    keys: Mapping[str, object] | None = None, unusable: tuple[tuple[str, str], ...] = (),
) -> Side:  # fmt: skip
    every = tuple(incidents)
    return side_of(every, policy, keys or {}, unusable, as_of, read=len(every) + len(unusable))


def compared(before: Iterable[Incident], after: Iterable[Incident], as_of: dt.datetime = AS_OF) -> Comparison:
    return compare(side(before, as_of), side(after, as_of))


def figure(comparison: Comparison, name: str, month: str = "2026-03") -> FigureChange:
    (change,) = (change for change in comparison.months if change.month == month)
    (found,) = (found for found in change.figures if found.name == name)
    return found
