"""What stands for a record without its prose, which no page but its own shows."""

from __future__ import annotations

from typing import NamedTuple


class Bare(NamedTuple):
    """All of a record but the prose of its sections: `mark` stands for it, `named` are the ids that it names."""

    mark: str
    named: tuple[str, ...]
