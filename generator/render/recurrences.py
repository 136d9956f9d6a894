"""Recurrences: the chains they make, where they happen most, and those that await a decision."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.measure.chains import chains
from generator.model.chains import Chain
from generator.model.kpi import Figures, RecurrenceFigure
from generator.render.casebook import Casebook, Line
from generator.render.templates import Sheet

_CHAINS = 12  # on the first page
_SUSPECTS = 12
_LONGEST = 6  # occurrences of a chain told in full; the first and the newest of a longer one
_GROUPS = 25
_ON_A_PAGE = 40  # chains of a year, and suspects
_ID = re.compile(r"INC-\d{4}-\d{3,}")


@dataclass(frozen=True, slots=True)
class ChainView:
    """A chain as a page tells it: `between` are the ids of those it does not tell in full."""

    chain: Chain
    head: tuple[int, ...]  # indexes of the occurrences before the gap
    between: tuple[str, ...]
    tail: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suspected:
    """An incident that `check` thinks may be the return of `earlier`; `message` says why, `help` what to write."""

    line: Line
    earlier: str
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Came:
    """The recurrence rate of a cause or service."""

    slug: str
    name: str
    figure: RecurrenceFigure


@dataclass(frozen=True, slots=True)
class RecurrencesView:
    """What `recurrences` gets; `years` are those with a page of their own: chains and suspects."""

    total: Figures
    confirmed: tuple[str, ...]
    by_fingerprint: tuple[str, ...]
    count: int
    chains: tuple[ChainView, ...]
    suspected: int
    suspects: tuple[Suspected, ...]
    causes: tuple[Came, ...]
    services: tuple[Came, ...]
    quiet: dict[str, int]
    years: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RecurrenceYearView:
    """What `recurrence_year` gets: the chains whose newest occurrence, and the suspects that, are of the year.

    `pages` are the paths of all pages of the year, `number` is which of them this is.
    """

    year: int
    chains: tuple[ChainView, ...]
    suspects: tuple[Suspected, ...]
    number: int
    pages: tuple[str, ...]
    previous: int | None
    following: int | None


def recurrence_pages(book: Casebook) -> list[Sheet]:
    """Return the page of recurrences and one for each year that has any."""
    repeats = {fact.id: fact.repeats for fact in book.table.facts}
    found = chains([incident for incident in book.incidents if incident.kind == "incident"], repeats)
    suspects = _suspects(book)
    chain_year: Callable[[Chain], int] = lambda chain: book.year(book.by_id[chain.last.id])  # noqa: E731
    suspect_year: Callable[[Suspected], int] = lambda one: book.year(one.line.incident)  # noqa: E731
    by_year = {year: ([c for c in found if chain_year(c) == year], [s for s in suspects if suspect_year(s) == year])
               for year in sorted({*map(chain_year, found), *map(suspect_year, suspects)}, reverse=True)}  # fmt: skip
    causes, quiet_causes = _came(book.inputs.by_cause, book.cause_slugs, book.cause)
    services, quiet_services = _came(book.inputs.by_service, book.service_slugs, book.service)
    view = RecurrencesView(
        total=book.table.total,
        confirmed=tuple(name for chain in found for name in chain.by("confirmed")),
        by_fingerprint=tuple(name for chain in found for name in chain.by("fingerprint")),
        count=len(found),
        chains=tuple(map(_told, found[:_CHAINS])),
        suspected=len(suspects),
        suspects=suspects[:_SUSPECTS],
        causes=causes,
        services=services,
        quiet={"causes": quiet_causes, "services": quiet_services},
        years={year: (len(mine), len(maybe)) for year, (mine, maybe) in by_year.items()},
    )
    sheets = [Sheet("recurrences/index.md", "recurrences", book.words("Recurrences"), view)]
    order = sorted(by_year)
    for place, year in enumerate(order):
        before = order[place - 1] if place else None
        after = order[place + 1] if place + 1 < len(order) else None
        sheets += _year(book, year, by_year[year], (before, after))
    return sheets


def _year(
    book: Casebook, year: int, found: tuple[list[Chain], list[Suspected]], near: tuple[int | None, int | None]
) -> list[Sheet]:
    """Return the pages of one year, those past the first numbered."""
    mine, maybe = found
    count = -(-max(len(mine), len(maybe)) // _ON_A_PAGE)
    pages = tuple(f"recurrences/{year}" + (f"/{index + 1}" if index else "") for index in range(count))
    title = book.words("Recurrences of {year}", year=year)
    sheets = []
    for index, path in enumerate(pages):
        part = slice(index * _ON_A_PAGE, (index + 1) * _ON_A_PAGE)
        view = RecurrenceYearView(year, tuple(map(_told, mine[part])), tuple(maybe[part]), index + 1, pages, *near)
        sheets.append(Sheet(f"{path}.md", "recurrence_year", title, view, hide=("toc",)))
    return sheets


def _suspects(book: Casebook) -> tuple[Suspected, ...]:
    """Return what `check` proposes and nobody has decided, the newest incident first."""
    paths = {incident.path: incident.id for incident in book.incidents}
    found = {}
    for finding in book.inputs.findings:
        if finding.name == "probable-recurrence" and finding.path in paths:
            name = _ID.search(finding.message)
            found[paths[finding.path]] = (name[0] if name else "", finding.message, finding.help)
    return tuple(Suspected(line, *found[line.incident.id]) for line in book.lines(list(found)))


def _came(
    figures: Mapping[str, Figures], slug: Mapping[str, str], label: Callable[[str], str]
) -> tuple[tuple[Came, ...], int]:
    """Return the values where anything came back, the most frequent first, and how many others were eligible."""
    rows = [Came(slug[name], label(name), one.recurrence_rate) for name, one in figures.items()]
    back = sorted((row for row in rows if row.figure.recurred), key=lambda row: (-row.figure.recurred, row.name))
    quiet = sum(bool(row.figure.eligible) for row in rows) - len(back[:_GROUPS])
    return tuple(back[:_GROUPS]), quiet


def _told(chain: Chain) -> ChainView:
    count = len(chain.occurrences)
    if count <= _LONGEST:
        return ChainView(chain, tuple(range(count)), (), ())
    tail: Sequence[int] = range(count - _LONGEST + 2, count)
    return ChainView(chain, (0,), tuple(one.id for one in chain.occurrences[1 : tail[0]]), tuple(tail))
