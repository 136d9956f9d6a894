"""A file's text as people read it: code, comments and addresses blanked, every character in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.check.sections import without_code
from generator.model.finding import Position
from generator.read.body import COMMENT
from generator.read.record import Record

_ADDRESS = re.compile(r"https?://[^\s<>)\"'|]+")
_QUOTED = re.compile(r"「[^」\n]*」|『[^』\n]*』|“[^”\n]*”|\"[^\"\n]*\"|(?m:^ {0,3}>.*$)")


@dataclass(slots=True)
class Prose:
    """One file; offsets count in its whole text, front matter included."""

    text: str
    body: int  # where the body begins
    _plain: str = field(default="", repr=False)
    _spoken: str = field(default="", repr=False)

    @classmethod
    def of(cls, record: Record) -> Prose:
        """Return the prose of a record."""
        text = "\n".join(record.lines)
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
            self._spoken = re.sub(r"[^\n]", " ", self.text[: self.body]) + _QUOTED.sub(_blank, self.plain[self.body :])
        return self._spoken

    def position(self, offset: int) -> Position:
        """Return the place of an offset."""
        return Position(self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
