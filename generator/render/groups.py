"""Pages per service and per cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.model.incident import Incident
from generator.model.kpi import Figures
from generator.model.load import ServiceLoad
from generator.model.month import Month
from generator.render.casebook import Casebook, Line
from generator.render.load import why_left_out
from generator.render.service_load import ServiceMonth, service_months
from generator.render.templates import Sheet


@dataclass(frozen=True, slots=True)
class Group:
    """A service or cause: its name in the site's language, figures over the whole range, and incidents."""

    slug: str
    name: str
    figures: Figures | None
    lines: tuple[Line, ...]
    load: ServiceLoad | None = None  # of a service

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all its records, those in no figure included."""
        return frozenset(line.incident.id for line in self.lines)


@dataclass(frozen=True, slots=True)
class GroupView:
    """What `group` gets; `family` is "services" or "causes"."""

    family: str
    group: Group
    months: tuple[ServiceMonth, ...]
    left_out: tuple[tuple[str, str], ...]  # id, reason
    in_full: tuple[str, ...]  # ids that count in full against the promise, their share or weight not being known


@dataclass(frozen=True, slots=True)
class GroupsView:
    """What `groups` gets: all of a family, the one with most incidents first.

    `month` is the latest, where the policy promises an availability for any of them.
    """

    family: str
    groups: tuple[Group, ...]
    month: Month | None


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
    loads = book.inputs.load.services if family == "services" else {}
    groups = [
        Group(slugs[name], label(name), figures.get(name), book.lines(ids), loads.get(name))
        for name, ids in named.items()
    ]
    groups.sort(key=lambda group: (-len(group.lines), group.name))
    promised = any(group.load and group.load.budgets for group in groups)
    latest = book.inputs.load.months[-1] if promised else None
    sheets = [Sheet(f"{family}/index.md", "groups", title, GroupsView(family, tuple(groups), latest))]
    return sheets + [Sheet(f"{family}/{one.slug}.md", "group", one.name, _view(book, family, one)) for one in groups]


def _view(book: Casebook, family: str, group: Group) -> GroupView:
    if group.load is None:
        return GroupView(family, group, (), (), ())
    load = group.load
    rows = dict.fromkeys((*load.total.left_out, *(one for month in load.budgets for one in month.left_out)))
    left_out = tuple((one.id, why_left_out(book, one)) for one in rows)
    in_full = tuple(dict.fromkeys(ident for month in load.budgets for ident in month.full_ids))
    return GroupView(family, group, service_months(load), left_out, in_full)


def _names(family: str, incident: Incident) -> tuple[str, ...]:
    return tuple(dict.fromkeys(incident.services)) if family == "services" else (incident.cause,)
