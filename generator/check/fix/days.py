"""Dates that the timeline lacks: where an `HH:MM` runs backwards, the day has changed, and only one day is possible.

A row's day lies between the row above and what bounds it from below: the next row with a date, the next row that
is a known milestone, or, after these, the end of what a recovered record tells (recovery, final report). Each row
takes the next day at which it does not run backwards. Where the last of them could as well stand a day later there
are two readings, and none is written.
"""

from __future__ import annotations

import datetime as dt
import re

from generator.check.fix.draft import Draft
from generator.check.fix.text import Edit
from generator.check.shape import Values
from generator.check.timeline import KINDS
from generator.model.incident import MILESTONES
from generator.read.body import RawRow
from generator.read.times import BadTime, local_to_utc, parse_date, parse_time

_CLOCK = re.compile(r"\d\d?:\d\d(?::\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY = dt.timedelta(days=1)
_MILESTONE = {name: f"{kind}_at" for kind, names in KINDS.items() for name in names if f"{kind}_at" in MILESTONES}


def edits(draft: Draft) -> list[Edit]:
    """Return an edit for each row that gets a date."""
    return _Table(draft, draft.said.values).dates() if _may_run_back(draft) else []


def _may_run_back(draft: Draft) -> bool:
    """Tell whether any two rows could be out of order, before more is worked out."""
    texts = [row.cells["time"] for row, *_ in draft.time_cells()]
    clocks = [text.zfill(5) for text in texts if _CLOCK.fullmatch(text)]
    return bool(clocks) and (len(clocks) < len(texts) or clocks != sorted(clocks))


class _Table:
    """Reads the rows from top to bottom as the check does; an `HH:MM` that runs backwards waits for its date."""

    def __init__(self, draft: Draft, values: Values) -> None:
        self.draft = draft
        self.zone = draft.zone
        self.values = values
        first = draft.first(values)
        self.day = first.astimezone(self.zone).date() if first else None
        self.at: dt.datetime | None = None  # the last row's instant
        self.waiting: list[Edit] = []  # dates that stand if the next certain row bounds them
        self.certain: list[Edit] = []

    def dates(self) -> list[Edit]:
        """Return the edits of all rows up to the first that cannot be told."""
        for row, start, end in self.draft.time_cells():
            text = row.cells["time"]
            try:
                told = self._undated(row, start, end) if _CLOCK.fullmatch(text) else self._dated(text)
            except (BadTime, ValueError, OverflowError):
                continue  # no time: it says nothing about the others
            if not told:
                return self.certain
        self._settle(self._end())
        return self.certain

    def _undated(self, row: RawRow, start: int, end: int) -> bool:
        if self.day is None:
            return True
        text = row.cells["time"].zfill(8 if row.cells["time"].count(":") > 1 else 5)
        time = dt.time.fromisoformat(text)
        day, at = self.day, self._instant(self.day, time)
        backwards = self.at is not None and at < self.at
        known = self._milestone(row, time) if backwards or self.waiting else None
        if known is not None:
            day, at = known, self._instant(known, time)
            if (self.at is not None and at < self.at) or not self._settle(at):
                return False
        elif backwards:
            day, at = day + _DAY, self._instant(day + _DAY, time)
        if backwards:
            edit = Edit(row.line, start, end, f"{day} {text}", "timeline")
            (self.certain if known else self.waiting).append(edit)
        self.day, self.at = day, at
        return True

    def _dated(self, text: str) -> bool:
        if _DATE.fullmatch(text):
            day = parse_date(text)
            told = self._settle(self._instant(day, dt.time.max)) and (self.at is None or self._local(self.at) <= day)
            self.day = day
            return told
        at = parse_time(text, self.zone)
        told = self._settle(at) and (self.at is None or self.at <= at)
        self.day, self.at = self._local(at), at
        return told

    def _settle(self, limit: dt.datetime | None) -> bool:
        """Make the waiting dates certain if all rows so far fit before `limit`, and would not fit a day later."""
        if not self.waiting or self.at is None:
            return True
        if limit is None or self.at > limit:
            return False
        last = self.at.astimezone(self.zone)
        try:
            if self._instant(last.date() + _DAY, last.time()) <= limit:
                return False
        except BadTime:
            return False
        self.certain += self.waiting
        self.waiting = []
        return True

    def _milestone(self, row: RawRow, time: dt.time) -> dt.date | None:
        """Return the day of a row that is a known milestone, where the time of day is the milestone's."""
        kind = row.cells.get("kind", "")
        at = self.values.get(_MILESTONE.get(kind) or _MILESTONE.get(kind.lower(), ""))
        if not isinstance(at, dt.datetime):
            return None
        local = at.astimezone(self.zone)
        return local.date() if time in (local.time(), local.time().replace(second=0, microsecond=0)) else None

    def _end(self) -> dt.datetime | None:
        """Return the last instant that a recovered record tells of."""
        recovered, reported = self.values.get("resolved_at"), self.values.get("report_at")
        if not isinstance(recovered, dt.datetime):
            return None
        return max(recovered, reported) if isinstance(reported, dt.datetime) else recovered

    def _instant(self, day: dt.date, time: dt.time) -> dt.datetime:
        return local_to_utc(dt.datetime.combine(day, time), self.zone)

    def _local(self, at: dt.datetime) -> dt.date:
        return at.astimezone(self.zone).date()
