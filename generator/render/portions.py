"""One value beside the others: its share, its figures, and where its incidents are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.measure.statistics.intervals import wilson
from generator.model.kpi import Figures, Interval


@dataclass(frozen=True, slots=True)
class Portion:
    """The incidents of one value; `share` rests on those of which the value is recorded, with Wilson's interval."""

    code: str
    name: str
    path: str
    figures: Figures
    share: float
    interval: Interval | None

    @property
    def n(self) -> int:
        """Return how many incidents have the value."""
        return self.figures.incident_rate.count


def portions(
    figures: Mapping[str, Figures], name: Callable[[str], str], path: Callable[[str], str]
) -> tuple[Portion, ...]:
    """Return the recorded values, the most frequent first."""
    recorded = sum(one.incident_rate.count for code, one in figures.items() if code)
    rows = [
        Portion(code, name(code), path(code), one, one.incident_rate.count / recorded,
                wilson(one.incident_rate.count, recorded))
        for code, one in figures.items() if code
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.n, row.name)))
