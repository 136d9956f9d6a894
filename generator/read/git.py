"""What git knows of a root's files: those a branch touches, and the content hashes of the others.

No command here writes anything, and none is asked about single files: two questions, put side by side.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

#: Where a branch usually came from, best first; the commit checked out is what is left.
_USUAL = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main",
          "refs/heads/master")  # fmt: skip
#: Rows of `git ls-files -t -s -m -o -z`: held as it is (a file, a link), different in the work tree, not git's yet.
_HELD = re.compile(r"(?<![^\0])H 100\d{3} ([0-9a-f]+) \d\t([^\0]+)")
_LINKED = re.compile(r"(?<![^\0])H 120000 [0-9a-f]+ \d\t([^\0]+)")
_DIFFERENT = re.compile(r"(?<![^\0])C [^\t]+\t([^\0]+)")
_NEW = re.compile(r"(?<![^\0])\? ([^\0]+)")


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
        self.base = base
        # Both run at once: a full pipe makes one of them wait, and never the other.
        listing = ("ls-files", "-t", "-s", "-m", "-o", "--exclude-standard", "-z", "--", folder)
        differing = ("diff", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--merge-base", base)
        self._listing = _start(root, *listing)
        self._differing = _start(root, *differing, "--", folder)

    def tree(self) -> Tree:
        """Return the files compared with where the work left the base; to be asked for once. Raise GitFailed."""
        with self._listing, self._differing:
            return _tree(_end(self._listing), _end(self._differing))


def _tree(listed: bytes, told: bytes) -> Tree:
    touched = {os.fsdecode(name) for name in told.split(b"\0") if name}
    rows = os.fsdecode(listed)
    hashes = {path: name for name, path in _HELD.findall(rows)}
    links = set(_LINKED.findall(rows))
    touched.update(_DIFFERENT.findall(rows), _NEW.findall(rows))
    for path in touched:
        hashes.pop(path, None)
    return Tree(frozenset(touched), hashes, frozenset(links - touched))


def usual_base(root: Path, environment: Mapping[str, str]) -> str:
    """Return what a branch is compared with where nobody says: the target of a merge or pull request, else main."""
    if target := environment.get("GITHUB_BASE_REF"):
        return f"origin/{target}"
    if commit := environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        return commit
    with _start(root, "for-each-ref", "--format=%(refname)", *_USUAL) as process:
        names = os.fsdecode(_end(process)).split("\n")
    return next((name for name in _USUAL if name in names), "HEAD")


def _start(root: Path, *words: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.Popen(["git", *words], cwd=root, env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    except OSError as error:
        raise GitFailed(f"git: {error.strerror or error}") from None


def _end(process: subprocess.Popen[bytes]) -> bytes:
    said, complaint = process.communicate()
    if process.returncode:
        lines = complaint.decode("utf-8", "replace").strip().splitlines() or [f"exit code {process.returncode}"]
        raise GitFailed(f"git: {lines[0]}")
    return said
