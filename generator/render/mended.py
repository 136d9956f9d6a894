"""What shows the prose of records, of a site of which nothing else is another: a few pages, the feeds, the search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.model.incident import Incident
from generator.render.casebook import Casebook
from generator.render.feeds import feeds
from generator.render.incident import IncidentPages, uri_of
from generator.render.inputs import Inputs
from generator.render.search import from_another_edition, moved, records_index
from generator.render.search_index import Index
from generator.render.search_text import text_of
from generator.render.templates import Templates

#: What Jinja's filters of these names make of a title.
FILTERS: Mapping[str, Callable[[str], object]] = {"striptags": lambda text: Markup(text).striptags(), "e": escape}


class MendedPage(NamedTuple):
    """A record's page as written, what the search finds of it, and its print."""

    content: bytes
    found: tuple[str, ...]
    print: str


class Mended:
    """The pages of some records, the feeds and the index of an edition; of its figures nothing needs to be known.

    What `inputs` need to hold: all records and what was found in them, the facts of all in its tables, and the
    promises of the records whose pages are made.
    """

    def __init__(self, inputs: Inputs, ids: Collection[str], other: Mended | None) -> None:
        """`ids` are the records whose pages are made; `other` is the main edition."""
        self._book: Casebook = Casebook(inputs, other._book if other else None)
        book = self._book
        templates = Templates(inputs.template_dirs, book)
        self._records: IncidentPages = IncidentPages(book, other._records if other else None)
        records = self._records
        self.uris = records.uris
        self.pages: dict[str, MendedPage] = {}
        for uri in (uri_of(book.by_id[name]) for name in ids):
            said: list[Markup] = []
            content = templates.page(records.sheet(uri), said)
            found = () if other else tuple(map(text_of, said))
            self.pages[uri] = MendedPage(content, found, records.print(uri))

    def feeds(self) -> dict[str, bytes]:
        """Return the feeds, by their uri."""
        return feeds(self._book)

    def index(self, found: Mapping[str, Sequence[str]]) -> Index:
        """Return the index of all records; `found` is what is found of each page."""
        return records_index(self._book, found)

    def search(self, document: bytes, index: Index) -> dict[str, bytes]:
        """Return the files of the search by their uri; `document` is `search/furikaeri.json` as it was."""
        return moved(document, index, from_another_edition(index) if self._book.inputs.folder else "")


def mended(every: Sequence[Inputs], incidents: Sequence[Incident]) -> list[Mended]:
    """Return what shows the prose of some records in each edition, the main one first."""
    ids = [incident.id for incident in incidents]
    made: list[Mended] = []
    for inputs in every:
        made.append(Mended(inputs, ids, made[0] if made else None))
    return made
