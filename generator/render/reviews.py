"""The monthly review: a page per month in the order of what deserves time, and their index."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.incident import Review
from generator.model.kept import Group
from generator.model.kpi import DURATIONS, Figures
from generator.model.ledger import Entry
from generator.model.month import Month
from generator.render.casebook import Casebook, Line, Task, closed
from generator.render.count_sentences import month_text
from generator.render.home import Suspect, missed_promises, suspects
from generator.render.promises import kept_in_month
from generator.render.restated import ClosedView, closed_view
from generator.render.templates import Sheet

_SLOWEST = 5


@dataclass(frozen=True, slots=True)
class Slow:
    """An incident and the minutes that a milestone took."""

    line: Line
    minutes: float


@dataclass(frozen=True, slots=True)
class MonthView:
    """What `month` gets: one meeting. `exercises` are the month's drills and near misses."""

    month: Month
    figures: Figures
    lines: tuple[Line, ...]
    closed: ClosedView | None
    is_over: bool
    missed: tuple[tuple[Line, str], ...]
    kept: Group | None
    slowest: tuple[Slow, ...]
    detection_unknown: tuple[Line, ...]
    recurrences: tuple[Suspect, ...]
    overdue: tuple[Task, ...]
    tasks: tuple[Task, ...]
    exercises: tuple[Line, ...]
    durations: tuple[str, ...]
    signal: str
    review: Review | None
    review_tasks: tuple[Task, ...]
    review_path: str
    edit: str
    previous: Month | None
    following: Month | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class ReviewsView:
    """What `reviews` gets: the figures of every month by year, newest first; `noted` have a human note.

    `restated` are those of the `closed` months whose figures were corrected after they were reported.
    """

    years: dict[int, tuple[Figures, ...]]
    noted: frozenset[str]
    closed: frozenset[str]
    restated: frozenset[str]


def review_pages(book: Casebook) -> list[Sheet]:
    """Return the index and a page for every month of the table."""
    years: dict[int, list[Figures]] = {}
    for figures in reversed(book.table.months):
        if figures.month:
            years.setdefault(figures.month.year, []).append(figures)
    became = book.inputs.restated
    restated = frozenset(month for month, found in became.items() if found.is_restated)
    by_year = {year: tuple(rows) for year, rows in years.items()}
    index = ReviewsView(by_year, frozenset(book.reviews), frozenset(became), restated)
    sheets = [Sheet("reviews/index.md", "reviews", book.words("Monthly reviews"), index)]
    return sheets + [_page(book, figures, figures.month) for figures in book.table.months if figures.month]


def _page(book: Casebook, figures: Figures, month: Month) -> Sheet:
    ids = figures.incident_rate.ids
    detection = figures.durations["mttd"]
    own = {task.incident.id for task in book.tasks if task.incident} & set(ids)
    review = book.reviews.get(str(month))
    path = review.path if review else f"incidents/reviews/{month}.md"
    months = {m.month for m in book.table.months}
    of_month = tuple(
        task
        for task in book.tasks
        if (task.incident and task.incident.id in own) or (task.review and task.review.month == str(month))
    )
    view = MonthView(
        month=month,
        figures=figures,
        lines=book.lines(ids),
        closed=closed_view(book, became) if (became := book.inputs.restated.get(str(month))) else None,
        is_over=month.end(book.table.zone) <= book.as_of,
        missed=missed_promises(book, ids),
        kept=kept_in_month(book, month),
        slowest=tuple(Slow(book.line(name), value) for name, value in closed(detection)[:_SLOWEST]),
        detection_unknown=book.lines(detection.unknown_ids),
        recurrences=suspects(book, ids),
        overdue=tuple(task for task in of_month if task.overdue),
        tasks=of_month,
        exercises=book.lines([i.id for i in book.incidents if i.kind != "incident" and book.month(i) == month]),
        durations=DURATIONS,
        signal=month_text(book.words, book.inputs.counts, month),
        review=review,
        review_tasks=tuple(book.task(action, review=review) for action in review.actions) if review else (),
        review_path=path,
        edit=book.inputs.edit_url.replace("{path}", path) if review else "",
        previous=month.plus(-1) if month.plus(-1) in months else None,
        following=month.plus(1) if month.plus(1) in months else None,
        entry=book.ledger.of(month),
    )
    title = book.words("Review of {month}", month=book.words.month(month))
    return Sheet(f"reviews/{month}.md", "month", title, view)
