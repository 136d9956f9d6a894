"""A page per incident, drill or near miss."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.finding import Finding
from generator.model.incident import Incident, Row, Section
from generator.model.kpi import Fact
from generator.model.promise import Promise
from generator.render.anatomy import Anatomy, anatomy
from generator.render.behind import Standing, standing_of
from generator.render.casebook import Casebook, Line, Task
from generator.render.kpis import NAMES
from generator.render.templates import Sheet

#: The order of a record's template; the timeline stands after the summary, sources at the end of the page.
ORDER = ("summary", "impact", "root_cause", "response", "prevention", "lessons", "recovery_checks", "review")
_NARROW = 340


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the timeline; `number` is its anchor, `day` is filled where a new day begins."""

    number: int
    row: Row
    day: str


@dataclass(frozen=True, slots=True)
class Related:
    """Other incidents: what this one repeats and what repeats it, and the looser ties."""

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    related: tuple[str, ...]
    not_related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """What `incident` gets. `summary` and `timeline_text` are the author's Markdown, as are the sections'."""

    line: Line
    incident: Incident
    fact: Fact | None
    wide: Anatomy | None
    narrow: Anatomy | None
    promises: tuple[Promise, ...]
    summary: str
    events: tuple[Event, ...]
    has_who: bool
    timeline_text: str
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    related: Related
    sources_text: str
    edit: str
    findings: tuple[Finding, ...]
    previous: Line | None
    following: Line | None
    standings: tuple[Standing, ...]
    left_out: str


def incident_pages(book: Casebook) -> list[Sheet]:
    """Return the pages of all incidents."""
    findings: dict[str, list[Finding]] = {}
    for finding in book.inputs.findings:
        findings.setdefault(finding.path, []).append(finding)
    later = _later(book)
    return [
        _page(book, place, tuple(findings.get(incident.path, ())), later.get(incident.id, ()))
        for place, incident in enumerate(book.incidents)
    ]


def _page(book: Casebook, place: int, findings: tuple[Finding, ...], later: tuple[str, ...]) -> Sheet:
    incident = book.incidents[place]
    texts = {section.key: section.text for section in incident.sections if section.key}
    view = IncidentView(
        line=book.line(incident.id),
        incident=incident,
        fact=book.facts.get(incident.id),
        wide=anatomy(incident, book.as_of),
        narrow=anatomy(incident, book.as_of, _NARROW, least=64),
        promises=tuple(p for p in book.inputs.promises.get(incident.id, ()) if p.state != "none"),
        summary=texts.get("summary", ""),
        events=_events(book, incident),
        has_who=any(row.who for row in incident.rows),
        timeline_text="" if incident.rows else texts.get("timeline", ""),
        sections=_sections(incident),
        tasks=tuple(book.task(action, incident=incident) for action in incident.actions),
        related=_related(book, incident, later),
        sources_text=texts.get("sources", ""),
        edit=book.inputs.edit_url.replace("{path}", incident.path),
        findings=findings,
        previous=book.line(book.incidents[place - 1].id) if place else None,
        following=book.line(book.incidents[place + 1].id) if place + 1 < len(book.incidents) else None,
        standings=_standings(book, incident),
        left_out=next((row.reason for row in book.table.excluded if row.id == incident.id), ""),
    )
    title = f"{incident.id} {incident.title}"
    return Sheet(f"incidents/{incident.slug}.md", "incident", title, view, hide=("navigation",))


def _standings(book: Casebook, incident: Incident) -> tuple[Standing, ...]:
    """Return what a counted incident is to every KPI; nothing for a record in no figure of incidents."""
    fact = book.facts.get(incident.id)
    counted = fact is not None and incident.kind == "incident"
    return tuple(standing_of(kpi, fact) for kpi in NAMES if kpi in book.table.contracts) if fact and counted else ()


def _sections(incident: Incident) -> tuple[Section, ...]:
    filled = [section for section in incident.sections if section.text.strip()]
    known = [section for key in ORDER[1:] for section in filled if section.key == key]
    return (*known, *(section for section in filled if not section.key))


def _events(book: Casebook, incident: Incident) -> tuple[Event, ...]:
    events = []
    last = ""
    for number, row in enumerate(incident.rows, 1):
        day = book.words.date(row.at.astimezone(book.table.zone).date() if row.at else row.day)
        events.append(Event(number, row, day if day != last else ""))
        last = day
    return tuple(events)


def _later(book: Casebook) -> dict[str, tuple[str, ...]]:
    """Return, per incident, those that were confirmed or counted as its return."""
    found: dict[str, set[str]] = {name: set(fact.recurred_by) for name, fact in book.facts.items()}
    for incident in book.incidents:
        if incident.recurrence_of:
            found.setdefault(incident.recurrence_of, set()).add(incident.id)
    return {name: tuple(sorted(ids)) for name, ids in found.items()}


def _related(book: Casebook, incident: Incident, later: tuple[str, ...]) -> Related:
    fact = book.facts.get(incident.id)
    earlier = set(fact.repeats if fact else ()) | ({incident.recurrence_of} if incident.recurrence_of else set())
    chain = tuple(sorted(earlier | _before(book, incident.recurrence_of)))
    return Related(chain, later, incident.related, incident.not_related)


def _before(book: Casebook, first: str | None) -> set[str]:
    """Follow `recurrence_of` back to the first occurrence; `check` has refused circles, but a filter may not."""
    seen: set[str] = set()
    while first and first not in seen and first in book.by_id:
        seen.add(first)
        first = book.by_id[first].recurrence_of
    return seen
