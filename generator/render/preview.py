"""The pages of single records, of inputs that change a little from one time to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from generator.render.casebook import Casebook
from generator.render.incident import IncidentPages, uri_of
from generator.render.inputs import Inputs
from generator.render.templates import Templates


class RecordPages:
    """Makes pages of records in every edition; the templates are compiled the first time."""

    def __init__(self) -> None:
        self._last: dict[int, Templates] = {}

    def pages(self, every: Sequence[Inputs], ids: Collection[str]) -> list[dict[str, bytes]]:
        """Return the pages of some records by their uri, for each edition; `every` has the main one first.

        Raises jinja2.TemplateError for a broken template.
        """
        book: Casebook | None = None
        made: list[dict[str, bytes]] = []
        for number, inputs in enumerate(every):
            book = Casebook(inputs, book)
            self._last[number] = templates = Templates(inputs.template_dirs, book, self._last.get(number))
            records = IncidentPages(book)
            uris = [uri_of(book.by_id[name]) for name in ids if name in book.by_id]
            made.append({uri: templates.page(records.sheet(uri)) for uri in uris})
        return made
