"""The mix of severities behind a figure, what it is compared with, and figures as they were with the other mix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.month import Month


class Standardised(NamedTuple):
    """A figure as it is, and directly standardised to the reference mix; a share, or a geometric mean in minutes.

    `value` is None where a severity that the reference mix has is without a value here.
    """

    raw: float | None
    value: float | None


class Reference(NamedTuple):
    """The mix that another is compared with: incidents by severity, from the first month to the last."""

    first: Month
    last: Month
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SeverityMix:
    """Incidents by severity, and whether their shares differ from the reference by more than chance lets expect.

    `p` is None where the test could say nothing (too few, or no reference); `standardised`, by KPI, is empty
    unless the mix moved.
    """

    counts: Mapping[str, int]
    reference: Reference | None = None
    p: float | None = None
    moved: bool | None = None
    standardised: Mapping[str, Standardised] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Return how many incidents it is the mix of."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[str, float]:
        """Return the share of each severity."""
        return shares(self.counts)


def shares(counts: Mapping[str, int]) -> dict[str, float]:
    """Return each count's share of their sum, without those that are 0."""
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items() if count}
