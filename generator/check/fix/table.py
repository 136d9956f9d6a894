"""Where the cells of the timeline's rows stand in their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.read.body import RawRow, Table, read_table
from generator.read.record import Record

_BORDER = re.compile(r"(?<!\\)\|")


def timeline(record: Record) -> Table | None:
    """Return the timeline's table, None where there is none or its header is not the template's."""
    section = next((section for section in record.sections if section.key == "timeline"), None)
    table = read_table(section) if section else None
    return table if table and table.columns else None


def time_cells(table: Table | None, lines: Sequence[str]) -> Iterator[tuple[RawRow, int, int]]:
    """Yield each row with the place of its time in the line: the characters from (0 is the first) and up to."""
    if table is None or table.columns is None:
        return
    column = table.columns.index("time")
    for row in table.rows:
        line = lines[row.line - 1]
        spans = cell_spans(line)
        if column < len(spans) and line[slice(*spans[column])] == row.cells["time"]:
            yield row, *spans[column]


def cell_spans(line: str) -> list[tuple[int, int]]:
    r"""Return where each cell's text begins and ends; `\|` is a bar, not a border."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    if line[start:end].startswith("|"):
        start += 1
    if end > start and line[end - 1] == "|" and line[end - 2] != "\\":
        end -= 1
    borders = [match.start() for match in _BORDER.finditer(line, start, end)]
    return [_stripped(line, a, b) for a, b in zip([start, *(at + 1 for at in borders)], [*borders, end], strict=True)]


def _stripped(line: str, start: int, end: int) -> tuple[int, int]:
    cell = line[start:end]
    start += len(cell) - len(cell.lstrip())
    return start, max(start, start + len(cell.strip()))
