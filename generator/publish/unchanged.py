"""A site is not built again from what it was built from already.

What a site depends on is every file of its sources, the options, the time it shows, and the code: ours and every
package installed. Where all of it is what it was, and the site is as it was left, it is the same site. What the last
build was made from stands in `.furikaeri_cache/` below the root, which may be deleted at any time: plain JSON, written
whole or not at all; nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import generator
from generator.publish.packaged import TEMPLATES, defaults
from generator.publish.settings import Settings, custom_dir, settings_of, site_dir
from generator.read.cache import CACHE, write_whole
from generator.read.records import FOLDER

SCHEMA = "furikaeri/built/1"
#: Plugins that read nothing but what MkDocs gives them, and extensions that read other files.
_PLUGINS = frozenset({"furikaeri", "search", "material/search"})
_READING = frozenset({"pymdownx.snippets", "pymdownx.b64", "markdown_include.include", "mdx_include"})
_OURS = (".py", ".po", ".mo", ".yml", ".json")


class _Elsewhere(Exception):
    """Something is read from where we do not look."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A site to be built: where, and what stands for everything it depends on ("": that is not known)."""

    root: Path
    place: Path
    made_from: str

    def is_there(self) -> bool:
        """Tell whether the site was built from the same, and is as it was left."""
        if not self.made_from:
            return False
        try:
            told = json.loads(_stamp(self).read_text(encoding="utf-8"))
            known = told == {"schema": SCHEMA, "from": self.made_from, "site": told["site"]}
            return bool(known and told["site"] == _state(self.place))  # of other files the site need not be looked at
        except (OSError, ValueError, TypeError, KeyError):
            return False

    def remember(self) -> None:
        """Note that the site has been built; where that cannot be written, it is built again the next time."""
        if not self.made_from:
            return
        text = json.dumps({"schema": SCHEMA, "from": self.made_from, "site": _state(self.place)})
        write_whole(_stamp(self), text.encode())


def wanted(root: Path, out: Path | None, options: Mapping[str, object]) -> Wanted:
    """Return the site of `root` that `options` ask for. Raise BuildFailed for settings that cannot be read.

    Without a time, a site shows the present, which is never the same again.
    """
    settings = settings_of(root)
    place = site_dir(settings, out)
    moment = options.get("as_of") or os.environ.get("SOURCE_DATE_EPOCH")
    try:
        made_from = _key(settings, {**options, "as_of": moment}) if moment and _is_known(settings.values) else ""
    except (OSError, _Elsewhere):
        made_from = ""
    return Wanted(root, place, made_from)


def _is_known(values: Mapping[str, Any]) -> bool:
    """Tell whether nothing in the settings reads what we do not know of."""
    extensions = {_name(entry) for entry in values.get("markdown_extensions") or []}
    plugins = {_name(entry) for entry in values.get("plugins") or []}
    return not (values.get("hooks") or extensions & _READING or plugins - _PLUGINS)


def _name(entry: object) -> str:
    return str(next(iter(entry))) if isinstance(entry, Mapping) else str(entry)


def made_by(settings: Settings, options: Mapping[str, object]) -> str:
    """Return what stands for all that pages are made by, but for records and time: "" where that is not known.

    A template of the root's own may show anything of a site, and what it shows is known to nobody.
    """
    own = settings.root / TEMPLATES
    if not _is_known(settings.values) or (own.resolve() != defaults() / TEMPLATES and any(own.rglob("*.j2"))):
        return ""
    try:
        return _surroundings(
            settings, {name: value for name, value in options.items() if name not in ("as_of", "jobs")}
        )
    except (OSError, _Elsewhere):
        return ""


def _surroundings(settings: Settings, options: Mapping[str, object]) -> str:
    package = Path(generator.__file__).resolve().parent
    said = [SCHEMA, platform.python_version(), dict(options), settings.values]
    found = hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode())
    for name in sorted(f"{each.name} {each.version}" for each in distributions()):
        found.update(f"{name}\n".encode())
    theme = settings.file.parent / custom_dir(settings.values)
    own = (file for file in _files([package]) if file.suffix in _OURS)
    folders = (settings.root / TEMPLATES, theme, defaults() / TEMPLATES)
    _read_into(found, {settings.file, defaults() / "mkdocs.yml", *_files(folders), *own})
    return found.hexdigest()


def _key(settings: Settings, options: Mapping[str, object]) -> str:
    found = hashlib.sha256(_surroundings(settings, options).encode())
    _read_into(found, set(_files((settings.root / FOLDER, settings.docs))))
    return found.hexdigest()


def sources(settings: Settings) -> dict[str, str]:
    """Return the SHA-256 of every source of a site by its path: records, reviews, policy, hand-written files.

    Nothing where some of them lie elsewhere.
    """
    try:
        files = sorted(set(_files((settings.root / FOLDER, settings.docs))))
        return {os.fspath(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    except (OSError, _Elsewhere):
        return {}


def _read_into(found: hashlib._Hash, files: Set[Path]) -> None:
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).digest()
        found.update(str(file).encode("utf-8", "surrogateescape") + b"\0" + content)


def _stamp(site: Wanted) -> Path:
    return cached(site.root, site.place, "built")


def cached(root: Path, place: Path, what: str) -> Path:
    """Return the file that keeps something of the site at a place."""
    name = hashlib.sha256(str(place.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return root / CACHE / f"{what}-{name}.json"


def _state(site: Path) -> str:
    """Return what changes when a file of the site comes, goes or is written."""
    found = hashlib.sha256()
    for file in sorted(_files([site])):
        known = file.stat()
        found.update(
            f"{file.relative_to(site)}\0{known.st_size}\0{known.st_mtime_ns}\n".encode(errors="surrogateescape")
        )
    return found.hexdigest()


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for place, names, files in os.walk(folder):
            names[:] = [name for name in names if name != "__pycache__"]
            if any(Path(place, name).is_symlink() for name in names):
                raise _Elsewhere(place)
            yield from (Path(place, name) for name in files)
