"""Month by month: which printed figures differ, and which incidents made them differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from generator.measure.comparison.causes import Causes
from generator.measure.comparison.values import differing, ids_of, same
from generator.measure.document import document
from generator.model.comparison import FieldChange, FigureChange, IdChange, MonthChange, Seen, Side
from generator.model.kpi import Fact

Row = Mapping[str, Any]
_EMPTY: Row = {}
#: What the lists of incidents are called whose key is `ids` alone.
_ROLE = {"recurrence_rate": "recurred"}
#: Figures that count every incident of the month by its severity.
_BY_SEVERITY = frozenset({"incident_rate", "severity_mix"})


class _Facts(NamedTuple):
    """The facts of one side: by id, and by the month that prints them (None: all)."""

    of: Mapping[str, Fact]
    within: Mapping[str | None, Sequence[Fact]]


def month_changes(before: Side, after: Side, causes: Causes) -> tuple[tuple[MonthChange, ...], MonthChange | None]:
    """Return the months whose figures differ, in their order, and the whole range where its figures do."""
    printed = [document(side.table) for side in (before, after)]
    old, new = ({row["month"]: row for row in one["months"]} for one in printed)
    facts = [_facts(side) for side in (before, after)]
    found = [_month(name, old.get(name), new.get(name), facts, causes) for name in sorted(old.keys() | new.keys())]
    total = _month(None, printed[0]["total"], printed[1]["total"], facts, causes)
    return tuple(change for change in found if _differs(change)), total if _differs(total) else None


def _facts(side: Side) -> _Facts:
    within: defaultdict[str | None, list[Fact]] = defaultdict(list)
    for fact in side.table.facts:
        within[str(fact.month)].append(fact)
    return _Facts({fact.id: fact for fact in side.table.facts}, {None: side.table.facts, **within})


def _differs(change: MonthChange) -> bool:
    return bool(change.values or change.figures or change.is_before != change.is_after)


def _month(
    name: str | None, before: Row | None, after: Row | None, facts: Sequence[_Facts], causes: Causes
) -> MonthChange:
    old, new = before or _EMPTY, after or _EMPTY
    values, figures = [], []
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if isinstance(one, Mapping) or isinstance(other, Mapping):
            ids = _ids(key, name, (one, other), facts, causes)
            changed = tuple(differing(one, other))
            if changed or ids:
                figures.append(FigureChange(key, one, other, changed, ids))
        elif key != "month" and not same(one, other):
            values.append(FieldChange(key, one, other))
    return MonthChange(name, before is not None, after is not None, tuple(values), tuple(figures))


def _ids(
    figure: str, month: str | None, rows: Sequence[Row | None], facts: Sequence[_Facts], causes: Causes
) -> tuple[IdChange, ...]:
    """Return the incidents that entered or left a figure, or stand in it otherwise."""
    old, new = (_seen(figure, month, row or _EMPTY, of) for row, of in zip(rows, facts, strict=True))
    found = []
    for id_ in sorted(old.keys() | new.keys()):
        one, other = old.get(id_), new.get(id_)
        if one is None or other is None or one.roles != other.roles or not same(one.value, other.value):
            found.append(IdChange(id_, one, other, causes.of(id_, figure)))
    return tuple(found)


def _seen(figure: str, month: str | None, row: Row, facts: _Facts) -> dict[str, Seen]:
    """Return how each incident stands in a figure: by its printed lists; a mix prints numbers of all alone."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in row.items():
        role = _ROLE.get(figure, "counted") if key == "ids" else key.removesuffix("_ids")
        for id_ in ids_of(key, value) or ():
            roles[id_].add(role)
    if figure == "severity_mix" and row:
        for fact in facts.within.get(month, ()):
            roles[fact.id].add("counted")
    return {id_: Seen(tuple(sorted(names)), _value(figure, facts.of.get(id_))) for id_, names in roles.items()}


def _value(figure: str, fact: Fact | None) -> float | str | None:
    if fact is None:
        return None
    if figure in fact.durations:
        return fact.durations[figure].minutes
    return fact.severity if figure in _BY_SEVERITY else None
