"""The records of a commit, read from git's objects alone: no work tree, no index, and nothing is written."""

from __future__ import annotations

import errno
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.model.finding import Position
from generator.model.memory import no_collection
from generator.read.git import GitFailed, Question
from generator.read.record import Record, record_of, too_large
from generator.read.records import FOLDER, POLICY, Records, of_contents, record_path
from generator.read.tree import Problem

#: Paths are paths, not patterns; what this clone lacks is not fetched, as that would write.
_QUIETLY = ("--literal-pathspecs", "-c", "protocol.allow=never")
_HASH = re.compile(r"[0-9a-f]{40,64}")
_LINK, _ELSEWHERE, _FILE = "120000", "160000", "100"  # modes: a link, a submodule, how those of files begin
_HOPS = 40  # links on the way to a file, as systems allow them


class Entry(NamedTuple):
    """What a commit has at a path: its mode, its object, and how many bytes (0 for what is no file)."""

    mode: str
    name: str
    size: int


_NOTHING = Entry("", "", 0)


class Listing(NamedTuple):
    """What a commit has below the folder of records, by path from the repository's top.

    `home` is that folder; it lies elsewhere than at `incidents` only where that is a link.
    """

    home: str
    entries: Mapping[str, Entry]


class History:
    """The commits of the repository that holds `root`; a bare one is its own root. All methods raise GitFailed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = os.fsdecode(self._ask("rev-parse", "--show-prefix")).removesuffix("\n")

    def commit(self, name: str) -> str:
        """Return the hash of the commit that a name means."""
        if name and not name.startswith("-"):  # to git it would be an option
            try:
                found = self._ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode("ascii").strip()
            except GitFailed:
                found = ""
            if _HASH.fullmatch(found):
                return found
        raise GitFailed(f"{name!r} is no branch or commit here")

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit at which two commits parted."""
        try:
            return self._ask("merge-base", one, other).decode("ascii").split("\n")[0]
        except GitFailed:
            shallow = self._ask("rev-parse", "--is-shallow-repository").strip() == b"true"
            why = ": this clone is shallow" if shallow else ""
            raise GitFailed(f"{one[:12]} and {other[:12]} have no common commit here{why}") from None

    def records(self, commits: Sequence[str]) -> list[Records]:
        """Return the Records of each commit; a record that several have alike is read once."""
        with no_collection():
            listings = [self._listing(commit) for commit in commits]
            links = self._contents(entry.name for one in listings for entry in one.entries.values() if _is_link(entry))
            found = [dict(_placed(one, links)) for one in listings]
            names = (entry.name for one in found for entry in one.values() if isinstance(entry, Entry))
            texts = self._contents(names)
            read = _Reading()
            return [
                of_contents(
                    self.root,
                    {path: at if isinstance(at, Problem) else texts[at.name] for path, at in one.items()},
                    read.record,
                )
                for one in found
            ]

    def _listing(self, commit: str) -> Listing:
        """List what lies below the folder of records; where that is a link, below what it leads to."""
        home = f"{self._prefix}{FOLDER}"
        for _ in range(_HOPS):
            entries = dict(_entries(self._ask("ls-tree", "-r", "-l", "-z", "--full-tree", "--", commit, home)))
            only = entries.get(home)
            if only is None or not _is_link(only):
                return Listing(home, entries)
            target = os.fsdecode(self._contents([only.name])[only.name])
            home = posixpath.normpath(posixpath.join(posixpath.dirname(home), target))
            if home in (".", "..") or home.startswith(("/", "../")):
                break
        return Listing(home, {})

    def _contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """Return what objects hold, by name."""
        wanted = list(dict.fromkeys(names))
        said = (
            self._ask("cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode()) if wanted else b""
        )
        contents: dict[str, bytes] = {}
        at = 0
        for name in wanted:
            end = said.find(b"\n", at)
            kind, _, size = said[at:end].partition(b" ")[2].partition(b" ")
            if kind != b"blob":
                raise GitFailed(f"the object {name} is not here")
            contents[name] = said[end + 1 : end + 1 + int(size)]
            at = end + 1 + int(size) + 1
        return contents

    def _ask(self, *words: str, given: bytes | None = None) -> bytes:
        return Question(self.root, *_QUIETLY, *words, given=given).answer()


class _Reading:
    """Reads contents, each of a path once: two commits have most of them alike."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], Record] = {}

    def record(self, content: bytes | Problem, path: str) -> Record:
        if isinstance(content, Problem):
            return record_of(content, path)
        if (key := (path, content)) not in self._known:
            self._known[key] = record_of(content, path)
        return self._known[key]


def _is_link(entry: Entry) -> bool:
    return entry.mode == _LINK


def _entries(listed: bytes) -> Iterator[tuple[str, Entry]]:
    for row in os.fsdecode(listed).split("\0"):
        about, tab, path = row.partition("\t")
        if tab:
            mode, _, name, size = about.split()
            yield path, Entry(mode, name, int(size) if size.isdigit() else 0)


def _placed(listing: Listing, links: Mapping[str, bytes]) -> Iterator[tuple[str, Entry | Problem]]:
    """Yield, by path below the root, the file that holds each record or the policy, or why there is none."""
    home, entries = listing
    leads = {path: os.fsdecode(links[entry.name]) for path, entry in entries.items() if _is_link(entry)}
    for path, entry in entries.items():
        below = FOLDER + path[len(home) :]
        record = record_path(below)
        if below in (record, f"{FOLDER}/{POLICY}"):
            yield below, _file(entry, path, listing, leads)
        elif record:  # a folder that is called like a record
            yield record, Problem("not-a-file", Position())
        elif entry.mode == _ELSEWHERE:  # its records are another repository's
            yield below, Problem("not-a-file", Position())


def _file(entry: Entry, path: str, listing: Listing, leads: Mapping[str, str]) -> Entry | Problem:
    """Return the file that a path leads to, as `open` would find it below the folder of records."""
    if _is_link(entry):
        try:
            end = _end(path, leads)
        except OSError as error:
            return Problem("unreadable-file", Position(), 1, {"detail": error.strerror or str(error)})
        if end is None or not f"{end}/".startswith(f"{listing.home}/"):
            return Problem("symlink-escape", Position())
        entry = listing.entries.get(end, _NOTHING)
    if not entry.mode.startswith(_FILE):
        return Problem("not-a-file", Position())
    return too_large(entry.size) or entry


def _end(path: str, leads: Mapping[str, str]) -> str | None:
    """Return where a path ends once its links are followed, None outside the repository; OSError for a circle."""
    done, todo = "", path.split("/")
    hops = 0
    while todo:
        part = todo.pop(0)
        if part == ".." and not done:
            return None
        done = posixpath.dirname(done) if part == ".." else posixpath.normpath(posixpath.join(done, part))
        done = "" if done == "." else done
        if (target := leads.get(done)) is not None:
            hops += 1
            if hops > _HOPS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            if target.startswith("/"):
                return None
            done, todo = posixpath.dirname(done), [*target.split("/"), *todo]
    return done
