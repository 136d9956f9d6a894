"""Pages of the site before that are what they would be made anew: taken over instead of made.

A page is what its print says (`Later.print`), set into the frame of its kind; both must be what they were, and so must
all that the site is made by. What is known of the last site stands in a file of plain JSON that may be deleted at any
time: written whole or not at all, and nothing in it is ever executed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.publish.frame import Kind
from generator.publish.settings import settings_of
from generator.publish.unchanged import made_by
from generator.read.cache import write_whole

SCHEMA = "furikaeri/pages/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of a site: its print, the kind of its frame (by its mark) and what that frame was, and what was found."""

    print: str
    kind: str
    frame: str
    found: tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """What is known of the site at `old` that was made by the same (`made_by`; "": nothing is kept)."""

    store: Path
    old: Path
    made_by: str
    pages: Mapping[str, Entry] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    _states: dict[str, list[int]] = field(default_factory=dict)

    def load(self) -> None:
        """Read what is known; nothing where nothing can be trusted."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            told: dict[str, Any] = json.loads(self.store.read_text(encoding="utf-8"))
            if self.made_by and told["schema"] == SCHEMA and told["made_by"] == self.made_by:
                pages = {uri: Entry(a, b, c, tuple(found)) for uri, (a, b, c, found) in told["pages"].items()}
                self.kinds = {mark: (a, b, c) for mark, (a, b, c) in told["kinds"].items()}
                self._states, self.pages = told["states"], pages

    def take(self, uri: str, new: Path) -> bool:
        """Put the file of a page into the new site; tell whether it was still as it was left."""
        old = self.old / uri
        try:
            if _state(old) != self._states.get(uri):
                return False
            new.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(old, new)
            except OSError:
                shutil.copy2(old, new)
        except OSError:
            return False
        return True

    def save(self, site: Path, pages: Mapping[str, Entry], kinds: Mapping[str, Kind]) -> None:
        """Note the pages of a site by where they lie in it; where that cannot be written, all are made next time."""
        if not self.made_by:
            return
        rows = {uri: [page.print, page.kind, page.frame, page.found] for uri, page in pages.items()}
        states = {uri: _state(os.path.join(site, uri)) for uri in pages}
        told = {"schema": SCHEMA, "made_by": self.made_by, "pages": rows, "kinds": kinds, "states": states}
        write_whole(self.store, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def store_of(place: Path) -> Path:
    """Return what is kept of a site that a server has at a place, beside it: it goes with the server."""
    return place.with_name(f"{place.name}.json")


def served(root: Path, options: Mapping[str, object], place: Path) -> Kept:
    """Return what is kept of the site that a server has at a place. Raise BuildFailed for settings not in order."""
    return Kept(store_of(place), place, made_by(settings_of(root), options))


def kind_mark(kind: Kind) -> str:
    """Return what stands for a kind of pages."""
    return hashlib.blake2b("\0".join(kind).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _state(file: Path | str) -> list[int]:
    known = os.stat(file)
    return [known.st_size, known.st_mtime_ns]
