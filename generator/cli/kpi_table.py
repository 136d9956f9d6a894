"""The KPI table for a terminal (rich)."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from generator.model.kpi import DURATIONS, DurationFigure, Figures, KpiTable
from generator.model.policy import Language, Policy
from generator.model.words import DASH, Words
from generator.read.words import words as words_of

_HEAD = {"mttd": "MTTD", "mtta": "MTTA", "mttm": "MTTM", "mttr": "MTTR", "mrt": "MRT"}


def show(table: KpiTable, policy: Policy, language: Language) -> None:
    """Print the table: one row a month, the mean with the median and n below it."""
    words = words_of(language, policy.zone)
    console = Console()
    grid = Table(title=words("KPIs as of {at}", at=words.moment(table.as_of)), title_justify="left", box=None,
                 pad_edge=False, header_style="bold", row_styles=["", "dim"])  # fmt: skip
    grid.add_column(words("Month"), no_wrap=True)
    grid.add_column(words("Incidents"), justify="right", no_wrap=True)
    for name in DURATIONS:
        grid.add_column(_HEAD[name], justify="right")
    grid.add_column(words("Response target"), justify="right")
    grid.add_column(words("Recurrence"), justify="right")
    for figures in table.months:
        grid.add_row(*_row(figures, words))
    grid.add_section()
    grid.add_row(*_row(table.total, words), style="bold")
    console.print(grid)
    console.print(_legend(table, words))


def _row(figures: Figures, words: Words) -> list[str]:
    name = str(figures.month) + ("*" if figures.provisional else "") if figures.month else words("Total")
    rate, target, back = figures.incident_rate, figures.response_target, figures.recurrence_rate
    expected = f" [dim]({rate.expected[0]}–{rate.expected[1]})[/]" if rate.expected else ""
    mark = {"above": " ↑", "below": " ↓"}.get(rate.verdict or "", "")
    met = f"{target.met}/{target.met + target.missed}" if target.rate is not None else DASH
    came = f"{back.recurred}/{back.eligible}" if back.eligible else DASH
    durations = [_duration(figures.durations[kpi], words) for kpi in DURATIONS]
    return [name, f"{rate.count}{mark}{expected}", *durations, met, came]


def _duration(figure: DurationFigure, words: Words) -> str:
    if not figure.n:
        return DASH
    return f"{words.duration(figure.mean)}\n[dim]{words.duration(figure.median)} n={figure.n}[/]"


def _legend(table: KpiTable, words: Words) -> str:
    first = words("Durations: mean, below it the median and n. Incidents: expected range in brackets. * provisional.")
    left_out = words("{n} records excluded.", n=len(table.excluded)) if table.excluded else ""
    return f"{first} {left_out}".strip()
