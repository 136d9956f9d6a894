"""Which of the untouched records the touched ones must be looked at beside: those that any set rule could name."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check.sets.cache import Kept
from generator.check.sets.known import Elsewhere, Known, named_by

_WIDEST = 9  # digits of an id's number that are still taken for padding


def elsewhere(kept: Kept, rows: Sequence[tuple[str, int]], touched: Sequence[Known]) -> Elsewhere:
    """Return the records of `rows` (path, row of `kept`) as the touched ones see them."""
    found = _akin(kept, touched)
    akin = tuple(kept.known(path, row) for path, row in rows if row in found)
    ids = kept.columns["id"]
    there = {ids[row] for _, row in rows}
    if "" in there:
        there |= {named_by(path) for path, row in rows if not ids[row]}
    return Elsewhere(akin, frozenset(there - {""}), len(rows))


def _akin(kept: Kept, touched: Sequence[Known]) -> set[int]:
    """Return the rows that a set rule could name. A column at a time: ten thousand calls would take longer."""
    column = kept.columns
    ids, prints = column["id"], column["fingerprint"]
    names = {one.id for one in touched if one.id}
    wanted = names | {name for one in touched for name in (one.recurrence_of, *one.related, *one.not_related)}
    wanted |= {padded for name in names for padded in _paddings(name)}
    wanted |= _chain({ids[int(row)]: name for row, name in column["recurrence_of"].items()}, touched)
    minutes = {one.began // 60 for one in touched if one.began is not None}
    found = {row for row, name in enumerate(ids) if name in wanted}
    found |= {row for row, began in enumerate(column["began"]) if began is not None and began // 60 in minutes}
    if wanted_prints := {one.fingerprint for one in touched} - {""}:
        found |= {row for row, name in enumerate(prints) if name in wanted_prints}
    if causes := {(one.cause, one.services) for one in touched if not one.fingerprint and one.services}:
        pairs = zip(column["cause"], map(tuple, column["services"]), strict=True)
        found |= {row for row, pair in enumerate(pairs) if pair in causes and not prints[row]}
    found |= {int(row) for row, name in column["recurrence_of"].items() if name in names}
    for key in ("related", "not_related"):
        found |= {int(row) for row, others in column[key].items() if not names.isdisjoint(others)}
    return found


def _paddings(name: str) -> list[str]:
    """Return the id with its number written with more and fewer zeros."""
    number = name[9:].lstrip("0") or "0"  # as text: a number of thousands of digits is none to Python
    return [name[:9] + number.zfill(width) for width in range(1, _WIDEST + 1)]


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
