"""The whole site: every page, data file and style sheet, and the navigation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from generator.model.page import Later, Site
from generator.render.about import about_pages
from generator.render.actions import action_pages
from generator.render.calendars import calendars
from generator.render.casebook import Casebook
from generator.render.data_files import data_files
from generator.render.detection import detection_pages
from generator.render.feeds import feeds
from generator.render.groups import cause_pages, service_pages
from generator.render.home import home
from generator.render.incident import IncidentPages, incident_pages
from generator.render.inputs import Inputs
from generator.render.kpis import drawings, kpi_pages
from generator.render.lists import drills_page, incident_lists
from generator.render.load import load_pages
from generator.render.nav import missing_words, nav, uris_in
from generator.render.prints import OtherPrints
from generator.render.promises import promises_page
from generator.render.recovery import recovery_pages
from generator.render.recurrences import recurrence_pages
from generator.render.reviews import review_pages
from generator.render.rollups import rollup_pages
from generator.render.rules import rules_page
from generator.render.schemas import schemas
from generator.render.search import from_another_edition, is_read, records_index, search_files, search_words
from generator.render.search_index import Index
from generator.render.search_text import text_of
from generator.render.templates import Sheet, Templates


class _Edition(NamedTuple):
    """What the files of an edition are made with."""

    book: Casebook
    templates: Templates
    sheets: list[Sheet]  # of the pages that are no record's


Task = Callable[[], dict[str, bytes]]
Together = Callable[[list[Task]], list[dict[str, bytes]]]


def one_by_one(tasks: list[Task]) -> list[dict[str, bytes]]:
    """Return what tasks give, done one after the other."""
    return [task() for task in tasks]


def render(inputs: Inputs) -> Site:
    """Return the site of `inputs`; raises jinja2.TemplateError where a template is broken."""
    return render_editions([inputs])[0].whole()


def render_editions(every: Iterable[Inputs], together: Together = one_by_one) -> list[Site]:
    """Return the sites of several editions, the main one first: the others lead to its index of the records.

    Pages outside the nav are made later; the main edition's `files` first, as the others need its index. The other
    files are given to `together`.
    """
    books: list[Casebook] = []
    for inputs in every:
        books.append(Casebook(inputs, books[-1] if books else None))
    templates = [Templates(book.inputs.template_dirs, book) for book in books]
    editions = [_Edition(book, its, pages_of(book)) for book, its in zip(books, templates, strict=True)]
    parts = together([partial(part, edition) for part in (*_OTHERS, _now) for edition in editions])
    files: list[dict[str, bytes]] = [{} for _ in books]
    for number, part in enumerate(parts):
        files[number % len(books)] |= part
    index: list[Index] = []
    prints: list[OtherPrints] = []
    records: list[IncidentPages] = []
    for book in books:
        prints.append(OtherPrints(book, prints[0] if prints else None))
        records.append(IncidentPages(book, records[0] if records else None))
    return [_site(*own, index) for own in zip(editions, files, records, prints, strict=True)]


def _site(
    edition: _Edition, files: dict[str, bytes], records: IncidentPages, prints: OtherPrints, index: list[Index]
) -> Site:
    """Return a site of whose pages `files` are made; the main edition puts the index of the records into `index`."""
    book, templates, sheets = edition
    is_main = not book.inputs.folder
    extra: dict[str, object] = {
        "furikaeri_search": search_words(book, templates.texts("scripts", ".js")),
        "furikaeri_missing": missing_words(book, sheets),
    }
    rest = {sheet.uri: sheet for sheet in sheets if sheet.uri not in files}

    def page(uri: str) -> tuple[bytes, tuple[str, ...]]:
        if uri in rest:
            return templates.page(rest[uri]), ()
        said: list[Markup] = []
        content = templates.page(records.sheet(uri), said)
        return content, tuple(map(text_of, said)) if is_main else ()

    def last(said: Mapping[str, tuple[str, ...]]) -> dict[str, bytes]:
        if is_main:
            index[:] = [records_index(book, said)]
        return search_files(book, sheets, files, index[0], "" if is_main else from_another_edition(index[0]))

    def printed(uri: str) -> str:
        return prints.of(rest[uri].template) if uri in rest else records.print(uri)

    return Site(files, nav(book, sheets), extra, Later((*rest, *records.uris), page, last, printed))


def _now(edition: _Edition) -> dict[str, bytes]:
    """Return the pages of the nav, and those that the search reads."""
    book, templates, sheets = edition
    now = set(uris_in(nav(book, sheets))) | {sheet.uri for sheet in sheets if is_read(sheet)}
    return {sheet.uri: templates.page(sheet) for sheet in sheets if sheet.uri in now}


def _data(edition: _Edition) -> dict[str, bytes]:
    """Return the data of the main edition, which are those of all."""
    book = edition.book
    return {} if book.inputs.folder else data_files(book) | schemas(book.inputs.policy)


def _others(edition: _Edition) -> dict[str, bytes]:
    """Return what is neither page nor data: feeds, calendars, drawings, scripts and styles."""
    book, templates, _ = edition
    inputs = book.inputs
    scripts = templates.texts("scripts", ".js")
    files = feeds(book) | calendars(book) | drawings(book)
    files |= {f"assets/scripts/{name}": text.encode() for name, text in scripts.items()}
    # Also where a root has a folder of hand-written files of its own, which then takes the place of the packaged one.
    files |= {f"assets/{name}": text.encode() for name, text in templates.texts("docs/assets", ".svg").items()}
    parts = [inputs.styles, templates.text("furikaeri.css"), *templates.texts("styles", ".css").values()]
    return files | {"assets/furikaeri.css": "\n".join(parts).encode()}


_OTHERS = (_data, _others)  # what takes longest comes first


def sheets_of(book: Casebook) -> list[Sheet]:
    """Return every page of the site, still without its text."""
    return [*pages_of(book), *incident_pages(book)]


def pages_of(book: Casebook) -> list[Sheet]:
    """Return the pages that are no record's, still without their text."""
    return [
        home(book),
        *review_pages(book),
        *rollup_pages(book),
        *incident_lists(book),
        *kpi_pages(book),
        *service_pages(book),
        *cause_pages(book),
        *recurrence_pages(book),
        *detection_pages(book),
        *recovery_pages(book),
        promises_page(book),
        *load_pages(book),
        *action_pages(book),
        drills_page(book),
        *about_pages(book),
        rules_page(book),
    ]
