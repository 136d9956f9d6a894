"""Times and dates in the accepted form, where what was written can be read in one way only.

The year comes first or nothing is read: the order of day and month is never guessed, no offset, date or
minute is made up. `9時` alone, `24:00`, `10/3 9:00`, `03/10/2026` stay as they are.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from generator.read.times import BadTime, parse_date, parse_time

#: Full-width forms of ASCII, the ideographic space, and the dashes people take for a hyphen.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_WIDE |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-")
_WEEKDAYS = "月火水木金土日"
_DATE = (
    r"(?P<year>\d{4})"
    r"(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})|年 ?(?P<m>\d{1,2})月 ?(?P<d>\d{1,2})日)"
    r"(?: ?\((?P<weekday>[月火水木金土日])\))?"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?"
    r"|時 ?(?P<min>\d{1,2})分(?: ?(?P<sec>\d{1,2})秒)?)"
)
_ZONE = r"(?P<zone>[Zz]|[A-Z]{3,5}|[+-]\d{1,2}(?::\d\d)?|[+-]\d{4})"
_ONLY_DATE = re.compile(_DATE, re.ASCII)
_ONLY_CLOCK = re.compile(_CLOCK, re.ASCII)
_TIME = re.compile(rf"{_DATE}(?P<between> *[Tt] *| *){_CLOCK}(?: *{_ZONE})?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d?)(?::?(\d\d))?", re.ASCII)


def date_form(text: str) -> str | None:
    """Return `YYYY-MM-DD` for a date that is written otherwise, else None."""
    match = _ONLY_DATE.fullmatch(narrow(text))
    form = _date(match) if match else None
    return form if form != text else None


def clock_form(text: str) -> str | None:
    """Return `HH:MM[:SS]` for a time of day that is written otherwise, else None."""
    match = _ONLY_CLOCK.fullmatch(narrow(text))
    form = _clock(match) if match else None
    return form if form != text else None


def time_form(text: str, zone: ZoneInfo) -> str | None:
    """Return `YYYY-MM-DD[T ]HH:MM[:SS][offset]` for an instant that is written otherwise, else None.

    A zone's abbreviation becomes an offset where it is UTC's, or `zone` goes by that name at that time.
    """
    match = _TIME.fullmatch(narrow(text))
    if match is None or (not match["between"] and match["mark"]):
        return None
    date, clock = _date(match), _clock(match)
    offset = _offset(match["zone"] or "", date, clock, zone) if date and clock else None
    if offset is None:
        return None
    form = f"{date}{'T' if match['between'].strip() or not match['between'] else ' '}{clock}{offset}"
    try:
        parse_time(form, zone)
    except BadTime:
        return None
    return form if form != text else None


def narrow(text: str) -> str:
    """Return a text with ASCII in place of its full-width forms, and hyphens for dashes."""
    return text.translate(_WIDE)


def _date(match: re.Match[str]) -> str | None:
    form = f"{match['year']}-{int(match['month'] or match['m']):02}-{int(match['day'] or match['d']):02}"
    try:
        day = parse_date(form)
    except ValueError:
        return None
    return form if match["weekday"] in (None, _WEEKDAYS[day.weekday()]) else None


def _clock(match: re.Match[str]) -> str | None:
    fraction = (match["fraction"] or "").rstrip("0")
    if len(fraction) > 6:
        return None  # finer than can be kept
    parts = [match["hour"], match["minute"] or match["min"], match["second"] or match["sec"]]
    form = ":".join(f"{int(part):02}" for part in parts if part is not None) + (f".{fraction}" if fraction else "")
    try:
        dt.time.fromisoformat(form)
    except ValueError:
        return None
    return form


def _offset(name: str, date: str, clock: str, zone: ZoneInfo) -> str | None:
    """Return an offset as it is written, "" where none was; None for a name that does not say one."""
    if name in ("", "Z", "z"):
        return name.upper()
    if match := _OFFSET.fullmatch(name):
        return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"
    if name in ("UTC", "GMT"):
        return "+00:00"
    local = dt.datetime.fromisoformat(f"{date}T{clock}")
    for fold in (0, 1):
        aware = local.replace(tzinfo=zone, fold=fold)
        exists = aware.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == local
        if exists and aware.tzname() == name:
            return aware.isoformat()[len(local.isoformat()) :]
    return None
