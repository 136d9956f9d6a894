"""The error budget of a month: what the target leaves, and what outages took of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from zoneinfo import ZoneInfo

from generator.check.clock import elapsed_minutes
from generator.measure.frame import Table
from generator.measure.outage import Piece, outage_minutes
from generator.model.load import Budget, LeftOut
from generator.model.month import Month
from generator.model.policy import Availability


def weights(table: Table, promise: Availability) -> dict[str, float | None]:
    """Return what a minute of each incident counts against the promise, None where that is not known."""
    ids = table.index.tolist()
    if promise.partial == "users_affected":
        shares = table["users_affected"].tolist()
        return {ident: None if share != share else share for ident, share in zip(ids, shares, strict=True)}  # noqa: PLR0124 (nan)
    if promise.partial == "severity":
        levels = table["severity"].tolist()
        return {ident: promise.weights.get(level) for ident, level in zip(ids, levels, strict=True)}
    return dict.fromkeys(ids, 1.0)


def weighted(pieces: Iterable[Piece], weight: Mapping[str, float | None]) -> list[Piece]:
    """Return the pieces with their weight; one whose weight is not known counts in full."""
    known = ((piece, weight[piece.id]) for piece in pieces)
    return [piece._replace(weight=1.0 if own is None else own) for piece, own in known]


def month_budget(
    month: Month,
    pieces: Sequence[Piece],
    promise: Availability,
    zone: ZoneInfo,
    as_of: dt.datetime,
    *,
    full_ids: frozenset[str] = frozenset(),
    left_out: Iterable[LeftOut] = (),
) -> Budget:
    """Return a month against the promise: `pieces` are the service's, weighted and cut at the month's borders.

    The budget is (1 - target) x the minutes of the month, of the running month those that have passed. What is used
    is never clipped: above 1 it is overspent. Where nobody knows the times of any of its incidents, nothing is said.
    """
    end = month.end(zone)
    observed = max(0.0, elapsed_minutes(month.start(zone), min(end, as_of)))
    # 1 - 0.9 is less than 0.1 in floats: what uses up exactly all would look overspent
    spent, budget = outage_minutes(pieces), float((1 - Fraction(repr(promise.target))) * Fraction(observed))
    ids, out = tuple(piece.id for piece in pieces), tuple(left_out)
    known = bool(ids) or not out
    return Budget(
        month=month,
        is_running=end > as_of,
        observed=observed,
        spent=spent,
        budget=budget,
        used=spent / budget if budget and known else None,
        availability=1 - spent / observed if observed and known else None,
        ids=ids,
        open_ids=tuple(piece.id for piece in pieces if piece.is_open),
        full_ids=tuple(ident for ident in ids if ident in full_ids),
        left_out=out,
    )
