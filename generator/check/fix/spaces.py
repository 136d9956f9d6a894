"""Trailing spaces in the front matter and the timeline's table, and the line end that the last line lacks.

Prose is never touched: there two spaces at a line's end are a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.fix.draft import Draft
from generator.check.fix.table import timeline
from generator.check.fix.text import Edit

_BLOCK = re.compile(r"(?:^|[\s:-])[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")


def edits(draft: Draft) -> list[Edit]:
    """Return the edits of all such places of a file with front matter."""
    if draft.front is None:
        return []
    lines, table = draft.text.lines, timeline(draft.record)
    numbers = list(_loose_lines(lines[: draft.closing]))
    if table and not draft.setting.is_review:
        first = table.position.line
        numbers += range(first, first + 2 + len(table.rows))
    found = []
    for number in numbers:
        line = lines[number - 1]
        kept = line.rstrip(" \t")
        if kept != line:
            found.append(Edit(number, len(kept), len(line), ""))
    if lines[-1]:
        found.append(Edit(len(lines), len(lines[-1]), len(lines[-1]), "\n"))
    return found


def _loose_lines(lines: tuple[str, ...]) -> Iterator[int]:
    """Yield the lines outside block scalars (`|` and `>`): in these a space at a line's end may count."""
    inside = -1
    for number, line in enumerate(lines, start=1):
        indent = len(line) - len(line.lstrip(" "))
        if inside >= 0 and (not line.strip() or indent > inside):
            continue
        inside = indent if _BLOCK.search(line) else -1
        yield number
