"""How whoever waits hears how far a site is."""

from __future__ import annotations

from collections.abc import Callable

#: Hears what is being done, and how much of how much of it is (0, 0: that is not counted).
Report = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Report nothing."""
