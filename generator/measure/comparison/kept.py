"""Promises that are missed, and recurrences that are found, on one side only."""

from __future__ import annotations

import datetime as dt

from generator.check.promises import promises
from generator.measure.comparison.causes import Causes
from generator.model.asof import all_known_at
from generator.model.comparison import PromiseChange, RecurrenceChange, Side, Why
from generator.model.promise import Promise

_ABSENT: tuple[None, None, None] = (None, None, None)


def promise_changes(before: Side, after: Side, as_of: dt.datetime, causes: Causes) -> tuple[PromiseChange, ...]:
    """Return the promises about incidents that are missed on one side only, by id and promise."""
    old, new = (_promises(side, as_of) for side in (before, after))
    found = []
    for id_, name in sorted(old.keys() | new.keys()):
        one, other = old.get((id_, name)), new.get((id_, name))
        (was, taken, limit), (now, takes, limits) = _told(one), _told(other)
        if (was == "missed") is not (now == "missed"):
            change = PromiseChange(id_, name, was, now, (taken, takes), (limit, limits), causes.of(id_, name))  # type: ignore[arg-type]  # states and names of Promise
            found.append(change)
    return tuple(found)


def _promises(side: Side, as_of: dt.datetime) -> dict[tuple[str, str], Promise]:
    """Return the promises about every incident, those that no figure counts included; others promise nothing."""
    known = [one for one in all_known_at(side.incidents, as_of) if one.kind == "incident"]
    at = as_of.astimezone(side.policy.zone)
    return {(one.id, made.name): made for one in known for made in promises(one, side.policy, at)}


def _told(promise: Promise | None) -> tuple[str, float | None, float | None] | tuple[None, None, None]:
    return _ABSENT if promise is None else (promise.state, promise.taken, promise.limit)


def recurrence_changes(before: Side, after: Side, causes: Causes) -> tuple[RecurrenceChange, ...]:
    """Return the pairs of a repeat and the earlier incident that count on one side only, by id."""
    old, new = ({(fact.id, name) for fact in side.table.facts for name in fact.repeats} for side in (before, after))
    found = []
    for id_, earlier in sorted(old ^ new):
        why = _nearest(causes, id_, earlier)
        found.append(RecurrenceChange(id_, earlier, (id_, earlier) in new, why))
    return tuple(found)


def _nearest(causes: Causes, id_: str, earlier: str) -> tuple[Why, ...]:
    """Return why of the repeat itself, else of the earlier incident."""
    own = tuple(why for why in causes.of(id_, "recurrence_rate") if why.cause != "records")
    return own or (Why("records", (earlier,)),)
