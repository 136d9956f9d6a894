"""Pages per service and per cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.model.incident import Incident
from generator.model.kpi import Figures
from generator.render.casebook import Casebook, Line
from generator.render.templates import Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """A service or cause: its name in the site's language, figures over the whole range, and incidents."""

    slug: str
    name: str
    figures: Figures | None
    lines: tuple[Line, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all its records, those in no figure included."""
        return frozenset(line.incident.id for line in self.lines)


@dataclass(frozen=True, slots=True)
class GroupView:
    """What `group` gets; `family` is "services" or "causes"."""

    family: str
    group: Group


@dataclass(frozen=True, slots=True)
class GroupsView:
    """What `groups` gets: all of a family, the one with most incidents first."""

    family: str
    groups: tuple[Group, ...]


def service_pages(book: Casebook) -> list[Sheet]:
    """Return the index of services and a page for each."""
    return _pages(book, "services", book.words("Services"), book.service_slugs, book.inputs.by_service)


def cause_pages(book: Casebook) -> list[Sheet]:
    """Return the index of causes and a page for each."""
    return _pages(book, "causes", book.words("Causes"), book.cause_slugs, book.inputs.by_cause)


def _pages(
    book: Casebook, family: str, title: str, slugs: Mapping[str, str], figures: Mapping[str, Figures]
) -> list[Sheet]:
    label: Callable[[str], str] = book.service if family == "services" else book.cause
    named: dict[str, list[str]] = {name: [] for name in slugs}
    for incident in book.incidents:
        for name in _names(family, incident):
            named[name].append(incident.id)
    groups = [Group(slugs[name], label(name), figures.get(name), book.lines(ids)) for name, ids in named.items()]
    groups.sort(key=lambda group: (-len(group.lines), group.name))
    sheets = [Sheet(f"{family}/index.md", "groups", title, GroupsView(family, tuple(groups)))]
    return sheets + [
        Sheet(f"{family}/{group.slug}.md", "group", group.name, GroupView(family, group)) for group in groups
    ]


def _names(family: str, incident: Incident) -> tuple[str, ...]:
    return tuple(dict.fromkeys(incident.services)) if family == "services" else (incident.cause,)
