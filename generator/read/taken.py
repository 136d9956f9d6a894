"""Which ids are taken and which alerts are recorded: the names and the tops of all files, without parsing any YAML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.read.record import LARGEST_FRONT
from generator.read.records import FOLDER

#: Comment lines of the front matter by which a group of alerts is known again.
GROUP_LINE, ALERTS_LINE = "# alertmanager-group: ", "# alertmanager-alerts: "
_FIRST = 4096  # bytes that hold most front matters whole
_LONGEST = 18  # digits: nobody counts from a longer one, and Python reads none of thousands
_NAME = re.compile(r"INC-(\d{4})-(\d{3,})(?=[.-]|$)", re.ASCII | re.IGNORECASE)
_ID = re.compile(rb"""^[ \t{]*["']?id["']?[ \t]*:[ \t]*["']?(INC-\d{4}-\d{3,})""", re.MULTILINE | re.IGNORECASE)
_STATUS = re.compile(rb"""^["']?status["']?[ \t]*:[ \t]*["']?(open|mitigated)\b""", re.MULTILINE)
_END = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record that came from alerts: its group, the marks of the alerts, and whether the incident lasts."""

    path: Path
    group: str
    marks: frozenset[str]
    lasts: bool


@dataclass(slots=True)
class Taken:
    """The ids that files bear in their name or their front matter, and the records that came from alerts."""

    ids: dict[str, Path] = field(default_factory=dict)
    recorded: list[Recorded] = field(default_factory=list)

    def next_id(self, year: int) -> str:
        """Return the id after the year's last; a gap stays one, as its number may have been a record's."""
        tails = (name[9:] for name in self.ids if name.startswith(f"INC-{year:04d}-"))
        numbers = (int(tail) for tail in tails if len(tail) <= _LONGEST)
        return f"INC-{year:04d}-{max(numbers, default=0) + 1:03d}"

    def record_of(self, group: str, marks: frozenset[str]) -> Path | None:
        """Return the record of the same alerts, or of the same group while its incident lasts."""
        same = (known.path for known in self.recorded if known.marks & marks)
        lasting = (known.path for known in self.recorded if known.lasts and known.group == group)
        return next(same, None) or next(lasting, None)


def taken(root: Path) -> Taken:
    """Return what is taken below `incidents/`; files that cannot be opened count by their names."""
    found = Taken()
    for file in sorted(_markdown(root / FOLDER)):
        path = Path(file)
        if name := _NAME.match(path.name):
            found.ids.setdefault(name[0].upper(), path)
        top = _top(file)
        if match := _ID.search(top):
            found.ids.setdefault(match[1].decode("ascii").upper(), path)
        if GROUP_LINE.encode() in top:
            found.recorded.append(_recorded(path, top))
    return found


def _markdown(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names if name.lower().endswith(".md"))


def _top(file: str) -> bytes:
    """Return the front matter (or less, where it has no end), nothing for what is no plain file."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe must not make it wait
        try:
            top = os.read(handle, _FIRST)
            if len(top) == _FIRST and not _END.search(top, 4):
                top += os.read(handle, LARGEST_FRONT)
        finally:
            os.close(handle)
    except OSError:
        return b""
    end = _END.search(top, 4)
    return top[: end.start()] if end else top


def _recorded(path: Path, top: bytes) -> Recorded:
    group, marks = (_after(top, line) for line in (GROUP_LINE, ALERTS_LINE))
    return Recorded(path, group, frozenset(marks.split()), _STATUS.search(top) is not None)


def _after(top: bytes, start: str) -> str:
    _, found, rest = top.partition(start.encode())
    return rest.partition(b"\n")[0].decode("utf-8", "replace").strip() if found else ""
