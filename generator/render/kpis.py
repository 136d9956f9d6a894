"""A page per KPI: the figure, its chart and table, its contract and its method."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from generator.draw.spark import Spark
from generator.model.chart import ROOT_MARK, Chart
from generator.model.kpi import DURATIONS, Contract, Figures
from generator.render.casebook import Casebook
from generator.render.counts import CountsView, counts_view
from generator.render.durations import DurationsView, durations_view
from generator.render.templates import Sheet
from generator.render.terms import TERMS

NAMES = tuple(TERMS["kpi"])
HEAVY = 60_000  # characters of a drawing: some 250 marks


@dataclass(frozen=True, slots=True)
class KpiView:
    """What `kpi` gets; `latest` is the last month with incidents, `total` the whole range."""

    name: str
    is_duration: bool
    latest: Figures | None
    total: Figures
    months: tuple[Figures, ...]  # newest first
    contract: Contract
    chart: Chart | None  # the newest months alone where all of them would weigh too much
    drawing: str
    durations: DurationsView | None
    counts: CountsView | None


@dataclass(frozen=True, slots=True)
class KpisView:
    """What `kpis` gets: all figures of the last month with incidents and of the whole range; `ids` by severity."""

    names: tuple[str, ...]
    durations: tuple[str, ...]
    latest: Figures | None
    total: Figures
    contracts: dict[str, Contract]
    by_severity: dict[str, Figures]
    ids: dict[str, frozenset[str]]
    sparks: dict[str, Spark]


def kpi_pages(book: Casebook) -> list[Sheet]:
    """Return the index and the page of every KPI that has a contract."""
    table = book.table
    names = tuple(name for name in NAMES if name in table.contracts)
    levels = dict(book.inputs.by_severity)
    ids = {level: frozenset(i.id for i in book.incidents if i.severity == level) for level in levels}
    sparks = {name: drawn._replace(svg=Markup(drawn.svg)) for name, drawn in book.inputs.sparks.items()}
    index = KpisView(names, DURATIONS, book.latest(), table.total, dict(table.contracts), levels, ids, sparks)
    return [Sheet("kpis/index.md", "kpis", book.words("KPIs"), index), *(_page(book, name) for name in names)]


def is_heavy(chart: Chart | None) -> bool:
    """Tell whether a drawing has too many marks to stand in a page that is read on a phone."""
    return chart is not None and len(chart.svg) > HEAVY


def drawing_uri(name: str) -> str:
    """Return where the drawing of a KPI over all months is a file of its own."""
    return f"kpis/{name.replace('_', '-')}.svg"


def drawings(book: Casebook) -> dict[str, bytes]:
    """Return the drawings that are files of their own, with links that fit there."""
    heavy = {name: chart for name, chart in book.inputs.charts.items() if is_heavy(chart)}
    return {drawing_uri(name): chart.svg.replace(ROOT_MARK, "../").encode() for name, chart in heavy.items()}


def _page(book: Casebook, name: str) -> Sheet:
    table = book.table
    whole = book.inputs.charts.get(name)
    heavy = is_heavy(whole)
    view = KpiView(
        name=name,
        is_duration=name in DURATIONS,
        latest=book.latest(),
        total=table.total,
        months=tuple(reversed(table.months)),
        contract=table.contracts[name],
        chart=book.inputs.recent.get(name) if heavy else whole,
        drawing=drawing_uri(name) if heavy else "",
        durations=durations_view(book, name),
        counts=counts_view(book, name),
    )
    return Sheet(f"kpis/{name.replace('_', '-')}.md", "kpi", book.kpi(name), view)
