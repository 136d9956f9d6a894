"""A site of which only the prose of some records is another: what shows it is made, everything else taken over.

Figures, lists, charts and data say nothing of prose (`render.prints`), so where every source but some records is what
it was, and all of these but their sections, nothing is measured, drawn, or built by MkDocs. What shows prose is the
records' own pages, the feeds and the search. Whatever else may have changed, the whole site is made: `MoreThanProse`.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.check.promises import promises
from generator.measure.measure import counted, measure
from generator.model.asof import all_known_at
from generator.model.incident import Incident
from generator.model.kpi import KpiTable
from generator.publish.around import forms_by, kind_mark, parsed
from generator.publish.editions import addresses
from generator.publish.kept import Basis, Entry, Kept
from generator.publish.packaged import template_dirs
from generator.publish.settings import Settings
from generator.publish.unchanged import sources
from generator.publish.usable import Usable
from generator.read.records import FOLDER, is_review, record_path
from generator.read.words import words
from generator.render.inputs import Inputs
from generator.render.mended import FILTERS, MendedPage, mended
from generator.render.prints import bare_prints, without_prose

_FEED = "feed.xml"
_SEARCH = "search/furikaeri.json"


class MoreThanProse(Exception):
    """The whole site has to be made; the text says why."""


def looked_at(have: Usable) -> Usable:
    """Return usable records with what stands for all of them but prose."""
    return have._replace(bare=bare_prints(all_known_at(have.checked.incidents, have.moment)))


def basis_of(settings: Settings, have: Usable) -> Basis:
    """Return what a site of usable records that were `looked_at` is made from."""
    checked = have.checked
    found = hashlib.blake2b(without_prose(have.bare).encode(), digest_size=16)
    # where in a record something was found moves with its prose, and the page of the records' quality says it
    told = (checked.ignored, *(checked.findings_in(language) for language in have.languages))
    found.update(repr(told).encode("utf-8", "surrogatepass"))
    return Basis(have.moment.isoformat(), sources(settings), found.hexdigest())


def mend(new: Path, settings: Settings, have: Usable, kept: Kept, asked: Mapping[str, Any]) -> None:
    """Lay the whole site into the folder `new`; `asked` are the options of `make`. Raise MoreThanProse.

    Raise jinja2.TemplateError for a broken template.
    """
    touched = _touched(settings, have, kept)
    every = _inputs(settings, have, asked, touched)
    editions = mended(every, touched)
    site = _Site(new, kept, in_folders=bool(settings.values.get("use_directory_urls", True)))
    documents = [kept.read(inputs.folder + _SEARCH) for inputs in every]
    if not all(documents):
        raise MoreThanProse("the search is not as it was left")
    for inputs, edition in zip(every, editions, strict=True):
        for uri, page in edition.pages.items():
            site.set(inputs.folder, uri, page)
        for uri, content in edition.feeds().items():
            site.write(inputs.folder + uri, content)
    index = editions[0].index(site.found(editions[0].uris))
    for inputs, edition, document in zip(every, editions, documents, strict=True):
        for uri, content in edition.search(document, index).items():
            site.write(inputs.folder + uri, content)
    site.take_the_rest(f"search/{json.loads(documents[0])['records']['at']}")
    kept.save(new, site.pages, kept.kinds, kept.frames)


def _touched(settings: Settings, have: Usable, kept: Kept) -> list[Incident]:
    """Return the records of which the prose is another."""
    before, now = kept.before, kept.now
    if before is None or now is None or not now.sources:
        raise MoreThanProse("nothing is known of the site before")
    same = (before.as_of, before.without_prose) == (now.as_of, now.without_prose)
    if not same or before.sources.keys() != now.sources.keys():
        raise MoreThanProse("records, findings or the time are others")
    if any(os.path.basename(path) == _FEED for path in now.sources):
        raise MoreThanProse("a feed is written by hand")
    root = os.path.join(os.fspath(settings.root), "")
    paths = {path.removeprefix(root) for path, found in now.sources.items() if before.sources[path] != found}
    if strange := [path for path in paths if not path.startswith(f"{FOLDER}/") or not _is_record(path)]:
        raise MoreThanProse(f"{strange[0]} is no record")
    touched = [each for each in all_known_at(have.checked.incidents, have.moment) if each.path in paths]
    closed = {locked.id for lock in have.checked.locks for locked in lock.records}
    if any(each.id in closed for each in touched):
        raise MoreThanProse("a closed month names records that were edited")
    return touched


def _is_record(path: str) -> bool:
    return record_path(path) == path and not is_review(path)


def _inputs(settings: Settings, have: Usable, asked: Mapping[str, Any], touched: Sequence[Incident]) -> list[Inputs]:
    """Return what the pages of the touched records, the feeds and the search are made of, for each edition."""
    checked, policy = have.checked, have.checked.policy
    known = all_known_at(checked.incidents, have.moment)
    empty = measure((), policy, have.moment)

    def facts(kind: str) -> KpiTable:
        basis, found = counted(checked.incidents, policy, have.moment, kind=kind)
        return replace(empty, facts=found, excluded=basis.excluded)

    main = Inputs(
        incidents=known,
        reviews=(),
        policy=policy,
        table=facts("incident"),
        others={kind: facts(kind) for kind in ("drill", "near_miss")},
        promises={each.id: promises(each, policy, have.moment) for each in touched},
        words=words(checked.language, policy.zone),
        bare=have.bare,
        edit_url=asked["edit_url"],
        template_dirs=template_dirs(settings.root),
    )
    own = addresses(have.languages, asked["site_url"], asked["site_names"])
    return [
        replace(main, words=words(one, policy.zone), findings=checked.findings_in(one), **own[one])
        for one in have.languages
    ]


class _Site:
    """The new site: what is made of it, and what is known of its pages."""

    def __init__(self, new: Path, kept: Kept, *, in_folders: bool) -> None:
        """Begin; with `in_folders` each page has a folder of its own."""
        self._new = new
        self._kept = kept
        self._in_folders = in_folders
        self._forms = forms_by(FILTERS)
        self._made: set[str] = set()
        self.pages = dict(kept.pages)
        known = ((path.partition(f"{FOLDER}/")[0], entry) for path, entry in kept.pages.items())
        self._frames = {(folder, entry.kind): entry.frame for folder, entry in known}

    def found(self, uris: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return what the search finds of pages of the main edition."""
        return {uri: self._entry(self._place("", uri)).found for uri in uris}

    def set(self, folder: str, uri: str, page: MendedPage) -> None:
        """Write a page of the edition that stands in a folder into its frame."""
        place = self._place(folder, uri)
        self._entry(place)
        source = parsed(page.content)
        around, name = posixpath.split(uri)
        kind = kind_mark((around, source.meta, source.skeleton))
        frame = self._frames.get((folder, kind))
        if frame is None:
            raise MoreThanProse(f"no page has the headings of {uri}")
        content = self._kept.frames[frame].around(source, quote(name.removesuffix(".md")), self._forms)
        self.write(place, content)
        self.pages[place] = Entry(page.print, kind, frame, page.found)

    def write(self, path: str, content: bytes) -> None:
        """Write a file of the site."""
        self._made.add(path)
        file = self._new / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def take_the_rest(self, but: str) -> None:
        """Take over every file of the old site that was not made, but those below `but`."""
        for path in self._kept.states:
            if path not in self._made and not path.startswith(but) and not self._kept.take(path, self._new / path):
                raise MoreThanProse(f"{path} is not as it was left")

    def _entry(self, place: str) -> Entry:
        entry = self.pages.get(place)
        if entry is None:
            raise MoreThanProse(f"nothing is known of {place}")
        return entry

    def _place(self, folder: str, uri: str) -> str:
        stem = folder + uri.removesuffix(".md")
        return f"{stem}/index.html" if self._in_folders else f"{stem}.html"
