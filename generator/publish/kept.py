"""Pages of the site before that are what they would be made anew: taken over instead of made.

A page is what its print says (`Later.print`), set into the frame of its kind; both must be what they were, and so must
all that the site is made by. What is known of the last site stands in a file of plain JSON that may be deleted at any
time: written whole or not at all, and nothing in it is ever executed.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator.publish.around import Frame, Kind
from generator.publish.settings import settings_of
from generator.publish.unchanged import made_by
from generator.read.cache import write_whole

SCHEMA = "furikaeri/pages/2"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of a site: its print, the kind of its frame (by its mark) and what that frame was, and what was found."""

    print: str
    kind: str
    frame: str
    found: tuple[str, ...]


class Basis(NamedTuple):
    """What a site was made from: its time, the SHA-256 of every source by path, and what stands for all but prose."""

    as_of: str
    sources: Mapping[str, str]
    without_prose: str


@dataclass(slots=True)
class Kept:
    """What is known of the site at `old` that was made by the same (`made_by`; "": nothing is kept).

    `pages` and `states` are by the path below the site, `kinds` and `frames` by their marks. `before` is what the old
    site was made from, `now` what the new one is made from: None where that is not known.
    """

    store: Path
    old: Path
    made_by: str
    now: Basis | None = None
    before: Basis | None = None
    pages: Mapping[str, Entry] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    states: dict[str, list[int]] = field(default_factory=dict)
    _is_loaded: bool = False

    def load(self) -> None:
        """Read what is known, once; nothing where nothing can be trusted."""
        if self._is_loaded:
            return
        self._is_loaded = True
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            told: dict[str, Any] = json.loads(self.store.read_text(encoding="utf-8"))
            if self.made_by and told["schema"] == SCHEMA and told["made_by"] == self.made_by:
                pages = {uri: Entry(a, b, c, tuple(found)) for uri, (a, b, c, found) in told["pages"].items()}
                self.kinds = {mark: (a, b, c) for mark, (a, b, c) in told["kinds"].items()}
                self.frames = {mark: Frame(tuple(a), tuple(b)) for mark, (a, b) in told["frames"].items()}
                self.before = Basis(*told["basis"]) if told["basis"] else None
                self.states, self.pages = told["states"], pages

    def take(self, uri: str, new: Path) -> bool:
        """Put a file of the old site into the new one; tell whether it was still as it was left."""
        old = self.old / uri
        try:
            if _state(old) != self.states.get(uri):
                return False
            new.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(old, new)
            except OSError:
                shutil.copy2(old, new)
        except OSError:
            return False
        return True

    def read(self, path: str) -> bytes:
        """Return a file of the old site; nothing where it is not as it was left."""
        file = self.old / path
        try:
            return file.read_bytes() if _state(file) == self.states.get(path) else b""
        except OSError:
            return b""

    def save(
        self, site: Path, pages: Mapping[str, Entry], kinds: Mapping[str, Kind], frames: Mapping[str, Frame]
    ) -> None:
        """Note the pages of a site by where they lie in it; where that cannot be written, all are made next time.

        Of `kinds` and `frames` those of the pages are kept.
        """
        if not self.made_by:
            return
        used, around = {page.kind for page in pages.values()}, {page.frame for page in pages.values()}
        told = {
            "schema": SCHEMA,
            "made_by": self.made_by,
            "basis": self.now,
            "pages": {uri: [page.print, page.kind, page.frame, page.found] for uri, page in pages.items()},
            "kinds": {mark: kind for mark, kind in kinds.items() if mark in used},
            "frames": {mark: [each.texts, each.places] for mark, each in frames.items() if mark in around},
            "states": dict(_states(os.fspath(site))),
        }
        write_whole(self.store, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def store_of(place: Path) -> Path:
    """Return what is kept of a site that a server has at a place, beside it: it goes with the server."""
    return place.with_name(f"{place.name}.json")


def served(root: Path, options: Mapping[str, object], place: Path) -> Kept:
    """Return what is kept of the site that a server has at a place. Raise BuildFailed for settings not in order."""
    return Kept(store_of(place), place, made_by(settings_of(root), options))


def _states(site: str) -> Iterator[tuple[str, list[int]]]:
    """Yield every file of a site by its path below it, with what changes when it is written."""
    for folder, _, names in os.walk(site):
        below = folder[len(site) + 1 :]
        yield from ((f"{below}/{name}" if below else name, _state(os.path.join(folder, name))) for name in names)


def _state(file: Path | str) -> list[int]:
    known = os.stat(file)
    return [known.st_size, known.st_mtime_ns]
