"""The plain files, which MkDocs, ProperDocs and Zensical build alike.

`OUT/mkdocs.yml` and `OUT/docs/` are the main edition, `OUT/mkdocs.en.yml` and `OUT/docs.en/` the one that is built
into a folder of its site.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.model.page import Edition, Made, Site
from generator.publish.crew import Crew
from generator.publish.editions import place_of
from generator.publish.folder import check_replaceable, replacing
from generator.publish.packaged import theme_dirs
from generator.publish.plain import as_yaml, plain_settings, suffix
from generator.publish.report import Report, silent
from generator.publish.settings import Settings, custom_dir

#: Pages of a site of which Zensical's search takes records alone: the more pages, the shorter must each text be, and
#: at ten thousand records it refuses to build a list or the table of a chart (0.0.73).
_MANY = 5_000
MARKER = ".furikaeri"
_MARKER_TEXT = "Written by `furikaeri render`, which replaces this folder whole: keep nothing of yours in it.\n"


def write_plain(
    made: Made, settings: Settings, out: Path, *, jobs: int = 1, report: Report = silent
) -> tuple[str, ...]:
    """Write every edition to `out`, whole or not at all; return the names of settings that plain files cannot carry.

    A folder that is not empty and not written by this function is not touched: raise Refused.
    Hand-written files of the root's docs folder come along and win over generated ones of the same name.
    Pages that are still to be made are made by at most `jobs` processes, with the same bytes for any number; `report`
    hears how far they are. Raise WorkFailed where one cannot be made.
    """
    check_replaceable(out, settings.root, lambda folder: (folder / MARKER).is_file())
    left_out: dict[str, None] = {}
    with replacing(out) as new:
        (new / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
        docs = [_Docs.of(edition.site, new / f"docs{suffix(edition)}") for edition in made.editions]
        for edition, its in zip(made.editions, docs, strict=True):
            values, names = plain_settings(settings, made, edition)
            left_out |= dict.fromkeys(names)
            (new / f"mkdocs{suffix(edition)}.yml").write_text(as_yaml(values), encoding="utf-8")
            its.write_all(edition.site.files)
        _write_later(docs, jobs, report)
        for edition, its in zip(made.editions, docs, strict=True):
            _copy_own(settings.docs, its.folder, made, edition)
        _copy_custom_theme(settings, new)
    return tuple(left_out)


class _Docs(NamedTuple):
    """The files of an edition, and the folder that they are written to."""

    site: Site
    folder: Path
    is_large: bool
    later: frozenset[str]  # pages that are still to be made

    @classmethod
    def of(cls, site: Site, folder: Path) -> _Docs:
        later = frozenset(site.later.uris if site.later else ())
        return cls(site, folder, sum(uri.endswith(".md") for uri in (*site.files, *later)) > _MANY, later)

    def write_all(self, files: Mapping[str, bytes]) -> None:
        for uri, content in files.items():
            self.write(uri, content)

    def write(self, uri: str, content: bytes) -> None:
        file = self.folder / checked(uri)
        file.parent.mkdir(parents=True, exist_ok=True)
        lists = self.is_large and uri.endswith(".md") and not uri.startswith("incidents/inc-")
        file.write_bytes(_unsearched(content) if lists else content)

    def make(self, uri: str) -> tuple[str, ...]:
        """Write a page that is still to be made, where the edition has it, and return what is found of it."""
        if self.site.later is None or uri not in self.later:
            return ()
        content, found = self.site.later.page(uri)
        self.write(uri, content)
        return found


def _write_later(docs: Sequence[_Docs], jobs: int, report: Report) -> None:
    """Write the pages that are still to be made, and what needs them all; the main edition comes first.

    A process makes a page in every language, one after the other: what they share is made once.
    """
    uris = tuple(dict.fromkeys(uri for each in docs if each.site.later for uri in each.site.later.uris))
    crew = Crew(lambda uri: [each.make(uri) for each in docs], uris, jobs, partial(report, "pages"))
    crew.start()
    made = crew.finish()
    for number, each in enumerate(docs):
        if later := each.site.later:
            found = {uri: every[number] for uri, every in zip(uris, made, strict=True) if uri in each.later}
            each.write_all(later.files(found))


def _copy_own(own: Path, docs: Path, made: Made, edition: Edition) -> None:
    """Copy the hand-written files of an edition; those of its own folder win over those of all."""
    found = {file.relative_to(own).as_posix(): file for file in sorted(own.rglob("*")) if file.is_file()}
    places = {uri: place for uri in found if (place := place_of(uri, made, edition)) is not None}
    for uri, place in sorted(places.items(), key=lambda pair: pair[0] != pair[1]):
        target = docs / checked(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found[uri], target)


def _unsearched(page: bytes) -> bytes:
    """Keep a page out of the theme's index, by what MkDocs' theme and Zensical both read in its front matter."""
    return page.replace(b"\n", b"\nsearch: {exclude: true}\n", 1)


def checked(uri: str) -> str:
    """Return `uri` if it stays below the folder it is written to; raise ValueError otherwise."""
    parts = PurePosixPath(uri).parts
    if not parts or uri.startswith("/") or ".." in parts or "\\" in uri or "\0" in uri:
        raise ValueError(f"not a file below docs/: {uri!r}")
    return uri


def _copy_custom_theme(settings: Settings, new: Path) -> None:
    """Lay ours and the root's own additions to the theme into one folder; the root's own win."""
    name = custom_dir(settings.values)
    place = new / checked(name)
    for folder in reversed(theme_dirs(settings.root)):
        shutil.copytree(folder, place, dirs_exist_ok=True)
    if (own := settings.file.parent / name).is_dir():
        shutil.copytree(own, place, dirs_exist_ok=True)
