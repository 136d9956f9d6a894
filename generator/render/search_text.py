"""What of a page can be found: an author's own words, or all that the page says, without its tags."""

from __future__ import annotations

import html
import re

#: An element of text ends a phrase; emphasis, links and code inside a line do not.
_INSIDE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|mark|s|small|span|strong|sub|sup|time)\b[^>]*>")
#: What we say around an author's text: numbers of footnotes and the ways back from them, and the kind of an alert.
_OURS = re.compile(r'<sup>.*?</sup>| <a href="#fnref[^>]*>.*?</a>|<p class="fk-alert-title">.*?</p>')
_UNSEEN = re.compile(r"<(svg|script|style|template|nav|details)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LINES = re.compile(r"\s*\n\s*")
#: A heading between two blocks of a page, as `plain.page` leaves it.
_HEADING = re.compile(r"^## (.+?) \{ #([a-z0-9-]+) \}$", re.MULTILINE)


def text_of(markup: str) -> str:
    """Return what HTML says, a line for each element of text."""
    if "<sup>" in markup or "fk-alert" in markup:
        markup = _OURS.sub("", markup)
    if "<" in markup:
        markup = _TAG.sub("\n", _INSIDE.sub("", _UNSEEN.sub("\n", markup)))
    return _LINES.sub("\n", html.unescape(markup)).strip()


def sections_of(page: bytes) -> list[tuple[str, str, str]]:
    """Return anchor, heading and text of each section of a finished page; the first has neither of the former."""
    text = page.decode("utf-8").split("---\n", 2)[-1]
    parts = _HEADING.split(text)
    rest = zip(parts[2::3], parts[1::3], parts[3::3], strict=True)
    return [("", "", text_of(parts[0])), *((anchor, heading, text_of(own)) for anchor, heading, own in rest)]
