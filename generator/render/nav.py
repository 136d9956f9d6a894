"""The navigation: tabs named after what a reader looks for, each with a flat list; incidents stay outside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.render.casebook import Casebook
from generator.render.templates import Sheet

_REVIEWS = 6  # the latest with incidents; the page of all months leads to the others

_WAYS = ("incidents/", "reviews/", "kpis/")
_IMPROVEMENT = ("actions", "recurrences", "causes", "services", "detection", "recovery", "drills")


def missing_words(book: Casebook, sheets: Sequence[Sheet]) -> dict[str, object]:
    """Return what the page for an address without a page says: title, text, and `ways` on, each a name and a page."""
    words, titles = book.words, {sheet.uri: sheet.title for sheet in sheets}
    ways = [{"name": titles[f"{page}index.md"], "page": page} for page in _WAYS]
    text = words(
        "There is no page at this address: it has moved, or never was. "
        "The search field above finds incidents by id or by words."
    )
    return {"title": words("Page not found"), "text": text, "ways": ways}


def nav(book: Casebook, sheets: Sequence[Sheet]) -> list[dict[str, object]]:
    """Return MkDocs' `nav`; every page in it costs time on every page of the site, so it is short."""
    words, titles = book.words, {sheet.uri: sheet.title for sheet in sheets}

    def group(name: str, *uris: str) -> dict[str, object]:
        return {name: [{titles[uri]: uri} for uri in uris]}

    months = [row.month for row in reversed(book.table.months) if row.month and row.incident_rate.count][:_REVIEWS]
    kpis = [uri for uri in titles if uri.startswith("kpis/") and uri != "kpis/index.md"]
    return [
        {titles["index.md"]: "index.md"},
        group(words("Reviews"), "reviews/index.md", *(f"reviews/{month}.md" for month in months)),
        {titles["incidents/index.md"]: "incidents/index.md"},
        group(words("Figures"), "kpis/index.md", *kpis, "promises/index.md", "load/index.md"),
        group(words("Improvement"), *(f"{name}/index.md" for name in _IMPROVEMENT)),
        group(words("When it happens"), "response/index.md", "response/oncall.md"),
        group(words("About the figures"), "methodology.md", "quality.md", "rules.md", "data/index.md"),
    ]


def uris_in(listed: object) -> Iterator[str]:
    """Yield the pages that a nav leads to."""
    if isinstance(listed, str):
        yield listed
    elif isinstance(listed, Mapping):
        for value in listed.values():
            yield from uris_in(value)
    elif isinstance(listed, list):
        for value in listed:
            yield from uris_in(value)
