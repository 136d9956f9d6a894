"""Promises about incidents, counted in any slice of the facts frame; all other groups are counted anew from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.measure.frame import Table
from generator.measure.statistics.intervals import wilson
from generator.model.kept import PROMISES, STATES, Breakdown, Group, Kept


def kept_of(ids: Mapping[str, Iterable[str]], good: tuple[str, ...], bad: tuple[str, ...]) -> Kept:
    """Return the ids by state with the share good / (good + bad) and its Wilson interval; no other state enters it."""
    named = {state: tuple(found) for state, found in ids.items()}
    kept = sum(len(named.get(state, ())) for state in good)
    judged = kept + sum(len(named.get(state, ())) for state in bad)
    return Kept(named, kept, judged, kept / judged if judged else None, wilson(kept, judged))


def promise_kept(table: Table, promise: str) -> Kept:
    """Return how the incidents of the slice kept one of `PROMISES`; ids in their order, every state there."""
    names, states = table.index.to_numpy(), table[promise].to_numpy()
    return kept_of({state: names[states == state].tolist() for state in STATES}, ("met",), ("missed",))


def promise_group(table: Table, month: str | None = None, severity: str | None = None) -> Group:
    """Return every promise of the slice, which the caller says is of that month and severity."""
    return Group(month, severity, {promise: promise_kept(table, promise) for promise in PROMISES})


def promises_about_incidents(table: Table) -> Breakdown:
    """Return the promises in the whole slice and its parts; only groups that have incidents."""
    table = table[["month", "severity", *PROMISES]]  # slices of the other forty columns would cost most of the time
    years = table["month"].str[:4]
    pairs = ((month, severity, both) for month, rows in _by(table, "month") for severity, both in _by(rows, "severity"))
    return Breakdown(
        promise_group(table),
        tuple(promise_group(rows, severity=name) for name, rows in _by(table, "severity")),
        tuple(promise_group(rows, month=name) for name, rows in _by(table, "month")),
        tuple(promise_group(rows, month=name) for name, rows in _by(table.assign(year=years), "year")),
        tuple(promise_group(rows, month, severity) for month, severity, rows in pairs),
    )


def _by(table: Table, column: str) -> Iterator[tuple[str, Table]]:
    values = table[column].to_numpy()
    for name in sorted(set(values.tolist())):
        yield name, table[values == name]
