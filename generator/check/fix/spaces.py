"""Trailing spaces in the front matter and the timeline's table, and the line end that the last line lacks.

Prose is never touched: there two spaces at a line's end are a line break.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.fix.draft import Draft
from generator.check.fix.text import Edit
from generator.read.node import Node, scalars


def edits(draft: Draft) -> list[Edit]:
    """Return the edits of all such places of a file with front matter."""
    if draft.front is None:
        return []
    lines, table = draft.text.lines, draft.table
    inside = set(_inside_blocks(draft, draft.front))
    numbers = [number for number in range(1, draft.closing + 1) if number not in inside]
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


def _inside_blocks(draft: Draft, front: Node) -> Iterator[int]:
    """Yield the lines of block scalars (`|` and `>`): in these a space at a line's end may count."""
    lines = draft.text.lines
    text = draft.text.plain[len(lines[0]) :]  # offsets count from behind the opening `---`
    for node in scalars(front):
        first = node.position if node.quoted else None
        if first and lines[first.line - 1][first.column - 1] in "|>":
            yield from range(first.line + 1, first.line + 1 + text.count("\n", node.start, node.end - 1))
