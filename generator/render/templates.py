"""The templates: Jinja2, strict about names, escaping everything that is not marked safe."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup, escape

from generator.model.chart import ROOT_MARK, Chart
from generator.model.contract_words import departure, exclusions, measured, population, question
from generator.model.words import Words
from generator.render import plain
from generator.render.behind import by_months
from generator.render.casebook import Casebook, closed
from generator.render.compiled import COMPILED
from generator.render.direct import Direct, Flat
from generator.render.explorer import explorer_uris
from generator.render.folded import Folded
from generator.render.links import Links, web_address
from generator.render.restated import field_words
from generator.render.sentences import change_sentence, milestone_names, weekdays, why_left_out
from generator.render.terms import MARKS, SHAPES, TERMS


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be made: where, from which template (`home` is `home.md.j2`), and the view it gets.

    `scripts` are files of the templates' folder `scripts/`, without `.js`; the page must say all it says without them.
    """

    uri: str
    template: str
    title: str
    view: object
    hide: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


class Templates:
    """The environment of one site; a template is read once, and compiled once while the process lives.

    It makes one page at a time: what leads from a page, and what is said on it, belongs to the one that is being made.
    """

    def __init__(self, folders: Sequence[Path], book: Casebook) -> None:
        """Make the environment."""
        loader = FileSystemLoader([str(folder) for folder in folders], encoding="utf-8")
        self.environment = Flat(  # autoescape is on: every value is an author's until shown otherwise
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            auto_reload=False, extensions=[Folded], bytecode_cache=COMPILED,
        )  # fmt: skip
        self.environment.code_generator_class = Direct
        words = book.words
        self.environment.said = words  # type: ignore[attr-defined]  # of `Folded`
        self.environment.termed = partial(_named, book)  # type: ignore[attr-defined]
        names = tuple(map(book.kpi, book.table.contracts))
        self.environment.spoken = (words.language, str(words.zone), names)  # type: ignore[attr-defined]
        self.environment.filters |= {
            "duration": words.duration,
            "number": words.number,
            "percent": words.percent,
            "p_value": words.p_value,
            "moment": words.moment,
            "day": words.short_date,
            "date": words.date,
            "time": words.time,
            "month": words.month,
            "iso": words.iso,
            "web": web_address,
        }
        self.environment.globals |= {
            "t": _translator(words),
            "of": words.of,
            "term": cache(partial(_named, book)),  # these say the same on every page
            "separator": words.separator(),
            "explorer_uris": explorer_uris(book),
            "policy": book.policy,
            "book": book,
            "shapes": SHAPES,
            "marks": MARKS,
            "values": closed,
            "change": lambda change, several=False: change_sentence(words, change, several),
            "field": lambda name: field_words(words, name),
            "names": lambda names: milestone_names(words, names),
            "weekdays": lambda days: weekdays(words, days),
            "question": lambda name: question(words, book.table.contracts[name]),
            "population": lambda name: population(words, book.table.contracts[name]),
            "measured": cache(lambda name: measured(words, book.table.contracts[name])),
            "departure": cache(lambda name: departure(words, book.table.contracts[name])),
            "exclusions": lambda name: exclusions(words, book.table.contracts[name]),
            "behind": book.behind,
            "own_text": self._own_text,
            "by_months": lambda found: by_months(found, book.months_of),
            "why": lambda reason: why_left_out(words, reason),
            "steps": {step.name: words.of(step.label) for step in book.policy.escalation},
        }
        self._book = book
        self._links = Links("./")
        self._said: list[Markup] = []
        self.environment.globals |= {
            "link": self._links,
            "block": lambda text: self._kept(book.body.block(text, self._links, words)),
            "inline": lambda text: self._kept(book.body.line(text, self._links)),
            "svg": lambda chart: svg(chart, self._links),
        }

    def page(self, sheet: Sheet, said: list[Markup] | None = None) -> bytes:
        """Return the finished file of one page; raises jinja2.TemplateError for a broken template.

        What the page shows of an author's text is added to `said`, in its order.
        """
        self._links.stand_at(sheet.uri, self._book.inputs.folder)
        self._said = [] if said is None else said
        text = self.environment.get_template(f"{sheet.template}.md.j2").render(page=sheet.view)
        scripts = [self._links.page(f"assets/scripts/{name}.js") for name in sheet.scripts]
        return plain.page(sheet.title, text, sheet.hide, scripts, twin=not self._book.inputs.alone)

    def _kept(self, html: Markup) -> Markup:
        self._said.append(html)
        return html

    def text(self, name: str) -> str:
        """Return a file of the template folders as it is."""
        loader = self.environment.loader
        assert loader is not None
        return loader.get_source(self.environment, name)[0]

    def _own_text(self, name: str) -> str:
        """Return a project's own Markdown (`home.en.md` before `home.md` where pages are English), or ""."""
        stem, ending = name.rsplit(".", 1)
        for tried in (f"{stem}.{self._book.words.language}.{ending}", name):
            with contextlib.suppress(TemplateNotFound):
                return self.text(tried)
        return ""

    def texts(self, folder: str, ending: str) -> dict[str, str]:
        """Return the files of a folder below the template folders, by name and in its order; the root's own win."""
        within = [
            name.removeprefix(f"{folder}/")
            for name in self.environment.list_templates()
            if name.startswith(f"{folder}/")
        ]
        return {name: self.text(f"{folder}/{name}") for name in sorted(within) if name.endswith(ending)}


def svg(chart: Chart, links: Links) -> Markup:
    """Return a chart's drawing with its links made relative to the page."""
    return Markup(chart.svg.replace(ROOT_MARK, links.root))


def _named(book: Casebook, group: str, code: str) -> str:
    """Return the word for a code of the model; a code without one stands for itself."""
    if group == "kpi":
        return book.kpi(code)
    return book.words(TERMS[group].get(code, code)) if code else ""


def _translator(words: Words) -> object:
    def translate(message: str, **values: object) -> str:
        if any(isinstance(value, Markup) for value in values.values()):
            return Markup(escape(words(message))).format(**values)
        return words(message, **values)

    return translate
