"""Which of the untouched records the touched ones must be looked at beside: those that any set rule could name."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check.cache import Kept
from generator.check.known import Elsewhere, Known, named_by

_WIDEST = 9  # digits of an id's number that are still taken for padding


def elsewhere(kept: Kept, rows: Sequence[tuple[str, int]], touched: Sequence[Known]) -> Elsewhere:
    """Return the records of `rows` (path, row of `kept`) as the touched ones see them."""
    column = kept.columns
    ids, prints, services = column["id"], column["fingerprint"], column["services"]
    refers, related, others = column["recurrence_of"], column["related"], column["not_related"]
    names = {one.id for one in touched if one.id}
    wanted = names | {name for one in touched for name in (one.recurrence_of, *one.related, *one.not_related)}
    wanted |= {padded for name in names for padded in _paddings(name)}
    wanted |= _chain({ids[row]: refers[str(row)] for _, row in rows if str(row) in refers}, touched)
    wanted_prints = {one.fingerprint for one in touched} - {""}
    wanted_services = {one.services for one in touched} - {()}
    akin, there = [], set()
    for path, row in rows:
        name = ids[row]
        there.add(name or named_by(path))
        if (
            name in wanted
            or prints[row] in wanted_prints
            or (services[row] and tuple(services[row]) in wanted_services)
        ):
            akin.append(kept.known(path, row))
        elif (key := str(row)) in refers or key in related or key in others:
            named = (refers.get(key), *related.get(key, ()), *others.get(key, ()))
            if not names.isdisjoint(named):
                akin.append(kept.known(path, row))
    return Elsewhere(tuple(akin), frozenset(there - {""}), len(rows))


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
