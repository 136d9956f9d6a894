"""Where the root stands in its repository: the readers of reports know files by their path from there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

#: What the runners of GitHub and GitLab call the folder they checked the repository out to.
_WORKSPACES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def prefix_of(root: Path, environ: Mapping[str, str]) -> str:
    """Return the way from the top of the repository to the root, "" where they are one or nobody knows.

    The top is the runner's workspace where that is a repository (so a submodule counts as part of it),
    else the nearest folder with `.git`, else the workspace, else the current folder.
    """
    root = root.resolve()
    top = next((top for top in _tops(root, environ) if root.is_relative_to(top)), root)
    return _text(root.relative_to(top)) if top != root else ""


def joined(prefix: str, path: str) -> str:
    """Return a path below the root as one from the top of the repository."""
    return f"{prefix}/{path}" if prefix else path


def _tops(root: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    spaces = [Path(environ[name]).resolve() for name in _WORKSPACES if environ.get(name)]
    yield from (space for space in spaces if _is_repository(space))
    yield from (folder for folder in (root, *root.parents) if _is_repository(folder))
    yield from spaces
    yield Path.cwd()


def _is_repository(folder: Path) -> bool:
    return (folder / ".git").exists()  # a folder, or in a submodule or second worktree a file


def _text(path: Path) -> str:
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")  # a name may be any bytes
