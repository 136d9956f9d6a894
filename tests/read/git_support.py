"""Real repositories for tests."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.check.support import put


def git(root: Path, *words: str) -> str:
    """Run git without the tester's own settings; return what it says."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(root)}
    command = ["git", "-c", "user.name=SRE", "-c", "user.email=sre@example.com", *words]
    done = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def repository(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Make a repository whose main has these files in one commit; a branch `work` is checked out."""
    root.mkdir(exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    commit(root, files)
    git(root, "checkout", "-qb", "work")
    return root


def commit(root: Path, files: Mapping[str, str | bytes] | None = None) -> str:
    """Write files and commit everything; return the commit."""
    put(root, files or {})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Change", "--allow-empty")
    return git(root, "rev-parse", "HEAD")


def everything(root: Path) -> dict[str, tuple[str, int, int]]:
    """Return content, mode and time of change of every file and folder, those of git among them."""
    found = {}
    for path in sorted(root.rglob("*")):
        state = path.lstat()
        if path.is_symlink():
            content = os.readlink(path)
        else:
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path.relative_to(root))] = (content, state.st_mode, state.st_mtime_ns)
    return found
