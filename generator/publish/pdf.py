"""One page of the site as a PDF of A4 sheets, its font within. Needs the extra `pdf`."""

from __future__ import annotations

import io
import logging
import re
from html import escape
from pathlib import Path

from markdown import Markdown
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from generator.draw.canvas import font_file
from generator.model.page import Site

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SCREEN_ONLY = re.compile(r"<script\b.*?</script>|<template\b.*?</template>|<button\b.*?</button>", re.DOTALL)
_OUTWARD = re.compile(r'(<a\b[^>]*?) href="(?!#|https?:)[^"]*"')  # a sheet of paper has no other pages beside it
_STYLE = """
@font-face {{ font-family: "Furikaeri"; src: url("{font}"); }}
:root {{ --fk-font: "Furikaeri"; }}
body, code, kbd, pre, svg text {{ font-family: "Furikaeri", sans-serif; }}
body {{ margin: 0; color: #111; }}
@page {{ @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt "Furikaeri"; color: #444; }} }}
h1, h2, h3, strong, dt, th {{ font-weight: bold; }}
ul, ol {{ padding-left: 1.4em; }}
code {{ font-size: .9em; }}
pre {{ white-space: pre-wrap; }}
table {{ border-spacing: 0; }}
"""


class NoSuchPage(Exception):
    """The site has no page of that month, quarter or year."""


class _FontOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types for it
    """Nothing that a page names is fetched, from wherever; only the font is read."""

    def __init__(self, allowed: str) -> None:
        super().__init__()
        self._allowed = allowed

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url != self._allowed:
            raise ValueError(f"not fetched: {url}")
        return super().fetch(url, headers)


def pdf(site: Site, name: str, language: str) -> bytes:
    """Return the page of a month (`2026-10`), a quarter (`2026-q4`) or a year (`2026`); raise NoSuchPage.

    The bytes depend on the page alone, and with SOURCE_DATE_EPOCH set on nothing else.
    """
    page = site.files.get(f"reviews/{name.lower()}.md")
    if page is None:
        raise NoSuchPage(name)
    font = font_file().as_uri()
    text = _framed(page.decode("utf-8"), site.files["assets/furikaeri.css"].decode("utf-8"), font, language)
    # the style sheet is the site's: what only a browser knows of it is no news
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    target = io.BytesIO()
    HTML(string=text, url_fetcher=_FontOnly(font)).write_pdf(target)
    return target.getvalue()


def write_pdf(site: Site, name: str, language: str, out: Path) -> None:
    """Write that page to a file; raise NoSuchPage or OSError, and then nothing is written."""
    made = pdf(site, name, language)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made)


def _framed(page: str, styles: str, font: str, language: str) -> str:
    """Return a page's Markdown as a whole HTML document with the site's own styles."""
    body = Markdown(extensions=["attr_list", "tables"]).convert(_FRONT.sub("", page))
    body = _OUTWARD.sub(r"\1", _SCREEN_ONLY.sub("", body))
    title = re.search(r"<h1>(.*?)</h1>", body, re.DOTALL)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{title.group(1) if title else ''}</title><style>{styles}</style>"
        f'<style>{_STYLE.format(font=font)}</style></head><body data-md-color-scheme="default">'
        f'<article class="md-typeset md-content__inner">{body}</article></body></html>'
    )
