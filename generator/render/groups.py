"""Pages per service, cause, way of detection and way of recovery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.model.incident import Incident
from generator.model.kpi import Figures
from generator.model.load import ServiceLoad
from generator.model.month import Month
from generator.render.casebook import Casebook, Line, Task
from generator.render.load import why_left_out
from generator.render.records import Records, records
from generator.render.service_load import ServiceMonth, service_months
from generator.render.templates import Sheet

_TASKS = 20  # open actions on a group's page
_MONTHS = 36  # of impact
_IDS = 60  # incidents named with a cause


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
class Cause:
    """The incidents of one cause among a group's."""

    slug: str
    name: str
    records: Records


@dataclass(frozen=True, slots=True)
class GroupView:
    """What `group` gets; `family` is "services", "causes", "detection" or "recovery".

    `causes` are the records of a service or a way of recovery by cause; `tasks` the first open actions of `open`.
    """

    family: str
    group: Group
    records: Records
    tasks: tuple[Task, ...]
    open: int
    causes: tuple[Cause, ...]
    previous: Group | None
    following: Group | None
    months: tuple[ServiceMonth, ...]
    earlier: int  # months that are not among them
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
    for place, one in enumerate(groups):
        near = (groups[place - 1] if place else None, groups[place + 1] if place + 1 < len(groups) else None)
        sheets.append(group_sheet(book, family, one, near))
    return sheets


def group_sheet(
    book: Casebook, family: str, group: Group, near: tuple[Group | None, Group | None] = (None, None)
) -> Sheet:
    """Return the page of one group; `near` are those before and after it."""
    load = group.load
    rows = (*load.total.left_out, *(one for month in load.budgets for one in month.left_out)) if load else ()
    ids = group.ids
    months = service_months(load) if load else ()
    tasks = [task for task in book.tasks if task.incident and task.incident.id in ids]
    view = GroupView(
        family,
        group,
        records(group.lines),
        tuple(tasks[:_TASKS]),
        len(tasks),
        _causes(book, group) if family in ("services", "recovery") else (),
        *near,
        months=months[:_MONTHS],
        earlier=max(0, len(months) - _MONTHS),
        left_out=tuple((one.id, why_left_out(book, one)) for one in dict.fromkeys(rows)),
        in_full=tuple(dict.fromkeys(ident for month in load.budgets for ident in month.full_ids)) if load else (),
    )
    return Sheet(f"{family}/{group.slug}.md", "group", group.name, view)


def _causes(book: Casebook, group: Group) -> tuple[Cause, ...]:
    found: dict[str, list[Line]] = {}
    for line in group.lines:
        found.setdefault(line.incident.cause, []).append(line)
    rows = [Cause(book.cause_slugs[name], book.cause(name), records(lines, _IDS)) for name, lines in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.records.count, row.name)))


def _names(family: str, incident: Incident) -> tuple[str, ...]:
    return tuple(dict.fromkeys(incident.services)) if family == "services" else (incident.cause,)
