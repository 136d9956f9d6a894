"""A short `mkdocs.yml`: one that names no theme. What it does not say is said by the packaged one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: About the packaged site alone: another root has its own, or none.
_ITS_OWN = ("site_name", "site_description", "site_url", "docs_dir", "edit_uri", "repo_url", "copyright")


def is_short(values: Mapping[str, Any]) -> bool:
    """Tell whether settings leave the theme to us: they have no `theme`, or one without `name`."""
    theme = values.get("theme") or {}
    return isinstance(theme, Mapping) and "name" not in theme


def completed(values: Mapping[str, Any], packaged: Mapping[str, Any]) -> dict[str, Any]:
    """Return short settings with the packaged ones around them.

    A key of `theme` or `extra`, a plugin and a Markdown extension keeps its packaged value until it is named;
    style sheets follow ours, so that theirs win. Every other key is wholly the root's own where it stands. A page of
    the root's own need not stand in a `nav` that we make.
    """
    whole = {key: value for key, value in packaged.items() if key not in _ITS_OWN} | dict(values)
    for key in ("theme", "extra"):
        whole[key] = {**packaged.get(key, {}), **(values.get(key) or {})}
    for key in ("plugins", "markdown_extensions"):
        bare = {name: None if name == "furikaeri" else given for name, given in _named(packaged.get(key)).items()}
        named = bare | _named(values.get(key))
        whole[key] = [{name: options} if options else name for name, options in named.items()]
    if "validation" not in values:
        checks = packaged["validation"]
        whole["validation"] = {**checks, "nav": {**checks["nav"], "omitted_files": "info"}}
    own = [style for style in values.get("extra_css") or [] if style not in packaged["extra_css"]]
    whole["extra_css"] = [*packaged["extra_css"], *own]
    return whole


def _named(entries: object) -> dict[str, Any]:
    """Return plugins or extensions by name, from any form they may be written in."""
    if isinstance(entries, Mapping):
        return dict(entries)
    found: dict[str, Any] = {}
    for entry in entries if isinstance(entries, list) else []:
        found |= entry if isinstance(entry, Mapping) else {str(entry): None}
    return found
