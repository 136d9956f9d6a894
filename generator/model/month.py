"""Months: half-open intervals [first 00:00, next first 00:00) in a zone."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ordered, and printed as `2026-10`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def of(cls, moment: dt.datetime, zone: ZoneInfo) -> Month:
        """Return the month in which an aware `moment` lies in `zone`."""
        local = moment.astimezone(zone)
        return cls(local.year, local.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-10`; raise ValueError for anything else."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
            raise ValueError(text)
        return cls(int(text[:4]), int(text[5:]))

    def plus(self, months: int) -> Month:
        """Return the month that many months later (earlier if negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def start(self, zone: ZoneInfo) -> dt.datetime:
        """Return the first instant of the month, in UTC."""
        return dt.datetime(self.year, self.number, 1, tzinfo=zone).astimezone(dt.UTC)

    def end(self, zone: ZoneInfo) -> dt.datetime:
        """Return the first instant after the month, in UTC."""
        return self.plus(1).start(zone)

    def exposure_days(self, zone: ZoneInfo, as_of: dt.datetime) -> float:
        """Return the days of the month that had passed by `as_of` (elapsed, so a DST month is not whole)."""
        end = min(self.end(zone), as_of.astimezone(dt.UTC))
        return max(0.0, (end - self.start(zone)) / DAY)


def month_range(first: Month, last: Month) -> tuple[Month, ...]:
    """Return every month from `first` to `last`, both included."""
    months = []
    month = first
    while month <= last:
        months.append(month)
        month = month.plus(1)
    return tuple(months)
