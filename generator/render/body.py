"""The author's Markdown, made safe: what GitHub knows of it, no raw HTML, a narrow list of tags."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from markupsafe import Markup, escape

from generator.model.words import Words
from generator.render.autolink import MAIL, autolink, may_hold_address
from generator.render.clean import cleaned
from generator.render.footnotes import environment, footnotes
from generator.render.highlight import highlighted
from generator.render.links import Links
from generator.render.plain_text import TASKS, plain_html
from generator.render.terms import TERMS

_ID = re.compile(r"(?<![\w-])INC-\d{4}-\d{3,}(?![\w-])")
_MAIL_OR_ID = re.compile(f"{MAIL.pattern}|{_ID.pattern}")
_RECORD = re.compile(r"INC-\d{4}-\d{3,}", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\]\s+")
_PLAIN = re.compile(r"[^*_`\[\]<>&\\~!\n]*")
_OUTSIDE = ("http://", "https://", "mailto:")
_KEPT = 64  # blocks: those of a page or two
_BEFORE_FIRST_HEADING = 2  # the page's own section heading


class Body:
    """Turns an author's text into HTML; `known` are the ids that have a page."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._blocks: dict[tuple[str, str, str], Markup] = {}
        self._markdown = MarkdownIt("commonmark", {"html": False, "alerts": True}).enable(["table", "strikethrough"])
        autolink(self._markdown)
        footnotes(self._markdown)
        rules: dict[str, Any] = self._markdown.renderer.rules  # type: ignore[attr-defined]  # the protocol hides it
        rules["table_open"] = lambda *_: '<div class="fk-scroll" tabindex="0">\n<table>\n'
        rules["table_close"] = lambda *_: "</table>\n</div>\n"
        rules["fence"] = lambda tokens, at, *_: _code(tokens[at])

    def block(self, text: str, links: Links, words: Words) -> Markup:
        """Return a section's Markdown as HTML; headings start at h3, relative links lead to records only.

        `words` say what kind an alert is (`> [!NOTE]`), and nothing else.
        """
        # the page in the other language has the same text at the same depth
        key = (text, links.root, words.language if "[!" in text else "")
        if key not in self._blocks:
            if len(self._blocks) >= _KEPT:
                self._blocks.clear()
            plain = None if _ID.search(text) else plain_html(text)
            self._blocks[key] = self._parsed(text, links, words) if plain is None else Markup(plain)
        return self._blocks[key]

    def line(self, text: str, links: Links) -> Markup:
        """Return one line of Markdown as HTML without a paragraph around it."""
        plain = text.isprintable() and _PLAIN.fullmatch(text) and not may_hold_address(text)
        if plain and not _ID.search(text):
            return escape(text)
        return self._html(self._markdown.parseInline(text), links)

    def _parsed(self, text: str, links: Links, words: Words) -> Markup:
        tokens = self._markdown.parse(text)
        _name_alerts(tokens, words)
        return self._html(tokens, links, environment(text))

    def _html(self, tokens: list[Token], links: Links, env: dict[str, str] | None = None) -> Markup:
        _demote_headings(tokens)
        for token in tokens:
            if token.children is not None:
                token.children = self._children(token.children, links)
            _table_cell(token)
        _task_marks(tokens)
        return Markup(cleaned(self._markdown.renderer.render(tokens, self._markdown.options, env or {})))

    def _children(self, children: list[Token], links: Links) -> list[Token]:
        """Mend the links of one line: images become links, ids lead to their pages, dead ends become text."""
        result: list[Token] = []
        depth, kept = 0, [False]
        for token in children:
            if token.type == "link_open":
                depth += 1
                target = self._target(str(token.attrGet("href") or ""), links)
                kept.append(bool(target))
                token.attrs = {"href": target}
                result += [token] if target else []
            elif token.type == "link_close":
                depth -= 1
                result += [token] if kept.pop() else []
            elif token.type == "image":
                result += _image(token, linked=depth > 0)
            elif token.type == "text" and not depth:
                result += self._with_links(token.content, links)
            else:
                result.append(token)
        return result

    def _target(self, href: str, links: Links) -> str:
        """Return where an author's link may lead: outside, to a record's page, or nowhere ("")."""
        if href.lower().startswith(_OUTSIDE):
            return href
        if ":" in href or href.startswith("/"):
            return ""
        name = _RECORD.match(unquote(href).rsplit("/", 1)[-1])
        wanted = name.group().upper() if name else ""
        return links.incident(wanted) if wanted in self._known else ""

    def _with_links(self, text: str, links: Links) -> list[Token]:
        tokens: list[Token] = []
        end = 0
        for match in (_MAIL_OR_ID if "@" in text else _ID).finditer(text):
            found = match.group()
            href = links.incident(found) if found in self._known else ""
            if "@" in found:
                href = found if found.startswith("mailto:") else f"mailto:{found}"
            if href:
                tokens += [*_text(text[end : match.start()]), *_link(found, href)]
                end = match.end()
        return [*tokens, *_text(text[end:])]


def _code(token: Token) -> str:
    """Return a fenced block: in its language's colours where that is known, else as it is, diagrams too."""
    language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
    coloured = highlighted(token.content, language)
    if coloured:
        return f'<div class="highlight"><pre><code>{coloured}</code></pre></div>\n'
    return f"<pre><code>{escapeHtml(token.content)}</code></pre>\n"


def _name_alerts(tokens: list[Token], words: Words) -> None:
    for token, following in pairwise(tokens):
        if token.type == "alert_open":
            kind = token.meta["kind"].lower()
            token.attrs = {"class": "fk-alert"}
            token.attrJoin("class", f"fk-alert-{kind}")
        elif token.type == "alert_title_open":
            token.attrs = {"class": "fk-alert-title"}
            following.children = _text(words(TERMS["alert"][kind]))


def _text(content: str) -> list[Token]:
    return [Token("text", "", 0, content=content)] if content else []


def _link(content: str, href: str) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": href}), *_text(content), Token("link_close", "a", -1)]


def _image(token: Token, linked: bool) -> list[Token]:
    """Nothing is loaded from elsewhere: an image becomes its words, linked where it lies outside."""
    source = str(token.attrGet("src") or "")
    if not linked and source.lower().startswith(_OUTSIDE[:2]):
        return _link(token.content or source, source)
    return _text(token.content)


def _demote_headings(tokens: list[Token]) -> None:
    level = _BEFORE_FIRST_HEADING
    for token in tokens:
        if token.type == "heading_open":
            level = min(max(int(token.tag[1]), _BEFORE_FIRST_HEADING + 1), level + 1)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"


def _table_cell(token: Token) -> None:
    if token.type in ("th_open", "td_open"):
        right = "right" in str(token.attrGet("style") or "")
        token.attrs = {"class": "fk-n"} if right else {}
        if token.type == "th_open":
            token.attrSet("scope", "col")


def _task_marks(tokens: list[Token]) -> None:
    """`- [ ]` is a box to look at, not to click: a checkbox without a label shuts out screen readers."""
    for item, paragraph, line in zip(tokens, tokens[1:], tokens[2:], strict=False):
        first = line.children[0] if line.children else None
        if (item.type, paragraph.type) == ("list_item_open", "paragraph_open") and first is not None:
            match = _TASK.match(first.content) if first.type == "text" else None
            if match:
                first.content = f"{TASKS[match.group(1) != ' ']} {first.content[match.end() :]}"
