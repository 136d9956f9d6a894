"""A mend: what one file holds, what it would hold, and what that does."""

from __future__ import annotations

from dataclasses import dataclass

from generator.check.rule import Pair


@dataclass(frozen=True, slots=True)
class Mend:
    """The mending of one file; texts hold every character of it, byte order mark and line ends too.

    `what` names the kinds of mends with their numbers, `left` what was not mended and why, each in both languages.
    Where nothing could be mended `new` equals `old`.
    """

    path: str  # below the root, forward slashes
    old: str
    new: str
    what: tuple[Pair, ...] = ()
    left: tuple[Pair, ...] = ()

    @property
    def changes(self) -> bool:
        """Tell whether there is anything to write."""
        return self.new != self.old

    def unwritten(self, why: Pair) -> Mend:
        """Return the mend that leaves the file as it is, and says why."""
        return Mend(self.path, self.old, self.old, (), (*self.left, why))
