"""How a duration behaves beyond single months: steady or not, how long it runs, what could be seen at all.

Minutes are never rounded; None means "cannot be had".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.model.kpi import Interval
from generator.model.month import Month


class ControlPoint(NamedTuple):
    """One closed incident on the chart of single durations."""

    id: str
    minutes: float


class ControlSignal(NamedTuple):
    """What a rule found, and the incidents from its first point to its last, in order of time."""

    rule: str  # outside | run | near_limit
    side: str  # above | below
    ids: tuple[str, ...]


class ControlLimits(NamedTuple):
    """Centre (geometric mean) and limits in minutes, from the first `baseline` points of the chart."""

    baseline: int
    centre: float
    low: float
    high: float
    provisional: bool  # from so few points that each new one moves them


@dataclass(frozen=True, slots=True)
class Control:
    """The latest closed incidents in order of time, one by one; limits None below `FEWEST_POINTS` of them.

    Every incident is in `points`, `earlier` (closed before the first point), `open` or `unknown`.
    """

    points: tuple[ControlPoint, ...]
    limits: ControlLimits | None
    signals: tuple[ControlSignal, ...]
    earlier: int
    open: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def all_equal(self) -> bool:
        """Tell whether there are two points or more and no difference between them."""
        return len(self.points) > 1 and len({point.minutes for point in self.points}) == 1


class Still(NamedTuple):
    """The share of incidents still running after so many minutes, and those known to have run longer."""

    minutes: float
    share: float | None  # None: nobody has watched one so long
    interval: Interval | None
    ids: tuple[str, ...]


class Restricted(NamedTuple):
    """The mean of min(duration, horizon) in minutes; interval None where closed ones are too few or alike."""

    horizon: float
    mean: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Running:
    """The Kaplan-Meier curve of some months' incidents: closed ones ended, open ones were watched so far.

    `times` are all observed minutes, ascending, with the share still running just after each and its 95 % limits.
    """

    closed: int
    unknown: int
    open: tuple[tuple[str, float], ...]  # id, minutes so far
    times: tuple[float, ...]
    survival: tuple[float, ...]
    limits: tuple[Interval | None, ...]
    median: float | None
    median_low: float | None  # the median's limits; None where the curve's limit does not come down to one half
    median_high: float | None
    still: tuple[Still, ...]
    restricted: Restricted | None

    @property
    def n(self) -> int:
        """Return how many incidents the curve rests on."""
        return self.closed + len(self.open)


class Compared(NamedTuple):
    """The log-rank test of the recent months against all before: what ended, and what was due if nothing differed.

    The verdict rests on `p_adjusted`, Holm's among the `tests` durations that can be tested: a site shows them all.
    """

    chi2: float
    p: float
    ended: int
    due: float
    verdict: str | None  # shorter | longer | consistent; None: too few for the test
    p_adjusted: float | None = None  # None where there is no verdict
    tests: int = 0


class Visible(NamedTuple):
    """What a comparison could see at the usual volume: ratios below 1, changes nearer to 1 mostly stay unseen."""

    months: int  # whole months the volume is taken from
    per_month: float | None  # closed incidents a month
    group: int  # so many in each group of a comparison of two months
    sigma: float  # of log minutes
    sigma_n: int  # closed incidents that sigma is measured on; 0: the usual spread of incident durations
    month_ratio: float | None  # a month against a month
    year_ratio: float | None  # twelve months against twelve
    goal: float  # the ratio of which `needed` speaks
    needed: float | None  # incidents in each group from which `goal` is seen, not rounded up


@dataclass(frozen=True, slots=True)
class DurationBehaviour:
    """All of it for one duration KPI. `since` is the first of the recent months, None where there is no month.

    `before` is None where all months are recent, `compared` where there is nothing to compare.
    """

    control: Control
    since: Month | None
    recent: Running
    before: Running | None
    compared: Compared | None
    visible: Visible
