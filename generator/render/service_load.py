"""A service's impact month by month, as its page shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.model.load import Budget, Impact, ServiceLoad
from generator.model.month import Month

_ALWAYS = 12  # the latest months, which a promise is looked at for even where nothing happened
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """One month of a service; `budget` where something is promised."""

    month: Month
    impact: Impact
    budget: Budget | None

    @property
    def availability(self) -> float | None:
        """Return the availability cut after thousandths of a percent: rounded up, a missed target might look kept."""
        whole = self.budget.availability if self.budget else None
        return None if whole is None else math.floor(whole * 10**_DIGITS) / 10**_DIGITS


def service_months(load: ServiceLoad) -> tuple[ServiceMonth, ...]:
    """Return the months with impact or with records left out, newest first; with a promise also the latest twelve."""
    impacts = {row.month: row for row in load.months}
    budgets = {row.month: row for row in load.budgets}
    shown = {month for month in impacts if month} | set(list(budgets)[-_ALWAYS:])
    return tuple(
        ServiceMonth(month, impacts.get(month, Impact(month)), budgets.get(month))
        for month in sorted(shown, reverse=True)
    )
