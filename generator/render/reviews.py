"""The monthly review: a page per month, which is the meeting, and the index of months, quarters and years."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.incident import Review
from generator.model.kept import Group, Quarter
from generator.model.kpi import DURATIONS, Figures
from generator.model.ledger import Entry
from generator.model.month import Month
from generator.model.rollup import Rollup, quarter_of
from generator.render.agenda import Agenda, Broken, Matter, Slow, agenda
from generator.render.casebook import Casebook, Task, closed
from generator.render.count_sentences import month_text
from generator.render.home import suspects
from generator.render.promises import kept_in_month
from generator.render.restated import closed_view
from generator.render.templates import Sheet

_SLOWEST = 5


@dataclass(frozen=True, slots=True)
class MonthView:
    """What `month` gets: one meeting. `before` and `last_year` are what the month is set beside.

    `comparable` are the KPIs of which at least one of these months has a value.
    """

    month: Month
    figures: Figures
    before: Figures | None
    last_year: Figures | None
    matter: Matter
    agenda: Agenda
    is_over: bool
    kept: Group | None
    quarter: str
    drills: Quarter | None
    tasks: tuple[Task, ...]
    durations: tuple[str, ...]
    comparable: frozenset[str]
    signal: str
    review: Review | None
    review_path: str
    edit: str
    previous: Month | None
    following: Month | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class ReviewsView:
    """What `reviews` gets: the figures of every month by year, newest first; `noted` have a human note.

    `restated` are those of the `closed` months whose figures were corrected after they were reported. `quarters` are
    those of a year, the newest first.
    """

    years: dict[int, tuple[Figures, ...]]
    quarters: dict[int, tuple[Rollup, ...]]
    noted: frozenset[str]
    closed: frozenset[str]
    restated: frozenset[str]


def review_pages(book: Casebook) -> list[Sheet]:
    """Return the index and a page for every month of the table."""
    years: dict[int, list[Figures]] = {}
    for figures in reversed(book.table.months):
        if figures.month:
            years.setdefault(figures.month.year, []).append(figures)
    quarters: dict[int, list[Rollup]] = {}
    for rollup in reversed(book.inputs.rollups):
        if not rollup.is_year:
            quarters.setdefault(rollup.year, []).append(rollup)
    index = ReviewsView(
        {year: tuple(rows) for year, rows in years.items()},
        {year: tuple(rows) for year, rows in quarters.items()},
        frozenset(book.reviews),
        frozenset(book.inputs.restated),
        restated_months(book),
    )
    sheets = [Sheet("reviews/index.md", "reviews", book.words("Monthly reviews"), index, hide=("navigation",))]
    return sheets + [_page(book, figures, figures.month) for figures in book.table.months if figures.month]


def restated_months(book: Casebook) -> frozenset[str]:
    """Return the closed months whose figures were corrected after they were reported."""
    return frozenset(month for month, found in book.inputs.restated.items() if found.is_restated)


def _page(book: Casebook, figures: Figures, month: Month) -> Sheet:
    review = book.reviews.get(str(month))
    path = review.path if review else f"incidents/reviews/{month}.md"
    months = {m.month: m for m in book.table.months if m.month}
    tasks = _tasks(book, month)
    matter = _matter(book, figures, month, tasks)
    before, last_year = months.get(month.plus(-1)), months.get(month.plus(-12))
    view = MonthView(
        month=month,
        figures=figures,
        before=before,
        last_year=last_year,
        matter=matter,
        agenda=agenda(book, matter, review),
        is_over=month.end(book.table.zone) <= book.as_of,
        kept=kept_in_month(book, month),
        quarter=quarter_of(month),
        drills=next((q for q in book.inputs.kept.drills.quarters if q.name == quarter_of(month)), None),
        tasks=tuple(task for task in tasks if not task.overdue),
        durations=DURATIONS,
        comparable=frozenset().union(*(_with_value(each) for each in (figures, before, last_year) if each)),
        signal=month_text(book.words, book.inputs.counts, month),
        review=review,
        review_path=path,
        edit=book.inputs.edit_url.replace("{path}", path) if review else "",
        previous=month.plus(-1) if month.plus(-1) in months else None,
        following=month.plus(1) if month.plus(1) in months else None,
        entry=book.ledger.of(month),
    )
    title = book.words("Review of {month}", month=book.words.month(month))
    return Sheet(f"reviews/{month}.md", "month", title, view, hide=("navigation",), scripts=("present",))


def _with_value(figures: Figures) -> frozenset[str]:
    target, back = figures.response_target, figures.recurrence_rate
    shares = {"response_target": target.met + target.missed, "recurrence_rate": back.eligible}
    return frozenset(name for name in DURATIONS if figures.durations[name].n) | {
        name for name, n in shares.items() if n
    }


def _broken(book: Casebook, ids: tuple[str, ...]) -> tuple[Broken, ...]:
    """Return those of `ids` that did not keep a promise, newest first."""
    found = (
        Broken(line, tuple(p for p in book.inputs.promises.get(line.incident.id, ()) if p.state == "missed"))
        for line in book.lines(ids)
    )
    return tuple(broken for broken in found if broken.promises)


def _matter(book: Casebook, figures: Figures, month: Month, tasks: tuple[Task, ...]) -> Matter:
    ids = figures.incident_rate.ids
    detection = figures.durations["mttd"]
    became = book.inputs.restated.get(str(month))
    slow = [(name, value) for name, value in closed(detection)[:_SLOWEST] if value > 0]
    return Matter(
        figures=figures,
        missed=_broken(book, ids),
        slowest=tuple(Slow(book.line(name), value) for name, value in slow),
        detection_unknown=book.lines(detection.unknown_ids),
        recurrences=suspects(book, ids),
        overdue=tuple(task for task in tasks if task.overdue),
        closed=closed_view(book, became) if became else None,
        exercises=book.lines([name for name in book.ids_of[month] if book.by_id[name].kind != "incident"]),
        lines=book.lines(ids),
    )


def _tasks(book: Casebook, month: Month) -> tuple[Task, ...]:
    """Return the open actions of the month's records, of every kind, and of its meeting.

    The meeting at hand takes all overdue ones.
    """
    latest = book.latest()
    return book.tasks_born([str(month)], and_overdue=latest is not None and latest.month == month)
