"""Settings as plain YAML: nothing in it needs Python, MkDocs or us to be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.model.page import Edition, Made, Site
from generator.publish.editions import alternates, asked, speak, turned
from generator.publish.settings import PLUGIN, Settings, custom_dir, options_of, overrides
from generator.render.nav import uris_in

STYLE = "assets/furikaeri.css"
#: Settings about this machine's folders or about running code, which plain files must not need.
_LOCAL = ("INHERIT", "hooks", "watch", "site_dir", "docs_dir", "edit_uri", "edit_uri_template", "plugins")


def plain_settings(settings: Settings, made: Made, edition: Edition) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the settings of an edition's written files, and the names of those that could not come along."""
    site, values = edition.site, {**settings.values, **_names(settings, edition)}
    left_out: list[str] = []
    plain = {key: _plain(value, key, left_out) for key, value in values.items() if key not in _LOCAL}
    left_out += [key for key in ("hooks", "INHERIT") if key in values]
    plain |= {"docs_dir": f"docs{suffix(edition)}"}
    if isinstance(theme := plain.get("theme"), str | Mapping):
        plain["theme"] = {**({"name": theme} if isinstance(theme, str) else theme), "custom_dir": custom_dir(values)}
        speak(plain["theme"], edition.language)
    plain["markdown_extensions"] = turned(plain.get("markdown_extensions") or [], edition.language)
    url = plain.get("site_url") or ""
    if listed := alternates(made, edition, url):
        plain["extra"] = {"alternate": listed, **(plain.get("extra") or {})}
    if edition.folder:
        plain["site_dir"] = f"site/{edition.folder.rstrip('/')}"
    if edition.folder and url:
        plain["site_url"] = f"{url.rstrip('/')}/{edition.folder}"
    plain["extra_css"] = with_style(plain.get("extra_css") or [], site)
    plain["extra"] = {**site.extra, **(plain.get("extra") or {})}
    plain["plugins"] = _search_only(values.get("plugins", ["search"]), left_out)
    plain.setdefault("nav", site.nav)
    plain["not_in_nav"] = str(plain.get("not_in_nav") or "") + not_in_nav(site)
    return plain, tuple(left_out)


def suffix(edition: Edition) -> str:
    """Return what tells the files of an edition from the main one's: `docs`, `docs.en`."""
    return f".{edition.language}" if edition.folder else ""


def _names(settings: Settings, edition: Edition) -> dict[str, Any]:
    """Return what an edition's settings say otherwise than the file."""
    own = asked(options_of(settings, {}))[1].get(edition.language, {})
    changed = {name: value for name, value in overrides(settings, {}).items() if name.startswith("site_")}
    description = changed.get("site_description", settings.values.get("site_description"))
    nav = {"nav": edition.site.nav} if edition.folder else {}
    said = {"site_description": turned(description, edition.language)} if description else {}
    return {**changed, **nav, **said, **own}


def with_style(styles: list[str], site: Site) -> list[str]:
    """Return the list of style sheets with the site's own in it."""
    return [*styles, STYLE] if STYLE in site.files and STYLE not in styles else list(styles)


def outside_nav(site: Site) -> frozenset[str]:
    """Return the pages that no entry of the nav leads to."""
    later = site.later.uris if site.later else ()
    return frozenset(uri for uri in (*site.files, *later) if uri.endswith(".md")) - set(uris_in(site.nav))


def not_in_nav(site: Site) -> str:
    """Return gitignore patterns for `outside_nav`: whole folders, less the pages that are in the nav."""
    outside = outside_nav(site)
    folders = sorted({PurePosixPath(uri).parent.as_posix().removeprefix(".") for uri in outside})
    patterns = [f"/{folder}/*.md" if folder else "/*.md" for folder in folders]
    kept = sorted(uri for uri in uris_in(site.nav) if PurePosixPath(uri).parent.as_posix().removeprefix(".") in folders)
    return "".join(f"{line}\n" for line in (*patterns, *(f"!/{uri}" for uri in kept)))


def _search_only(listed: Any, left_out: list[str]) -> list[Any]:
    """Keep `search`, which every builder has; ours has done its work; name the others."""
    entries = [{name: own} for name, own in listed.items()] if isinstance(listed, dict) else list(listed or [])
    kept = []
    for entry in entries:
        name = entry if isinstance(entry, str) else next(iter(entry))
        if name in ("search", "material/search"):
            kept.append(_plain(entry, "plugins", left_out))
        elif name != PLUGIN:
            left_out.append(f"plugins.{name}")
    return kept


def _plain(value: Any, name: str, left_out: list[str]) -> Any:
    """Return a value of plain types only; what is none (a `!!python/name:`) is left out and named."""
    if isinstance(value, Mapping):
        items = {str(key): _plain(item, f"{name}.{key}", left_out) for key, item in value.items()}
        return {key: item for key, item in items.items() if item is not _NOT_PLAIN}
    if isinstance(value, list | tuple):
        return [item for item in (_plain(item, name, left_out) for item in value) if item is not _NOT_PLAIN]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    left_out.append(name)
    return _NOT_PLAIN


_NOT_PLAIN = object()
#: Characters that stand for themselves in JSON, but not in YAML.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")


def as_yaml(value: object, indent: int = 0) -> str:
    """Return plain values as block YAML; every scalar is written as JSON, which YAML contains."""
    pad = "  " * indent
    if isinstance(value, Mapping) and value:
        return "".join(f"{pad}{_scalar(str(k))}:{_below(v, indent)}" for k, v in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{_below(item, indent)}" for item in value)
    return f"{pad}{_scalar(value)}\n"


def _below(value: object, indent: int) -> str:
    if isinstance(value, Mapping | list) and value:
        return "\n" + as_yaml(value, indent + 1)
    return f" {_scalar(value)}\n"


def _scalar(value: object) -> str:
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
