"""One rule, explained: what `furikaeri explain` prints and the site's page of rules shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from generator.check.check import RULES
from generator.check.explain.example import POLICY_PATH, judged, section_named
from generator.check.explain.families import Family, family_of
from generator.check.report import as_text
from generator.check.rule import RECORD_PATH, Example, Pair, Rule
from generator.model.policy import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_LINE, _MOST_LINES, _KEPT_LINES = 160, 40, 8
_DIGITS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_WHY = ("理由", "reason")
_MISSING: Pair = ("この記録には{names}がありません", "this record has no {names}")
_KEY: Pair = (" `{name}` ", "`{name}`")
_SECTION: Pair = ("「{name}」の節", "section `{name}`")
_LINK: Pair = ("{target} を指すリンク", "a link to {target}")
_FOLDER: Pair = ("フォルダー", "a folder")
_LOCKED: Pair = ("誰も開けないファイル", "a file that nobody may open")
_MORE: Pair = ("… あと {lines} 行", "… {lines} more lines")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file as its author sees it; `note` says what a text cannot show."""

    path: str
    text: str = ""
    note: str = ""

    @property
    def syntax(self) -> str:
        """Return the name of the text's language, as code fences use it."""
        return "markdown" if self.path.endswith(".md") and re.search(r"(?m)^(#+ |---$)", self.text) else "yaml"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one rule in one language, still without a form.

    `said` is what check prints about the bad example ("" where this system cannot make it). `ignore` are the two
    ways to silence the rule, empty where none is allowed.
    """

    code: str
    name: str
    level: str
    family: Family
    reason: str
    bad: tuple[Piece, ...]
    said: str
    good: tuple[Piece, ...]
    ignore: tuple[Piece, ...]

    @property
    def ignorable(self) -> bool:
        """Tell whether the rule may be ignored."""
        return bool(self.ignore)

    @property
    def summary(self) -> str:
        """Return the first sentence of the reason."""
        return re.split(r"(?<=。)|(?<=\.) ", self.reason, maxsplit=1)[0]


def explain(rule: Rule, language: Language) -> Explanation:
    """Return a rule's explanation; its bad example is checked there and then."""
    return Explanation(
        code=rule.code,
        name=rule.name,
        level=rule.level.value,
        family=family_of(rule),
        reason=_in(rule.reason, language),
        bad=pieces(rule.bad, language),
        said=_said(rule, language),
        good=pieces(rule.good, language),
        ignore=ways_to_ignore(rule.name, language) if rule.ignorable else (),
    )


@cache
def explanations(language: Language) -> tuple[Explanation, ...]:
    """Return the explanations of all rules, by family and code."""
    return tuple(explain(rule, language) for rule in sorted(RULES, key=lambda rule: rule.code))


def find(text: str) -> Rule | None:
    """Return the rule with that code (in any case) or name."""
    return next((rule for rule in RULES if text.upper() == rule.code or text.lower() == rule.name), None)


def nearest(text: str) -> Rule | None:
    """Return the rule that was probably meant: a code with letters for digits, or a name that is close."""
    if code := find("F" + text[1:].upper().translate(_DIGITS)):
        return code
    names = {rule.name: rule for rule in RULES}
    close = get_close_matches(text.lower(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else None


def ways_to_ignore(name: str, language: Language) -> tuple[Piece, ...]:
    """Return how a rule is ignored for all records, and for one."""
    why = _in(_WHY, language)
    return (Piece(POLICY_PATH, f"ignore:\n  {name}: {why}"),
            Piece(RECORD_PATH, f"# furikaeri: ignore {name} {why}"))  # fmt: skip


def pieces(example: Example, language: Language) -> tuple[Piece, ...]:
    """Return an example as its author sees it, file by file."""
    found: list[Piece] = []
    if example.text or example.without or example.unreadable:
        found.append(Piece(RECORD_PATH, _divided(example.text), _note(example, language)))
    found += [Piece(path, _divided(text)) for path, text in example.others.items()]
    found += [Piece(POLICY_PATH, example.policy.rstrip("\n"))] if example.policy else []
    found += [Piece(path, _short(content, language)) for path, content in example.files.items()]
    found += [Piece(path, note=_in(_LINK, language, target=target)) for path, target in example.links.items()]
    found += [Piece(path, note=_in(_FOLDER, language)) for path in example.folders]
    return tuple(found)


def _said(rule: Rule, language: Language) -> str:
    records, checked = judged(rule.bad, language)
    return as_text([finding for finding in checked.findings if finding.name == rule.name], records)


def _in(pair: Pair, language: Language, **values: object) -> str:
    return pair[0 if language == "ja" else 1].format(**values)


def _note(example: Example, language: Language) -> str:
    if example.unreadable:
        return _in(_LOCKED, language)
    names = [_in(_SECTION if section_named(name) else _KEY, language, name=name) for name in example.without]
    return _in(_MISSING, language, names=_joined(names, language)) if names else ""


def _joined(names: Iterable[str], language: Language) -> str:
    return ("と" if language == "ja" else " and ").join(names)


def _divided(text: str) -> str:
    """Return a text with the line that closes the front matter, where a section follows it."""
    return re.sub(r"\n+(?=## )", "\n---\n\n", text, count=1) if not text.startswith("## ") else text


def _short(content: str | bytes, language: Language) -> str:
    """Return the text of a whole file, or its beginning where it is long."""
    text = content if isinstance(content, str) else content.decode("utf-8", "replace")
    lines = [line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…" for line in text.strip().split("\n")]
    if len(lines) > _MOST_LINES:
        lines[_KEPT_LINES:] = [_in(_MORE, language, lines=len(lines) - _KEPT_LINES)]
    return "\n".join(lines)
