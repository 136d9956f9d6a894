"""The body of a record: level-2 sections, and the timeline's table row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.model.finding import Position

HEADINGS = {
    "summary": ("概要", "Summary"),
    "timeline": ("タイムライン", "Timeline"),
    "impact": ("影響範囲", "Impact"),
    "root_cause": ("根本原因", "Root cause"),
    "response": ("対応内容", "Response"),
    "prevention": ("予防対策", "Prevention"),
    "lessons": ("学習事項", "Lessons learned"),
    "recovery_checks": ("復旧確認", "Recovery checks"),
    "review": ("対応評価", "Response review"),
    "sources": ("出典", "Sources"),
    "goal": ("目的", "Goal"),  # of a drill
    "result": ("結果", "Result"),
}
_KEYS = {heading.lower(): key for key, pair in HEADINGS.items() for heading in pair}

COLUMNS = {
    "time": ("時刻", "time"),
    "kind": ("種別", "kind"),
    "event": ("イベント", "event"),
    "who": ("担当者", "who"),
}
_COLUMN = {name: key for key, names in COLUMNS.items() for name in names}

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# No two repetitions below stand side by side for the same character: a long line must not cost its square.
_HEADING = re.compile(r"##[ \t](.*)")
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


@dataclass(frozen=True, slots=True)
class RawSection:
    """A section as written; `key` is "" for a heading the template does not know."""

    key: str
    heading: str
    position: Position
    text: str

    @property
    def is_empty(self) -> bool:
        """Tell whether only blanks and comments stand under the heading."""
        return not COMMENT.sub("", self.text).strip()


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of the timeline's table: its cells by column key, and where the row stands."""

    cells: dict[str, str]
    position: Position
    length: int


@dataclass(frozen=True, slots=True)
class Table:
    """The timeline's table; `columns` is None where its header is not the template's."""

    position: Position
    columns: tuple[str, ...] | None
    rows: tuple[RawRow, ...]


def read_sections(body: str, first_line: int) -> tuple[RawSection, ...]:
    """Return the level-2 sections of a body that begins on `first_line`; what stands in a code fence is text."""
    sections: list[RawSection] = []
    lines = body.split("\n")
    fence = ""
    start, heading = -1, ""
    for number, line in enumerate(lines):
        fence = fence_after(line, fence)
        match = None if fence else _HEADING.match(line)
        if match:
            if start >= 0:
                sections.append(_section(lines, heading, start, number, first_line))
            start, heading = number, _heading(match[1])
    if start >= 0:
        sections.append(_section(lines, heading, start, len(lines), first_line))
    return tuple(sections)


def _heading(text: str) -> str:
    """Return a heading without the hashes that may close it."""
    text = text.strip(" \t")
    bare = text.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else text


def fence_after(line: str, fence: str) -> str:
    """Return the open fence after this line ("" outside code)."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    mark = match[1]
    if not fence:
        return mark
    closes = mark[0] == fence[0] and len(mark) >= len(fence) and not line.strip(" ").strip(mark[0])
    return "" if closes else fence


def _section(lines: list[str], heading: str, start: int, end: int, first_line: int) -> RawSection:
    key = _KEYS.get(heading.strip().lower(), "")
    return RawSection(key, heading, Position(first_line + start, 1), "\n".join(lines[start + 1 : end]).strip("\n"))


def section_line(section: RawSection, body_lines: tuple[str, ...]) -> int:
    """Return the line of the file on which the section's text begins."""
    line = section.position.line + 1
    while line <= len(body_lines) and not body_lines[line - 1] and section.text:
        line += 1
    return line


def read_table(section: RawSection, lines: tuple[str, ...]) -> Table | None:
    """Return the first table of a section (a header row followed by a row of dashes), or None; code is skipped."""
    first = section_line(section, lines)
    texts = section.text.split("\n")
    fence = ""
    for number in range(len(texts) - 1):
        fence = fence_after(texts[number], fence)
        if (
            not fence
            and "|" in texts[number]
            and "-" in texts[number + 1]
            and _DELIMITER.fullmatch(texts[number + 1].strip())
        ):
            return _table(texts, number, first)
    return None


def _table(texts: list[str], header: int, first: int) -> Table:
    position = Position(first + header, 1)
    names = [_COLUMN.get(cell.lower()) for cell in split_cells(texts[header])]
    known = [name for name in names if name]
    if len(known) != len(names) or len(set(known)) != len(known) or not {"time", "event"} <= set(known):
        return Table(position, None, ())
    rows = []
    for offset, line in enumerate(texts[header + 2 :], start=header + 2):
        if not line.strip() or "|" not in line:
            break
        cells = split_cells(line)
        cells += [""] * (len(known) - len(cells))
        indent = len(line) - len(line.lstrip(" |"))
        length = max(1, len(cells[0]))
        rows.append(RawRow(dict(zip(known, cells, strict=False)), Position(first + offset, indent + 1), length))
    return Table(position, tuple(known), tuple(rows))


def split_cells(line: str) -> list[str]:
    r"""Return the cells of a table row; `\|` is a bar, not a border."""
    text = line.strip()
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", text)]
