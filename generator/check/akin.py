"""Which of the untouched records the touched ones must be looked at beside: those that any set rule could name."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check.cache import Kept
from generator.check.known import Elsewhere, Known, minute_of, named_by

_WIDEST = 9  # digits of an id's number that are still taken for padding


def elsewhere(kept: Kept, rows: Sequence[tuple[str, int]], touched: Sequence[Known]) -> Elsewhere:
    """Return the records of `rows` (path, row of `kept`) as the touched ones see them."""
    column = kept.columns
    ids, prints, services, causes, began = (column[k] for k in ("id", "fingerprint", "services", "cause", "began"))
    referring = {int(row) for key in ("recurrence_of", "related", "not_related") for row in column[key]}
    names = {one.id for one in touched if one.id}
    wanted = names | {name for one in touched for name in (one.recurrence_of, *one.related, *one.not_related)}
    wanted |= {padded for name in names for padded in _paddings(name)}
    wanted |= _chain({ids[int(row)]: name for row, name in column["recurrence_of"].items()}, touched)
    wanted_prints = {one.fingerprint for one in touched} - {""}
    wanted_causes = {(one.cause, one.services) for one in touched if not one.fingerprint and one.services}
    wanted_minutes = {minute_of(one.began) for one in touched if one.began is not None}

    def is_akin(row: int) -> bool:
        if ids[row] in wanted or prints[row] in wanted_prints:
            return True
        if began[row] is not None and minute_of(began[row]) in wanted_minutes:
            return True
        if wanted_causes and not prints[row] and (causes[row], tuple(services[row])) in wanted_causes:
            return True
        return row in referring and not names.isdisjoint(_named(kept, row))

    akin = tuple(kept.known(path, row) for path, row in rows if is_akin(row))
    there = {ids[row] for _, row in rows}
    if "" in there:
        there |= {named_by(path) for path, row in rows if not ids[row]}
    return Elsewhere(akin, frozenset(there - {""}), len(rows))


def _named(kept: Kept, row: int) -> tuple[str, ...]:
    return (kept.value("recurrence_of", row), *kept.value("related", row), *kept.value("not_related", row))


def _paddings(name: str) -> list[str]:
    """Return the id with its number written with more and fewer zeros."""
    return [f"{name[:9]}{int(name[9:]):0{width}d}" for width in range(1, _WIDEST + 1)]


def _chain(parent: dict[str, str], touched: Sequence[Known]) -> set[str]:
    """Return all that lies on the way from the touched records, along what each is a recurrence of."""
    parent = parent | {one.id: one.recurrence_of for one in touched if one.id and one.recurrence_of}
    seen: set[str] = set()
    for one in touched:
        name = one.id
        while name in parent and name not in seen:
            seen.add(name)
            name = parent[name]
        seen.add(name)
    return seen
