"""Folders that are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.read.records import FOLDER


class Refused(Exception):
    """The folder to write to holds something that is not ours to replace."""


def check_replaceable(out: Path, root: Path, is_ours: Callable[[Path], bool]) -> None:
    """Raise Refused unless `out` is absent, empty or ours, and holds nothing of the root's sources."""
    place, source = out.resolve(), root.resolve()
    if source.is_relative_to(place):
        raise Refused(f"{out}: the records are in this folder; choose another one to write to")
    if place.is_relative_to(source / FOLDER) or place.is_relative_to(source / "site_templates"):
        raise Refused(f"{out}: this folder holds sources; choose another one to write to")
    if place.exists() and not place.is_dir():
        raise Refused(f"{out}: not a folder")
    if place.is_dir() and any(place.iterdir()) and not is_ours(place):
        raise Refused(f"{out}: not empty, and not written by furikaeri; remove it, or choose another folder")


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `out` when the block ends; after an error `out` is as it was.

    Hidden entries of the old folder (`.git`) are kept, as MkDocs keeps them.
    """
    place = out.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    # Beside `out`, so that the two renames stay within one file system.
    with tempfile.TemporaryDirectory(prefix=".furikaeri-", dir=place.parent, ignore_cleanup_errors=True) as work:
        new, old = Path(work, "new"), Path(work, "old")
        new.mkdir()
        yield new
        if place.exists():
            place.rename(old)
        try:
            new.rename(place)
        except OSError:
            if old.exists():
                old.rename(place)
            raise
        _keep_hidden(old, place)


def _keep_hidden(old: Path, new: Path) -> None:
    for entry in old.glob(".*"):
        if not (new / entry.name).exists():
            shutil.move(entry, new / entry.name)
