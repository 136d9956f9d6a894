"""Where the time goes: one bar for the whole range and one for each year, parted by phase."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from generator.draw.canvas import PLOT_HEIGHT, TEXT, TOP, boxes, left_edge, sheet, write
from generator.draw.svg import Key, finish
from generator.model.chart import Chart
from generator.model.load import PHASES, Load, PhaseFigure
from generator.model.words import Words

_YEARS = 6  # the latest
_PITCH = 29.0  # units from one bar to the next
_ROOM = 0.2  # on the right, for the number of incidents
_WIDE_ENOUGH = 0.1  # of the bar: a smaller part has no room for its share
_HALF = 0.36  # of a bar's height

#: Fill, edge and ink of each phase; the signs in the key look the same.
_LOOK = {
    "detect": ("accent", None, "surface"),
    "acknowledge": ("surface", "ink", "ink"),
    "mitigate": ("muted", None, "surface"),
    "restore": ("band", "muted", "ink"),
}


def phases_chart(load: Load, words: Words) -> Chart | None:
    """Return the chart of the shares of the phases; None where no incident has all its milestones and any minute."""
    if not load.phases.total:
        return None
    rows = [(words("In all"), load.phases)]
    rows += [(str(year), row) for year, row in sorted(load.phases_by_year.items(), reverse=True) if row.total]
    names = _names(words)
    title, description = _title(load.phases, names, words), _description(load.phases, names, words)
    short = words("Detect"), words("Acknowledge"), words("Mitigate"), words("Restore")
    key = [Key("■", fill, text, edge or "") for text, (fill, edge, _) in zip(short, _LOOK.values(), strict=True)]
    shown = rows[: _YEARS + 1]
    height = TOP + len(shown) * _PITCH + 6
    svg = finish(_draw(shown, words), "phases", title, description, key=key, height=height)
    columns = (words("Range"), words("Incidents"), words("In all"), *names.values())
    return Chart("phases", title, description, svg, columns, tuple(_cells(label, row, words) for label, row in rows))


def _names(words: Words) -> dict[str, str]:
    said = words("Detection"), words("Acknowledgement"), words("Mitigation"), words("Restoration")
    return dict(zip(PHASES, said, strict=True))


def _draw(rows: Sequence[tuple[str, PhaseFigure]], words: Words) -> Axes:
    axes = sheet((), PLOT_HEIGHT / _PITCH, 0)
    axes.set_xlim(0, 1 + _ROOM)
    for index, (label, row) in enumerate(rows):
        middle = index + 0.5
        write(axes, left_edge(axes), middle, label, shift=(0, -TEXT * 0.36), colour="ink" if not index else "muted")
        _bar(axes, middle, row, words)
        write(axes, 1, middle, f"n={len(row.ids)}", shift=(8, -TEXT * 0.36))
    return axes


def _bar(axes: Axes, middle: float, row: PhaseFigure, words: Words) -> None:
    left = 0.0
    for phase, (fill, edge, ink) in _LOOK.items():
        share = row.share(phase) or 0.0
        if share:
            boxes(axes, [(left, left + share, middle + _HALF, middle - _HALF)], fill=fill, edge=edge, width=0.75)
        if share >= _WIDE_ENOUGH:
            write(axes, left + share / 2, middle, words.percent(share), colour=ink, align="center",
                  shift=(0, -TEXT * 0.36))  # fmt: skip
        left += share


def _title(row: PhaseFigure, names: dict[str, str], words: Words) -> str:
    phase = max(PHASES, key=lambda phase: row.minutes[phase])
    share = words.percent(row.share(phase))
    return words("{share} of the time of impact went to {phase} (n={n})", share=share, phase=names[phase].lower(),
                 n=len(row.ids))  # fmt: skip


def _description(row: PhaseFigure, names: dict[str, str], words: Words) -> str:
    parts = words.separator().join(f"{names[phase]} {words.duration(row.minutes[phase])}" for phase in PHASES)
    return words("{n} incidents with all five milestones, {total} in all: {parts}.", n=len(row.ids),
                 total=words.duration(row.total), parts=parts)  # fmt: skip


def _cells(label: str, row: PhaseFigure, words: Words) -> tuple[str, ...]:
    spent = (f"{words.duration(row.minutes[phase])} ({words.percent(row.share(phase))})" for phase in PHASES)
    return label, words.number(len(row.ids)), words.duration(row.total), *spent
