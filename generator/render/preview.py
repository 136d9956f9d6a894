"""The pages of single records, of inputs that change a little from one time to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from generator.render.casebook import Casebook
from generator.render.incident import IncidentPages, uri_of
from generator.render.inputs import Inputs
from generator.render.templates import Templates


def record_pages(every: Sequence[Inputs], ids: Collection[str]) -> list[dict[str, bytes]]:
    """Return the pages of some records by their uri, for each edition; `every` has the main one first.

    Raises jinja2.TemplateError for a broken template.
    """
    book: Casebook | None = None
    made: list[dict[str, bytes]] = []
    for inputs in every:
        book = Casebook(inputs, book)
        templates, records = Templates(inputs.template_dirs, book), IncidentPages(book)
        uris = [uri_of(book.by_id[name]) for name in ids if name in book.by_id]
        made.append({uri: templates.page(records.sheet(uri)) for uri in uris})
    return made
