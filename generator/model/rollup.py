"""Several months taken together, where one month has too few incidents to say much."""

from __future__ import annotations

from typing import NamedTuple

from generator.model.kpi import Figures
from generator.model.load import PhaseFigure
from generator.model.month import Month


class Rollup(NamedTuple):
    """A quarter (2026-Q4) or a year (2026): its figures are those of all its incidents, never means of months."""

    name: str
    months: tuple[Month, ...]  # those of the table, oldest first
    figures: Figures
    phases: PhaseFigure

    @property
    def is_year(self) -> bool:
        """Tell whether it is a year."""
        return "-" not in self.name

    @property
    def year(self) -> int:
        """Return the year it is, or lies in."""
        return int(self.name[:4])

    @property
    def quarter(self) -> int:
        """Return the number of the quarter, 0 of a year."""
        return 0 if self.is_year else int(self.name[-1])


def quarter_of(month: Month) -> str:
    """Return the quarter a month lies in: 2026-Q4."""
    return f"{month.year:04d}-Q{(month.number + 2) // 3}"


def last_month_of(name: str) -> Month:
    """Return the month with which a quarter (2026-Q4) or a year (2026) ends."""
    return Month(int(name[:4]), 3 * int(name[-1]) if "-" in name else 12)
