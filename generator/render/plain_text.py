"""Markdown that is nothing but plain paragraphs and lists, which most of a record is: no parser is needed to read it.

An item may be a task, or begin with strong words and a colon, as the template of records has it. What may stand there
is so narrow that CommonMark leaves no doubt; anything else is left to the parser.
"""

from __future__ import annotations

import re

from generator.render.autolink import may_hold_address

#: What a task looks like that is open, and one that is done.
TASKS = ("☐", "☑")
#: A line that starts no block, ends in no break, and has nothing inside that Markdown or HTML acts on.
_REST = r"[^*_`\[\]<>&\\~!|\n]*"
_LINE = rf"[^\s#>+=|*_`\[\]<&\\~!\-\d]{_REST}"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_LINE})*")
_WORDS = r"[^\W_]+(?: [^\W_]+)*"
_ITEM = rf"(?:\*\*(?P<strong>{_WORDS})\*\*(?=[:：])(?P<after>{_REST})|(?P<task>\[[ xX]\] )?(?P<line>{_LINE}))"
_ITEMS = {"ul": re.compile(f"- {_ITEM}"), "ol": re.compile(rf"[1-9]\d{{0,3}}\. {_ITEM}")}


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
        found = [match for line in lines if (match := item.fullmatch(line))]
        if len(found) == len(lines) and (kind == "ul" or chunk.startswith("1. ")):
            items = "".join(f"<li>{_shown(match)}</li>\n" for match in found)
            return kind, f"<{kind}>\n{items}</{kind}>\n"
    return "", ""


def _shown(item: re.Match[str]) -> str:
    if item["strong"]:
        return f"<strong>{item['strong']}</strong>{item['after']}"
    return f"{TASKS[item['task'][1] != ' ']} {item['line']}" if item["task"] else item["line"]
