"""The body of a record: level-2 sections, and the timeline's table row by row."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

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
_FENCES = re.compile("```+|~~~+")
_INDENT = 3  # spaces before a fence; with more it is code of another kind
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
_BORDER = re.compile(r"(?<!\\)\|")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


class RawSection(NamedTuple):
    """A section as written; `key` is "" for a heading the template does not know."""

    key: str
    heading: str
    position: Position
    text: str  # without blank lines before and behind
    line: int  # of the file, on which the text begins

    @property
    def is_empty(self) -> bool:
        """Tell whether only blanks and comments stand under the heading."""
        text = COMMENT.sub("", self.text) if "<!--" in self.text else self.text
        return not text or text.isspace()


class RawRow(NamedTuple):
    """One row of the timeline's table: its cells by column key, and where its first cell stands."""

    cells: dict[str, str]
    line: int
    column: int
    length: int

    @property
    def position(self) -> Position:
        """Return where the first cell begins."""
        return Position(self.line, self.column)


class Table(NamedTuple):
    """The timeline's table; `columns` is None where its header is not the template's."""

    position: Position
    columns: tuple[str, ...] | None
    rows: tuple[RawRow, ...]


def read_sections(body: str, first_line: int) -> tuple[RawSection, ...]:
    """Return the level-2 sections of a body that begins on `first_line`; what stands in a code fence is text."""
    heads = _heads(body)
    sections = []
    line, counted = first_line, 0
    for start, end in zip(heads, [*heads[1:], len(body)] if heads else (), strict=True):
        line += body.count("\n", counted, start)
        counted = start
        stop = body.find("\n", start, end)
        stop = end if stop < 0 else stop
        sections.append(_section(_heading(body[start + 3 : stop]), line, body[stop:end]))
    return tuple(sections)


def _heads(body: str) -> list[int]:
    """Return where the lines begin that open a section. Searched for as texts: an expression is slower by far."""
    heads = []
    text = "\n" + body
    at = text.find("\n##")
    while at >= 0:
        if text[at + 3 : at + 4] in (" ", "\t"):
            heads.append(at)
        at = text.find("\n##", at + 1)
    if heads and ("```" in body or "~~~" in body):
        fenced = _fenced(body)
        starts = [start for start, _ in fenced]  # in order, and none within another
        heads = [head for head in heads if not _is_within(head, starts, fenced)]
    return heads


def _is_within(at: int, starts: list[int], ranges: list[tuple[int, int]]) -> bool:
    before = bisect_right(starts, at)
    return before > 0 and at < ranges[before - 1][1]


def _fenced(body: str) -> list[tuple[int, int]]:
    """Return the ranges of a body that are code, from the line that opens a fence to the one that closes it."""
    ranges: list[tuple[int, int]] = []
    fence, opened = "", 0
    for match in _FENCES.finditer(body):
        start = body.rfind("\n", 0, match.start()) + 1
        if match.start() - start > _INDENT or body[start : match.start()].strip(" "):
            continue
        end = body.find("\n", match.start())
        after = fence_after(body[start : end if end >= 0 else len(body)], fence)
        if after and not fence:
            opened = start
        elif fence and not after:
            ranges.append((opened, match.end()))
        fence = after
    return [*ranges, (opened, len(body))] if fence else ranges


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


def _section(heading: str, line: int, text: str) -> RawSection:
    bare = text.lstrip("\n")
    key = _KEYS.get(heading.strip().lower(), "")
    return RawSection(key, heading, Position(line, 1), bare.rstrip("\n"), line + len(text) - len(bare))


def read_table(section: RawSection) -> Table | None:
    """Return the first table of a section (a header row followed by a row of dashes), or None.

    Code and comments hold none.
    """
    texts = section.text.split("\n")
    fence, comment = "", False
    for number in range(len(texts) - 1):
        text = texts[number]
        if comment or (text.lstrip(" ").startswith("<!--") and not fence):
            comment = "-->" not in text[text.rfind("<!--") + 1 :]
            continue
        if "`" in text or "~" in text:
            fence = fence_after(text, fence)
        if not fence and "|" in text and "-" in texts[number + 1] and _DELIMITER.fullmatch(texts[number + 1].strip()):
            return _table(texts, number, section.line)
    return None


def _table(texts: list[str], header: int, first: int) -> Table:
    position = Position(first + header, 1)
    names = [_COLUMN.get(cell.lower()) for cell in split_cells(texts[header])]
    known = [name for name in names if name]
    if len(known) != len(names) or len(set(known)) != len(known) or not {"time", "event"} <= set(known):
        return Table(position, None, ())
    rows = []
    columns = len(known)
    usual = tuple(known) == tuple(COLUMNS)
    for number, line in enumerate(texts[header + 2 :], start=first + header + 2):
        if "|" not in line:
            break
        cells = split_cells(line)
        if len(cells) < columns:
            cells += [""] * (columns - len(cells))
        if usual:
            by_name = {"time": cells[0], "kind": cells[1], "event": cells[2], "who": cells[3]}
        else:
            by_name = dict(zip(known, cells, strict=False))
        indent = 2 if line.startswith("| ") and line[2:3] not in " |" else len(line) - len(line.lstrip(" |"))
        rows.append(RawRow(by_name, number, indent + 1, len(cells[0]) or 1))
    return Table(position, tuple(known), tuple(rows))


def split_cells(line: str) -> list[str]:
    r"""Return the cells of a table row; `\|` is a bar, not a border."""
    text = line.strip()
    if text[:1] == text[-1:] == "|" and "\\" not in text and len(text) > 1:
        return [cell.strip() for cell in text[1:-1].split("|")]
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    if "\\|" not in text:
        return [cell.strip() for cell in text.split("|")]
    return [cell.strip().replace("\\|", "|") for cell in _BORDER.split(text)]
