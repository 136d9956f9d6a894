"""What the formats share: each finding with its place in the repository, its line, and a fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import NamedTuple

from generator.check.check import Checked
from generator.check.report import visible
from generator.exchange.reports.places import joined
from generator.model.finding import Finding, Ignored, Level
from generator.read.records import Records

ORDER = {level: rank for rank, level in enumerate(Level)}
_NUMBER = re.compile(r"\d+")
_LONG = 1000


class Shown(NamedTuple):
    """A finding as a reader outside needs it; `ignored` where it does not count."""

    finding: Finding
    path: str  # from the top of the repository
    line: str | None  # the line it stands on; None where the file has none to show
    fingerprint: str
    ignored: Ignored | None = None

    @property
    def columns(self) -> tuple[int, int] | None:
        """Return the first column and the one after the last, from 1, in characters; None without a line."""
        if self.line is None:
            return None
        last = len(self.line) + 1
        start = min(self.finding.position.column, last)
        return start, max(start, min(start + self.finding.length, last))

    @property
    def sentences(self) -> list[str]:
        """Return message, note (where there is one) and help, each one line that moves no terminal."""
        found = self.finding
        return [visible(text) for text in (found.message, found.note, found.help) if text]


def shown(checked: Checked, records: Records, prefix: str) -> list[Shown]:
    """Return every finding, the ignored ones too, in the order of the text report."""
    every: list[tuple[Finding, Ignored | None]] = [(finding, None) for finding in checked.findings]
    every += [(item.finding, item) for item in checked.ignored]
    every.sort(key=lambda pair: pair[0].sort_key)
    lines: dict[str, tuple[str, ...]] = {}
    seen: Counter[str] = Counter()
    bare: dict[tuple[str, int], str] = {}  # a long line may have thousands of findings
    result = []
    for finding, ignored in every:
        if finding.path not in lines:
            lines[finding.path] = records.lines_of(finding.path)
        path, number = joined(prefix, finding.path), finding.position.line
        line = lines[finding.path][number - 1] if 0 < number <= len(lines[finding.path]) else None
        if (finding.path, number) not in bare:
            bare[finding.path, number] = _bare(line or "")
        content = _content(finding, path, line, bare[finding.path, number])
        seen[content] += 1
        result.append(Shown(finding, path, line, _hash(content, seen[content]), ignored))
    return result


def counting(every: list[Shown]) -> list[Shown]:
    """Return those that count, the gravest first and otherwise in their order."""
    return sorted((item for item in every if item.ignored is None), key=lambda item: ORDER[item.finding.level])


def _bare(line: str) -> str:
    """Return a line without indentation; of one longer than people write only a hash."""
    text = " ".join(line.split())
    return text if len(text) <= _LONG else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _content(finding: Finding, path: str, line: str | None, text: str) -> str:
    """Return what makes a finding the same one after lines were inserted above it or its indent changed.

    Numbers in the message may be counts of bytes or of the minutes until now, so they do not take part.
    """
    start = finding.position.column - 1
    marked = line[start : start + finding.length] if line else ""
    return "\0".join([finding.name, path, _NUMBER.sub("#", finding.message), text, marked])


def _hash(content: str, count: int) -> str:
    return hashlib.sha256(f"{content}\0{count}".encode("utf-8", "replace")).hexdigest()[:32]
