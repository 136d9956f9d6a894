"""The first page: the latest month, and what needs attention."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.chart import Chart
from generator.model.incident import Incident
from generator.model.kpi import Figures
from generator.render.casebook import Casebook, Line, Task
from generator.render.restated import closed_view
from generator.render.templates import Sheet

_CHARTS = ("incident_rate", "mttr")
_GRAVE = 2  # severities: an open one of them stands above everything else


@dataclass(frozen=True, slots=True)
class Suspect:
    """An incident that may be the return of an earlier one; `earlier` are those it is known to repeat."""

    incident: Incident
    earlier: tuple[str, ...]
    message: str  # what `check` said, where it is only probable


@dataclass(frozen=True, slots=True)
class HomeView:
    """What `home` gets; `month` is the last one with incidents, `quiet` the months after it."""

    month: Figures | None
    quiet: tuple[Figures, ...]
    restated: int  # how many figures of the month were corrected after it was closed
    lines: tuple[Line, ...]
    ongoing: tuple[Line, ...]
    grave: tuple[Line, ...]  # those of them that nobody may overlook
    overdue: tuple[Task, ...]
    tasks: tuple[Task, ...]
    recurrences: tuple[Suspect, ...]
    missed: tuple[tuple[Line, str], ...]  # incident, name of the promise
    charts: tuple[Chart, ...]


def home(book: Casebook) -> Sheet:
    """Return the home page."""
    month = book.latest()
    tasks, still = book.tasks, ongoing(book)
    ids = month.incident_rate.ids if month else ()
    view = HomeView(
        month=month,
        quiet=tuple(m for m in book.table.months if month and m.month and month.month and m.month > month.month),
        restated=_restated(book, month),
        lines=book.lines(ids),
        ongoing=still,
        grave=tuple(line for line in still if book.policy.severity_rank(line.incident.severity) < _GRAVE),
        overdue=tuple(task for task in tasks if task.overdue),
        tasks=tasks,
        recurrences=suspects(book, ids),
        missed=missed_promises(book, ids),
        charts=tuple(book.inputs.recent[name] for name in _CHARTS if name in book.inputs.recent),
    )
    return Sheet("index.md", "home", book.words("Home"), view, hide=("navigation", "toc"))


def _restated(book: Casebook, month: Figures | None) -> int:
    found = book.inputs.restated.get(str(month.month)) if month else None
    return len(closed_view(book, found).restated) if found else 0


def ongoing(book: Casebook) -> tuple[Line, ...]:
    """Return the incidents that are not resolved at `as_of`, drills apart, newest first."""
    return book.lines([i.id for i in book.incidents if i.is_open and i.kind == "incident"])


def missed_promises(book: Casebook, ids: tuple[str, ...]) -> tuple[tuple[Line, str], ...]:
    """Return every promise that was not kept for one of `ids`, newest incident first."""
    return tuple(
        (line, promise.name)
        for line in book.lines(ids)
        for promise in book.inputs.promises.get(line.incident.id, ())
        if promise.state == "missed"
    )


def suspects(book: Casebook, ids: tuple[str, ...]) -> tuple[Suspect, ...]:
    """Return those of `ids` that repeat an earlier incident, or that `check` thinks may do so."""
    probable = book.probable
    found = []
    for line in book.lines(ids):
        incident = line.incident
        earlier = book.facts[incident.id].repeats if incident.id in book.facts else ()
        if incident.recurrence_of and incident.recurrence_of not in earlier:
            earlier = (incident.recurrence_of, *earlier)
        if earlier or incident.path in probable:
            found.append(Suspect(incident, earlier, probable.get(incident.path, "")))
    return tuple(found)
