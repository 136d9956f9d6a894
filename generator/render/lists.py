"""The lists: incidents by year, drills and near misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.kpi import DURATIONS, KpiTable
from generator.model.month import Month
from generator.render.casebook import Casebook, Line
from generator.render.explorer import Choice, choices
from generator.render.templates import Sheet

_LATEST = 50
_ON_A_PAGE = 400  # records of a year
_SCRIPTS = (
    *("explorer-words", "explorer-statistics", "explorer-records", "explorer-csv", "explorer-strip", "explorer-state"),
    "explorer",
)


@dataclass(frozen=True, slots=True)
class IncidentsView:
    """What `incidents` gets: how many each year, the latest, and what its filters offer (newest month first)."""

    years: dict[int, int]
    latest: tuple[Line, ...]
    total: int
    choices: Mapping[str, tuple[Choice, ...]]
    months: tuple[Month, ...]
    kpis: tuple[str, ...]
    units: tuple[str, str, str, str]  # see `Words.units`


@dataclass(frozen=True, slots=True)
class YearView:
    """What `year` gets: one page of a year's list; `pages` are the paths of all its pages."""

    year: int
    lines: tuple[Line, ...]
    total: int
    number: int
    pages: tuple[str, ...]
    previous: int | None
    following: int | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter, such as 2026 Q4, with its drills and near misses."""

    year: int
    number: int
    drills: tuple[Line, ...]
    near_misses: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DrillsView:
    """What `drills` gets; `tables` are the KPI tables of "drill" and "near_miss"; `undated` have no month."""

    quarters: tuple[Quarter, ...]
    undated: tuple[Line, ...]
    tables: Mapping[str, KpiTable]


def incident_lists(book: Casebook) -> list[Sheet]:
    """Return the index of incidents and a list for every year."""
    years = book.years()
    latest = book.lines([incident.id for incident in book.incidents[-_LATEST:]])
    index = IncidentsView(
        years={year: len(lines) for year, lines in years.items()},
        latest=latest,
        total=len(book.incidents),
        choices=choices(book),
        months=tuple(sorted(set(book.months_of.values()), reverse=True)),
        kpis=("incident_rate", *DURATIONS, "response_target", "recurrence_rate"),
        units=book.words.units(),
    )
    title = book.words("Incident list")
    sheets = [Sheet("incidents/index.md", "incidents", title, index, hide=("navigation", "toc"), scripts=_SCRIPTS)]
    order = sorted(years)
    for place, year in enumerate(order):
        before = order[place - 1] if place else None
        after = order[place + 1] if place + 1 < len(order) else None
        sheets += _year_pages(book, year, (before, after))
    return sheets


def _year_pages(book: Casebook, year: int, near: tuple[int | None, int | None]) -> Iterator[Sheet]:
    """Yield the pages of one year, those past the first numbered."""
    lines, title = book.years()[year], book.words("Incidents of {year}", year=year)
    starts = range(0, len(lines), _ON_A_PAGE)
    pages = tuple(f"incidents/{year}" + (f"/{n + 1}" if n else "") for n in range(len(starts)))
    for number, (start, path) in enumerate(zip(starts, pages, strict=True), start=1):
        view = YearView(year, lines[start : start + _ON_A_PAGE], len(lines), number, pages, *near)
        yield Sheet(f"{path}.md", "year", title, view, hide=("navigation", "toc"))


def drills_page(book: Casebook) -> Sheet:
    """Return the drills and near misses by quarter, newest first, from the first one to today's."""
    lines = book.lines([incident.id for incident in book.incidents if incident.kind != "incident"])
    placed = [(line, place) for line in lines if (place := _quarter_index(line)) is not None]
    quarters = []
    if placed:
        first = min(place for _, place in placed)
        last = book.today.year * 4 + (book.today.month - 1) // 3
        quarters = [
            _quarter(index, [line for line, at in placed if at == index]) for index in range(last, first - 1, -1)
        ]
    undated = tuple(line for line in lines if _quarter_index(line) is None)
    view = DrillsView(tuple(quarters), undated, book.inputs.others)
    return Sheet("drills/index.md", "drills", book.words("Drills and near misses"), view)


def _quarter_index(line: Line) -> int | None:
    """Return the quarter of a record, also of one of which only the day is known: as drills are counted."""
    day = line.incident.occurred_on
    month = line.month or (Month(day.year, day.month) if day else None)
    return month.year * 4 + (month.number - 1) // 3 if month else None


def _quarter(index: int, own: list[Line]) -> Quarter:
    year, place = divmod(index, 4)
    drills = tuple(line for line in own if line.incident.kind == "drill")
    return Quarter(year, place + 1, drills, tuple(line for line in own if line.incident.kind == "near_miss"))
