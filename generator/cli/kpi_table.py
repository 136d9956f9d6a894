"""The KPI table for a terminal (rich): 80 columns in both languages."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from generator.model.contract_words import departures, measured
from generator.model.kpi import DURATIONS, DurationFigure, Figures, KpiTable, RateFigure
from generator.model.policy import Language
from generator.model.words import DASH, Words
from generator.read.words import words as words_of

WIDEST = 200
_HOUR, _DAY = 60, 24 * 60
_MARKS = {"above": " ↑", "below": " ↓"}


def show(table: KpiTable, language: Language) -> None:
    """Print the table: each month with the mean of every duration, below it the median and n."""
    words = words_of(language, table.zone)
    console = Console(highlight=False)
    console.print(words("KPIs as of {at}", at=words.moment(table.as_of)), style="italic")
    grid = _grid(table, words)
    console.width = max(console.width, console.measure(grid, options=console.options.update(width=WIDEST)).maximum)
    console.print(grid)  # a narrow terminal may break the lines; no digit may be lost to an ellipsis
    for line in _legend(table, words):
        console.print(line, soft_wrap=language == "ja")  # it has no spaces to break at: a terminal knows better


def _grid(table: KpiTable, words: Words) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", row_styles=["", "dim"])
    grid.add_column(words("Month"), no_wrap=True)
    heads = (words("Count"), *(name.upper() for name in DURATIONS), words("Resp."), words("Recur."))
    for head in heads:
        grid.add_column(head, justify="right", no_wrap=True)
    for figures in table.months:
        grid.add_row(*_row(figures, words))
    grid.add_section()
    grid.add_row(*_row(table.total, words), style="bold")
    return grid


def _row(figures: Figures, words: Words) -> list[str]:
    name = str(figures.month) + ("*" if figures.provisional else "") if figures.month else words("Total")
    target, back = figures.response_target, figures.recurrence_rate
    met = f"{target.met}/{target.met + target.missed}" if target.rate is not None else DASH
    came = f"{back.recurred}/{back.eligible}" if back.eligible else DASH
    durations = [_duration(figures.durations[kpi], words) for kpi in DURATIONS]
    return [name, _count(figures.incident_rate), *durations, met, came]


def _count(rate: RateFigure) -> str:
    expected = f"\n({rate.expected[0]}–{rate.expected[1]})" if rate.expected else ""
    return f"{rate.count}{_MARKS.get(rate.verdict or '', '')}{expected}"


def _duration(figure: DurationFigure, words: Words) -> str:
    if not figure.n:
        return DASH
    return f"{short(figure.mean, words)}\n{short(figure.median, words)}\nn={figure.n}"


def short(minutes: float | None, words: Words) -> str:
    """Return minutes in at most nine columns: two units up to 10 hours and from 1 to 10 days, else one."""
    if minutes is None:
        return DASH
    whole, hours = int(minutes + 0.5), int(minutes / _HOUR + 0.5)
    if whole < _HOUR:
        return words("{m}m", m=words.number(minutes) if minutes < 10 else whole)
    if whole < 10 * _HOUR and whole % _HOUR:
        return words("{h}h {m}m", h=whole // _HOUR, m=whole % _HOUR)
    if hours < 24:
        return words("{h}h", h=hours)
    if hours < 10 * 24 and hours % 24:
        return words("{d}d {h}h", d=hours // 24, h=hours % 24)
    return words("{d}d", d=int(minutes / _DAY + 0.5))


def _measured(table: KpiTable, words: Words) -> list[str]:
    """Return what each duration measures, and where the policy departs from the usual, in lines of 80 columns."""
    spans = [f"{kpi.upper()} {measured(words, table.contracts[kpi])}" for kpi in DURATIONS]
    said = [words.separator().join(spans[:3]), words.separator().join(spans[3:])]
    return [*said, *departures(words, table.contracts)]


def _legend(table: KpiTable, words: Words) -> list[str]:
    lines = [
        words("Durations: mean, median, n. Count: in brackets the expected range."),
        words("Resp.: in time / judged. Recur.: came back / window elapsed. *: provisional."),
        *_measured(table, words),
    ]
    return [*lines, words("{n} records excluded.", n=len(table.excluded))] if table.excluded else lines
