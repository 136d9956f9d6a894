"""Anybody's text inside a record: as a YAML scalar, as a comment, as code in a table's cell."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

_PLAIN = re.compile(r"[A-Za-z][\w.-]*|\d+(\.\d+)?%", re.ASCII)
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
#: What YAML forbids, what would end a line, and what moves the text around it.
_ESCAPED = re.compile(
    r'["\\\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]'
)
_MOVING = ("Cc", "Cf", "Cs", "Zl", "Zp")
_MOST_BRACKETS = 8  # the reader's guard against deep nesting counts brackets, in quotes too


def scalar(text: str) -> Markup:
    """Return a text as a YAML scalar that reads back as that text; quoted unless it is a plain name."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return Markup(text)
    quoted = _ESCAPED.sub(_escape, text)
    if sum(map(text.count, "[{")) > _MOST_BRACKETS:
        quoted = re.sub(r"[\[\]{}]", _escape, quoted)
    return Markup(f'"{quoted}"')


def flow(texts: tuple[str, ...]) -> Markup:
    """Return texts as a YAML list on one line."""
    return Markup(f"[{', '.join(map(scalar, texts))}]")


def one_line(text: str) -> Markup:
    """Return a text for a comment: one line, nothing that moves it, no end of an HTML comment."""
    kept = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _MOVING)
    return Markup(kept.replace("--", "- -"))


def code(text: str) -> Markup:
    """Return a text as Markdown code that also fits a table's cell; there nothing in it can act."""
    inner = str(one_line_of_code(text)).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", inner)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    return Markup(f"{fence}{pad}{inner}{pad}{fence}")


def one_line_of_code(text: str) -> str:
    """Return a text on one line; never empty, as Markdown knows no empty code."""
    kept = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in _MOVING)
    return " ".join(kept.split()) or '""'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
