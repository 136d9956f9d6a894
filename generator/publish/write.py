"""The plain files: `OUT/mkdocs.yml` and `OUT/docs/`, which MkDocs, ProperDocs and Zensical build alike."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

from generator.model.page import Site
from generator.publish.folder import check_replaceable, replacing
from generator.publish.packaged import theme_dirs
from generator.publish.plain import as_yaml, custom_dir, plain_settings
from generator.publish.settings import Settings

MARKER = ".furikaeri"
_MARKER_TEXT = "Written by `furikaeri render`, which replaces this folder whole: keep nothing of yours in it.\n"


def write_plain(site: Site, settings: Settings, out: Path, language: str) -> tuple[str, ...]:
    """Write the site to `out`, whole or not at all; return the names of settings that plain files cannot carry.

    A folder that is not empty and not written by this function is not touched: raise Refused.
    Hand-written files of the root's docs folder come along and win over generated ones of the same name.
    """
    check_replaceable(out, settings.root, lambda folder: (folder / MARKER).is_file())
    values, left_out = plain_settings(settings, site, language)
    with replacing(out) as new:
        (new / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
        (new / "mkdocs.yml").write_text(as_yaml(values), encoding="utf-8")
        _write_files(site, new / "docs")
        shutil.copytree(settings.docs, new / "docs", dirs_exist_ok=True)
        _copy_custom_theme(settings, new)
    return left_out


def _write_files(site: Site, docs: Path) -> None:
    for uri, content in site.files.items():
        file = docs / checked(uri)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def checked(uri: str) -> str:
    """Return `uri` if it stays below the folder it is written to; raise ValueError otherwise."""
    parts = PurePosixPath(uri).parts
    if not parts or uri.startswith("/") or ".." in parts or "\\" in uri or "\0" in uri:
        raise ValueError(f"not a file below docs/: {uri!r}")
    return uri


def _copy_custom_theme(settings: Settings, new: Path) -> None:
    """Lay ours and the root's own additions to the theme into one folder; the root's own win."""
    name = custom_dir(settings.values)
    place = new / checked(name)
    for folder in reversed(theme_dirs(settings.root)):
        shutil.copytree(folder, place, dirs_exist_ok=True)
    if (own := settings.file.parent / name).is_dir():
        shutil.copytree(own, place, dirs_exist_ok=True)
