"""The seam to the theme: a page of ours is set into the frame that MkDocs and the theme made for its like.

The contract. A page (`render.plain.page`) is front matter, headings in Markdown and blocks of HTML. MkDocs passes the
blocks through as they are, and what a theme shows of a page is: its title, its address, its headings, its front matter
and its content. So pages that differ in their title, the last part of their address and their blocks have one frame.
It is made by MkDocs' own steps and the theme's own template from a stand-in with marks in those places; a page is the
frame with its own in place of the marks. Byte for byte the same as MkDocs' own page, which the tests hold.

What the theme makes of a title depends on where it stands: each place must show one of `forms_by`. Of the first page of
each part of the site (a folder at its top, with all below it) the frame is compared with MkDocs' own page. Where either
fails, as it may with a theme of a project's own, each page of that kind or part is built by MkDocs' steps: slower,
never wrong.
"""

from __future__ import annotations

import html
import json
import logging
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import quote

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator.publish.around import SLUG, Form, Frame, Kind, NotFramed, forms_by, frame_mark, in_bytes, parsed

log = logging.getLogger("mkdocs.plugins.furikaeri")

#: Stands for the title; no text of a site has it.
_TITLE = f"fkname7c1e &lt;b&gt;&amp;amp; &quot;&#x27; Aa éÉ ｱ予約 {'long ' * 40} fkname7c1e"
_MARKS = re.compile(
    rf"<div>{SLUG}-(?P<block>\d+)(?:<h1></h1>)?</div>|(?P<slug>{SLUG})|(?P<title>fkname7c1e.*?fkname7c1e)"
)


class Template(Protocol):
    """What is used of a template of the theme."""

    def render(self, context: TemplateContext) -> str:
        """Return the page."""


class Environment(Protocol):
    """What is used of the theme's templates, which are MkDocs' and not ours."""

    filters: Mapping[str, Callable[[str], object]]

    def get_template(self, name: str) -> Template:
        """Return the template of that name."""


class Frames:
    """The frames of one build, each made when the first page of its kind comes."""

    def __init__(self, config: MkDocsConfig, nav: Navigation, files: Files, env: Environment, day: str) -> None:
        self._config = config
        self._nav = nav
        self._files = files
        self._pages = files.documentation_pages()  # among thousands of files they are looked for once
        self._env = env
        self._day = day
        self._forms = forms_by(env.filters)
        self._made: dict[Kind, Frame | None] = {}
        self._marks: dict[Kind, str] = {}
        self._tried: set[str] = set()
        self._unlike: set[str] = set()

    def mark(self, kind: Kind) -> str:
        """Return what stands for a kind's frame; "" where its pages are not set into one."""
        if kind not in self._marks:
            frame = None if _part(kind[0]) in self._unlike else self._of(kind)
            self._marks[kind] = frame_mark(frame) if frame else ""
        return self._marks[kind]

    def of(self, kind: Kind) -> Frame:
        """Return the frame of a kind that has a mark."""
        frame = self._of(kind)
        assert frame is not None
        return frame

    def finished(self, uri: str, content: bytes) -> tuple[bytes, Kind]:
        """Return the HTML of the page that is written at `uri`, and of what kind it is."""
        source = parsed(content)
        folder, name = posixpath.split(uri)
        kind = (folder, source.meta, source.skeleton)
        part = _part(folder)
        frame = None if part in self._unlike else self._of(kind)
        framed = frame.around(source, quote(name.removesuffix(".md")), self._forms) if frame else b""
        if framed and part in self._tried:
            return framed, kind
        built = in_bytes(self._built(uri, content.decode("utf-8")))
        if frame:
            self._tried.add(part)
        if frame and built != framed:
            log.info(f"furikaeri: pages of {part}/ are built one by one: in its frame {uri} would be another")
            self._unlike.add(part)
            self._marks.clear()
        return built, kind

    def _of(self, kind: Kind) -> Frame | None:
        if kind not in self._made:
            self._made[kind] = self._frame(*kind)
        return self._made[kind]

    def _frame(self, folder: str, meta: str, skeleton: str) -> Frame | None:
        front = f"---\ntitle: {json.dumps(_TITLE, ensure_ascii=False)}\n{meta}---\n\n"
        try:
            return _cut(self._built(posixpath.join(folder, f"{SLUG}.md"), front + skeleton), self._forms)
        except NotFramed as reason:
            log.info(f"furikaeri: pages of {folder}/ are built one by one: {reason}")
            return None

    def _built(self, uri: str, text: str) -> str:
        """Return what MkDocs makes of a page beside the nav, by its own steps."""
        config, plugins, files = self._config, self._config.plugins, self._files
        file = File(uri, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.NOT_IN_NAV)
        file.generated_by, file.content_string = "furikaeri", text
        page = Page(None, file, config)
        page.update_date = self._day
        page = plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        page.render(config, files)
        page.content = plugins.on_page_content(page.content or "", page=page, config=config, files=files)
        page.active = True
        context = get_context(self._nav, self._pages, config, page)
        template = self._env.get_template(page.meta.get("template", "main.html"))
        context = plugins.on_page_context(context, page=page, config=config, nav=self._nav)
        return plugins.on_post_page(template.render(context), page=page, config=config)


def _part(folder: str) -> str:
    """Return the part of the site that a folder belongs to: comparing takes as long as MkDocs does for a page."""
    return folder.partition("/")[0]


def _cut(built: str, forms: Mapping[str, Form]) -> Frame:
    """Cut a stand-in's page at its marks."""
    texts: list[str] = []
    places: list[int | str] = []
    end = 0
    for mark in _MARKS.finditer(built):
        texts.append(built[end : mark.start()])
        places.append(int(mark["block"]) if mark["block"] else "slug" if mark["slug"] else _form(mark["title"], forms))
        end = mark.end()
    return Frame((*texts, built[end:]), tuple(places))


def _form(shown: str, forms: Mapping[str, Form]) -> str:
    for name, form in forms.items():
        if form(_TITLE) == shown:
            return name
    raise NotFramed(f"the theme shows a title in a form that is not known: {html.escape(shown)}")
