"""One file on its way to being mended: its text, what it says as it stands, and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from generator.check.fix.table import time_cells, timeline
from generator.check.fix.text import Edit, Text
from generator.check.record import check_record, check_review
from generator.check.rule import Report
from generator.check.schema import RECORD, REVIEW, Field
from generator.check.shape import Shape, Values, zone_named
from generator.check.timeline import read_rows
from generator.model.finding import Level
from generator.model.incident import MILESTONES, Row
from generator.model.policy import Policy
from generator.read.body import RawRow, Table
from generator.read.node import Node
from generator.read.record import Record, parse_record


@dataclass(frozen=True, slots=True)
class Setting:
    """What the mending of one file knows beside the file.

    `ids` are those that references can mean; `free` those that a record without a readable id may take.
    """

    policy: Policy
    future: dt.datetime | None
    ids: Collection[str] = ()
    free: Collection[str] = ()
    is_review: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the schema of the file's front matter."""
        return REVIEW if self.is_review else RECORD


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says: usable values, rows of its timeline, and its errors and warnings (rule and message)."""

    values: Values
    rows: tuple[Row, ...]
    wrong: Counter[tuple[str, str]]


class Draft:
    """A text and its Record; what it says is worked out when it is asked for."""

    def __init__(self, text: Text, record: Record, setting: Setting) -> None:
        self.text = text
        self.record = record
        self.setting = setting

    def edited(self, edits: list[Edit]) -> Draft:
        """Return the draft with edits made."""
        text = self.text.edited(edits)
        return Draft(text, parse_record(text.plain, self.record.path), self.setting)

    @property
    def front(self) -> Node | None:
        """Return the front matter's tree."""
        return self.record.front

    @property
    def closing(self) -> int:
        """Return the line of the `---` that closes the front matter."""
        before = len(self.text.plain) - len(self.record.body)
        return self.text.plain.count("\n", 0, before) + 1

    @cached_property
    def table(self) -> Table | None:
        """Return the timeline's table, None where there is none or its header is not the template's."""
        return timeline(self.record)

    def time_cells(self) -> Iterator[tuple[RawRow, int, int]]:
        """Yield each row of the timeline with the place of its time in the line, none for a review."""
        return time_cells(None if self.setting.is_review else self.table, self.text.lines)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the zone in which times without an offset are read."""
        node = self.front.get("timezone") if self.front else None
        named = zone_named(node.text.strip()) if node is not None and node.kind == "scalar" else None
        return (None if self.setting.is_review else named) or self.setting.policy.zone

    @cached_property
    def said(self) -> Said:
        """Return what the file says; what only the whole set shows is not in it."""
        policy = self.setting.policy
        if self.setting.is_review:
            report = check_review(self.record, policy)[1]
            values = Shape(Report(), policy.zone, {}).read(self.front, REVIEW) if self.front else {}
        else:
            _, report, values = check_record(self.record, policy, self.setting.future)
        ignored = {*policy.ignore, *(ignore.rule for ignore in self.record.ignores)}
        wrong = Counter(
            (hit.rule.name, hit.finding(self.record.path, "en").message)
            for hit in report.hits
            if hit.rule.level is not Level.ADVICE and hit.rule.name not in ignored
        )
        return Said(values, self._rows(values), wrong)

    def _rows(self, values: Values) -> tuple[Row, ...]:
        section = next((section for section in self.record.sections if section.key == "timeline"), None)
        if section is None or self.setting.is_review or self.table is None:
            return ()
        placed = read_rows(section, self.zone, self.first(values), Report())
        return tuple(row for row, _ in placed)

    def first(self, values: Values) -> dt.datetime | None:
        """Return the instant whose day an `HH:MM` in the timeline's first row takes."""
        known = [at for key in MILESTONES if isinstance(at := values.get(key), dt.datetime)]
        day: Any = values.get("occurred_on")
        if not known and day is not None:
            return dt.datetime.combine(day, dt.time(), self.zone)
        return min(known, default=None)
