"""The MkDocs plugin `furikaeri`: a thin shell over `make`, for `mkdocs build` and `mkdocs serve`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import config_options as option
from mkdocs.config import load_config
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator.model.page import Edition, Made
from generator.model.policy import Language
from generator.publish.changes import Changes
from generator.publish.crew import WorkFailed, cores
from generator.publish.editions import LANGUAGES, alternates, asked, place_of, speak, turned, wanted
from generator.publish.frame import Frames
from generator.publish.kept import Kept, served
from generator.publish.live import LiveServer, Served
from generator.publish.packaged import has_search, template_dirs, theme_dirs
from generator.publish.pipeline import make
from generator.publish.plain import outside_nav, with_style
from generator.publish.report import Report, silent
from generator.publish.setting import SetFile, Setting, can_set, give_pages, listed, set_pages
from generator.publish.settings import told_again
from generator.publish.team import Member, Team
from generator.publish.usable import NotATime, Stopped
from generator.publish.write import checked
from generator.read.records import FOLDER
from generator.render.compiled import COMPILED


class Editions(BaseConfigOption[dict[Language, dict[str, Any]]]):
    """The option `editions`."""

    def __init__(self) -> None:
        super().__init__()
        self.default = list(LANGUAGES)

    def run_validation(self, value: object) -> dict[Language, dict[str, Any]]:
        """Return the settings of each edition; raise MkDocs' error for what is none."""
        try:
            return wanted(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class FurikaeriOptions(Config):
    """The plugin's options in `mkdocs.yml`; each has the meaning of the command's option of that name."""

    root = option.Optional(option.Type(str))
    as_of = option.Optional(option.Type(str))
    language = option.Optional(option.Choice(("ja", "en")))
    edit_url = option.Type(str, default="")
    plain = option.Type(bool, default=False)
    jobs = option.Optional(option.Type(int))
    poll = option.Type(bool, default=False)
    editions = Editions()


@dataclass(frozen=True, slots=True)
class Given:
    """What a build may bring along: a site that is made, who hears how far it is, and what is kept of the last one.

    `team` are the processes that make pages where none can be forked, or this one as a member of it.
    """

    made: Made | None = None
    report: Report = silent
    kept: Kept | None = None
    team: Team | Member | None = None


class FurikaeriPlugin(BasePlugin[FurikaeriOptions]):
    """Puts the generated pages beside those of `docs_dir`, whose files win where names meet."""

    def __init__(self) -> None:
        self.given = Given()
        self._shown: Made | None = None
        self._beside: Edition | None = None  # the one that is being built beside the main one
        self._names: dict[str, str | None] = {}  # as the settings give them
        self._serving = False
        self._dirty = False
        self._is_found = False
        self._nav: Navigation | None = None
        self._settings: list[Setting] = []
        self._listed: dict[str, list[File]] = {}  # by the folder of the edition

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a server waits; defining this also keeps one instance over all rebuilds."""
        self._serving = command == "serve"
        self._dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make every edition now: MkDocs has not yet cleaned `site_dir`, so an error leaves yesterday's site."""
        root = self._root(config)
        after_own = 1 if config.theme.custom_dir else 0
        config.theme.dirs[after_own:after_own] = [str(folder) for folder in theme_dirs(root)]
        self._is_found = has_search(config.theme.dirs)
        if self._beside is None:
            self._settings, self._listed = [], {}
            made = self.given.made or self._make(root, config)
            self._shown = made if self._sets(config) else made.whole()
            self._names = {name: config[name] for name in ("site_name", "site_description")}
        edition = self._edition()
        site = edition.site
        self._dress(config, edition)
        config.extra_css = with_style(config.extra_css, site)
        for name, value in site.extra.items():
            config.extra.setdefault(name, value)
        watched = (root / FOLDER, *template_dirs(root))
        config.watch.extend(str(folder) for folder in watched if folder.is_dir())
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated files, in the order in which they would be found on disk."""
        site = self._edition().site
        hidden = outside_nav(site)
        self._sort_out(files, config)
        ours = hidden if self._sets(config) else frozenset()
        for uri in ours:
            if files.get_file_from_path(uri) is None:
                files.append(SetFile(config, checked(uri)))
        for uri, content in site.files.items():
            if uri not in ours and files.get_file_from_path(uri) is None:
                level = InclusionLevel.NOT_IN_NAV if uri in hidden else InclusionLevel.UNDEFINED
                files.append(File.generated(config, checked(uri), content=content, inclusion=level))
        return Files(sorted(files, key=_as_on_disk))

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Keep what our own search finds out of the theme's index, which every page would load whole."""
        if self._is_found and page.file.generated_by == "furikaeri":
            page.meta["search"] = {"exclude": True}

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Date the pages by what they show: the same records at the same time give the same bytes, sitemap included."""
        self._nav = nav
        give_pages(files, config, self._made().day)
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = self._made().day
        return nav

    @event_priority(-100)  # the environment as the others leave it
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Keep what the pages that MkDocs does not build are made with; the editions share the theme's templates."""
        if can_set(config):
            env.bytecode_cache = COMPILED
        self._listed[config.site_dir] = listed(files)
        if self._sets(config) and self._nav is not None:
            frames = Frames(config, self._nav, files, env, self._made().day)
            self._settings.append(Setting(self._edition().site, frames, files, config))
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let an edition's page for what is not there know its folder, where no `site_url` tells it."""
        if template_name == "404.html" and not config.site_url:
            context["base_url"] = f"/{self._edition().folder}"
        if self._sets(config):
            context["pages"] = self._listed.get(config.site_dir, context["pages"])
        return context

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Let a template list every page, as where MkDocs builds them all."""
        if self._sets(config):
            context["pages"] = self._listed.get(config.site_dir, context["pages"])
        return context

    @event_priority(-100)  # when the others have written what they hold: each is one object, whatever is built
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Build the other editions into folders of the site: MkDocs once more. Then what it left out."""
        if self._beside is not None:
            return
        for edition in self._made().editions[1:]:
            self._beside = edition
            try:
                other = self._config_beside(config, edition.folder)
                mkdocs_build(other, serve_url=other.site_url if self._serving else None, dirty=self._dirty)
            finally:
                self._beside = None
        kept = self.given.kept
        if kept is None and self._serving:
            kept = served(self._root(config), dict(self.config), Path(config.site_dir))
        try:
            set_pages(self._settings, self.config.jobs or cores(), self.given.report, kept, self.given.team)
        except WorkFailed as error:
            raise PluginError(str(error)) from error

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Serve by our own server, which watches what MkDocs' watches, and makes the site anew beside the last one."""
        made, file = self._made(), Path(config.config_file_path)
        changes = Changes(self._root(config), file, poll=self.config.poll)
        order = {
            "root": str(self._root(config)),
            "file": str(file),
            "theme": config.theme.name,
            "options": dict(self.config),
            "settings": self._settings_again(config),
            "serve_url": server.url,
        }
        live = LiveServer(server, Served(made, tuple(self._settings), changes, order))
        live.watch(config.docs_dir)
        live.watch(str(file))
        return live

    def _config_beside(self, config: MkDocsConfig, folder: str) -> MkDocsConfig:
        """Return MkDocs' settings read anew, for a build like that of `config` into a folder of its site."""
        told = told_again(Path(config.config_file_path), str(config.theme.name), dict(self.config))
        told |= self._settings_again(config)
        other = load_config(config.config_file_path, **told, site_dir=str(Path(config.site_dir, folder)))
        other.site_url = config.site_url and config.site_url + folder
        return other

    def _settings_again(self, config: MkDocsConfig) -> dict[str, Any]:
        """Return the settings of `config` that its file need not say."""
        return {
            **self._names,
            "docs_dir": config.docs_dir,
            "strict": config.strict,
            "use_directory_urls": config.use_directory_urls,
        }

    def _dress(self, config: MkDocsConfig, edition: Edition) -> None:
        """Let the settings speak the edition's language, and lead to the other editions."""
        for name, value in self.config.editions.get(edition.language, {}).items():
            config[name] = value
        if config.nav is None or (edition.folder and "nav" not in self.config.editions.get(edition.language, {})):
            config.nav = edition.site.nav
        config.site_description = turned(config.site_description, edition.language)
        config.mdx_configs = turned(config.mdx_configs, edition.language)
        speak(config.theme, edition.language)
        whole = (config.site_url or "").removesuffix(edition.folder)  # the main edition's
        if listed := alternates(self._made(), edition, whole):
            config.extra.setdefault("alternate", listed)

    def _sort_out(self, files: Files, config: MkDocsConfig) -> None:
        """Leave the hand-written files that belong to the edition, each where it appears in it."""
        made, edition = self._made(), self._edition()
        for file in [file for file in files if file.src_dir == config.docs_dir]:
            place = place_of(file.src_uri, made, edition)
            if place == file.src_uri:
                continue
            files.remove(file)
            if place is not None:
                if other := files.get_file_from_path(place):
                    files.remove(other)
                own = str(Path(config.docs_dir, edition.folder))
                moved = File(place, own, config.site_dir, config.use_directory_urls)
                moved.edit_uri = file.src_uri
                files.append(moved)

    def _make(self, root: Path, config: MkDocsConfig) -> Made:
        try:
            return make(
                root,
                later=True,
                jobs=self.config.jobs or cores(),
                preview=self._serving and self.given.kept is None,  # not where a server has this made anew
                **asked(self.config, config.site_url or "", config.site_name)[0],
            )
        except (Stopped, NotATime, WorkFailed) as error:
            raise PluginError(str(error)) from error

    def _sets(self, config: MkDocsConfig) -> bool:
        """Tell whether pages outside the nav are set into frames; the search of the theme would want to see them."""
        return not self.config.plain and self._is_found and can_set(config)

    def _edition(self) -> Edition:
        return self._beside or self._made().main

    def _made(self) -> Made:
        if self._shown is None:
            raise PluginError("furikaeri: on_config has not run")
        return self._shown

    def _root(self, config: MkDocsConfig) -> Path:
        folder = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        return folder / self.config.root if self.config.root else folder


def _as_on_disk(file: File) -> tuple[list[str], bool, str]:
    """Return MkDocs' own key (`file_sort_key`), which takes a path apart for each of thousands of files."""
    *folders, name = file.src_uri.split("/")
    return folders, file.name != "index", name


@contextlib.contextmanager
def given(plugin: object, what: Given) -> Iterator[None]:
    """Let the plugin publish a site that is made already, and tell how far it is.

    MkDocs keeps one plugin a process, so it must forget both.
    """
    if not isinstance(plugin, FurikaeriPlugin):
        raise TypeError(f"not our plugin: {plugin!r}")
    plugin.given = what
    try:
        yield
    finally:
        plugin.given = Given()
