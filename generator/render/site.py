"""The whole site: every page, data file and style sheet, and the navigation."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from generator.model.page import Site
from generator.render.about import about_pages
from generator.render.actions import action_pages
from generator.render.calendars import calendars
from generator.render.casebook import Casebook
from generator.render.data_files import data_files
from generator.render.detection import detection_pages
from generator.render.feeds import feeds
from generator.render.groups import cause_pages, service_pages
from generator.render.home import home
from generator.render.incident import incident_pages
from generator.render.inputs import Inputs
from generator.render.kpis import drawings, kpi_pages
from generator.render.lists import drills_page, incident_lists
from generator.render.load import load_pages
from generator.render.nav import missing_words, nav
from generator.render.promises import promises_page
from generator.render.recovery import recovery_pages
from generator.render.recurrences import recurrence_pages
from generator.render.reviews import review_pages
from generator.render.rollups import rollup_pages
from generator.render.rules import rules_page
from generator.render.schemas import schemas
from generator.render.search import is_record, records_index, search_files, search_words
from generator.render.search_index import Index
from generator.render.templates import Sheet, Templates


def render(inputs: Inputs) -> Site:
    """Return the site of `inputs`; raises jinja2.TemplateError where a template is broken."""
    return _rendered(Casebook(inputs), None)[0]


def render_editions(every: Iterable[Inputs]) -> list[Site]:
    """Return the sites of several editions, the main one first: the others lead to its index of the records."""
    sites: list[Site] = []
    records: Index | None = None
    book: Casebook | None = None
    for inputs in every:
        book = Casebook(inputs, book)
        site, records = _rendered(book, records)
        sites.append(site)
    return sites


def _rendered(book: Casebook, records: Index | None) -> tuple[Site, Index]:
    """Return a site and the index of its records; `records` is the one that another edition has written."""
    inputs = book.inputs
    templates = Templates(inputs.template_dirs, book)
    sheets = sheets_of(book)
    said: dict[str, list[Markup]] = {sheet.uri: [] for sheet in sheets if is_record(sheet)}
    files = {sheet.uri: templates.page(sheet, said.get(sheet.uri)) for sheet in sheets}
    found = records or records_index(book, said)
    files |= search_files(book, sheets, files, found, f"../../search/{found.stamp}/" if records else "")
    files |= feeds(book) | calendars(book)
    files |= drawings(book)
    if not inputs.folder:  # the data of the main edition are those of all
        files |= data_files(book) | schemas(inputs.policy)
    scripts = templates.texts("scripts", ".js")
    files |= {f"assets/scripts/{name}": text.encode() for name, text in scripts.items()}
    # Also where a root has a folder of hand-written files of its own, which then takes the place of the packaged one.
    files |= {f"assets/{name}": text.encode() for name, text in templates.texts("docs/assets", ".svg").items()}
    parts = [inputs.styles, templates.text("furikaeri.css"), *templates.texts("styles", ".css").values()]
    files["assets/furikaeri.css"] = "\n".join(parts).encode()
    extra: dict[str, object] = {
        "furikaeri_search": search_words(book, scripts),
        "furikaeri_missing": missing_words(book, sheets),
    }
    return Site(files, nav(book, sheets), extra), found


def sheets_of(book: Casebook) -> list[Sheet]:
    """Return every page of the site, still without its text."""
    return [
        home(book),
        *review_pages(book),
        *rollup_pages(book),
        *incident_lists(book),
        *incident_pages(book),
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
