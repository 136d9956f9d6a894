"""Records read in this run -> `Known`, and what likeness tells of them -> hits at their places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from generator.check.known import Known
from generator.check.likeness import Told, likeness
from generator.check.rule import Report
from generator.check.shape import Values
from generator.read.record import Record
from generator.read.times import UNKNOWN
from generator.read.tree import Node

_NAME = re.compile(r"INC-\d{4}-\d{3,}", re.ASCII)


def known_of(record: Record, values: Values) -> Known:
    """Return what the set needs to know of a record; what could not be read is left out."""
    cause = values.get("cause")
    cause = cause if isinstance(cause, dict) else {}
    name = values.get("id")
    match = _NAME.match(record.path.rpartition("/")[2])

    def text(key: str, default: str = "") -> str:
        value = values.get(key)
        return value if isinstance(value, str) else default

    def names(key: str) -> tuple[str, ...]:
        value = values.get(key)
        return value if isinstance(value, tuple) else ()

    def instant(*keys: str) -> float | None:
        found = (at for key in keys if isinstance(at := values.get(key), dt.datetime))
        return next((at.timestamp() for at in found), None)

    return Known(
        path=record.path, id=name if isinstance(name, str) else "", named=match[0] if match else "",
        kind=text("kind", "incident"), severity=text("severity"), status=text("status"), title=text("title"),
        services=names("services"), cause=str(cause.get("category", "")),
        fingerprint=str(cause.get("fingerprint", "")), began=instant("started_at", "detected_at"),
        resolved=instant("resolved_at"), recurrence_of=text("recurrence_of"), related=names("related"),
        not_related=names("not_related"), start_known="started_at" in values and values["started_at"] != UNKNOWN,
    )  # fmt: skip


def node_of(record: Record, told: Told) -> Node | None:
    """Return where a finding of the set stands: an item of a list, else the key's value; None: the file's top."""
    node = record.front.get(told.key) if record.front is not None else None
    if node is not None and told.item:
        return next((item for item in node.items if item.text.strip() == told.item), node)
    if node is not None and node.kind != "scalar" and record.front is not None:
        return record.front.key(told.key)  # a map's own place may be a line of its own, or many
    return node


def check_likeness(entries: Sequence[tuple[Record, Report, Values]], window_days: int) -> None:
    """Add to each record's report what it looks like beside the others."""
    known = [known_of(record, values) for record, _, values in entries]
    for told in likeness(known, window_days):
        record, report, _ = entries[told.at]
        report.add(told.rule, node_of(record, told), **told.values)
