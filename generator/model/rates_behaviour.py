"""How the number of incidents behaves beyond single months: as usual or not, a trend or none, what could be seen.

Counts belong to whole months: the running one is judged when it is over. Gaps are minutes, never rounded. None
means "cannot be had"; an upper limit may be infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.model.kpi import Interval
from generator.model.month import Month


class Stretch(NamedTuple):
    """Whole months in a row; `is_all`: all there are."""

    first: Month
    last: Month
    months: int
    is_all: bool


@dataclass(frozen=True, slots=True)
class CountPoint:
    """A month of the chart: its count, how many were due at the common rate, and the limits that are still inside."""

    month: Month
    exposure_days: float
    count: int
    due: float
    low: float
    high: float
    ids: tuple[str, ...]


class CountSignal(NamedTuple):
    """What a rule found, from its first to its last month, and the incidents begun in them."""

    rule: str  # outside | run
    side: str  # above | below
    first: Month
    last: Month
    months: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scatter:
    """How the months scatter against chance (`index` 1).

    `p` is of more scatter than a steady rate has, `around_trend_p` of more than is left around a trend.
    `cause` is chance, trend (around a trend there is no more than chance) or clusters.
    """

    index: float
    chi2: float
    df: int
    p: float
    p_adjusted: float
    around_trend_p: float | None
    cause: str
    rough: bool  # fewer than about 1 a month: p is approximate


@dataclass(frozen=True, slots=True)
class CountControl:
    """The chart of the months' counts. `limits` tells by which ones a month is judged: exact or laney."""

    stretch: Stretch
    points: tuple[CountPoint, ...]
    per_30_days: float
    limits: str
    sigma_z: float | None  # of Laney's limits: by how much they are wider than chance has them
    provisional: bool  # from so few months that each new one moves them
    scatter: Scatter | None  # None: one month, or nothing happened
    signals: tuple[CountSignal, ...]

    def signal_of(self, month: Month) -> CountSignal | None:
        """Return the signal that a month is in: the one outside the limits before a run."""
        found = [signal for signal in self.signals if signal.first <= month <= signal.last]
        return min(found, key=lambda signal: signal.rule != "outside", default=None)


class Gap(NamedTuple):
    """The minutes from one incident to the next one, `id`."""

    id: str
    after: str
    minutes: float


class GapSignal(NamedTuple):
    """What a rule found: gaps that are longer (above) or shorter (below), by the incidents that they end with."""

    rule: str  # outside | run
    side: str
    ids: tuple[str, ...]


class OpenGap(NamedTuple):
    """The time since the last incident, which no incident has ended yet."""

    after: str
    minutes: float
    side: str | None  # above: longer than the upper limit by now


class GapLimits(NamedTuple):
    """Exact exponential limits around the median gap; `mean` is that of the gaps."""

    mean: float
    centre: float
    low: float
    high: float
    provisional: bool


@dataclass(frozen=True, slots=True)
class GapControl:
    """The chart of the time between incidents from the stretch's first month to now; limits None without a gap."""

    stretch: Stretch
    gaps: tuple[Gap, ...]
    limits: GapLimits | None
    signals: tuple[GapSignal, ...]
    since: OpenGap | None


class Crowding(NamedTuple):
    """Laplace's test of the times of incidents: `u` above 0, they crowd towards the end."""

    u: float
    p: float
    p_adjusted: float


class Trend(NamedTuple):
    """The trend of the monthly rate over a stretch, as a factor per year with its 95 % interval.

    `p` is of the likelihood ratio, `p_adjusted` Holm's among all tests of the page. `verdict` is more, fewer
    or none; more and fewer need `p_adjusted` at 5 % and an interval without 1.
    """

    stretch: Stretch
    events: int
    ratio: float | None = None
    interval: Interval | None = None
    p: float | None = None
    p_adjusted: float | None = None
    dispersion: float | None = None
    widened: bool = False  # quasi-Poisson: the interval allows for clusters
    crowding: Crowding | None = None  # None also among clusters: the test takes incidents as independent
    verdict: str = "none"
    why_none: str | None = None  # few_months | nothing | one_end: there is no factor


class VisibleChange(NamedTuple):
    """The factors nearest to 1 that are mostly seen, a fall and a rise; None: not even zero, or nothing to go by."""

    fall: float | None
    rise: float | None


class VisibleRates(NamedTuple):
    """What could be seen at the volume of the last whole months (at most 12)."""

    months: int
    events: int
    per_month: float
    month: VisibleChange  # a month against a month
    year: VisibleChange  # twelve months against twelve


@dataclass(frozen=True, slots=True)
class SeverityPoint:
    """A month of one severity that stands out."""

    month: Month
    side: str
    count: int
    due: float
    p_adjusted: float  # Holm among all months of all severities that are charted
    ids: tuple[str, ...]


class SeverityControl(NamedTuple):
    """One severity with incidents enough for a chart: `tests` of its months, and those that stand out."""

    severity: str
    events: int
    limits: str  # exact | laney
    tests: int
    signals: tuple[SeverityPoint, ...]


@dataclass(frozen=True, slots=True)
class RatesBehaviour:
    """All of it. `control` is None without a whole month, `gaps` where incidents are not rare or there are none.

    `running` is the month that is not over yet, `trends` has the shortest stretch first; `tests` counts the tests
    whose p are adjusted for each other; `few` are severities with too few incidents to be charted.
    """

    control: CountControl | None
    gaps: GapControl | None
    trends: tuple[Trend, ...]
    visible: VisibleRates | None
    severities: tuple[SeverityControl, ...]
    few: tuple[str, ...]
    running: Month | None
    tests: int
