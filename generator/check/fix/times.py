"""Times and dates that say what they mean, but not in the accepted form: front matter and timeline cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.fix.draft import Draft
from generator.check.fix.forms import clock_form, date_form, time_form
from generator.check.fix.nodes import of_kind, replaced
from generator.check.fix.text import Edit
from generator.read.times import BadTime, parse_date, parse_time

_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)


def edits(draft: Draft) -> list[Edit]:
    """Return the edits of every time and date that cannot be read as it stands."""
    return [*_front(draft), *_rows(draft)]


def _front(draft: Draft) -> Iterator[Edit]:
    for key, field, node in of_kind(draft.front, draft.setting.fields, ("time", "date")) if draft.front else ():
        if node.kind != "scalar":
            continue
        text = node.text.strip()
        form = (None if _is_date(text) else date_form(text)) if field.kind == "date" else _time(text, draft)
        if form and text and (edit := replaced(draft, node, form, key)):
            yield edit


def _rows(draft: Draft) -> Iterator[Edit]:
    for row, start, end in draft.time_cells():
        text = row.cells["time"]
        if _CLOCK.fullmatch(text) or _is_date(text):
            continue
        form = clock_form(text) or date_form(text) or _time(text, draft)
        if form:
            form = form if "T" in text.upper() else form.replace("T", " ")
            yield Edit(row.line, start, end, form, "timeline")


def _time(text: str, draft: Draft) -> str | None:
    try:
        parse_time(text, draft.zone)
    except BadTime as bad:
        return time_form(text, draft.zone) if bad.name == "bad-time" else None
    return None


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True
