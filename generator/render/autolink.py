"""Bare addresses become links, as on GitHub: https://, http://, www. and mail.

Unlike there an address ends where ASCII does, and it may begin right after Japanese: 詳しくはhttps://example.com/を見る.
Libraries that do this (linkify-it-py, the plugin `gfm_autolink`) take all letters up to the next space.
"""

from __future__ import annotations

import re
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

#: What RFC 3986 lets stand in an address, and braces, which people write in patterns of addresses; no brackets.
_WEB = re.compile(r"(?:https?://|www\.)[A-Za-z0-9][!#-;=?-Z^_a-~]*", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)
_BEFORE_WWW = re.compile(r"[A-Za-z0-9./@-]")
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,31};\Z")  # no name of HTML is longer
#: Atomic: `a@b.c@d` is no address, nor is its beginning.
MAIL = re.compile(
    r"(?<![A-Za-z0-9.+_/@-])(?:mailto:)?[A-Za-z0-9.+_-]+@(?>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)(?<![_-])(?!@)"
)


def may_hold_address(text: str) -> bool:
    """Tell whether there may be a bare address in a text."""
    return "://" in text or "@" in text or "www." in text


def autolink(markdown: MarkdownIt) -> None:
    """Let a parser find bare addresses of the web; those of mail (`MAIL`) are found in the finished text."""
    markdown.inline.add_terminator_char("w")
    markdown.inline.ruler.push("web_address", _web_address)


def _web_address(state: StateInline, silent: bool) -> bool:
    # silent: the parser skips over text to find the end of a link, whose own words hold no link
    if silent or state.linkLevel:
        return False
    start = _start(state)
    found = _WEB.match(state.src, start, state.posMax) if start is not None else None
    if start is None or found is None:
        return False
    address = _trimmed(found.group())
    href = state.md.normalizeLink(("http://" if address[:4] == "www." else "") + unescape(address))
    if not state.md.validateLink(href):
        return False
    if start < state.pos:
        state.pending = state.pending[: start - state.pos]
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = unescape(address)
    state.push("link_close", "a", -1)
    state.pos = start + len(address)
    return True


def _start(state: StateInline) -> int | None:
    """Return where an address begins of which the parser has come to the colon, or to `www.`."""
    if state.src.startswith("://", state.pos):
        scheme = _SCHEME.search(state.pending[-6:])  # with the character before it
        return state.pos - len(scheme.group()) if scheme else None
    if not state.src.startswith("www.", state.pos):
        return None
    return None if state.pos and _BEFORE_WWW.match(state.src[state.pos - 1]) else state.pos


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence that it ends, or brackets that began before it."""
    end = len(address)
    unopened = address.count(")") - address.count("(")
    while end:
        last = address[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
            end -= 1
        elif last == ";" and (entity := _ENTITY.search(address, max(end - 33, 0), end)):
            end = entity.start()
        elif last in "?!.,:;*_~'":
            end -= 1
        else:
            break
    return address[:end]
