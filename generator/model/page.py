"""A page or data file of the site."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.model.policy import Language


@dataclass(frozen=True, slots=True)
class Site:
    """What `publish` writes: `files` maps a uri below `docs/` to its bytes; `nav` is MkDocs' own form.

    `extra` is added to MkDocs' setting of that name, where the theme's frame reads it.
    """

    files: dict[str, bytes] = field(repr=False)
    nav: list[dict[str, object]]
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """The site in one language; `folder` is where it stands below the site's root: "" for the main one, else `en/`."""

    language: Language
    folder: str
    site: Site


@dataclass(frozen=True, slots=True)
class Made:
    """The editions of a site, the main one first, and the day they show (`YYYY-MM-DD`, in the policy's zone)."""

    editions: tuple[Edition, ...]
    day: str

    @property
    def main(self) -> Edition:
        """Return the edition that stands at the root."""
        return self.editions[0]
