"""Work that processes share: each takes the next item until none is left, and this one works with them.

They are forked, or, where a system cannot fork, those of a `Team`. Where one process is all there may be, everything
is done here: the results are the same.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from generator.publish.team import Beside, Shared

Item = TypeVar("Item")
Result = TypeVar("Result")
_AT_ONCE = 8


class WorkFailed(Exception):
    """An item could not be done; the text names it and says why."""


def can_fork() -> bool:
    """Tell whether processes can be forked here."""
    return "fork" in multiprocessing.get_all_start_methods()


def cores() -> int:
    """Return how many processes may run side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew(Generic[Item, Result]):
    """`work` for each of `items`, by at most `jobs` processes, this one among them."""

    def __init__(
        self, work: Callable[[Item], Result], items: Sequence[Item], jobs: int,
        report: Callable[[int, int], None] = lambda done, total: None, at_once: int = _AT_ONCE,
    ) -> None:  # fmt: skip
        """Prepare; `report` hears how many items are begun, of how many, while this process works.

        Items are taken `at_once` by a process: few enough that all end at about the same time.
        """
        self._work = work
        self._report = report
        self._items = items
        self._helpers: list[tuple[int, BaseProcess, Connection]] = []
        self._at_once = at_once
        self._jobs = max(1, min(jobs, len(items) // at_once)) if can_fork() else 1
        self._context = multiprocessing.get_context("fork") if self._jobs > 1 else None
        self._next: Any = self._context.Value("l", 0) if self._context else None
        self._busy: Any = self._context.Array("l", self._jobs, lock=False) if self._context else [0]
        self._taken = 0
        self._join: Callable[[], list[Beside]] = list

    def start(self) -> None:
        """Let the other processes begin; this one may do something else meanwhile."""
        if self._context is None:
            return
        gc.freeze()  # what is there already stays: walking it again would take time, and write to memory that is shared
        for number in range(1, self._jobs):  # shared by forking: the work itself cannot be sent
            here, there = self._context.Pipe(duplex=False)
            process = self._context.Process(target=self._help, args=(number, there), daemon=True)
            process.start()
            there.close()
            self._helpers.append((number, process, here))

    def share(self, shared: Shared, join: Callable[[], list[Beside]] = list) -> None:
        """Take items together with a team; `join` gives the processes that have come to take part since it was asked.

        The crew is one of a single job: it forks nothing.
        """
        self._next, self._busy = shared
        self._join = join

    def part(self, number: int) -> dict[int, Result] | str:
        """Return the results of the items that this process has taken as that number of a team, or what failed."""
        try:
            return self._do(number)
        except WorkFailed as error:
            return str(error)

    def finish(self) -> list[Result]:
        """Work until all is done, and return the results in the order of the items. Raise WorkFailed."""
        try:
            done = self._do(0)
            for number, process, results in self._helpers:
                try:
                    told = results.recv()
                except (EOFError, OSError):  # a connection both ways is reset where something was still unread
                    process.join()
                    item = self._items[self._busy[number]]
                    raise WorkFailed(f"{item}: the process that made it ended ({process.exitcode})") from None
                if isinstance(told, str):
                    raise WorkFailed(told)
                done |= told
                process.join()
        finally:
            self.stop()
        return [done[place] for place in range(len(self._items))]

    def stop(self) -> None:
        """End the other processes, whatever they do."""
        for _, process, results in self._helpers:
            process.terminate()
            process.join()
            results.close()
        self._helpers.clear()
        gc.unfreeze()

    def _help(self, number: int, results: Connection) -> None:
        results.send(self.part(number))
        results.close()

    def _do(self, number: int) -> dict[int, Result]:
        done: dict[int, Result] = {}
        while (places := self._take())[:1]:
            if number == 0:
                self._helpers += self._join()
                self._report(places.start, len(self._items))
            for place in places:
                self._busy[number] = place
                try:
                    done[place] = self._work(self._items[place])
                except Exception as error:
                    self._take(everything=True)
                    raise WorkFailed(f"{self._items[place]!s}: {_told(error)}") from error
        return done

    def _take(self, *, everything: bool = False) -> range:
        """Return the places of the next items."""
        many = len(self._items) if everything else self._at_once
        if self._next is None:
            first, self._taken = self._taken, self._taken + many
        else:
            with self._next.get_lock():
                first = self._next.value
                self._next.value = first + many
        return range(min(first, len(self._items)), min(first + many, len(self._items)))


class _Task(int):
    """The number of a task, whose error says by itself what it was about."""

    def __str__(self) -> str:
        return "site"


def together(tasks: Sequence[Callable[[], Result]], jobs: int) -> list[Result]:
    """Return what some long tasks give, done side by side. Raise WorkFailed."""
    crew: Crew[int, Result] = Crew(lambda place: tasks[place](), [*map(_Task, range(len(tasks)))], jobs, at_once=1)
    crew.start()
    return crew.finish()


def _told(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = next((frame for frame in reversed(frames) if frame.filename.endswith(".j2")), frames[-1])
    return f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"
