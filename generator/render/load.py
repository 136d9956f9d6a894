"""Load and harm: the page of it, and a list of the incidents behind each of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.model.chart import Chart
from generator.model.load import Breakdown, LeftOut, Load, PeriodFigure, PhaseFigure, Portion
from generator.model.policy import PERIODS, Duty
from generator.render.casebook import Casebook
from generator.render.templates import Sheet
from generator.render.terms import TERMS

_MONTHS = 12  # shown on the page; all of them are in the data file
_VALUES = 20  # of each breakdown, likewise
_ON_A_PAGE = 1500  # ids of a list; a longer one shows the newest of each number, and all of them on pages of its own
_FEWEST = 3  # of a number that are shown however many there are
_GRAVE = 2  # the two gravest severities: P0 and P1 by default


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a breakdown: its name in the site's language, and where its incidents are listed."""

    name: str
    anchor: str
    portion: Portion


@dataclass(frozen=True, slots=True)
class Family:
    """A breakdown: its most frequent values, and how many more there are; `slug` is its list's address."""

    slug: str
    breakdown: Breakdown
    values: tuple[Value, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LoadView:
    """What `load` gets."""

    load: Load
    chart: Chart | None
    leading: str
    months: tuple[PhaseFigure, ...]
    lines: Mapping[str, tuple[Duty, ...]]
    uncounted: tuple[Duty, ...]
    grave: tuple[str, ...]
    families: tuple[Family, ...]

    def gravest(self, row: PeriodFigure) -> int:
        """Return how many of the incidents have one of the gravest severities."""
        return sum(row.by_severity.get(level, 0) for level in self.grave)


class Listed(NamedTuple):
    """Incidents that one number counts; of more than are shown, `more` is the path of all of them."""

    name: str
    anchor: str
    ids: tuple[str, ...]
    total: int = 0
    more: str = ""


@dataclass(frozen=True, slots=True)
class LoadListView:
    """What `load_list` gets; `pages` are the paths of all pages of one long list, `number` is which of them this is."""

    title: str
    groups: tuple[Listed, ...]
    number: int = 1
    pages: tuple[str, ...] = ()


def load_pages(book: Casebook) -> list[Sheet]:
    """Return the page of load and harm, and the lists it leads to."""
    load, policy = book.inputs.load, book.policy
    families = tuple(_family(book, row) for row in load.breakdowns)
    view = LoadView(
        load=load,
        chart=book.inputs.load_chart,
        leading=max(load.phases.minutes, key=lambda phase: load.phases.minutes[phase]) if load.phases.total else "",
        months=tuple(row for row in reversed(load.phases_by_month) if row.ids)[:_MONTHS],
        lines={period: tuple(duty for duty in policy.oncall if duty.period == period) for period in PERIODS},
        uncounted=tuple(duty for duty in policy.oncall if not duty.period),
        grave=tuple(policy.severities)[:_GRAVE],
        families=families,
    )
    lists = [*_list(book, "phases", _phase_lists(book, load.phases)), *_list(book, "periods", _period_lists(book))]
    lists += [sheet for row in load.breakdowns for sheet in _list(book, row.family, _value_lists(book, row))]
    return [Sheet("load/index.md", "load", book.words("Load and harm"), view), *lists]


def _list(book: Casebook, name: str, groups: Iterable[Listed]) -> Iterator[Sheet]:
    """Yield the page of a list, and those of its numbers that it cannot show whole."""
    title, path = book.words(TERMS["load"][name]), f"load/{_slug(name)}"
    whole = [group._replace(total=len(group.ids)) for group in groups]
    shown = max(_FEWEST, _ON_A_PAGE // max(1, len(whole)))
    long = [group for group in whole if group.total > shown] if sum(g.total for g in whole) > _ON_A_PAGE else []
    cut = [g._replace(ids=g.ids[-shown:], more=f"{path}/{g.anchor}") if g in long else g for g in whole]
    yield Sheet(f"{path}.md", "load_list", title, LoadListView(title, tuple(cut)))
    for group in long:
        named = f"{title}: {group.name}"
        starts = range(0, group.total, _ON_A_PAGE)
        pages = tuple(f"{path}/{group.anchor}" + (f"/{n + 1}" if n else "") for n in range(len(starts)))
        for number, (start, page) in enumerate(zip(starts, pages, strict=True), start=1):
            part = group._replace(ids=group.ids[start : start + _ON_A_PAGE])
            yield Sheet(f"{page}.md", "load_list", named, LoadListView(title, (part,), number, pages))


def _slug(name: str) -> str:
    return name.replace("_", "-")


def _family(book: Casebook, row: Breakdown) -> Family:
    name = _name_of(book, row.family)
    shown = enumerate(row.portions[:_VALUES], start=1)
    values = tuple(Value(name(portion.name), f"v{index}", portion) for index, portion in shown)
    return Family(_slug(row.family), row, values, len(row.portions) - len(values))


def _value_lists(book: Casebook, row: Breakdown) -> Iterable[Listed]:
    name = _name_of(book, row.family)
    for index, portion in enumerate(row.portions, start=1):
        yield Listed(name(portion.name), f"v{index}", portion.ids)
    if row.not_recorded:
        yield Listed(book.words("not recorded"), "not-recorded", row.not_recorded)


def _name_of(book: Casebook, family: str) -> Callable[[str], str]:
    recoveries = book.policy.recovery_strategies
    if family == "found_by":
        return lambda name: book.words(TERMS["by"].get(name, name))
    if family == "recovery":
        return lambda name: book.words.of(recoveries[name].label) if name in recoveries else name
    return book.cause if family == "cause" else str


def _period_lists(book: Casebook) -> Iterable[Listed]:
    """Yield the incidents of each kind of hours and the gravest of them, of the whole range and of the last year."""
    load, grave = book.inputs.load, tuple(book.policy.severities)[:_GRAVE]
    for periods, suffix in ((load.periods, ""), (load.periods_of_year, "-year")):
        range_ = book.words("The last 12 months") if suffix else book.words("Whole range")
        for row in periods.rows:
            name = f"{range_}{book.words.separator()}{book.words(TERMS['period'][row.period])}"
            yield Listed(name, row.period + suffix, row.ids)
            ids = tuple(ident for ident in row.ids if ident in book.facts and book.facts[ident].severity in grave)
            yield Listed(f"{name}: {', '.join(grave)}", f"{row.period}{suffix}-grave", ids)
        if periods.not_known:
            name = f"{range_}{book.words.separator()}{book.words('hours not known')}"
            yield Listed(name, f"not-known{suffix}", periods.not_known)


def _phase_lists(book: Casebook, figure: PhaseFigure) -> Iterable[Listed]:
    """Yield the incidents with all five milestones, then the others by what is missing."""
    yield Listed(book.words("All five milestones known"), "known", figure.ids)
    out: dict[str, list[str]] = {}
    for one in figure.left_out:
        out.setdefault(why_left_out(book, one), []).append(one.id)
    for index, (reason, ids) in enumerate(sorted(out.items(), key=lambda pair: -len(pair[1])), start=1):
        yield Listed(book.words("left out: {reason}", reason=reason), f"left-out-{index}", tuple(ids))


def why_left_out(book: Casebook, one: LeftOut) -> str:
    """Return the reason in words."""
    if one.reason == "open":
        return book.words("ongoing")
    names = book.words.separator().join(book.words(TERMS["milestone"][name]) for name in one.milestones)
    return book.words("time not known: {names}", names=names)
