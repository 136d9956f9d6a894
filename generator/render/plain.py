"""The last step of every page: HTML that no Markdown processor, macro or snippet can act on."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence

#: A heading of our own words; it stays Markdown so that the site's table of contents sees it.
_HEADING = re.compile(r"\n(## [^{}`~<>\n]+ \{ #[a-z0-9-]+ \})(?=\n)")  # with what it begins, it is found at once
_KEPT = re.compile(r"(<(?:style.*?</style>|pre.*?</pre>))", re.DOTALL)
_BREAKS = re.compile(r"\n\n\n+")  # three times as fast as one with {3,}
_CODES = (("{", "&#123;"), ("}", "&#125;"), ("`", "&#96;"), ("~", "&#126;"), ("[", "&#91;"))
_JOINER = "\u2060"  # stands between two braces of a title and is not seen


def page(title: str, text: str, hide: Sequence[str] = (), scripts: Sequence[str] = (), *, twin: bool = False) -> bytes:
    """Return a page's file: front matter, then blocks of HTML between `##` headings.

    Braces, backticks, tildes and opening brackets of the blocks become entities: in an author's text they could
    open a macro, an attribute list, a fence, or what a builder takes for a link, even in code. Lines lose their
    indentation and blank lines go, except in `<pre>`. `scripts` are addresses, relative to the page. `twin` tells the
    theme that every other edition has this page.
    """
    front = f"---\ntitle: {json.dumps(_harmless(title), ensure_ascii=False)}\n"
    if hide:
        front += f"hide: {json.dumps(list(hide))}\n"
    if twin:
        front += "twin: true\n"
    loaded = "".join(f'\n\n<script src="{address}" defer></script>' for address in scripts)
    return f"{front}---\n\n{_body(text)}{loaded}\n".encode()


def _harmless(title: str) -> str:
    """YAML refuses some characters, a macro would run in a title as well, and themes print it as the HTML it is."""
    printable = " ".join(title.split())
    if not printable.isprintable():
        printable = "".join(character for character in printable if character.isprintable())
    return re.sub(r"\{(?=[{%#])", "{" + _JOINER, html.escape(printable))


def _body(text: str) -> str:
    parts = _KEPT.split(text)
    for index, part in enumerate(parts):
        if index % 2 == 0:
            parts[index] = _coded(_tight(part))
        elif part.startswith("<pre"):
            parts[index] = _without_markup(part)
    return _apart("".join(parts))


def _tight(text: str) -> str:
    """Return lines without their indentation and without blank ones; a lone break stays."""
    return text if text == "\n" else "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _coded(text: str) -> str:
    """Let no character act but in our headings, which stand alone."""
    parts = _HEADING.split(f"\n{text}\n")
    for index, part in enumerate(parts):
        parts[index] = f"\n\n{part}\n" if index % 2 else _without_markup(part)
    return "".join(parts)[1:-1]


def _without_markup(text: str) -> str:
    # five passes in C are faster than one of `translate` over Japanese text
    for character, code in _CODES:
        text = text.replace(character, code)
    return text


def _apart(text: str) -> str:
    """Markdown wants a blank line around a block: sections begin and end their lines."""
    return _BREAKS.sub("\n\n", text).strip()
