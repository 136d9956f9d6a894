"""A page per KPI: the figure, its chart and table, its contract and its method."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.chart import Chart
from generator.model.kpi import DURATIONS, Contract, Figures
from generator.render.casebook import Casebook
from generator.render.counts import CountsView, counts_view
from generator.render.templates import Sheet
from generator.render.terms import TERMS

NAMES = tuple(TERMS["kpi"])


@dataclass(frozen=True, slots=True)
class KpiView:
    """What `kpi` gets; `latest` is the last month with incidents, `total` the whole range."""

    name: str
    is_duration: bool
    latest: Figures | None
    total: Figures
    months: tuple[Figures, ...]  # newest first
    contract: Contract
    chart: Chart | None
    counts: CountsView | None


@dataclass(frozen=True, slots=True)
class KpisView:
    """What `kpis` gets: all figures of the last month with incidents and of the whole range."""

    names: tuple[str, ...]
    durations: tuple[str, ...]
    latest: Figures | None
    total: Figures
    contracts: dict[str, Contract]
    by_severity: dict[str, Figures]


def kpi_pages(book: Casebook) -> list[Sheet]:
    """Return the index and the page of every KPI that has a contract."""
    table = book.table
    names = tuple(name for name in NAMES if name in table.contracts)
    index = KpisView(names, DURATIONS, book.latest(), table.total, dict(table.contracts), dict(book.inputs.by_severity))
    return [Sheet("kpis/index.md", "kpis", book.words("KPIs"), index), *(_page(book, name) for name in names)]


def _page(book: Casebook, name: str) -> Sheet:
    table = book.table
    view = KpiView(
        name=name,
        is_duration=name in DURATIONS,
        latest=book.latest(),
        total=table.total,
        months=tuple(reversed(table.months)),
        contract=table.contracts[name],
        chart=book.inputs.charts.get(name),
        counts=counts_view(book, name),
    )
    return Sheet(f"kpis/{name.replace('_', '-')}.md", "kpi", book.words(TERMS["kpi"][name]), view)
