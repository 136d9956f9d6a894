"""The page of promises: what the policy promises, how often it was kept, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.chart import Chart
from generator.model.kept import ACTION_STATES, PROMISES, STATES, Breakdown, Deed, Group, KeptPromises, Quarter
from generator.model.month import Month
from generator.render.casebook import Casebook
from generator.render.templates import Sheet

_MONTHS = 12  # shown one by one, the newest first; older ones by year
_QUARTERS = 12
_OLDEST = 20  # open actions shown on this page
_DUE_MONTHS = 12
_NAMED = 8  # records that a number opens to

_ALWAYS = frozenset({"met", "missed", "in_time", "late", "overdue", "not_recorded"})


@dataclass(frozen=True, slots=True)
class Parts:
    """One breakdown as the page shows it: severities by rank, the newest months and years first."""

    total: Group
    severities: tuple[Group, ...]
    months: tuple[tuple[Month | None, Group], ...]
    years: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PromisesView:
    """What `promises` gets; `states` are, by promise, those that have a column."""

    kept: KeptPromises
    names: tuple[str, ...]
    states: dict[str, tuple[str, ...]]
    charts: dict[str, Chart]
    incidents: Parts
    actions: Parts
    due: tuple[tuple[Month | None, Group], ...]
    ageing: tuple[Deed, ...]
    quarters: tuple[Quarter, ...]
    older: tuple[Quarter, ...]
    named: int


def promises_page(book: Casebook) -> Sheet:
    """Return the page of promises."""
    kept = book.inputs.kept
    quarters = tuple(reversed(kept.drills.quarters))
    view = PromisesView(
        kept=kept,
        names=tuple(name for name in PROMISES if name in kept.incidents.total.kept),
        states={name: _columns(kept.incidents.total, name, STATES) for name in PROMISES}
        | {"action": _columns(kept.actions.total, "action", ACTION_STATES)},
        charts=dict(book.inputs.kept_charts),
        incidents=_parts(book, kept.incidents),
        actions=_parts(book, kept.actions),
        due=_months(kept.actions_by_due_month)[:_DUE_MONTHS],
        ageing=kept.ageing[:_OLDEST],
        quarters=quarters[:_QUARTERS],
        older=quarters[_QUARTERS:],
        named=_NAMED,
    )
    return Sheet("promises/index.md", "promises", book.words("Promises"), view)


def kept_in_month(book: Casebook, month: Month) -> Group | None:
    """Return the promises about the month's incidents, None in a month without any."""
    return next((group for group in book.inputs.kept.incidents.by_month if group.month == str(month)), None)


def _parts(book: Casebook, found: Breakdown) -> Parts:
    ranked = sorted(found.by_severity, key=lambda group: (not group.severity, _rank(book, group), group.severity))
    return Parts(found.total, tuple(ranked), _months(found.by_month), tuple(reversed(found.by_year)))


def _rank(book: Casebook, group: Group) -> int:
    return book.policy.severity_rank(group.severity or "")


def _months(groups: Sequence[Group]) -> tuple[tuple[Month | None, Group], ...]:
    newest = sorted(groups, key=lambda group: group.month or "", reverse=True)[:_MONTHS]
    return tuple((Month.parse(group.month) if group.month else None, group) for group in newest)


def _columns(total: Group, name: str, states: tuple[str, ...]) -> tuple[str, ...]:
    """A state that never occurs needs no column, unless its absence is worth saying."""
    kept = total.kept.get(name)
    return tuple(state for state in states if state in _ALWAYS or (kept and kept.count(state)))
