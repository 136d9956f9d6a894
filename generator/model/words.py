"""Words, numbers and dates as each language writes them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.model.month import Month
from generator.model.policy import Language, Text

DASH = "—"
LEAST_P = 0.001  # smaller ones are said to be smaller
_WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS: dict[str, tuple[str, str, str, str]] = {"ja": ("日", "時間", "分", ""), "en": (" d", " h", " min", " ")}


class Words(NamedTuple):
    """One language: the catalogue of messages (English text -> this language) and its formats."""

    language: Language
    zone: ZoneInfo
    messages: Mapping[str, str]

    def __call__(self, message: str, **values: object) -> str:
        """Return `message` (English, with `{name}` fields) in this language, filled in."""
        text = self.messages.get(message, message)
        return text.format(**values) if values else text

    def of(self, text: Text) -> str:
        """Return a wording of the policy in this language, else in any it has."""
        return text.get(self.language) or next(iter(text.values()), "")

    def duration(self, minutes: float | None) -> str:
        """Return minutes as 1時間35分 / 1 h 35 min; two units at the most, a dash for None."""
        return DASH if minutes is None else _duration(minutes, self.language)

    def units(self) -> tuple[str, str, str, str]:
        """Return what `duration` writes after days, hours and minutes, and between two of them."""
        return _UNITS[self.language]

    def number(self, value: float | None, digits: int = 1) -> str:
        """Return a number with at most that many digits after the point, a dash for None."""
        if value is None:
            return DASH
        text = f"{value:.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def p_value(self, p: float | None) -> str:
        """Return a p with its name: p=0.031, p<0.001 (never p=0), a dash for None."""
        return DASH if p is None else f"p<{LEAST_P}" if p < LEAST_P else f"p={self.number(p, 3)}"

    def percent(self, share: float | None, digits: int = 0) -> str:
        """Return a share as a percentage with at most that many digits after the point, a dash for None."""
        return DASH if share is None else self.number(share * 100, digits) + (" %" if self.language == "en" else "%")

    def month(self, month: Month) -> str:
        """Return 2026年10月 / Oct 2026."""
        if self.language == "ja":
            return f"{month.year}年{month.number}月"
        return f"{_MONTHS[month.number - 1]} {month.year}"

    def date(self, day: dt.date) -> str:
        """Return 2026年10月3日(土) / Sat 3 Oct 2026."""
        if self.language == "ja":
            return f"{day.year}年{day.month}月{day.day}日({_WEEKDAYS['ja'][day.weekday()]})"
        return f"{_WEEKDAYS['en'][day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def short_date(self, moment: dt.datetime) -> str:
        """Return the day of an instant in the policy's zone as 2026-10-03 (sortable, one width)."""
        return _stamp(moment, self.zone)[0]

    def time(self, moment: dt.datetime) -> str:
        """Return the time of day of an instant in the policy's zone."""
        return _stamp(moment, self.zone)[1]

    def moment(self, moment: dt.datetime | None) -> str:
        """Return 2026-10-03 09:00 in the policy's zone, a dash for None."""
        return DASH if moment is None else _stamp(moment, self.zone)[2]

    def iso(self, moment: dt.datetime) -> str:
        """Return an instant in the policy's zone as machines read it."""
        return _stamp(moment, self.zone)[3]

    def separator(self) -> str:
        """Return what stands between the items of a list."""
        return "、" if self.language == "ja" else ", "


@functools.lru_cache(maxsize=4096)  # a page names the same instants again and again, in both languages
def _stamp(moment: dt.datetime, zone: ZoneInfo) -> tuple[str, str, str, str]:
    """Return an instant's day, its time of day, both, and the whole of it for machines."""
    stamp = moment.astimezone(zone).isoformat()
    day, time = stamp[:10], stamp[11:16] if stamp[17:19] == "00" else stamp[11:19]
    return day, time, f"{day} {time}", stamp


@functools.lru_cache(maxsize=4096)
def _duration(minutes: float, language: Language) -> str:
    day, hour, minute, gap = _UNITS[language]
    if minutes < 10 and minutes != int(minutes):
        return f"{minutes:.1f}{minute}"
    whole = int(minutes + 0.5)
    if whole < 60:
        return f"{whole}{minute}"
    if whole < 24 * 60:
        return f"{whole // 60}{hour}" + (f"{gap}{whole % 60}{minute}" if whole % 60 else "")
    hours = int(minutes / 60 + 0.5)
    return f"{hours // 24}{day}" + (f"{gap}{hours % 24}{hour}" if hours % 24 else "")


#: Each language without a catalogue or a zone of its own: enough for durations and numbers.
BARE = (Words("ja", ZoneInfo("UTC"), {}), Words("en", ZoneInfo("UTC"), {}))
