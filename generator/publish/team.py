"""Processes that make the same site beside this one, where a system cannot fork: each makes some of the pages.

What a forked process knows, one that was spawned has to find out by itself. It begins when the build begins, reads,
checks, counts and draws as this process does, and asks to take part once it has come to the pages. It may where the
site is made from the same, to the byte: a record saved meanwhile would make its pages another site's. Until then, and
where it may not, this process works without it.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, NamedTuple

log = logging.getLogger("mkdocs.plugins.furikaeri")

_SPAWN = multiprocessing.get_context("spawn")
_RECORDS = 200  # fewer are made before another process has come so far
_MOST = 4  # each holds the whole site


#: A process beside the first: its number, itself and the way to it.
Beside = tuple[int, SpawnProcess, Connection]


class Shared(NamedTuple):
    """What the processes of a team take pages by: the next one's number, and what each is busy with, by its own."""

    next: Any
    busy: Any


class Member:
    """A process of a team, as it sees itself."""

    def __init__(self, number: int, shared: Shared, first: Connection, folder: str) -> None:
        """Prepare the process of that number; `first` leads to the one that began.

        `folder` is for what it builds beside its pages, which nobody needs.
        """
        self.number = number
        self.shared = shared
        self.folder = folder
        self._first = first

    def admitted(self, made_from: str) -> str | None:
        """Ask to take part in a site made from that, and return its folder; None where that is made from another."""
        self._first.send(made_from)
        folder: str | None = self._first.recv()
        return folder

    def tell(self, results: object) -> None:
        """Give what was made, or the text of an error, to the first process."""
        self._first.send(results)


class Team:
    """The processes beside this one, and those among them that take part."""

    #: How many seconds the first process waits for another one when it could work without it.
    patience = 0.0

    def __init__(self, work: Callable[[Any, Member], None], order: object, processes: int) -> None:
        """Let processes begin that call `work`, a function of a module, with `order`, which is pickled."""
        self.shared = Shared(_SPAWN.Value("l", 0), _SPAWN.Array("l", processes + 1, lock=False))
        self._waiting: list[Beside] = []
        # cleared by this process: those that are ended leave their folders behind
        self._folder = tempfile.TemporaryDirectory(prefix="furikaeri-", ignore_cleanup_errors=True)
        for number in range(1, processes + 1):
            here, there = _SPAWN.Pipe()
            member = Member(number, self.shared, there, os.path.join(self._folder.name, str(number)))
            process = _SPAWN.Process(target=_take_part, args=(work, order, member), daemon=True)
            process.start()
            there.close()
            self._waiting.append((number, process, here))

    def admit(self, made_from: str, folder: str) -> list[Beside]:
        """Let those take part that have come so far, for a site in a folder; return them."""
        joined = []
        for each in list(self._waiting):
            number, process, results = each
            if not _has_told(results, self.patience):
                continue
            self._waiting.remove(each)
            told = _told(results)
            is_same = bool(made_from) and told == made_from
            if told and _answered(results, folder if is_same else None) and is_same:
                joined.append(each)
            else:
                log.info(f"furikaeri: process {number} takes no part: {'its site is another' if told else 'it ended'}")
                _end(process, results)
        return joined

    def stop(self) -> None:
        """End those that have not come so far, and clear what was built beside the pages."""
        for _, process, results in self._waiting:
            _end(process, results)
        self._waiting.clear()
        self._folder.cleanup()


def size_of(jobs: int, records: int) -> int:
    """Return how many processes are worth spawning beside the first, where there may be `jobs` in all."""
    return max(0, min(jobs, _MOST, 1 + records // _RECORDS) - 1)


def _take_part(work: Callable[[Any, Member], None], order: object, member: Member) -> None:
    # what hinders this process hinders the first one too, which says so, or it is enough without this one
    with contextlib.suppress(Exception):
        work(order, member)


def _has_told(results: Connection, patience: float) -> bool:
    try:
        return results.poll(patience)
    except OSError:  # Windows says here already that the other end is gone
        return True


def _told(results: Connection) -> object:
    try:
        return results.recv()
    except (EOFError, OSError):
        return None


def _answered(results: Connection, folder: str | None) -> bool:
    try:
        results.send(folder)
    except OSError:
        return False
    return True


def _end(process: SpawnProcess, results: Connection) -> None:
    process.terminate()
    process.join()
    results.close()
