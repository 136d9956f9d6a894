"""Findings: what is wrong with a file, where, and how to mend it."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Level(enum.StrEnum):
    """How much a finding weighs; the order is the order of reports."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Position(NamedTuple):
    """A place in a text file; line and column count from 1, as editors do."""

    line: int = 1
    column: int = 1


class Finding(NamedTuple):
    """One finding about one file, in the language it was asked for.

    `path` is relative to the root, with forward slashes. `length` is the number of
    characters the caret underlines.
    """

    code: str
    name: str
    level: Level
    path: str
    position: Position
    message: str
    help: str
    note: str = ""
    length: int = 1
    masked: bool = False  # what it marks must not be shown: a secret

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Findings are reported file by file, from top to bottom."""
        return (self.path, self.position.line, self.position.column, self.code, self.message)


class Ignored(NamedTuple):
    """A finding that was not to be seen: why, and where that is written (`policy`, or `path:line`)."""

    finding: Finding
    reason: str
    where: str


def counts(findings: tuple[Finding, ...]) -> dict[str, int]:
    """Return how many findings there are of each level, zero included."""
    return {level.value: sum(f.level is level for f in findings) for level in Level}
