"""The whole site: every page, data file and style sheet, and the navigation."""

from __future__ import annotations

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
from generator.render.templates import Sheet, Templates


def render(inputs: Inputs) -> Site:
    """Return the site of `inputs`; raises jinja2.TemplateError where a template is broken."""
    book = Casebook(inputs)
    templates = Templates(inputs.template_dirs, book)
    sheets = sheets_of(book)
    files = {sheet.uri: templates.page(sheet) for sheet in sheets}
    files |= data_files(book)
    files |= drawings(book)
    files |= schemas(inputs.policy)
    files |= {f"assets/scripts/{name}": text.encode() for name, text in templates.texts("scripts", ".js").items()}
    # Also where a root has a folder of hand-written files of its own, which then takes the place of the packaged one.
    files |= {f"assets/{name}": text.encode() for name, text in templates.texts("docs/assets", ".svg").items()}
    parts = [inputs.styles, templates.text("furikaeri.css"), *templates.texts("styles", ".css").values()]
    files["assets/furikaeri.css"] = "\n".join(parts).encode()
    return Site(files, nav(book, sheets))


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
