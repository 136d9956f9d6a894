"""What a server hears of changed files."""

from __future__ import annotations

from pathlib import Path

import pytest
from watchdog.events import (
    DirModifiedEvent,
    FileClosedNoWriteEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

from generator.publish.changes import Changes, Touched

NOTHING = Touched(frozenset(), False)


class Heard(FileSystemEventHandler):
    def __init__(self) -> None:
        self.events: list[FileSystemEvent] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.events.append(event)


@pytest.fixture
def changes(root: Path) -> Changes:
    (root / "docs").mkdir()
    return Changes(root, root / "mkdocs.yml")


def tell(changes: Changes, watched: Path, *events: FileSystemEvent) -> tuple[int, Touched]:
    """Return how often the server was woken, and what it is told then."""
    heard = Heard()
    changes._observer.schedule = lambda handler, *_, **__: [handler.dispatch(event) for event in events]  # type: ignore[assignment,method-assign]
    changes.schedule(heard, str(watched), recursive=True)
    return len(heard.events), changes.take()


def test_a_record_is_named(root: Path, changes: Changes) -> None:
    records, path = root / "incidents", str(root / "incidents/2024/INC-2024-001.md")
    named = Touched(frozenset({"incidents/2024/INC-2024-001.md"}), False)
    assert tell(changes, records, FileModifiedEvent(path), FileModifiedEvent(path)) == (2, named)
    assert tell(changes, records, FileCreatedEvent(path)) == (1, named)
    assert tell(changes, records, FileDeletedEvent(path)) == (1, named)
    assert tell(changes, records, FileMovedEvent(f"{path}.tmp", path)) == (1, named)
    assert changes.take() == NOTHING


@pytest.mark.parametrize("name", ["policy.yml", "reviews/2024-01.md", "reviews/2024-01.lock.json"])
def test_what_all_pages_depend_on_is_no_record(root: Path, changes: Changes, name: str) -> None:
    event = FileModifiedEvent(str(root / "incidents" / name))
    assert tell(changes, root / "incidents", event) == (1, Touched(frozenset(), True))


@pytest.mark.parametrize(
    "name", ["incidents/.INC-2024-001.md.swp", "incidents/README.md", "incidents/4913", "docs/a.md~"]
)
def test_what_no_page_shows_wakes_nobody(root: Path, changes: Changes, name: str) -> None:
    assert tell(changes, (root / name).parent, FileModifiedEvent(str(root / name))) == (0, NOTHING)


def test_reading_is_no_change(root: Path, changes: Changes) -> None:
    path = str(root / "incidents/2024/INC-2024-001.md")
    events = FileOpenedEvent(path), FileClosedNoWriteEvent(path), DirModifiedEvent(str(root / "incidents"))
    assert tell(changes, root / "incidents", *events) == (0, NOTHING)


def test_of_the_folder_of_settings_only_these_are_heard(root: Path, changes: Changes) -> None:
    other, own = FileModifiedEvent(str(root / "notes.txt")), FileMovedEvent(str(root / "x"), str(root / "mkdocs.yml"))
    assert tell(changes, root / "mkdocs.yml", other) == (0, NOTHING)
    assert tell(changes, root / "mkdocs.yml", own) == (1, Touched(frozenset(), True))


def test_a_page_of_ones_own_is_heard(root: Path, changes: Changes) -> None:
    assert tell(changes, root / "docs", FileModifiedEvent(str(root / "docs/guide.md"))) == (
        1,
        Touched(frozenset(), True),
    )
