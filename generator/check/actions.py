"""The dates of actions: overdue, done before they can have been, done and yet open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.actions import ACTION_OVERDUE, DONE_BEFORE, DONE_BUT_OPEN, DONE_IN_FUTURE
from generator.check.shape import Values
from generator.model.incident import MILESTONES, Action
from generator.read.node import Node


def check_action_dates(front: Node, values: Values, zones: tuple[ZoneInfo, ...], report: Report) -> None:
    """Report what is wrong with the dates whatever the day; the incident's day is that of any of the zones."""
    actions = values.get("actions")
    if not isinstance(actions, tuple) or not any("done_at" in action for action in actions):
        return
    known = [at for key in MILESTONES if isinstance(at := values.get(key), dt.datetime)]
    for action, node in _placed(front, actions):
        done, status = action.get("done_at"), action.get("status")
        if not isinstance(done, dt.date):
            continue
        name = str(action.get("id", "—"))
        if status in ("open", "in_progress"):
            report.add(DONE_BUT_OPEN, node.get("status"), id=name, status=status)
        began = _first_day(done, values, known, zones)
        if began is not None and done < began:
            report.add(DONE_BEFORE, node.get("done_at"), id=name, done=done, began=began)


def _first_day(done: dt.date, values: Values, known: list[dt.datetime], zones: tuple[ZoneInfo, ...]) -> dt.date | None:
    """Return the earliest day on which the incident can be said to have begun; None: nobody knows, or long before."""
    if known and zones:
        first = min(known)
        return min(first.astimezone(zone).date() for zone in zones) if done <= first.date() else None
    day = values.get("occurred_on")
    return day if isinstance(day, dt.date) else None


def check_overdue(front: Node | None, actions: tuple[Action, ...], today: dt.date, report: Report) -> None:
    """Report what depends on the day of the check: open past its due date, done after today."""
    late = [a for a in actions if a.overdue_on(today) or (a.done_at is not None and a.done_at > today)]
    if not late or front is None:
        return
    nodes = {node.get("id").text.strip(): node for node in _items(front) if node.get("id")}  # type: ignore[union-attr]
    for action in late:
        node = nodes.get(action.id)
        if action.due is not None and action.overdue_on(today):
            days = (today - action.due).days
            report.add(ACTION_OVERDUE, node and node.get("due"), id=action.id, due=action.due, days=days)
        if action.done_at is not None and action.done_at > today:
            report.add(DONE_IN_FUTURE, node and node.get("done_at"), id=action.id, done=action.done_at)


def _items(front: Node) -> tuple[Node, ...]:
    node = front.get("actions")
    return tuple(item for item in node.items if item.kind == "map") if node is not None else ()


def _placed(front: Node, actions: tuple[Values, ...]) -> Iterator[tuple[Values, Node]]:
    """Yield each action with where it stands; nothing where some item is no map (then they do not match)."""
    node = front.get("actions")
    if node is not None and len(node.items) == len(actions) and all(item.kind == "map" for item in node.items):
        yield from zip(actions, node.items, strict=True)
