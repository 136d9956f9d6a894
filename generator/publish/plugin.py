"""The MkDocs plugin `furikaeri`: a thin shell over `make`, for `mkdocs build` and `mkdocs serve`."""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel, file_sort_key
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.publish.packaged import has_search, theme_dirs
from generator.publish.pipeline import Made, NotATime, Stopped, make
from generator.publish.plain import outside_nav, with_style
from generator.publish.settings import defaults, speak, template_dirs
from generator.publish.write import checked
from generator.read.records import FOLDER


class FurikaeriOptions(Config):
    """The plugin's options in `mkdocs.yml`; each has the meaning of the command's option of that name."""

    root = option.Optional(option.Type(str))
    as_of = option.Optional(option.Type(str))
    language = option.Optional(option.Choice(("ja", "en")))
    edit_url = option.Type(str, default="")


class FurikaeriPlugin(BasePlugin[FurikaeriOptions]):
    """Puts the generated pages beside those of `docs_dir`, whose files win where names meet."""

    def __init__(self) -> None:
        self.given: Made | None = None
        self._shown: Made | None = None
        self._serving = False
        self._is_found = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether a server waits; defining this also keeps one instance over all rebuilds."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make everything now: MkDocs has not yet cleaned `site_dir`, so an error leaves yesterday's site."""
        root = self._root(config)
        made = self._shown = self.given or self._make(root)
        site = made.site
        if config.nav is None:
            config.nav = site.nav
        config.extra_css = with_style(config.extra_css, site)
        for name, value in site.extra.items():
            config.extra.setdefault(name, value)
        after_own = 1 if config.theme.custom_dir else 0
        config.theme.dirs[after_own:after_own] = [str(folder) for folder in theme_dirs(root)]
        self._is_found = has_search(config.theme.dirs)
        if self._is_packaged(config):
            speak(config.theme, made.language)
        elif self.config.language:  # asked for: the theme's own words and the pages' `lang` go with it
            config.theme["language"] = self.config.language
        watched = (root / FOLDER, *template_dirs(root))
        config.watch.extend(str(folder) for folder in watched if folder.is_dir())
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated files, in the order in which they would be found on disk."""
        site = self._made().site
        hidden = outside_nav(site)
        for uri, content in site.files.items():
            if files.get_file_from_path(uri) is None:
                level = InclusionLevel.NOT_IN_NAV if uri in hidden else InclusionLevel.UNDEFINED
                files.append(File.generated(config, checked(uri), content=content, inclusion=level))
        return Files(sorted(files, key=file_sort_key))

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Keep what our own search finds out of the theme's index, which every page would load whole."""
        if self._is_found and page.file.generated_by == "furikaeri":
            page.meta["search"] = {"exclude": True}

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Date the pages by what they show: the same records at the same time give the same bytes, sitemap included."""
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = self._made().day
        return nav

    def _make(self, root: Path) -> Made:
        options: dict[str, Any] = {
            "as_of": self.config.as_of,
            "language": self.config.language,
            "edit_url": self.config.edit_url,
        }
        try:
            return make(root, **options)
        except Exception as error:
            if self._serving and self._shown is not None:
                # Raised here, it would leave the server without an answer to anybody until it is mended.
                print(_told(error), "The last good site stays.", sep="\n", file=sys.stderr, flush=True)
                return self._shown
            if isinstance(error, Stopped | NotATime):
                raise PluginError(str(error)) from error
            raise

    def _made(self) -> Made:
        if self._shown is None:
            raise PluginError("furikaeri: on_config has not run")
        return self._shown

    def _root(self, config: MkDocsConfig) -> Path:
        folder = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        return folder / self.config.root if self.config.root else folder

    def _is_packaged(self, config: MkDocsConfig) -> bool:
        folder = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        return folder == defaults().resolve() and self._root(config).resolve() != folder


@contextlib.contextmanager
def given(plugin: object, made: Made) -> Iterator[None]:
    """Let the plugin publish a site that is made already. MkDocs keeps one plugin a process, so it must forget it."""
    if not isinstance(plugin, FurikaeriPlugin):
        raise TypeError(f"not our plugin: {plugin!r}")
    plugin.given = made
    try:
        yield
    finally:
        plugin.given = None


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, Stopped | NotATime) else "".join(traceback.format_exception(error))
