"""A page per quarter and per year: what one month has too little of, and the process itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.model.incident import Incident
from generator.model.kept import Quarter
from generator.model.kpi import DURATIONS, Figures
from generator.model.month import Month
from generator.model.rollup import Rollup, quarter_of
from generator.render.casebook import Casebook, Line, Task
from generator.render.home import Suspect, suspects
from generator.render.questions import (
    about_drills_short,
    about_escalation,
    about_missed,
    about_noticing,
    about_phases,
    about_recurrences,
)
from generator.render.reviews import restated_months
from generator.render.templates import Sheet

_LISTED = 60  # incidents that a page names one by one; more are told by their months
_FOUND_BY = ("monitoring", "users", "staff", "")


@dataclass(frozen=True, slots=True)
class Part:
    """The incidents that share a value; `slug` is that of its page, or ""."""

    name: str
    slug: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollupView:
    """What `rollup` gets: a quarter or a year. `ids` are all its records, `lines` its incidents where they are few."""

    rollup: Rollup
    figures: Figures
    before: Rollup | None
    last_year: Rollup | None
    months: tuple[Figures, ...]
    quarters: tuple[Rollup, ...]
    durations: tuple[str, ...]
    ids: frozenset[str]
    lines: tuple[Line, ...]
    drills: tuple[Quarter, ...]
    near_misses: tuple[Line, ...]
    found_by: tuple[Part, ...]
    escalated: tuple[Part, ...]
    causes: tuple[Part, ...]
    services: tuple[Part, ...]
    recurrences: tuple[Suspect, ...]
    tasks: tuple[Task, ...]
    questions: dict[str, str]
    noted: frozenset[str]
    closed: frozenset[str]
    restated: frozenset[str]
    previous: Rollup | None
    following: Rollup | None


def rollup_pages(book: Casebook) -> list[Sheet]:
    """Return a page for every quarter and year of the table."""
    kinds = ([r for r in book.inputs.rollups if not r.is_year], [r for r in book.inputs.rollups if r.is_year])
    return [_page(book, rollups, place) for rollups in kinds for place in range(len(rollups))]


def _page(book: Casebook, rollups: list[Rollup], place: int) -> Sheet:
    rollup, figures = rollups[place], rollups[place].figures
    ids, months = figures.incident_rate.ids, frozenset(rollup.months)
    incidents = [book.by_id[name] for name in ids]
    by_name = {one.name: one for one in rollups}
    earlier = f"{rollup.year - 1:04d}" + ("" if rollup.is_year else f"-Q{rollup.quarter}")
    found_by, escalated = _found_by(book, ids), _escalated(book, incidents)
    drills, recurrences = _drills(book, rollup), suspects(book, ids)
    view = RollupView(
        rollup=rollup,
        figures=figures,
        before=rollups[place - 1] if place else None,
        last_year=None if rollup.is_year else by_name.get(earlier),
        months=tuple(m for m in book.table.months if m.month in months),
        quarters=tuple(r for r in book.inputs.rollups if rollup.is_year and not r.is_year and r.year == rollup.year),
        durations=DURATIONS,
        ids=frozenset(name for month in months for name in book.ids_of[month]),
        lines=book.lines(ids) if len(ids) <= _LISTED and not rollup.is_year else (),
        drills=drills,
        near_misses=_near_misses(book, rollup),
        found_by=found_by,
        escalated=escalated,
        causes=_parts(book, incidents, "causes"),
        services=_parts(book, incidents, "services"),
        recurrences=recurrences,
        tasks=_born(book, months),
        questions=_questions(book, rollup, recurrences, (drills, found_by, escalated)),
        noted=frozenset(book.reviews),
        closed=frozenset(book.inputs.restated),
        restated=restated_months(book),
        previous=rollups[place - 1] if place else None,
        following=rollups[place + 1] if place + 1 < len(rollups) else None,
    )
    words = book.words
    named = words("{year} as a whole", year=rollup.year)
    if not rollup.is_year:
        named = words("{year} Q{number}", year=rollup.year, number=rollup.quarter)
    title = words("Review of {month}", month=named)
    return Sheet(f"reviews/{rollup.name.lower()}.md", "rollup", title, view, hide=("navigation",))


def _found_by(book: Casebook, ids: tuple[str, ...]) -> tuple[Part, ...]:
    parts = [Part(who, "", tuple(name for name in ids if book.facts[name].found_by == who)) for who in _FOUND_BY]
    return tuple(part for part in parts if part.ids)


def _escalated(book: Casebook, incidents: list[Incident]) -> tuple[Part, ...]:
    """Return the incidents by each step of the ladder that was told, then those that name none."""
    steps = [step.name for step in book.policy.escalation]
    parts = [Part(step, "", tuple(i.id for i in incidents if step in i.escalated_to)) for step in steps]
    return tuple(
        part for part in (*parts, Part("", "", tuple(i.id for i in incidents if not i.escalated_to))) if part.ids
    )


def _parts(book: Casebook, incidents: list[Incident], family: str) -> tuple[Part, ...]:
    """Return the incidents by cause or by service, the most frequent first."""
    found: dict[str, list[str]] = {}
    for one in incidents:
        for name in (one.cause,) if family == "causes" else one.services:
            found.setdefault(name, []).append(one.id)
    slugs = book.cause_slugs if family == "causes" else book.service_slugs
    ranked = sorted(found, key=lambda name: (-len(found[name]), name))
    named = book.cause if family == "causes" else book.service
    return tuple(Part(named(name), slugs[name], tuple(found[name])) for name in ranked)


def _drills(book: Casebook, rollup: Rollup) -> tuple[Quarter, ...]:
    quarters = book.inputs.kept.drills.quarters
    return tuple(q for q in quarters if q.name == rollup.name or (rollup.is_year and q.name[:4] == rollup.name))


def _near_misses(book: Casebook, rollup: Rollup) -> tuple[Line, ...]:
    ids = []
    for one in book.incidents:
        if one.kind == "near_miss":
            day = one.occurred_on
            month = book.month(one) or (Month(day.year, day.month) if day else None)
            if month and rollup.name in (quarter_of(month), f"{month.year:04d}"):
                ids.append(one.id)
    return book.lines(ids)


def _born(book: Casebook, months: frozenset[Month]) -> tuple[Task, ...]:
    """Return the open actions of the incidents and meetings of these months."""
    return book.tasks_born(map(str, months))


def _questions(
    book: Casebook,
    rollup: Rollup,
    recurrences: tuple[Suspect, ...],
    parts: tuple[tuple[Quarter, ...], tuple[Part, ...], tuple[Part, ...]],
) -> dict[str, str]:
    """Return what to ask for the better of the process, by section; none where nothing shows."""
    words, figures, (drills, found_by, escalated) = book.words, rollup.figures, parts
    missed = [name for name in ("update", "report") if name in figures.kept and figures.kept[name].count("missed")]
    missed += ["response"] if figures.response_target.missed else []
    earlier = {name for suspect in recurrences for name in suspect.earlier if name in book.by_id}
    left_open = any(action.is_open for name in earlier for action in book.by_id[name].actions)
    who = Counter({part.name: len(part.ids) for part in found_by})
    recorded = len({name for part in escalated if part.name for name in part.ids})
    asked = {
        "promises": about_missed(words, missed) if missed else "",
        "detection": about_noticing(words, tuple(who.elements())) if who else "",
        "escalation": about_escalation(words, recorded, figures.incident_rate.count) if escalated else "",
        "phases": about_phases(words, rollup.phases) if rollup.phases.total else "",
        "recurrences": about_recurrences(words, recurrences, left_open) if recurrences else "",
        "drills": about_drills_short(words) if any(q.state in ("missed", "pending") for q in drills) else "",
    }
    return {key: question for key, question in asked.items() if question}
