"""Chains of recurrences: the same failure, from its first occurrence to its last."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

#: What says that an occurrence repeats an earlier one: review confirmed it (`recurrence_of`), or it bears the same
#: fingerprint and began within the policy's window after the earlier one's resolution.
GROUNDS = ("confirmed", "fingerprint")


class Occurrence(NamedTuple):
    """One incident of a chain: what it repeats, on what ground, and how long after the resolution of that one.

    `earlier` and `ground` are "" for the first. `gap` is minutes; None where a time is not known.
    """

    id: str
    at: dt.datetime | None  # the instant that decides its month
    earlier: str = ""
    ground: str = ""  # of GROUNDS
    gap: float | None = None


class Chain(NamedTuple):
    """Two occurrences of one failure or more, oldest first."""

    occurrences: tuple[Occurrence, ...]

    @property
    def first(self) -> Occurrence:
        """Return the oldest one."""
        return self.occurrences[0]

    @property
    def last(self) -> Occurrence:
        """Return the newest one."""
        return self.occurrences[-1]

    def by(self, ground: str) -> tuple[str, ...]:
        """Return the ids of those that repeat another on that ground."""
        return tuple(one.id for one in self.occurrences if one.ground == ground)
