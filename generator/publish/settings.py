"""MkDocs' settings for a root: its own `mkdocs.yml`, else the packaged one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from generator.publish.editions import DESCRIPTION, LANGUAGES, asked
from generator.publish.packaged import TEMPLATES, defaults
from generator.publish.short import completed, is_short

__all__ = [
    "BuildFailed",
    "Settings",
    "asked_of",
    "defaults",
    "overrides",
    "plugins_with",
    "settings_of",
    "site_dir",
    "values_of",
]

PLUGIN = "furikaeri"
#: A name that claims nothing, for roots that give their site none.
NAMELESS = "Furikaeri"


class BuildFailed(Exception):
    """MkDocs' settings are not in order, or it would not build the pages; the text holds everything it said."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `file` says, as it says it; `own` tells that the root brought it.

    A short file says part of it: `completed` tells that the packaged settings stand around it.
    """

    root: Path
    file: Path
    values: Mapping[str, Any]
    own: bool
    completed: bool = False

    @property
    def docs(self) -> Path:
        """Return the folder of hand-written files beside the generated ones."""
        folder = self.file.parent / str(self.values.get("docs_dir", "docs"))
        return folder if folder.is_dir() else defaults() / TEMPLATES / "docs"


def settings_of(root: Path) -> Settings:
    """Return the settings of a root. Raise BuildFailed for a `mkdocs.yml` that cannot be read."""
    own, packaged = root / "mkdocs.yml", defaults() / "mkdocs.yml"
    if not own.is_file():
        return Settings(root, packaged, values_of(packaged), own=False)
    values = values_of(own)
    if not is_short(values):
        return Settings(root, own, values, own=True)
    return Settings(root, own, completed(values, values_of(packaged)), own=True, completed=True)


def site_dir(settings: Settings, out: Path | None) -> Path:
    """Return the folder of the site: `out`, else that of the root's own settings, else `site/` below the root."""
    return out or settings.root / str(settings.values.get("site_dir", "site") if settings.own else "site")


def custom_dir(values: Mapping[str, Any]) -> str:
    """Return the folder of additions to the theme beside the written settings."""
    theme = values.get("theme")
    return str((theme.get("custom_dir") if isinstance(theme, Mapping) else None) or "theme")


def values_of(file: Path) -> dict[str, Any]:
    """Return what a settings file says. Raise BuildFailed for one that cannot be read."""
    try:
        with file.open(encoding="utf-8") as stream:
            values = yaml_load(stream, get_yaml_loader(config=MkDocsConfig(str(file))))
    except (OSError, UnicodeDecodeError, ConfigurationError) as error:
        raise BuildFailed(f"{file}: {error}") from error
    if not isinstance(values, dict):
        raise BuildFailed(f"{file}: a mapping of settings is expected")
    return values


def plugins_with(values: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plugins with ours among them, its options overlaid with those of `options` that are given.

    A mapping, as MkDocs empties the entries of a list, and `serve` reads them again on every rebuild.
    """
    listed = values.get("plugins", ["search"]) or []
    pairs = list(listed.items()) if isinstance(listed, dict) else [_pair(entry) for entry in listed]
    if PLUGIN not in (name for name, _ in pairs):
        pairs.append((PLUGIN, {}))
    given = {key: value for key, value in options.items() if value is not None}
    return {name: {**(own or {}), **given} if name == PLUGIN else own or {} for name, own in pairs}


def _pair(entry: str | Mapping[str, Any]) -> tuple[str, Any]:
    return (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))


def overrides(settings: Settings, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what MkDocs must be told beside the file, so that `settings.root` is what it builds."""
    told = {"root": str(settings.root.resolve()), **options}
    if not settings.own:
        told["editions"] = list(LANGUAGES)  # without the names that the packaged settings give to theirs
    changed = {"plugins": plugins_with(settings.values, told), "docs_dir": str(settings.docs.resolve())}
    if settings.completed:
        extensions = {name: given for entry in settings.values["markdown_extensions"] for name, given in [_pair(entry)]}
        changed = {"site_name": NAMELESS, **settings.values, "markdown_extensions": extensions, **changed}
    return changed if settings.own else changed | {"site_name": NAMELESS, "site_description": DESCRIPTION}


def told_again(file: Path, theme: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what MkDocs must be told to read the settings of a build once more.

    `theme` is the one of that build, `options` are those of our plugin in it.
    """
    settings = settings_of(file.parent)
    if settings.completed and theme == settings.values["theme"]["name"]:  # MkDocs was told the rest
        return overrides(settings, options)
    return {"plugins": plugins_with(values_of(file), options)}


def options_of(settings: Settings, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plugin's options: those given, else those of the file."""
    return dict(overrides(settings, given)["plugins"][PLUGIN])


def asked_of(settings: Settings, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options for `make`. Raise BuildFailed where those of the file are not in order."""
    try:
        address = settings.values.get("site_url") if settings.own else None
        name = settings.values.get("site_name") if settings.own else NAMELESS
        return asked(options_of(settings, given), str(address or ""), str(name or ""))[0]
    except ValueError as error:
        raise BuildFailed(f"{settings.file}: {error}") from error
