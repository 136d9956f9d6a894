"""A root -> all its files: records, reviews, closed months and the policy, in a fixed order."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from generator.model.finding import Position
from generator.model.lock import SUFFIX
from generator.model.memory import no_collection
from generator.read.locks import LockFile, read_lock
from generator.read.node import Fixed, Node
from generator.read.record import Record, broken, read_record, record_of, text_in, text_of
from generator.read.tree import Problem, read_yaml

FOLDER = "incidents"
POLICY = "policy.yml"
REVIEWS = "reviews"
DEFAULT_POLICY = Path(__file__).with_name("default_policy.yml")
_NOT_RECORDS = re.compile(r"(?i)readme.*|[._].*")


class PolicyFile(NamedTuple):
    """What the policy file says (`node` None: nothing), and what the defaults say."""

    path: str
    lines: tuple[str, ...]
    node: Node | None
    problems: tuple[Problem, ...]
    default: Node


@dataclass(frozen=True)  # without slots: what is looked up by path is kept
class Records:
    """Everything below `incidents/`, sorted by path."""

    root: Path
    policy: PolicyFile
    incidents: tuple[Record, ...]
    reviews: tuple[Record, ...]
    locks: tuple[LockFile, ...] = ()  # of closed months

    def lines_of(self, path: str) -> tuple[str, ...]:
        """Return the lines of a file by the path findings use; empty where it could not be read."""
        if path == self.policy.path:
            return self.policy.lines
        if record := self._by_path.get(path):
            return record.lines
        return next((tuple(lock.text.split("\n")) for lock in self.locks if lock.path == path), ())

    @cached_property
    def _by_path(self) -> dict[str, Record]:
        return {record.path: record for record in (*self.incidents, *self.reviews)}


def read(root: Path) -> Records:
    """Read all files of `root`. Never raises for what a file contains."""
    with no_collection():
        return replace(of_files(root, files_of(root)), locks=read_locks(root))


def read_locks(root: Path) -> tuple[LockFile, ...]:
    """Return what the lock files of closed months say, sorted by path."""
    folder, home = root / FOLDER / REVIEWS, home_of(root)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX) and is_record_name(name))
    except OSError:
        return ()
    return tuple(_read_lock(folder / name, f"{FOLDER}/{REVIEWS}/{name}", home) for name in names)


def _read_lock(file: Path, path: str, home: Path) -> LockFile:
    if not stays_in(file, home):
        return LockFile(path, problem=Problem("symlink-escape", Position()))
    return read_lock(file, path)


def of_files(root: Path, files: Iterable[tuple[str, bool]]) -> Records:
    """Read some files of a root: their paths below it, each with whether it is a link that leads out of it."""
    reviews: list[Record] = []
    incidents: list[Record] = []
    for path, escaped in files:
        name = shown_path(path)
        problem = Problem("symlink-escape", Position())
        record = broken(name, problem) if escaped else read_record(os.path.join(root, path), name)
        (reviews if is_review(path) else incidents).append(record)
    return Records(root, read_policy(root), tuple(incidents), tuple(reviews))


def of_contents(
    root: Path,
    contents: Mapping[str, bytes | Problem],
    read: Callable[[bytes | Problem, str], Record] = record_of,
) -> Records:
    """Return the Records of contents that lie in no files, by their paths below `root`, the policy's among them.

    A Problem is why a path has no content.
    """
    reviews: list[Record] = []
    incidents: list[Record] = []
    policy_path = f"{FOLDER}/{POLICY}"
    for path in sorted(contents.keys() - {policy_path}):
        record = read(contents[path], shown_path(path))
        (reviews if is_review(path) else incidents).append(record)
    said = contents.get(policy_path)
    policy = _policy_file() if said is None else _policy_file(*text_in(said))
    return Records(root, policy, tuple(incidents), tuple(reviews))


def shown_path(path: str) -> str:
    """Return how findings name a path, whose bytes may be no UTF-8."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def files_of(root: Path) -> list[tuple[str, bool]]:
    """Return every Markdown file of `root`, sorted; see `of_files`."""
    folder = root / FOLDER
    return sorted(_files(os.fspath(folder), FOLDER, home_of(root)))


def is_review(path: str) -> bool:
    """Tell whether a path below the root is that of a month's note."""
    return path.rpartition("/")[0] == f"{FOLDER}/{REVIEWS}"


def is_record_name(path: str) -> bool:
    """Tell whether a file or folder of this path may be, or hold, a record."""
    return not _NOT_RECORDS.match(path.rpartition("/")[2])


def record_path(path: str) -> str:
    """Return the path of the record that a file is, or is in (a folder named like a record); "" for other files."""
    parts = path.split("/")
    for number, part in enumerate(parts[1:], 2):
        if not is_record_name(part):
            return ""
        if part.lower().endswith(".md"):
            return "/".join(parts[:number])
    return ""


def _files(folder: str, path: str, home: Path) -> Iterator[tuple[str, bool]]:
    """Yield every Markdown file below `path`, and whether it is a link that leads out of the folder of records."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if not is_record_name(entry.name):
            continue
        below = f"{path}/{entry.name}"
        markdown = entry.name.lower().endswith(".md")
        if entry.is_symlink():
            escaped = not stays_in(entry.path, home)
            if markdown or (escaped and os.path.isdir(entry.path)):
                yield below, escaped
        elif markdown:
            yield below, False
        elif entry.is_dir():
            yield from _files(entry.path, below, home)


def home_of(root: Path) -> Path:
    """Return where the folder of records really lies."""
    return Path(os.path.realpath(root / FOLDER))


def stays_in(link: str | Path, home: Path) -> bool:
    """Tell whether what a link leads to lies in a folder; one that leads round in a circle leads nowhere else."""
    return Path(os.path.realpath(link)).is_relative_to(home)


@cache
def default_policy() -> Node:
    """Return the tree of the defaults that ship with the package; its positions are the top of the user's file."""
    node, problems = read_yaml(DEFAULT_POLICY.read_text(encoding="utf-8"), lines=Fixed())
    if node is None or problems:
        raise RuntimeError(f"the packaged default policy is broken: {problems}")
    return node


def read_policy(root: Path) -> PolicyFile:
    """Return what `incidents/policy.yml` says; a missing file says nothing."""
    file = root / FOLDER / POLICY
    if not os.path.lexists(file):
        return _policy_file()
    if not stays_in(file, home_of(root)):
        return _policy_file("", Problem("symlink-escape", Position()))
    return _policy_file(*text_of(file))


def _policy_file(text: str | None = None, problem: Problem | None = None) -> PolicyFile:
    """Return what the policy's text says; None: there is no file."""
    path = f"{FOLDER}/{POLICY}"
    if text is None or problem is not None:
        return PolicyFile(path, (), None, (problem,) if problem else (), default_policy())
    node, problems = read_yaml(text)
    if node is not None and node.kind != "map":
        problems += (Problem("wrong-type", node.position, node.length, {"key": POLICY}),)
        node = None
    return PolicyFile(path, tuple(text.split("\n")), node, problems, default_policy())
