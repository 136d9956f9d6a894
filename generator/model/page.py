"""A page or data file of the site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from generator.model.policy import Language


@dataclass(frozen=True, slots=True)
class Later:
    """Pages of a site that are still to be made, each by itself and in any order or process.

    `page` returns the bytes of a uri of `uris`, and what the search finds of it; `files` returns the files that need
    what is found of every page. `print` returns what stands for all that a page shows and is found of it, as long as
    templates and code are the same: "" where that is not known.
    """

    uris: tuple[str, ...]
    page: Callable[[str], tuple[bytes, tuple[str, ...]]]
    files: Callable[[Mapping[str, tuple[str, ...]]], dict[str, bytes]]
    print: Callable[[str], str] = lambda uri: ""


@dataclass(frozen=True, slots=True)
class Site:
    """What `publish` writes: `files` maps a uri below `docs/` to its bytes; `nav` is MkDocs' own form.

    `extra` is added to MkDocs' setting of that name, where the theme's frame reads it. `later` is None where the site
    is whole; only pages outside the nav can be made later.
    """

    files: dict[str, bytes] = field(repr=False)
    nav: list[dict[str, object]]
    extra: dict[str, object] = field(default_factory=dict)
    later: Later | None = field(default=None, repr=False)

    def whole(self) -> Site:
        """Return the site with every page made."""
        if self.later is None:
            return self
        made = {uri: self.later.page(uri) for uri in self.later.uris}
        found = {uri: said for uri, (_, said) in made.items()}
        pages = {uri: content for uri, (content, _) in made.items()}
        return replace(self, files=self.files | pages | self.later.files(found), later=None)


@dataclass(frozen=True, slots=True)
class Edition:
    """The site in one language; `folder` is where it stands below the site's root: "" for the main one, else `en/`."""

    language: Language
    folder: str
    site: Site


@dataclass(frozen=True, slots=True)
class Preview:
    """What touched records show before the site is made anew; each tuple has an entry for each edition.

    `pages` are those of the touched records, as files by their uri; `told` is every error of records, "" where there
    is none. A record with an error keeps the page that it had.
    """

    pages: tuple[Mapping[str, bytes], ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """The editions of a site, the main one first, and the day they show (`YYYY-MM-DD`, in the policy's zone).

    `preview` looks at the records of some paths below the root again; None where a site was not made from records.
    """

    editions: tuple[Edition, ...]
    day: str
    preview: Callable[[Collection[str]], Preview] | None = field(default=None, repr=False, compare=False)

    @property
    def main(self) -> Edition:
        """Return the edition that stands at the root."""
        return self.editions[0]

    def whole(self) -> Made:
        """Return the editions with every page made."""
        return replace(self, editions=tuple(replace(edition, site=edition.site.whole()) for edition in self.editions))
