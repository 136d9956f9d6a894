"""The two clocks: elapsed minutes, and the minutes in which the business is open."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from generator.model.month import DAY, MINUTE, Month, month_range
from generator.model.policy import PERIODS, BusinessHours

# Whole microseconds since 1970 keep every sum exact.
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
PER_MINUTE = MINUTE // MICROSECOND
IDLE_MONTHS = 12 * 40  # longer than a 29 February may wait to fall on one given weekday


class _Openings(NamedTuple):
    """The business days of one local month, in microseconds: instants, and business time up to each close."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    passed: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.passed[-1] if self.passed else 0

    def is_open(self, instant: int) -> bool:
        """Tell whether the business is open at an instant of the month."""
        day = bisect_right(self.opens, instant) - 1
        return day >= 0 and instant < self.closes[day]

    def until(self, instant: int) -> int:
        """Return the month's business time before an instant."""
        day = bisect_right(self.opens, instant) - 1
        return self.passed[day] - max(0, self.closes[day] - instant) if day >= 0 else 0

    def reached(self, business_time: int) -> int:
        """Return the first instant before which that much (above 0, at most the total) has passed."""
        day = bisect_left(self.passed, business_time)
        return self.closes[day] - (self.passed[day] - business_time)


def elapsed_minutes(start: dt.datetime, end: dt.datetime) -> float:
    """Return the minutes between two aware instants (negative backwards), taken in UTC."""
    return (_utc(end) - _utc(start)) / MINUTE


def is_business_day(day: dt.date, hours: BusinessHours) -> bool:
    """Return whether a day is one of the week's, not closed and no holiday."""
    if day.weekday() not in hours.days or not hours.closed.isdisjoint((day.isoformat(), day.isoformat()[5:])):
        return False
    return hours.holidays != "JP" or not _is_japanese_holiday(day)


def business_minutes(start: dt.datetime, end: dt.datetime, hours: BusinessHours) -> float:
    """Return the business minutes between two aware instants (negative backwards)."""
    if _utc(end) < _utc(start):
        return -business_minutes(end, start, hours)
    first, last = Month.of(start, hours.zone), Month.of(end, hours.zone)
    whole = sum(_openings(month, hours).total for month in month_range(first, last.plus(-1)))
    passed = whole + _openings(last, hours).until(_instant(end)) - _openings(first, hours).until(_instant(start))
    return passed / PER_MINUTE


def period_of(moment: dt.datetime, hours: BusinessHours) -> str:
    """Return which of `PERIODS` an aware instant lies in, by its day in the hours' zone.

    A night is judged by its date: Saturday at 02:00 is a day off, Monday at 02:00 a weeknight.
    """
    month, instant = Month.of(moment, hours.zone), _instant(moment)
    if _openings(month, hours).is_open(instant):
        return "business_hours"
    start, end = _days_off(month, hours)
    return "day_off" if bisect_right(start, instant) > bisect_right(end, instant) else "weeknight"


def period_minutes(start: dt.datetime, end: dt.datetime, hours: BusinessHours) -> dict[str, float]:
    """Return the minutes between two instants of one month of the hours' zone, by `PERIODS`; they add up to all."""
    first, last = _instant(start), _instant(end)
    days = zip(*_days_off(Month.of(start, hours.zone), hours), strict=True)
    off = sum(max(0, min(last, until) - max(first, since)) for since, until in days)
    open_ = round(business_minutes(start, end, hours) * PER_MINUTE)
    amounts = (open_, last - first - open_ - off, off)
    return {period: amount / PER_MINUTE for period, amount in zip(PERIODS, amounts, strict=True)}


def business_deadline(start: dt.datetime, minutes: float, hours: BusinessHours) -> dt.datetime:
    """Return the earliest instant (UTC) at which that many business minutes have passed since `start`.

    What is used up exactly at the close is due at the close, not at the next opening.
    ValueError for negative minutes and for hours that never open.
    """
    if not 0 <= minutes < math.inf:
        raise ValueError("minutes must be 0 or more")
    month = Month.of(start, hours.zone)
    left = round(minutes * PER_MINUTE)
    if left == 0:
        return _utc(start)
    left += _openings(month, hours).until(_instant(start))
    idle = 0
    while (total := _openings(month, hours).total) < left:
        idle = 0 if total else idle + 1
        if idle > IDLE_MONTHS:
            raise ValueError("the business hours have no business day")
        left, month = left - total, month.plus(1)
    return EPOCH + _openings(month, hours).reached(left) * MICROSECOND


@lru_cache(maxsize=4096)
def _openings(month: Month, hours: BusinessHours) -> _Openings:
    """Return the openings of a month of the hours' own zone; kept, since the same months are asked for again."""
    first = dt.date(month.year, month.number, 1)
    after = month.plus(1)
    days = (first + DAY * ahead for ahead in range((dt.date(after.year, after.number, 1) - first).days))
    ever = hours.opens < hours.closes  # asked first, since holidays are slow to look up
    spans = [_span(day, hours) for day in days if ever and is_business_day(day, hours)]
    spans = [(opens, closes) for opens, closes in spans if opens < closes]  # a clock change may swallow them
    passed = accumulate(closes - opens for opens, closes in spans)
    return _Openings(tuple(opens for opens, _ in spans), tuple(closes for _, closes in spans), tuple(passed))


@lru_cache(maxsize=4096)
def _days_off(month: Month, hours: BusinessHours) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return when the days of a month that are no business days begin, and when they end."""
    first, after = dt.date(month.year, month.number, 1), month.plus(1)
    count = (dt.date(after.year, after.number, 1) - first).days
    days = [day for ahead in range(count) if not is_business_day(day := first + DAY * ahead, hours)]
    return tuple(_midnight(day, hours) for day in days), tuple(_midnight(day + DAY, hours) for day in days)


def _midnight(day: dt.date, hours: BusinessHours) -> int:
    return _instant(dt.datetime.combine(day, dt.time(), tzinfo=hours.zone))


def _span(day: dt.date, hours: BusinessHours) -> tuple[int, int]:
    opens, closes = (dt.datetime.combine(day, time, tzinfo=hours.zone) for time in (hours.opens, hours.closes))
    return _instant(opens), _instant(closes)


def _instant(moment: dt.datetime) -> int:
    return (_utc(moment) - EPOCH) // MICROSECOND


def _utc(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is dt.UTC:  # as all instants of an incident are
        return moment
    if moment.utcoffset() is None:
        raise ValueError("a time without an offset is no instant")
    return moment.astimezone(dt.UTC)


@lru_cache(maxsize=1 << 14)  # of a month its openings and its days off ask
def _is_japanese_holiday(day: dt.date) -> bool:
    import jpholiday  # most runs need no holiday

    return jpholiday.is_holiday(day)
