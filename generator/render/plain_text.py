"""Markdown that is nothing but plain paragraphs and lists, which most of a record is: no parser is needed to read it.

What it may hold is so narrow that CommonMark leaves no doubt; anything else is left to the parser.
"""

from __future__ import annotations

import re

from generator.render.autolink import may_hold_address

#: A line that starts no block, ends in no break, and has nothing inside that Markdown or HTML acts on.
_LINE = r"[^\s#>+=|*_`\[\]<&\\~!\-\d][^*_`\[\]<>&\\~!|\n]*"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_ITEMS = {"ul": re.compile(rf"- ({_LINE})"), "ol": re.compile(rf"[1-9]\d{{0,3}}\. ({_LINE})")}


def plain_html(text: str) -> str | None:
    """Return the HTML of plain paragraphs and tight lists of one level, or None for what may be more than that."""
    if may_hold_address(text):
        return None
    parts: list[str] = []
    last = ""
    for chunk in text.strip("\n").split("\n\n"):
        kind, html = _chunk(chunk)
        if not kind or (kind == last and kind != "p"):  # two lists after each other are one
            return None
        parts.append(html)
        last = kind
    return "".join(parts)


def _chunk(chunk: str) -> tuple[str, str]:
    """Return what a chunk between blank lines is (p, ul, ol, or "" where that is not sure) and its HTML."""
    lines = chunk.split("\n")
    if not all(line.isprintable() and not line.endswith(" ") for line in lines):
        return "", ""
    if _PARAGRAPH.fullmatch(chunk):
        return "p", f"<p>{chunk}</p>\n"
    for kind, item in _ITEMS.items():
        found = [match[1] for line in lines if (match := item.fullmatch(line))]
        if len(found) == len(lines) and (kind == "ul" or chunk.startswith("1. ")):
            items = "".join(f"<li>{line}</li>\n" for line in found)
            return kind, f"<{kind}>\n{items}</{kind}>\n"
    return "", ""
