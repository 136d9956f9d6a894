"""The records that set rules look at, and those of them whose findings are wanted."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from generator.check.sets.known import Known


class Everything(Container[str]):
    """The focus of a whole check."""

    def __contains__(self, path: object) -> bool:
        """Return True."""
        return True


class Together(NamedTuple):
    """What set rules look at: records in order of path, and the paths whose findings are wanted.

    `elsewhere` are the ids of records that are not among `records`, since nothing in focus is like them.
    """

    records: Sequence[Known]
    focus: Container[str] = Everything()
    elsewhere: frozenset[str] = frozenset()
    window_days: int = 30  # of recurrence, by the policy

    def wanted(self) -> Iterator[Known]:
        """Yield the records in focus."""
        return (one for one in self.records if one.path in self.focus)

    def untouched_first(self) -> Sequence[Known]:
        """Return the records with those in focus last: what was there before is not what came in between."""
        if isinstance(self.focus, Everything):
            return self.records
        return sorted(self.records, key=lambda one: one.path in self.focus)
