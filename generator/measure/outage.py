"""Impact minutes: incidents of one service that overlap are one outage, and months part at their borders."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from generator.check.clock import EPOCH, MICROSECOND, PER_MINUTE
from generator.measure.frame import Table
from generator.model.load import Impact, LeftOut
from generator.model.month import Month

NEVER = np.iinfo(np.int64).min  # what numpy makes of NaT


class Piece(NamedTuple):
    """One incident's time of impact, `[start, end)` in microseconds since 1970; open ones end at `as_of`."""

    id: str
    start: int
    end: int
    is_open: bool = False
    weight: float = 1.0


def instants(table: Table, milestone: str) -> npt.NDArray[np.int64]:
    """Return a milestone of every incident in microseconds since 1970, `NEVER` where it has no time."""
    return table[milestone].to_numpy(dtype="datetime64[us]").astype(np.int64)


def microseconds(moment: dt.datetime) -> int:
    """Return an aware instant in microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def outages(table: Table, as_of: dt.datetime, until: str = "resolved") -> dict[str, Piece | LeftOut]:
    """Return every incident's time of impact, by id; one whose start or end nobody knows is left out.

    It lasts `until` resolved or mitigated, and up to `as_of` where that has not been reached. No other milestone
    stands in for one that is not known.
    """
    milestone = f"{until}_at"
    starts, ends = instants(table, "started_at").tolist(), instants(table, milestone).tolist()
    still = table["is_open"] if until == "resolved" else table["status"] == "open"
    rows = zip(table.index.tolist(), starts, ends, still.tolist(), table["unknown"].tolist(), strict=True)
    now = microseconds(as_of)
    found: dict[str, Piece | LeftOut] = {}
    for ident, start, end, lasts, unknown in rows:
        is_open = end == NEVER and lasts and milestone not in unknown
        missing = ("started_at",) * (start == NEVER) + (milestone,) * (end == NEVER and not is_open)
        ended = now if is_open else end
        found[ident] = (
            LeftOut(ident, "unknown", missing) if missing else Piece(ident, start, max(start, ended), is_open)
        )
    return found


def outage_minutes(pieces: Iterable[Piece]) -> float:
    """Return the minutes that the pieces cover, each instant once and with the largest weight there."""
    waiting = sorted(pieces, key=lambda piece: piece.start, reverse=True)
    bounds = sorted({bound for piece in waiting for bound in (piece.start, piece.end)})
    covered: defaultdict[float, int] = defaultdict(int)  # microseconds by weight: whole numbers, so nothing is lost
    lasting: list[tuple[float, int]] = []  # the heaviest first
    for left, right in pairwise(bounds):
        while waiting and waiting[-1].start <= left:
            piece = waiting.pop()
            heappush(lasting, (-piece.weight, piece.end))
        while lasting and lasting[0][1] <= left:
            heappop(lasting)
        if lasting:
            covered[-lasting[0][0]] += right - left
    return sum(weight * time for weight, time in sorted(covered.items())) / PER_MINUTE


def edges_of(months: Sequence[Month], zone: ZoneInfo) -> list[int]:
    """Return where each of the months (one after the other) begins in the zone, and where the last ends."""
    return [microseconds(month.start(zone)) for month in (*months, *(month.plus(1) for month in months[-1:]))]


def split(pieces: Iterable[Piece], edges: Sequence[int]) -> list[list[Piece]]:
    """Return the pieces of each month, cut at its borders; one without any minute stays in the month it begins in."""
    found: list[list[Piece]] = [[] for _ in edges[1:]]
    for piece in pieces:
        first = bisect_right(edges, piece.start) - 1
        last = max(first, bisect_left(edges, piece.end) - 1)
        for index in range(max(0, first), min(last + 1, len(found))):
            start, end = max(piece.start, edges[index]), min(piece.end, edges[index + 1])
            found[index].append(piece._replace(start=start, end=end))
    return found


def impact(month: Month | None, pieces: Sequence[Piece], left_out: Iterable[LeftOut] = ()) -> Impact:
    """Return the impact of one service's pieces in a month."""
    still = tuple(piece.id for piece in pieces if piece.is_open)
    return Impact(month, outage_minutes(pieces), tuple(piece.id for piece in pieces), still, tuple(left_out))


def together(months: Iterable[Impact]) -> Impact:
    """Return the impact of several months: they share no minute, but an incident may reach into more than one."""
    rows = tuple(months)
    ids = dict.fromkeys(ident for row in rows for ident in row.ids)
    still = dict.fromkeys(ident for row in rows for ident in row.open_ids)
    left_out = tuple(one for row in rows for one in row.left_out)
    return Impact(None, sum(row.minutes for row in rows), tuple(ids), tuple(still), left_out)
