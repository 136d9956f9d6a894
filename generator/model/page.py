"""A page or data file of the site."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Site:
    """What `publish` writes: `files` maps a uri below `docs/` to its bytes; `nav` is MkDocs' own form.

    `extra` is added to MkDocs' setting of that name, where the theme's frame reads it.
    """

    files: dict[str, bytes] = field(repr=False)
    nav: list[dict[str, object]]
    extra: dict[str, object] = field(default_factory=dict)
