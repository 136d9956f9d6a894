"""The pages that MkDocs leaves to us: set into their frames and written beside those that it builds itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file

from generator.model.page import Site
from generator.publish.crew import Crew
from generator.publish.frame import Frames
from generator.publish.pipeline import Report

#: What may stand beside us: anything else could want to see every page, and then MkDocs must build them all.
_PLUGINS = frozenset({"furikaeri", "search", "material/search"})


def can_set(config: MkDocsConfig) -> bool:
    """Tell whether nothing in the settings wants to see each page on its way through MkDocs."""
    return config.theme.name == "material" and set(config.plugins) <= _PLUGINS and not config.hooks


class SetFile(File):
    """A page of ours that links lead to and MkDocs does not build."""

    def __init__(self, config: MkDocsConfig, uri: str) -> None:
        place = File(uri, None, config.site_dir, config.use_directory_urls).dest_uri
        super().__init__(
            uri, None, config.site_dir, config.use_directory_urls, dest_uri=place, inclusion=InclusionLevel.NOT_IN_NAV
        )
        self.generated_by = "furikaeri"

    def is_documentation_page(self) -> bool:
        """Keep MkDocs from building it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Do nothing: no file of this name is there to be copied."""


def listed(files: Files) -> list[File]:
    """Return every page, those that MkDocs does not build among them, as templates list them (the sitemap)."""
    pages = [file for file in files if file.is_documentation_page() or isinstance(file, SetFile)]
    return [file for file in pages if file.inclusion.is_included() and (file.page or not isinstance(file, SetFile))]


def give_pages(files: Files, config: MkDocsConfig, day: str) -> None:
    """Give each set file what a sitemap asks of its page; without the site's address it asks nothing."""
    for file in files if config.site_url else ():
        if isinstance(file, SetFile):
            Page(None, file, config).update_date = day


class Setting:
    """The set pages of one edition, to be written when MkDocs has built its own."""

    def __init__(self, site: Site, frames: Frames, files: Files, config: MkDocsConfig) -> None:
        self._site = site
        self._site_dir = Path(config.site_dir)
        self._config = config
        self._frames = frames
        self.places = {file.src_uri: file.abs_dest_path for file in files if isinstance(file, SetFile)}

    def set(self, uri: str) -> tuple[str, ...]:
        """Write one page, and return what is found of it."""
        later = self._site.later
        made = later is None or uri in self._site.files
        content, found = (self._site.files[uri], ()) if later is None or made else later.page(uri)
        write_file(self.finished(uri, content)[1], self.places[uri])
        return found

    def finished(self, uri: str, content: bytes) -> tuple[Path, bytes]:
        """Return where a page goes, and what."""
        place = self.places.get(uri) or SetFile(self._config, uri).abs_dest_path
        return Path(place), self._frames.finished(uri, content).encode("utf-8", errors="xmlcharrefreplace")

    def end(self, found: Mapping[str, tuple[str, ...]]) -> None:
        """Write the files that need what is found of every page."""
        if later := self._site.later:
            # a page that a hand-written one stands for is not written, but what it says is searched all the same
            absent = {uri: later.page(uri)[1] for uri in later.uris if uri not in found}
            for uri, content in later.files({**found, **absent}).items():
                write_file(content, str(self._site_dir / uri))


def set_pages(settings: Sequence[Setting], jobs: int, report: Report) -> None:
    """Write the pages of all editions, the main one first, by `jobs` processes. Raise WorkFailed.

    A process makes a page in every language, one after the other: what they share is made once.
    """
    uris = tuple(dict.fromkeys(uri for setting in settings for uri in setting.places))

    def work(uri: str) -> list[tuple[str, ...]]:
        return [setting.set(uri) if uri in setting.places else () for setting in settings]

    crew = Crew(work, uris, jobs, partial(report, "pages"))
    crew.start()
    every = crew.finish()
    for number, setting in enumerate(settings):
        setting.end({uri: found[number] for uri, found in zip(uris, every, strict=True) if uri in setting.places})
