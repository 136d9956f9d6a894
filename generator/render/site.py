"""The whole site: every page, data file and style sheet, and the navigation."""

from __future__ import annotations

from markupsafe import Markup

from generator.model.page import Site
from generator.render.about import about_pages
from generator.render.casebook import Casebook
from generator.render.data_files import data_files
from generator.render.groups import cause_pages, service_pages
from generator.render.home import home
from generator.render.incident import incident_pages
from generator.render.inputs import Inputs
from generator.render.kpis import drawings, kpi_pages
from generator.render.lists import actions_page, drills_page, incident_lists
from generator.render.load import load_pages
from generator.render.nav import nav
from generator.render.promises import promises_page
from generator.render.reviews import review_pages
from generator.render.rules import rules_page
from generator.render.schemas import schemas
from generator.render.search import is_record, records_index, search_files, search_words
from generator.render.templates import Sheet, Templates


def render(inputs: Inputs) -> Site:
    """Return the site of `inputs`; raises jinja2.TemplateError where a template is broken."""
    book = Casebook(inputs)
    templates = Templates(inputs.template_dirs, book)
    sheets = sheets_of(book)
    said: dict[str, list[Markup]] = {sheet.uri: [] for sheet in sheets if is_record(sheet)}
    files = {sheet.uri: templates.page(sheet, said.get(sheet.uri)) for sheet in sheets}
    files |= search_files(book, sheets, files, records_index(book, said))
    files |= data_files(book)
    files |= drawings(book)
    files |= schemas(inputs.policy)
    scripts = templates.texts("scripts", ".js")
    files |= {f"assets/scripts/{name}": text.encode() for name, text in scripts.items()}
    parts = [inputs.styles, templates.text("furikaeri.css"), *templates.texts("styles", ".css").values()]
    files["assets/furikaeri.css"] = "\n".join(parts).encode()
    return Site(files, nav(book, sheets), {"furikaeri_search": search_words(book, scripts)})


def sheets_of(book: Casebook) -> list[Sheet]:
    """Return every page of the site, still without its text."""
    return [
        home(book),
        *review_pages(book),
        *incident_lists(book),
        *incident_pages(book),
        *kpi_pages(book),
        *service_pages(book),
        *cause_pages(book),
        promises_page(book),
        *load_pages(book),
        actions_page(book),
        drills_page(book),
        *about_pages(book),
        rules_page(book),
    ]
