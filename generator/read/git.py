"""What git knows of a root's files: those a branch touches, and the content hashes of the others.

No command here writes anything, and none is asked about single files: two questions, put side by side.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

#: Where a branch usually came from, best first; the commit checked out is what is left.
_USUAL = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main",
          "refs/heads/master")  # fmt: skip
#: How a row of `git ls-files -t -s -m -o -z` begins: `H 100644 <hash> 0<tab><path>` and so on; new ones have no tab.
_FILE, _LINK, _DIFFERENT, _NEW = "H 100", "H 120000", "C ", "? "


class GitFailed(Exception):
    """Git is not there, knows no repository here, or cannot compare with the base; the text says which."""


class Tree(NamedTuple):
    """The files below a folder, by their paths below the root.

    `touched` differ from the base (or are gone, or git does not have them yet); `hashes` are the content
    hashes of the others; `links` are symbolic links among those.
    """

    touched: frozenset[str]
    hashes: Mapping[str, str]
    links: frozenset[str]


class Asked:
    """Two questions to git about the files of `folder` below `root`; it works on them while we do something else.

    Raise GitFailed where there is no git.
    """

    def __init__(self, root: Path, folder: str, base: str) -> None:
        if base.startswith("-"):  # to git it would be an option, and some of them write files
            raise GitFailed(f"{base!r} is no branch or commit")
        self.base = base
        listing = ("ls-files", "-t", "-s", "-m", "-o", "--exclude-standard", "-z", "--", folder)
        differing = ("diff", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--merge-base", base)
        self._listing = Question(root, *listing)
        self._differing = Question(root, *differing, "--", folder)

    def tree(self) -> Tree:
        """Return the files compared with where the work left the base; to be asked for once. Raise GitFailed."""
        return _tree(self._listing.answer(), self._differing.answer())


def _tree(listed: bytes, told: bytes) -> Tree:
    touched = {os.fsdecode(name) for name in told.split(b"\0") if name}
    hashes: dict[str, str] = {}
    links: set[str] = set()
    for row in os.fsdecode(listed).split("\0"):
        state, _, path = row.partition("\t")
        if state.startswith(_FILE):
            hashes[path] = state[9:-2]
        elif state.startswith(_LINK):
            links.add(path)
        elif state.startswith(_DIFFERENT):
            touched.add(path)
        elif row.startswith(_NEW):
            touched.add(row[2:])
    for path in touched:
        hashes.pop(path, None)
    return Tree(frozenset(touched), hashes, frozenset(links - touched))


def usual_base(root: Path, environment: Mapping[str, str]) -> str:
    """Return what a branch is compared with where nobody says: the target of a merge or pull request, else main."""
    if target := environment.get("GITHUB_BASE_REF"):
        return f"origin/{target}"
    if commit := environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        return commit
    names = os.fsdecode(Question(root, "for-each-ref", "--format=%(refname)", *_USUAL).answer()).split("\n")
    return next((name for name in _USUAL if name in names), "HEAD")


class Question:
    """One git command whose answer is read as it comes: a full pipe would make git wait for us.

    `given` is what it reads. Raise GitFailed where there is no git.
    """

    def __init__(self, root: Path, *words: str, given: bytes | None = None) -> None:
        environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        source = subprocess.DEVNULL if given is None else subprocess.PIPE
        try:
            self._process = subprocess.Popen(["git", *words], cwd=root, env=environment, stdin=source,
                                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
        except OSError as error:
            raise GitFailed(f"git: {error.strerror or error}") from None
        self._given = given
        self._said = self._complaint = b""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        self._said, self._complaint = self._process.communicate(self._given)

    def answer(self) -> bytes:
        """Return what git said; raise GitFailed for what it complained of."""
        self._reader.join()
        if self._process.returncode:
            lines = self._complaint.decode("utf-8", "replace").strip().splitlines()
            raise GitFailed(f"git: {lines[0] if lines else f'exit code {self._process.returncode}'}")
        return self._said
