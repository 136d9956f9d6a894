"""The pages that MkDocs leaves to us: set into their frames and written beside those that it builds itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file

from generator.model.page import Later, Site
from generator.publish.around import Frame, Kind, kind_mark
from generator.publish.crew import Crew
from generator.publish.frame import Frames
from generator.publish.kept import Entry, Kept
from generator.publish.report import Report
from generator.publish.team import Member, Team

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


class Done(NamedTuple):
    """A page that is there: what is found of it, what is known of it, and its frame where that was not yet named."""

    found: tuple[str, ...] = ()
    entry: Entry | None = None
    framed: tuple[Kind, Frame] | None = None


class Setting:
    """The set pages of one edition, to be written when MkDocs has built its own."""

    def __init__(self, site: Site, frames: Frames, files: Files, config: MkDocsConfig) -> None:
        self._site = site
        self.site_dir = Path(config.site_dir)
        self._config = config
        self._frames = frames
        self._told: set[str] = set()  # kinds that this process has named
        self.places = {file.src_uri: file.abs_dest_path for file in files if isinstance(file, SetFile)}

    def move(self, top: str, there: str) -> None:
        """Write pages into another folder than the whole site's."""
        self.places = {uri: os.path.join(there, _below(place, top)) for uri, place in self.places.items()}

    def set(self, uri: str, kept: Kept | None, top: str) -> Done:
        """Write one page, or take it over where it is there as it is to be; `top` is the whole site's folder."""
        place = self.places[uri]
        later = self._later(uri)
        print_ = later.print(uri) if kept and later else ""
        if kept and print_ and (entry := self._same(kept, print_, place, top)):
            return Done(entry.found, entry)
        content, found = later.page(uri) if later else (self._site.files[uri], ())
        finished, kind = self._frames.finished(uri, content)
        _write(finished, place)
        mark = self._frames.mark(kind) if print_ else ""
        if not mark:
            return Done(found)
        named = kind_mark(kind)
        is_new = named not in self._told
        self._told.add(named)
        return Done(found, Entry(print_, named, mark, found), (kind, self._frames.of(kind)) if is_new else None)

    def _same(self, kept: Kept, print_: str, place: str, top: str) -> Entry | None:
        """Return what is known of a page that was taken over; None where it must be made."""
        path = _below(place, top)
        entry = kept.pages.get(path)
        if entry is None or entry.print != print_ or (kind := kept.kinds.get(entry.kind)) is None:
            return None
        return entry if self._frames.mark(kind) == entry.frame and kept.take(path, Path(place)) else None

    def _later(self, uri: str) -> Later | None:
        """Return what makes a page, None for one that is made already."""
        return None if uri in self._site.files else self._site.later

    def finished(self, uri: str, content: bytes) -> tuple[Path, bytes]:
        """Return where a page goes, and what."""
        place = self.places.get(uri) or SetFile(self._config, uri).abs_dest_path
        return Path(place), self._frames.finished(uri, content)[0]

    def end(self, found: Mapping[str, tuple[str, ...]]) -> None:
        """Write the files that need what is found of every page."""
        if later := self._site.later:
            # a page that a hand-written one stands for is not written, but what it says is searched all the same
            absent = {uri: later.page(uri)[1] for uri in later.uris if uri not in found}
            for uri, content in later.files({**found, **absent}).items():
                write_file(content, str(self.site_dir / uri))


def set_pages(
    settings: Sequence[Setting], jobs: int, report: Report, kept: Kept | None = None, team: Team | Member | None = None
) -> None:
    """Write the pages of all editions, the main one first, by `jobs` processes or by a team. Raise WorkFailed.

    A process makes a page in every language, one after the other: what they share is made once. Pages that are still
    what they were are taken over from `kept`. A member of a team writes its pages and nothing else.
    """
    uris = tuple(dict.fromkeys(uri for setting in settings for uri in setting.places))
    top = os.fspath(settings[0].site_dir) if settings else ""
    if kept:
        kept.load()

    def work(uri: str) -> list[Done]:
        return [setting.set(uri, kept, top) if uri in setting.places else Done() for setting in settings]

    crew = Crew(work, uris, 1 if team else jobs, partial(report, "pages"))
    made_from = _made_from(kept, uris) if team else ""
    if isinstance(team, Member):
        if (there := team.admitted(made_from)) is not None:
            for setting in settings:
                setting.move(top, there)
            top = there
            crew.share(team.shared)
            team.tell(crew.part(team.number))
        return
    if team:
        crew.share(team.shared, partial(team.admit, made_from, top))
    crew.start()
    every = crew.finish()
    for number, setting in enumerate(settings):
        setting.end({uri: done[number].found for uri, done in zip(uris, every, strict=True) if uri in setting.places})
    if kept and settings:  # without, MkDocs has built every page
        _note(kept, settings, uris, every, top)


def _made_from(kept: Kept | None, uris: Sequence[str]) -> str:
    """Return what stands for all that pages are made from; "" where that is not known."""
    if kept is None or kept.now is None or not kept.now.sources:
        return ""
    return hashlib.sha256(repr((kept.now, uris)).encode("utf-8", "surrogatepass")).hexdigest()


def _note(
    kept: Kept, settings: Sequence[Setting], uris: Sequence[str], every: Sequence[Sequence[Done]], top: str
) -> None:
    """Keep what is known of every page, and the kinds and frames that there are now."""
    pages: dict[str, Entry] = {}
    kinds, frames = dict(kept.kinds), dict(kept.frames)
    for uri, each in zip(uris, every, strict=True):
        for setting, done in zip(settings, each, strict=True):
            if done.entry:
                pages[_below(setting.places[uri], top)] = done.entry
            if done.framed and done.entry:
                kinds[done.entry.kind], frames[done.entry.frame] = done.framed
    kept.save(Path(top), pages, kinds, frames)


def _below(place: str, top: str) -> str:
    """Return where a file of a site stands below its folder, as an address has it."""
    return place.removeprefix(top).lstrip(os.sep).replace(os.sep, "/")


def _write(content: bytes, place: str) -> None:
    """Write a page; most have a folder of their own, in one that is there."""
    folder = os.path.dirname(place)
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    with open(place, "wb") as file:
        file.write(content)
