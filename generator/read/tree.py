"""YAML as written: a tree of texts with positions, before anybody guesses types.

PyYAML would turn `12:30` into 750 and `no` into False, resolve aliases and keep the last of two equal
keys. So only its parser is used, whose events say what stands where; what a text means is decided by
those who know which field it is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from generator.model.finding import Position
from generator.model.memory import NOTHING
from generator.read.node import Entries, Items, Lines, Node, Scalar

try:
    from yaml import cyaml
except ImportError:  # PyYAML built without libyaml
    Parser: Any = yaml.SafeLoader
else:
    Parser = cyaml.CParser  # type: ignore[attr-defined]  # the stubs know only the loaders made of it

DEEPEST = 24
TOO_DEEP = "nested too deeply"
ANOTHER_DOCUMENT = "but found another document"
_FORBIDDEN = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # slow to compile, seldom needed
_STANDARD_TAG = "tag:yaml.org,2002:"


class Problem(NamedTuple):
    """Something that keeps a file from saying what it means; `name` is the finding's name."""

    name: str
    position: Position
    length: int = 1
    values: Mapping[str, str] = NOTHING


def read_yaml(text: str, first_line: int = 1, lines: Lines | None = None) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a YAML text and its problems; None where there is nothing or it is no YAML.

    `first_line` is the line of the file on which `text` begins; `lines` places the nodes elsewhere.
    """
    builder = _Builder(lines or Lines(text, first_line))
    try:
        root = builder.build(Parser(text))
    except yaml.YAMLError as error:
        return None, (_syntax(error, text, first_line),)
    except _Refused as refused:
        return None, (refused.problem,)
    return root, tuple(builder.problems)


def _syntax(error: yaml.YAMLError, text: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    if mark is None:  # a character YAML forbids: the reader counts bytes, and libyaml without a line
        forbidden = re.search(_FORBIDDEN, text)
        offset = forbidden.start() if forbidden else 0
    else:
        offset = mark.index
    return Problem("yaml-syntax", Lines(text, first_line).at(offset), 1, {"detail": str(detail)})


class _Refused(Exception):
    """The text is not read any further."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


class _Builder:
    """Turns the parser's events into nodes; an alias names its anchor and is never followed."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []

    def build(self, parser: Any) -> Node | None:
        """Return the root, None where there is nothing; raise YAMLError or _Refused."""
        lines = self.lines
        get = parser.get_event
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        mapping_end, sequence_end, stream_end = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.StreamEndEvent
        root: Node | None = None
        opened: list[tuple[int, list[Node]]] = []  # the containers around the next node
        into: list[Node] = []
        documents = 0
        while (kind := type(event := get())) is not stream_end:
            if kind is scalar:
                if event.tag is not None:
                    self._tag(event)
                start, end = event.start_mark.index, event.end_mark.index
                into.append(Scalar(lines, start, end, event.value, bool(event.style)))
            elif kind is mapping or kind is sequence:
                if event.tag is not None:
                    self._tag(event)
                opened.append((event.start_mark.index, into))
                if len(opened) > DEEPEST:
                    raise _Refused(self._problem("yaml-syntax", event, detail=TOO_DEEP))
                into = []
            elif kind is mapping_end:
                start, outer = opened.pop()
                outer.append(Entries(lines, start, event.end_mark.index, self._entries(into)))
                into = outer
            elif kind is sequence_end:
                start, outer = opened.pop()
                outer.append(Items(lines, start, event.end_mark.index, tuple(into)))
                into = outer
            elif kind is yaml.AliasEvent:
                self.problems.append(self._problem("yaml-alias", event))
                into.append(Scalar(lines, event.start_mark.index, event.end_mark.index))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Refused(self._problem("yaml-syntax", event, detail=ANOTHER_DOCUMENT))
            elif kind is yaml.DocumentEndEvent:
                root = into[0]
        return root

    def _problem(self, name: str, event: Any, **values: str) -> Problem:
        start, end = event.start_mark.index, event.end_mark.index
        return Problem(name, self.lines.at(start), self.lines.length(start, end), values)

    def _tag(self, event: Any) -> None:
        """Report a tag that would make something of the value; `!` and the standard ones say what it is anyway."""
        tag = event.tag
        if tag != "!" and (not tag.startswith(_STANDARD_TAG) or tag.startswith(_STANDARD_TAG + "python")):
            self.problems.append(self._problem("yaml-tag", event, tag=tag))

    def _entries(self, nodes: list[Node]) -> tuple[tuple[Node, Node], ...]:
        pairs = zip(nodes[::2], nodes[1::2], strict=True)
        names = {node.text for node in nodes[::2]}
        if 2 * len(names) == len(nodes):
            return tuple(pairs)
        first: dict[str, tuple[Node, Node]] = {}
        for key, value in pairs:
            if key.text in first:
                place = first[key.text][0].position
                values = {"key": key.text, "line": str(place.line)}
                self.problems.append(Problem("duplicate-key", key.position, key.length, values))
            else:
                first[key.text] = key, value
        return tuple(first.values())
