"""A chart: one drawing, what it says in words, and the figures it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass

#: Stands in a chart's links for the way from the page to the site's root.
ROOT_MARK = "furikaeri-root:/"


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG that can stand inline or alone, with the table beside it.

    `title` is the sentence the chart says, `description` its figures in words.
    Cells are ready to print; `links` (same length as `rows`) give the incident ids behind each row.
    """

    name: str
    title: str
    description: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[tuple[str, ...], ...] = ()
