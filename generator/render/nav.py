"""The navigation: sections, the latest reviews and the indexes; incidents stay outside it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.render.casebook import Casebook
from generator.render.templates import Sheet

_REVIEWS = 12


def nav(book: Casebook, sheets: Sequence[Sheet]) -> list[dict[str, object]]:
    """Return MkDocs' `nav`; every page in it costs time on every page of the site, so it is short."""
    titles = {sheet.uri: sheet.title for sheet in sheets}
    months = [month.month for month in reversed(book.table.months) if month.month][:_REVIEWS]
    reviews: list[dict[str, object]] = [{book.words.month(month): f"reviews/{month}.md"} for month in months]
    kpis: list[dict[str, object]] = [
        {titles[uri]: uri} for uri in titles if uri.startswith("kpis/") and uri != "kpis/index.md"
    ]
    return [
        _page(titles, "index.md"),
        _section(titles, "reviews/index.md", reviews),
        _page(titles, "incidents/index.md"),
        _section(titles, "kpis/index.md", kpis),
        _page(titles, "services/index.md"),
        _page(titles, "load/index.md"),
        _page(titles, "causes/index.md"),
        _page(titles, "recurrences/index.md"),
        _page(titles, "detection/index.md"),
        _page(titles, "recovery/index.md"),
        _page(titles, "promises/index.md"),
        _page(titles, "actions/index.md"),
        _page(titles, "drills/index.md"),
        _section(titles, "response/index.md", [_page(titles, "response/oncall.md")]),
        {
            book.words("About the figures"): [
                _page(titles, "methodology.md"),
                _page(titles, "quality.md"),
                _page(titles, "rules.md"),
            ]
        },
        _page(titles, "data/index.md"),  # in a section, Material would take an index page for the section's own
    ]


def _page(titles: dict[str, str], uri: str) -> dict[str, object]:
    return {titles[uri]: uri}


def _section(titles: dict[str, str], uri: str, pages: Sequence[dict[str, object]]) -> dict[str, object]:
    """The index stands first and without a title: Material makes it the page of the section's own name."""
    return {titles[uri]: [uri, *pages]}
