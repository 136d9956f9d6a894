"""A page per incident, drill or near miss."""

from __future__ import annotations

from functools import cached_property, partial
from typing import NamedTuple

from generator.model.finding import Finding
from generator.model.incident import Incident, Row, Section
from generator.model.kpi import Fact
from generator.model.promise import Promise
from generator.model.words import Words
from generator.render.anatomy import Anatomy
from generator.render.behind import Standing, standing_of
from generator.render.casebook import Casebook, Line, Task
from generator.render.chain import ByService, Chain, Neighbours
from generator.render.kpis import NAMES
from generator.render.prints import Prints
from generator.render.share import ShareView
from generator.render.templates import Sheet
from generator.render.terms import TERMS

#: The order of a record's template; the timeline stands after the summary, sources at the end of the page.
ORDER = ("summary", "impact", "root_cause", "response", "prevention", "lessons", "recovery_checks", "review")
#: What the way to a milestone is called; the start, where the detection came first, has no such name.
_PHASES = {"detected_at": "detect", "acknowledged_at": "acknowledge", "mitigated_at": "mitigate",
           "resolved_at": "restore"}  # fmt: skip


class Event(NamedTuple):
    """A row of the timeline; `number` is its anchor, `day` is filled where a new day begins."""

    number: int
    row: Row
    day: str


class IncidentView(NamedTuple):
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
    chain: Chain
    sources_text: str
    edit: str
    findings: tuple[Finding, ...]
    previous: Line | None
    following: Line | None
    by_service: tuple[Neighbours, ...]
    share: ShareView
    standings: tuple[Standing, ...]
    left_out: str


class _Shared:
    """What all pages of incidents look up, made once."""

    def __init__(self, book: Casebook) -> None:
        self.findings: dict[str, list[Finding]] = {}
        for finding in book.inputs.findings:
            self.findings.setdefault(finding.path, []).append(finding)
        names = {name: (slug, book.service(name)) for name, slug in book.service_slugs.items()}
        self.by_service = ByService(book.incidents, names)


class IncidentPages:
    """The pages of all incidents, each made when it is asked for: with thousands of records, in several processes."""

    def __init__(self, book: Casebook, like: IncidentPages | None = None) -> None:
        """`like` are those of another edition of the same records."""
        self._book = book
        self._like = like
        self._shared = _Shared(book)
        self._places = {uri_of(incident): place for place, incident in enumerate(book.incidents)}

    @property
    def uris(self) -> tuple[str, ...]:
        """Return where the pages are, in order of time."""
        return tuple(self._places)

    def sheet(self, uri: str) -> Sheet:
        """Return one page."""
        return _page(self._book, self._shared, self._places[uri])

    def print(self, uri: str) -> str:
        """Return what stands for all that a page shows; see `Prints`."""
        shared, every, place = self._shared, self._book.incidents, self._places[uri]
        incident = every[place]
        before, after = every[place - 1] if place else None, every[place + 1] if place + 1 < len(every) else None
        return self._prints.of(
            incident,
            self._book.chain(incident),
            (before, after),
            shared.by_service.neighbours(incident),
            tuple(shared.findings.get(incident.path, ())),
        )

    @cached_property
    def _prints(self) -> Prints:
        return Prints(self._book, self._like._prints if self._like else None)


def uri_of(incident: Incident) -> str:
    """Return the uri of an incident's page."""
    return f"incidents/{incident.slug}.md"


def incident_pages(book: Casebook) -> list[Sheet]:
    """Return the pages of all incidents."""
    pages = IncidentPages(book)
    return [pages.sheet(uri) for uri in pages.uris]


def _page(book: Casebook, shared: _Shared, place: int) -> Sheet:
    incident = book.incidents[place]
    texts = {section.key: section.text for section in incident.sections if section.key}
    promises = book.inputs.promises.get(incident.id, ())
    label = partial(_label, book.words)
    wide, narrow = (drawing and drawing.labelled(label) for drawing in book.courses(incident))
    view = IncidentView(
        line=book.line(incident.id),
        incident=incident,
        fact=book.facts.get(incident.id),
        wide=wide,
        narrow=narrow,
        promises=tuple(p for p in promises if p.state != "none"),
        summary=texts.get("summary", ""),
        events=_events(book, incident),
        has_who=any(row.who for row in incident.rows),
        timeline_text="" if incident.rows else texts.get("timeline", ""),
        sections=_sections(incident),
        tasks=tuple(book.task(action, incident=incident) for action in incident.actions),
        chain=book.chain(incident),
        sources_text=texts.get("sources", ""),
        edit=book.inputs.edit_url.replace("{path}", incident.path),
        findings=tuple(shared.findings.get(incident.path, ())),
        previous=book.line(book.incidents[place - 1].id) if place else None,
        following=book.line(book.incidents[place + 1].id) if place + 1 < len(book.incidents) else None,
        by_service=shared.by_service.neighbours(incident),
        share=book.shares.view(incident, promises, book.words.language),
        standings=_standings(book, incident),
        left_out=book.left_out.get(incident.id, ""),
    )
    title = f"{incident.id} {incident.title}"
    return Sheet(uri_of(incident), "incident", title, view, hide=("navigation",), scripts=("share",))


def _label(words: Words, end: str | None, minutes: float) -> tuple[str, str]:
    word = words(TERMS["time_in"][_PHASES[end]]) if end in _PHASES else words(TERMS["phase"][end]) if end else ""
    return word or words("ongoing"), words.duration(minutes)


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
