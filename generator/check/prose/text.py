"""A file's text as people read it: code, comments and addresses blanked, every character in its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.check.rule import Rule
from generator.check.sections import blank, without_code
from generator.model.finding import Position
from generator.read.body import COMMENT
from generator.read.record import Record

_ADDRESS = re.compile(r"https?://[^\s<>)\"'|]+")
_QUOTED = re.compile(r"「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”|\"[^\"\n]*\"|(?m:^ {0,3}>.*$)")


class Found(NamedTuple):
    """A rule broken between two offsets of a file's text."""

    rule: Rule
    start: int
    end: int
    values: Mapping[str, object]


@dataclass(slots=True)
class Prose:
    """One file; offsets count in its whole text, front matter included."""

    text: str
    body: int  # where the body begins
    _plain: str = field(default="", repr=False)
    _spoken: str = field(default="", repr=False)
    _starts: list[int] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, record: Record) -> Prose:
        """Return the prose of a record."""
        text = record.text or ""
        return cls(text, len(text) - len(record.body))

    @property
    def plain(self) -> str:
        """The text with blanks for code, comments and web addresses of the body."""
        if not self._plain:
            body = COMMENT.sub(_blank, without_code(self.text[self.body :]))
            self._plain = self.text[: self.body] + _ADDRESS.sub(_blank, body)
        return self._plain

    @property
    def spoken(self) -> str:
        """The plain text of the body with blanks for quotations too, and for the front matter."""
        if not self._spoken:
            self._spoken = blank(self.text[: self.body]) + _QUOTED.sub(_blank, self.plain[self.body :])
        return self._spoken

    def position(self, offset: int) -> Position:
        """Return the place of an offset."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


def _blank(match: re.Match[str]) -> str:
    return blank(match[0])
