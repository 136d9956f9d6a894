"""Milestones: present where the status needs them, in order, not in the future."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from operator import le
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.order import ORDER, OUT_OF_ORDER
from generator.check.rules.times import (
    IN_FUTURE,
    MISSING_MILESTONE,
    NEEDLESS_DAY,
    NO_DAY,
    REPORT_EARLY,
    STATUS_CONTRADICTS,
)
from generator.check.shape import Values, meant_in
from generator.check.timeline import local_text
from generator.model.incident import MILESTONES
from generator.read.node import Node

NEEDED = {
    "open": (),
    "mitigated": ("mitigated_at",),
    "resolved": ("started_at", "detected_at", "resolved_at"),
    "reviewed": ("started_at", "detected_at", "resolved_at"),
}
BEGINNING = ("started_at", "detected_at")
#: Status -> milestone that it excludes -> the status that would fit.
TOO_LATE = {"open": {"resolved_at": "resolved", "mitigated_at": "mitigated"}, "mitigated": {"resolved_at": "resolved"}}


def check_milestones(front: Node, values: Values, zone: ZoneInfo, future: dt.datetime | None, report: Report) -> None:
    """Report everything wrong with the milestones of one record; `future` None: any time may be written."""
    _present(front, values, report)
    _placed(front, values, report)
    known = {key: at for key in MILESTONES if isinstance(at := values.get(key), dt.datetime)}
    _in_order(front, known, bool(values.get("detected_before_impact")), zone, report)
    if future is not None:
        _not_in_future(front, values, zone, future, report)


def _present(front: Node, values: Values, report: Report) -> None:
    status = values.get("status")
    if not isinstance(status, str):
        return  # what is needed depends on it
    missing = [key for key in NEEDED[status] if not _is_given(front, key)]
    begun = [key for key in BEGINNING if _is_given(front, key)]
    if not begun and "started_at" not in missing and not _is_given(front, "occurred_on"):
        missing.append("detected_at")
    meant = meant_in(report) if missing else ()
    for key in missing:
        if key in meant:
            continue
        report.add(MISSING_MILESTONE, front.key("status") or front, status=status, key=key)
    for key, better in TOO_LATE.get(status, {}).items():
        if isinstance(values.get(key), dt.datetime):
            report.add(STATUS_CONTRADICTS, front.key("status"), status=status, key=key, wanted=better)
            break


def _placed(front: Node, values: Values, report: Report) -> None:
    """Report a record that no month can have, and a day beside times that say more."""
    begun = [key for key in BEGINNING if _is_given(front, key)]
    if any(isinstance(values.get(key), dt.datetime) for key in begun):
        if "occurred_on" in values:
            report.add(NEEDLESS_DAY, front.key("occurred_on"))
    elif begun and all(key in values for key in begun) and not _is_given(front, "occurred_on"):
        report.add(NO_DAY, front.key(begun[0]))


def _is_given(front: Node, key: str) -> bool:
    node = front.get(key)
    return node is not None and not node.is_null


def _in_order(front: Node, known: dict[str, dt.datetime], early: bool, zone: ZoneInfo, report: Report) -> None:
    """Report each milestone once: against the first of those before it that it precedes."""
    instants = list(known.values())
    if all(map(le, instants, instants[1:])):
        return
    reported: set[str] = set()
    for earlier, later in combinations(MILESTONES, 2):
        if earlier not in known or later not in known or later in reported or known[later] >= known[earlier]:
            continue
        if early and (earlier, later) == ("started_at", "detected_at"):
            continue
        if early and earlier == "started_at" and later == "acknowledged_at":
            continue  # who saw it coming may also have begun before the impact
        reported.add(later)
        node = front.key(earlier)
        values = {"later": later, "earlier": earlier, "at": local_text(known[earlier], zone)}
        rule = ORDER.get((earlier, later), OUT_OF_ORDER)
        report.add(rule, front.key(later), **values, line=node.position.line if node else 1)


def _not_in_future(front: Node, values: Values, zone: ZoneInfo, future: dt.datetime, report: Report) -> None:
    for key in (*MILESTONES, "report_at"):
        at = values.get(key)
        if isinstance(at, dt.datetime) and at > future:
            text, as_of = local_text(at, zone), local_text(future, zone)
            report.add(IN_FUTURE, front.get(key), key=key, text=text, as_of=as_of)
    day = values.get("occurred_on")
    if isinstance(day, dt.date) and day > future.astimezone(zone).date():
        report.add(IN_FUTURE, front.get("occurred_on"), key="occurred_on", text=day, as_of=local_text(future, zone))


def check_report(front: Node, values: Values, report: Report) -> None:
    """Report a final report from before the recovery."""
    at, resolved = values.get("report_at"), values.get("resolved_at")
    if isinstance(at, dt.datetime) and isinstance(resolved, dt.datetime) and at < resolved:
        report.add(REPORT_EARLY, front.key("report_at"))
