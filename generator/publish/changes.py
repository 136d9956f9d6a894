"""What changes below the folders that a server watches: records by name, anything else as such."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from generator.read.records import FOLDER, POLICY, is_review, record_path

#: Files are opened whenever they are read, by ourselves as well.
_CHANGING = frozenset({"created", "modified", "moved", "deleted"})
_POLL = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Touched:
    """Paths of records below the root, and whether anything else changed as well."""

    records: frozenset[str]
    others: bool


class Changes:
    """An observer that wakes its handlers for what concerns a site alone, and remembers what it was.

    `settings` is the file that it is made by: its folder is watched, as editors put a new file in its place.
    """

    def __init__(self, root: Path, settings: Path, *, poll: bool = False) -> None:
        self._records = root.resolve() / FOLDER
        self._settings = settings.resolve()
        # a system that tells of changes is faster than looking for them; some drives tell of none
        self._observer: BaseObserver = PollingObserver(timeout=_POLL) if poll else Observer()
        self._lock = threading.Lock()
        self._touched: set[str] = set()
        self._others = False
        self._wake: Callable[[FileSystemEvent], None] | None = None
        self.start, self.stop, self.join = self._observer.start, self._observer.stop, self._observer.join
        self.unschedule = self._observer.unschedule

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> ObservedWatch:
        """Let the handler hear of what concerns the site below a path."""
        self._wake = handler.dispatch
        place = Path(path)
        is_settings = place.resolve() == self._settings
        told = _Told(lambda event: self._hear(event, handler, only=self._settings if is_settings else None))
        return self._observer.schedule(
            told, str(place.parent if is_settings else place), recursive=recursive and not is_settings
        )

    def ring(self) -> None:
        """Wake the server without a change of any file."""
        if self._wake:
            self._wake(FileModifiedEvent(str(self._settings)))

    def take(self) -> Touched:
        """Return what changed since this was asked the last time."""
        with self._lock:
            touched = Touched(frozenset(self._touched), self._others)
            self._touched, self._others = set(), False
        return touched

    def _hear(self, event: FileSystemEvent, handler: FileSystemEventHandler, only: Path | None) -> None:
        if event.is_directory or event.event_type not in _CHANGING:
            return
        places = [Path(str(place)) for place in (event.src_path, event.dest_path) if place]
        concerns = [self._note(place, only) for place in places]
        if any(concerns):
            handler.dispatch(event)

    def _note(self, place: Path, only: Path | None) -> bool:
        """Remember a changed file; tell whether it concerns the site."""
        if only is not None:
            path, concerns = "", place == only
        elif place.is_relative_to(self._records):
            below = f"{FOLDER}/{place.relative_to(self._records).as_posix()}"
            path = "" if is_review(below) else record_path(below)
            concerns = bool(path) or below == f"{FOLDER}/{POLICY}" or is_review(below)
        else:
            path, concerns = "", not place.name.startswith(".") and not place.name.endswith("~")
        if concerns:
            with self._lock:
                self._touched |= {path} - {""}
                self._others |= not path
        return concerns


class _Told(FileSystemEventHandler):
    """Hands every event on."""

    def __init__(self, hear: Callable[[Any], None]) -> None:
        self._hear = hear

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hand it on."""
        self._hear(event)
