"""What every page may look up: the inputs, with an order and addresses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property, partial
from typing import NamedTuple

from generator.measure.frame import frame
from generator.measure.ledger import ledger
from generator.model.contract_words import kpi_name
from generator.model.incident import Action, Incident, Review
from generator.model.kpi import DurationFigure, Fact, Figures
from generator.model.ledger import Ledger
from generator.model.month import Month
from generator.render.anatomy import Anatomy, courses
from generator.render.behind import Behind, behind
from generator.render.body import Body
from generator.render.chain import Chain, Occurrences
from generator.render.inputs import Inputs
from generator.render.last import Last
from generator.render.links import slugs
from generator.render.messages import Messages
from generator.render.share import Shares
from generator.render.terms import TERMS

_MINUTE = dt.timedelta(minutes=1)


class Line(NamedTuple):
    """One incident in a list; `minutes` from start to resolution, so far where it lasts, None where unknown."""

    incident: Incident
    when: str  # 2026-10-03 09:00 in the policy's zone, only the day, or a dash
    month: Month | None
    minutes: float | None
    services: tuple[tuple[str, str], ...]  # slug, name


class Task(NamedTuple):
    """An action and where it came from: `incident` or `review`; the other is None."""

    action: Action
    incident: Incident | None
    review: Review | None
    overdue: bool


class Casebook:
    """The inputs, indexed once for all pages."""

    def __init__(self, inputs: Inputs, other: Casebook | None = None) -> None:
        """Index `inputs`; `other` is the book of another edition of them, which shares what no language changes."""
        self.inputs = inputs
        self._other = other
        self.words = inputs.words
        self.policy = inputs.policy
        self.table = inputs.table
        self.as_of = inputs.table.as_of
        self.today = self.as_of.astimezone(inputs.table.zone).date()
        self.incidents = tuple(sorted(inputs.incidents, key=_order))
        self.by_id = {incident.id: incident for incident in self.incidents}
        self._places = {incident.id: place for place, incident in enumerate(self.incidents)}
        self.facts = {fact.id: fact for fact in _facts(inputs)}
        self.reviews = {review.month: review for review in inputs.reviews}
        named = {service for incident in self.incidents for service in incident.services}
        self.service_slugs = slugs(named | set(inputs.by_service) | set(inputs.load.services))
        self.cause_slugs = slugs({incident.cause for incident in self.incidents} | set(inputs.by_cause))
        self.body: Body = other.body if other else Body(self.by_id)
        self._lines: dict[str, Line] = {}
        self._months: dict[str, Month | None] = {}

    def line(self, incident_id: str) -> Line:
        """Return an incident as it stands in a list."""
        if incident_id not in self._lines:
            self._lines[incident_id] = self._new_line(self.by_id[incident_id])
        return self._lines[incident_id]

    def lines(self, ids: tuple[str, ...] | list[str]) -> tuple[Line, ...]:
        """Return the incidents with a page among `ids`, newest first."""
        known = [name for name in ids if name in self.by_id]
        return tuple(map(self.line, sorted(known, key=self._places.__getitem__, reverse=True)))

    def years(self) -> dict[int, tuple[Line, ...]]:
        """Return every incident by year, the newest year and incident first."""
        return self._by_year

    @cached_property
    def _by_year(self) -> dict[int, tuple[Line, ...]]:
        found: dict[int, list[str]] = defaultdict(list)
        for incident in self.incidents:
            found[self.year(incident)].append(incident.id)
        return {year: self.lines(found[year]) for year in sorted(found, reverse=True)}

    def year(self, incident: Incident) -> int:
        """Return the year an incident is listed under: of its month, else of its id."""
        month = self.month(incident)
        return month.year if month else int(incident.id.split("-")[1])

    def month(self, incident: Incident) -> Month | None:
        """Return the month an incident belongs to, or None where no instant of it is known."""
        if incident.id not in self._months:  # asked of each incident by the page of each month
            self._months[incident.id] = Month.of(incident.anchor, self.table.zone) if incident.anchor else None
        return self._months[incident.id]

    @cached_property
    def shares(self) -> Shares:
        """Return what the pages of incidents offer to copy."""
        if self._other:
            return self._other.shares
        return Shares(Messages(self.inputs.template_dirs, self.policy, self.as_of), alone=self.inputs.alone)

    @cached_property
    def chain(self) -> Last[[], Chain]:
        """Return what tells the chain that an incident is in."""
        return self._other.chain if self._other else Last(Occurrences(self.incidents, self.facts).chain)

    @cached_property
    def courses(self) -> Last[[], tuple[Anatomy | None, Anatomy | None]]:
        """Return what tells the course of an incident to be drawn, wide and narrow, without its labels."""
        return self._other.courses if self._other else Last(partial(courses, as_of=self.as_of, zone=self.table.zone))

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Return the open actions of all incidents and reviews: overdue first, then by due date."""
        found = [self.task(action, incident=incident) for incident in self.incidents for action in incident.actions]
        found += [self.task(action, review=review) for review in self.inputs.reviews for action in review.actions]
        undone = [task for task in found if task.action.is_open]
        return tuple(sorted(undone, key=lambda task: (task.action.due or dt.date.max, task.action.id)))

    def tasks_born(self, months: Iterable[str], *, and_overdue: bool = False) -> tuple[Task, ...]:
        """Return the open actions of the records and meetings of months (`2026-10`), and all overdue ones if asked."""
        places = {place for month in months for place in self._task_places[month]}
        if and_overdue:
            places.update(place for place, task in enumerate(self.tasks) if task.overdue)
        return tuple(self.tasks[place] for place in sorted(places))

    @cached_property
    def _task_places(self) -> defaultdict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, task in enumerate(self.tasks):
            month = self.month(task.incident) if task.incident else task.review.month if task.review else None
            places[str(month)].append(place)
        return places

    @cached_property
    def probable(self) -> dict[str, str]:
        """Return what `check` says of records that may repeat another one, by their path."""
        return {each.path: each.message for each in self.inputs.findings if each.name == "probable-recurrence"}

    @cached_property
    def months_of(self) -> dict[str, Month]:
        """Return the month of every record that has one."""
        return {each.id: month for each in self.incidents if (month := self.month(each)) is not None}

    @cached_property
    def ids_of(self) -> defaultdict[Month, list[str]]:
        """Return the records of every month."""
        found: defaultdict[Month, list[str]] = defaultdict(list)
        for name, month in self.months_of.items():
            found[month].append(name)
        return found

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Return why records are in no figure of incidents, by id."""
        return {row.id: row.reason for row in self.table.excluded}

    @cached_property
    def ledger(self) -> Ledger:
        """Return how much is known of each month's records."""
        if self.inputs.ledger:
            return self.inputs.ledger
        months = [figures.month for figures in self.table.months if figures.month]
        rows = frame(self.table.facts)
        return ledger(rows, months, self.table.excluded, self.months_of, self.inputs.repaired)

    def behind(self, kpi: str, figures: Figures, ids: Collection[str] | None = None) -> Behind:
        """Return what is behind a figure of incidents; `ids` are the records of the part it speaks of.

        None: those of its month, or all.
        """
        month = figures.month
        if ids is not None:
            left = [row for row in self.table.excluded if row.id in ids]
        else:
            left = [row for row in self.table.excluded if month is None or self.months_of.get(row.id) == month]
        return behind(kpi, figures, self.facts, left)

    def behind_kind(self, kpi: str, kind: str) -> Behind:
        """Return what is behind a figure of drills or of near misses, over the whole range."""
        table = self.inputs.others[kind]
        own = {incident.id for incident in self.incidents if incident.kind == kind}
        return behind(kpi, table.total, self.facts, [row for row in table.excluded if row.id in own])

    def task(self, action: Action, incident: Incident | None = None, review: Review | None = None) -> Task:
        """Return an action with its origin and whether it is late today."""
        return Task(action, incident, review, action.overdue_on(self.today))

    def service(self, name: str) -> str:
        """Return a service's name in the site's language."""
        named = self.policy.services.get(name)
        return self.words.of(named.label) if named else name

    def cause(self, name: str) -> str:
        """Return a cause category in the site's language."""
        named = self.policy.cause_categories.get(name)
        return self.words.of(named.label) if named else name

    def kpi(self, name: str) -> str:
        """Return what a KPI is called in the site's language, under the contract it has here."""
        usual = self.words(TERMS["kpi"][name])
        return kpi_name(self.words, self.table.contracts[name], usual) if name in self.table.contracts else usual

    def latest(self) -> Figures | None:
        """Return the last month with incidents, else the last month, else None."""
        months = self.table.months
        return next((m for m in reversed(months) if m.incident_rate.count), months[-1] if months else None)

    def _new_line(self, incident: Incident) -> Line:
        # a day's beginning is its place in the order of time, and not a time that anybody knows
        begun = None if incident.occurred_on or incident.anchor is None else incident.anchor.replace(second=0)
        when = incident.occurred_on.isoformat() if incident.occurred_on else self.words.moment(begun)
        end = incident.resolved_at or (self.as_of if incident.is_open else None)
        known = incident.started_at is not None and end is not None
        minutes = (end - incident.started_at) / _MINUTE if known and end and incident.started_at else None
        services = tuple((self.service_slugs[name], self.service(name)) for name in incident.services)
        return Line(incident, when, self.month(incident), minutes, services)


def closed(figure: DurationFigure) -> tuple[tuple[str, float], ...]:
    """Return the ids and minutes behind a duration figure, the longest first."""
    return tuple(sorted(zip(figure.ids, figure.values, strict=True), key=lambda pair: (-pair[1], pair[0])))


def _order(incident: Incident) -> tuple[str, str]:
    when = incident.anchor.astimezone(dt.UTC).isoformat() if incident.anchor else ""
    return (when or (incident.occurred_on.isoformat() if incident.occurred_on else incident.id[4:8]), incident.id)


def _facts(inputs: Inputs) -> list[Fact]:
    tables = (inputs.table, *inputs.others.values())
    return [fact for table in tables for fact in table.facts]
