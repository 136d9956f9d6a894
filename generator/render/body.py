"""The author's Markdown, made safe: CommonMark with tables, no raw HTML, a narrow list of tags."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from generator.render.links import Links
from generator.render.plain_text import plain_html

_ID = re.compile(r"(?<![\w-])INC-\d{4}-\d{3,}(?![\w-])")
_RECORD = re.compile(r"INC-\d{4}-\d{3,}", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\]\s+")
_PLAIN = re.compile(r"[^*_`\[\]<>&\\~!\n]*")
_OUTSIDE = ("http://", "https://", "mailto:")
_TEXT_TAGS = {"a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "p", "pre", "s", "strong"}
_TAGS = _TEXT_TAGS | {"li", "ol", "ul", "table", "tbody", "td", "th", "thead", "tr"}
_ATTRIBUTES = {"a": {"href"}, "div": {"class", "tabindex"}, "ol": {"start"}, "th": {"scope", "class"}, "td": {"class"}}
_KEPT = 64  # blocks: those of a page or two
_BEFORE_FIRST_HEADING = 2  # the page's own section heading


class Body:
    """Turns an author's text into HTML; `known` are the ids that have a page."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._blocks: dict[tuple[str, str], Markup] = {}
        self._markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        rules: dict[str, Any] = self._markdown.renderer.rules  # type: ignore[attr-defined]  # the protocol hides it
        rules["table_open"] = lambda *_: '<div class="fk-scroll" tabindex="0">\n<table>\n'
        rules["table_close"] = lambda *_: "</table>\n</div>\n"

    def block(self, text: str, links: Links) -> Markup:
        """Return a section's Markdown as HTML; headings start at h3, relative links lead to records only."""
        key = (text, links.root)  # the page in the other language has the same text at the same depth
        if key not in self._blocks:
            if len(self._blocks) >= _KEPT:
                self._blocks.clear()
            plain = None if _ID.search(text) else plain_html(text)
            self._blocks[key] = self._html(self._markdown.parse(text), links) if plain is None else Markup(plain)
        return self._blocks[key]

    def line(self, text: str, links: Links) -> Markup:
        """Return one line of Markdown as HTML without a paragraph around it."""
        if _PLAIN.fullmatch(text) and not _ID.search(text):
            return escape(text)
        return self._html(self._markdown.parseInline(text), links)

    def _html(self, tokens: list[Token], links: Links) -> Markup:
        _demote_headings(tokens)
        for token in tokens:
            if token.children is not None:
                token.children = self._children(token.children, links)
            _table_cell(token)
        _task_marks(tokens)
        html = self._markdown.renderer.render(tokens, self._markdown.options, {})
        schemes = {"http", "https", "mailto"}
        return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=schemes, link_rel="noopener"))

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
                result += self._with_ids(token.content, links)
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

    def _with_ids(self, text: str, links: Links) -> list[Token]:
        tokens: list[Token] = []
        end = 0
        for match in _ID.finditer(text):
            if match.group() in self._known:
                tokens += [*_text(text[end : match.start()]), *_link(match.group(), links.incident(match.group()))]
                end = match.end()
        return [*tokens, *_text(text[end:])]


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
                mark = "☐ " if match.group(1) == " " else "☑ "
                first.content = mark + first.content[match.end() :]
