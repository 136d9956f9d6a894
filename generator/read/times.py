"""Times as people write them: an instant, the word `unknown`, or a reason why not."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

UNKNOWN = "unknown"
#: Written out, so that no Python reads `24:00` or `+09:75` where another does not; the JSON Schema says the same.
TIME_OF_DAY = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
OFFSET = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])"
_TIME = re.compile(rf"(?P<date>\d{{4}}-\d\d-\d\d)[Tt ](?P<time>{TIME_OF_DAY}) ?(?P<offset>{OFFSET})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TO_THE_MINUTE = len("2026-10-03T09:00")
FIRST_YEAR, LAST_YEAR = 1900, 2199  # beyond them stands a slip of the finger, and soon the end of the calendar
_FIRST_DAY, _LAST_DAY = dt.date(FIRST_YEAR, 1, 1).toordinal(), dt.date(LAST_YEAR, 12, 31).toordinal()


class BadTime(Exception):
    """A text that is no instant; `name` is the finding: bad-time, nonexistent- or ambiguous-local-time."""

    def __init__(self, name: str, values: dict[str, str]) -> None:
        super().__init__(name)
        self.name = name
        self.values = values


def parse_time(text: str, zone: ZoneInfo) -> dt.datetime:
    """Return the UTC instant of `YYYY-MM-DD[T ]HH:MM[:SS][offset]`; without an offset it is local to `zone`.

    Raise BadTime for anything else and for a local time that does not exist or exists twice.
    """
    if (at := _usual(text, zone)) is not None:
        return at
    match = _TIME.fullmatch(text)
    if match is None or not _is_near(text):
        raise BadTime("bad-time", {"text": text})
    try:
        date, time, offset = match.groups()
        if offset is None:
            return local_to_utc(dt.datetime.fromisoformat(f"{date}T{time}"), zone)
        offset = "+00:00" if offset in "Zz" else offset
        return dt.datetime.fromisoformat(f"{date}T{time}{offset}").astimezone(dt.UTC)
    except ValueError:
        raise BadTime("bad-time", {"text": text}) from None


def _usual(text: str, zone: ZoneInfo) -> dt.datetime | None:
    """Return the instant of a text to the minute from what is known of its parts; None: look at it more closely.

    Nearly all times are written so, and their parts come again and again.
    """
    minute = _minutes().get(text[10:TO_THE_MINUTE])
    if minute is None:
        return None
    if len(text) == TO_THE_MINUTE:
        day = day_of(text[:10], zone)
        return None if day is None else day[0] + minute
    midnight, offset = _midnight(text[:10]), _offset(text[TO_THE_MINUTE:])
    return None if midnight is None or offset is None else midnight + minute - offset


@lru_cache(maxsize=8192)
def _midnight(text: str) -> dt.datetime | None:
    """Return the beginning of a day in UTC, None for no day."""
    try:
        return dt.datetime.combine(parse_date(text), dt.time(), dt.UTC)
    except ValueError:
        return None


@cache
def _minutes() -> dict[str, dt.timedelta]:
    """Return ` 00:00` to ` 23:59`, also with a T before, and how long after midnight that is."""
    return {f"{s}{m // 60:02d}:{m % 60:02d}": dt.timedelta(minutes=m) for s in " T" for m in range(24 * 60)}


@lru_cache(maxsize=256)
def _offset(text: str) -> dt.timedelta | None:
    """Return the offset of `+09:00`, None for any other form."""
    match = re.fullmatch(r"([+-])([01]\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if match is None:
        return None
    size = dt.timedelta(hours=int(match[2]), minutes=int(match[3]))
    return size if match[1] == "+" else -size


def local_to_utc(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the instant of a wall-clock time; raise BadTime where there is none, or two."""
    offset = _offset_of_day(local.toordinal(), zone)
    if offset is not None:
        return local.replace(tzinfo=dt.UTC) - offset
    early, late = (local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if early == late:
        return early
    values = {"text": local.isoformat(sep=" ", timespec="minutes"), "zone": zone.key}
    values["first"], values["second"] = (
        at.astimezone(zone).isoformat(timespec="minutes") for at in (early, late)
    )  # where it exists twice both times, else an hour later and earlier
    exists = early.astimezone(zone).replace(tzinfo=None) == local
    raise BadTime("ambiguous-local-time" if exists else "nonexistent-local-time", values)


@lru_cache(maxsize=8192)
def _offset_of_day(day: int, zone: ZoneInfo) -> dt.timedelta | None:
    """Return the offset that a zone keeps all day and the days around it, None where its clocks change."""
    # A change shows in the offsets before and after it; two within three days of each other no zone has known.
    offset = _offset_at(day, zone)
    return (
        offset
        if offset == _offset_at(day - 1, zone) == _offset_at(day + 1, zone) == _offset_at(day + 2, zone)
        else None
    )


@lru_cache(maxsize=8192)
def _offset_at(day: int, zone: ZoneInfo) -> dt.timedelta | None:
    """Return a zone's offset at a day's beginning; beyond the years that may be written, at their end."""
    return dt.datetime.fromordinal(min(max(day, _FIRST_DAY), _LAST_DAY)).replace(tzinfo=zone).utcoffset()


@lru_cache(maxsize=8192)
def day_of(text: str, zone: ZoneInfo) -> tuple[dt.datetime, dt.date] | None:
    """Return a day's local midnight as an instant, and the day; None for no day, or one on which clocks change."""
    midnight = _midnight(text)
    offset = _offset_of_day(midnight.toordinal(), zone) if midnight is not None else None
    return None if midnight is None or offset is None else (midnight - offset, midnight.date())


def parse_date(text: str) -> dt.date:
    """Return the day of `YYYY-MM-DD`; raise ValueError for anything else."""
    if not _DATE.fullmatch(text) or not _is_near(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _is_near(text: str) -> bool:
    return FIRST_YEAR <= int(text[:4]) <= LAST_YEAR
