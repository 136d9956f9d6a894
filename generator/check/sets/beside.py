"""What is known of all records of a root, kept in memory while some of its files change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from generator.check.sets.akin import elsewhere
from generator.check.sets.cache import Kept, as_columns
from generator.check.sets.changed import known_in
from generator.check.sets.known import Elsewhere, Known
from generator.read.records import Records


class Beside:
    """The records that touched ones are checked beside."""

    def __init__(self, records: Records) -> None:
        self._known = {one.path: one for one in known_in(records)}

    def others(self, touched: Collection[str]) -> Callable[[Sequence[Known]], Elsewhere]:
        """Return how touched files, by their paths below the root, see all others: what `check` asks for."""
        rest = [one for path, one in self._known.items() if path not in touched]
        kept = Kept(as_columns((one.path, one) for one in rest))
        rows = [(one.path, row) for row, one in enumerate(rest)]
        return lambda known: elsewhere(kept, rows, known)._replace(touched=frozenset(touched))

    def learn(self, touched: Collection[str], records: Records) -> None:
        """Know touched files as they were read now; one that is gone is known no more."""
        for path in touched:
            self._known.pop(path, None)
        self._known |= {one.path: one for one in known_in(records)}
