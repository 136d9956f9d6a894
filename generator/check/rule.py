"""A rule is a value: a code, a name, how much it weighs, and its words in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.model.finding import Finding, Level, Position
from generator.model.memory import NOTHING
from generator.model.policy import Language
from generator.read.node import Node

LONGEST_VALUE = 1000  # characters of a value that a message repeats
Pair = tuple[str, str]  # Japanese, English
RECORD_PATH = "incidents/2026/INC-2026-014.md"  # where an example's record stands


class Example(NamedTuple):
    """A piece of a record, shown to people and executed by the tests.

    `text` is front matter, then body sections (from the first `## ` on); each of its keys and sections
    takes the place of the sample record's (see `generator.check.explain.example`). `without` names keys and
    section headings that the sample loses. `others` are further records by their path below the root: their
    texts take places in the same sample. `policy` is the policy.yml all are judged by. `files` are whole files;
    one at `RECORD_PATH` stands in the sample's stead. `links` (path -> target) are symbolic links, `folders` are
    made, `unreadable` are files that nobody may open.
    """

    text: str
    without: tuple[str, ...] = ()
    others: Mapping[str, str] = NOTHING
    policy: str = ""
    files: Mapping[str, str | bytes] = NOTHING
    links: Mapping[str, str] = NOTHING
    folders: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One thing that can be wrong. Wordings are pairs (Japanese, English) with `{field}` gaps."""

    code: str
    name: str
    level: Level
    message: Pair
    help: Pair
    note: Pair = ("", "")
    judgement: bool = False  # an error that may be ignored with a reason: no figure depends on it
    masked: bool = False  # what a finding marks is not shown in any report
    reason: Pair = ("", "")  # why the rule exists, without gaps; no rule goes without, nor without examples
    bad: Example = Example("")  # breaks the rule
    good: Example = Example("")  # the same place in order

    @property
    def ignorable(self) -> bool:
        """Tell whether a policy may ignore this rule."""
        return self.judgement or self.level is not Level.ERROR


class Hit(NamedTuple):
    """A rule that was broken at a place; becomes a Finding once the language is known."""

    rule: Rule
    position: Position
    length: int
    values: dict[str, object]

    def finding(self, path: str, language: Language) -> Finding:
        """Return the finding in a language."""
        index = 0 if language == "ja" else 1
        values = {key: _short(value) for key, value in self.values.items()}
        words = [pair[index].format(**values) for pair in (self.rule.message, self.rule.help, self.rule.note)]
        note = words[2] if self.values.get("with_note", True) else ""
        rule = self.rule
        return Finding(
            rule.code, rule.name, rule.level, path, self.position, words[0], words[1], note, self.length, rule.masked
        )


def _short(value: object) -> object:
    """Return a value, or the beginning of a text that nobody would read to its end."""
    return f"{value[:LONGEST_VALUE]}…" if isinstance(value, str) and len(value) > LONGEST_VALUE else value


class Report:
    """Collects the hits of one file."""

    __slots__ = ("hits",)

    def __init__(self) -> None:
        self.hits: list[Hit] = []

    def add(self, rule: Rule, where: Node | Position | None = None, length: int = 1, /, **values: object) -> None:
        """Note that `rule` is broken at a node (its own length counts) or a position."""
        if isinstance(where, Node):
            self.hits.append(Hit(rule, where.position, where.length, values))
        else:
            self.hits.append(Hit(rule, where or Position(), length, values))

    @property
    def has_error(self) -> bool:
        """Tell whether any of the hits is an error."""
        return any(hit.rule.level is Level.ERROR for hit in self.hits)
