"""A file's text as written: byte order mark and line ends are kept, lines are those of its Record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

_END = re.compile(r"(\r\n|\r|\n)")
_MARK = "\N{BYTE ORDER MARK}"


@dataclass(frozen=True, slots=True)
class Edit:
    r"""A replacement within one line (from 1) of the characters `start` to `end` (from 0, `end` not included).

    `key` is the top-level key, or `timeline`, whose value is meant to change; "" where none is. A `\n` in `new`
    becomes the file's own line end.
    """

    line: int
    start: int
    end: int
    new: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """`ends[i]` follows `lines[i]`; the last line has none."""

    mark: str
    lines: tuple[str, ...]
    ends: tuple[str, ...]

    @classmethod
    def of(cls, whole: str) -> Text:
        """Return the text of a file's characters, a byte order mark among them."""
        mark = _MARK if whole.startswith(_MARK) else ""
        parts = _END.split(whole[len(mark) :])
        return cls(mark, tuple(parts[::2]), (*parts[1::2], ""))

    @property
    def whole(self) -> str:
        """Return the file's characters."""
        return self.mark + "".join(chain.from_iterable(zip(self.lines, self.ends, strict=True)))

    @property
    def plain(self) -> str:
        r"""Return the text as a Record is parsed from: no mark, every line end `\n`."""
        return "\n".join(self.lines)

    def edited(self, edits: Sequence[Edit]) -> Text:
        """Return the text with edits that do not overlap, given in any order."""
        lines = list(self.lines)
        for edit in sorted(edits, key=lambda edit: (edit.line, edit.start), reverse=True):
            line = lines[edit.line - 1]
            new = edit.new.replace("\n", self.ends[0] or "\n")
            lines[edit.line - 1] = line[: edit.start] + new + line[edit.end :]
        parts = chain.from_iterable(zip(lines, self.ends, strict=True))
        return Text.of(self.mark + "".join(parts))
