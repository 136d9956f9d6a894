"""YAML as written: a tree of texts with positions, before anybody guesses types.

PyYAML would turn `12:30` into 750 and `no` into False; so it only composes here, and what a
text means is decided by those who know which field it is for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import yaml

from generator.model.finding import Position

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
DEEPEST = 24
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TOO_DEEP = "nested too deeply"
_STANDARD_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a file from saying what it means; `name` is the finding's name."""

    name: str
    position: Position
    length: int = 1
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar (its `text` as written), a list (`items`) or a map (`entries`, duplicates left out)."""

    kind: Literal["scalar", "list", "map"]
    position: Position
    length: int = 1
    text: str = ""
    quoted: bool = False
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()

    @property
    def is_null(self) -> bool:
        """Tell whether nothing was written."""
        return self.kind == "scalar" and not self.quoted and self.text in NULLS

    def get(self, key: str) -> Node | None:
        """Return the value under a key, or None where the key is absent."""
        return next((value for name, value in self.entries if name.text == key), None)

    def key(self, key: str) -> Node | None:
        """Return the key itself, for its position."""
        return next((name for name, _ in self.entries if name.text == key), None)


def read_yaml(text: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a YAML text and its problems; None where there is nothing or it is no YAML.

    `first_line` is the line of the file on which `text` begins.
    """
    if (at := _too_deep(text)) is not None:
        return None, (Problem("yaml-syntax", Position(first_line + at, 1), 1, {"detail": TOO_DEEP}),)
    try:
        composed = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        return None, (_syntax(error, text, first_line),)
    if composed is None:
        return None, ()
    builder = _Builder(text, first_line)
    return builder.build(composed), tuple(builder.problems)


class _Lines:
    """Turns offsets into positions: YAML also ends lines where no editor does (U+0085, U+2028, U+2029)."""

    def __init__(self, text: str, first_line: int) -> None:
        self.first_line = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        if len(self.starts) > 1 and self.starts[-1] == len(text):
            self.starts.pop()  # nothing stands behind the last line end

    def at(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset) - 1
        return Position(self.first_line + line, offset - self.starts[line] + 1)


def _syntax(error: yaml.YAMLError, text: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    if mark is None:  # a character YAML forbids: the reader counts bytes, and libyaml without a line
        forbidden = _FORBIDDEN.search(text)
        offset = forbidden.start() if forbidden else 0
    else:
        offset = mark.index
    return Problem("yaml-syntax", _Lines(text, first_line).at(offset), 1, {"detail": str(detail)})


def _too_deep(text: str) -> int | None:
    """Return the line on which nesting exceeds `DEEPEST`: libyaml's composer recurses on the C stack."""
    for number, line in enumerate(text.split("\n")):
        if re.match(rf"\s*((- |\? |: )\s*){{{DEEPEST}}}", line):
            return number
        if len(line) - len(line.lstrip(" ")) > 400:
            return number
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match[0] in "[{" else -1 if depth else 0
        if depth > 10 * DEEPEST:
            return text.count("\n", 0, match.start())
    return None


class _Builder:
    """Turns PyYAML's nodes into ours, once each: an alias could otherwise grow without end."""

    def __init__(self, text: str, first_line: int) -> None:
        self.lines = _Lines(text, first_line)
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.aliases = (event for event in yaml.parse(text, Loader=Loader) if isinstance(event, yaml.AliasEvent))

    def build(self, node: yaml.Node, depth: int = 0) -> Node:
        position, length = self._place(node)
        if id(node) in self.seen:
            position, length = self._place(next(self.aliases))  # the node itself stands where its anchor does
            self.problems.append(Problem("yaml-alias", position, length))
            return Node("scalar", position, length)
        self.seen.add(id(node))
        if depth > DEEPEST:
            self.problems.append(Problem("yaml-syntax", position, length, {"detail": TOO_DEEP}))
            return Node("scalar", position, length)
        if not node.tag.startswith(_STANDARD_TAG) or node.tag.startswith(_STANDARD_TAG + "python"):
            self.problems.append(Problem("yaml-tag", position, length, {"tag": node.tag}))
        if isinstance(node, yaml.ScalarNode):
            return Node("scalar", position, length, node.value, bool(node.style))
        if isinstance(node, yaml.SequenceNode):
            return Node("list", position, length, items=tuple(self.build(item, depth + 1) for item in node.value))
        return Node("map", position, length, entries=tuple(self._entries(node, depth + 1)))

    def _place(self, node: yaml.Node | yaml.AliasEvent) -> tuple[Position, int]:
        """Return where a node begins, and how much of its first line it covers."""
        position, end = (self.lines.at(mark.index if mark else 0) for mark in (node.start_mark, node.end_mark))
        return position, max(1, end.column - position.column) if end.line == position.line else 1

    def _entries(self, node: yaml.Node, depth: int) -> Iterator[tuple[Node, Node]]:
        first: dict[str, Position] = {}
        for key_node, value_node in node.value:
            key, value = self.build(key_node, depth), self.build(value_node, depth)
            if key.text in first:
                values = {"key": key.text, "line": str(first[key.text].line)}
                self.problems.append(Problem("duplicate-key", key.position, key.length, values))
                continue
            first[key.text] = key.position
            yield key, value
