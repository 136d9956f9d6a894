"""A site is not built again from what it was built from already.

What a site depends on is every file of its sources, the options, the time it shows, and the code: ours and every
package installed. Where all of it is what it was, and the site is as it was left, it is the same site. What the last
build was made from stands in `.furikaeri_cache/` below the root, which may be deleted at any time: plain JSON, written
whole or not at all; nothing in it is ever executed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import generator
from generator.publish.packaged import TEMPLATES, defaults
from generator.publish.settings import Settings, custom_dir, settings_of, site_dir
from generator.read.records import FOLDER

CACHE = ".furikaeri_cache"
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
            return bool(told == {"schema": SCHEMA, "from": self.made_from, "site": _state(self.place)})
        except (OSError, ValueError):
            return False

    def remember(self) -> None:
        """Note that the site has been built; where that cannot be written, it is built again the next time."""
        if not self.made_from:
            return
        text = json.dumps({"schema": SCHEMA, "from": self.made_from, "site": _state(self.place)})
        stamp = _stamp(self)
        with contextlib.suppress(OSError):
            stamp.parent.mkdir(exist_ok=True)
            (stamp.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            with tempfile.NamedTemporaryFile("w", dir=stamp.parent, delete=False, encoding="utf-8") as file:
                file.write(text)
            os.replace(file.name, stamp)


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


def _key(settings: Settings, options: Mapping[str, object]) -> str:
    package = Path(generator.__file__).resolve().parent
    said = [SCHEMA, platform.python_version(), dict(options), settings.values]
    found = hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode())
    for name in sorted(f"{each.name} {each.version}" for each in distributions()):
        found.update(f"{name}\n".encode())
    theme = settings.file.parent / custom_dir(settings.values)
    folders = (settings.root / FOLDER, settings.root / TEMPLATES, theme, settings.docs, defaults() / TEMPLATES)
    own = (file for file in _files([package]) if file.suffix in _OURS)
    for file in sorted({settings.file, defaults() / "mkdocs.yml", *_files(folders), *own}):
        content = hashlib.sha256(file.read_bytes()).digest()
        found.update(str(file).encode("utf-8", "surrogateescape") + b"\0" + content)
    return found.hexdigest()


def _stamp(site: Wanted) -> Path:
    name = hashlib.sha256(str(site.place.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return site.root / CACHE / f"built-{name}.json"


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
