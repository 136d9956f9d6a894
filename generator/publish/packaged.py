"""What the package brings for roots that bring none of their own; known without MkDocs."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import generator

TEMPLATES = "site_templates"


@functools.cache
def defaults() -> Path:
    """Return the folder with the packaged `mkdocs.yml` and `site_templates/`."""
    package = Path(generator.__file__).resolve().parent
    installed = package / "defaults"
    return installed if installed.is_dir() else package.parent  # a checkout: beside the package


def template_dirs(root: Path) -> tuple[Path, ...]:
    """Return where templates are looked up: the root's own `site_templates/` first, then the packaged ones."""
    folders = (root.resolve() / TEMPLATES, (defaults() / TEMPLATES).resolve())
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def theme_dirs(root: Path) -> tuple[Path, ...]:
    """Return the folders with what we add to MkDocs' theme, first one first: the root's own, then the packaged one."""
    return tuple(folder / "theme" for folder in template_dirs(root) if (folder / "theme").is_dir())


def has_search(folders: Sequence[str]) -> bool:
    """Tell whether the theme's frame, which the first of its folders that has one brings, loads our search."""
    frames = (Path(folder, "main.html") for folder in folders)
    frame = next((file for file in frames if file.is_file()), None)
    return frame is not None and "furikaeri_search" in frame.read_text(encoding="utf-8")
