"""Actions against their due dates: each in one state, counted by month, by severity and by the month they are due.

The records say when an action is due and when it was done, not when it was agreed on. Its age and the days until it
was done are therefore counted from the first day it can have been agreed on: that of the incident's beginning (the
instant that decides its month; the only known day where there is none), or of the meeting of the review.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from generator.measure.promises import kept_of
from generator.measure.statistics.survival import kaplan_meier
from generator.model.asof import reviews_known_at
from generator.model.incident import Action, Incident, Review
from generator.model.kept import ACTION_STATES, Breakdown, Deed, Group, ToDone
from generator.model.month import Month


def deeds(
    incidents: Iterable[Incident], reviews: Iterable[Review], as_of: dt.datetime, zone: ZoneInfo
) -> tuple[Deed, ...]:
    """Return every action of incidents (of every kind, as known at `as_of`) and of reviews held by then."""
    today = as_of.astimezone(zone).date()
    found = [_of_incident(incident, action, today, zone) for incident in incidents for action in incident.actions]
    held = reviews_known_at(reviews, today)
    found += [_of_review(review, action, today) for review in held for action in review.actions]
    return tuple(found)


def action_state(action: Action, today: dt.date) -> str:
    """Return the action's state on a day: `late` and `overdue` begin the day after the due date.

    An action done before a due date that is still to come is `early`, not yet in time: judged at once, the actions of
    a recent month would be those done early and no others.
    """
    if action.status == "dropped":
        return "dropped"
    if action.due is None:
        return "undated"
    if action.is_open:
        return "overdue" if action.due < today else "pending"
    if action.done_at is None:
        return "not_recorded"
    if action.done_at > action.due:
        return "late"
    return "in_time" if action.due < today else "early"


def promises_about_actions(found: Sequence[Deed]) -> Breakdown:
    """Return the actions in all, and in parts by severity and by month of their origin."""
    return Breakdown(
        action_group(found),
        tuple(action_group(rows, severity=name) for (name,), rows in _by(found, lambda deed: (deed.severity,))),
        tuple(action_group(rows, month=name) for (name,), rows in _by(found, lambda deed: (deed.month,))),
        tuple(action_group(rows, month=name) for (name,), rows in _by(found, lambda deed: (deed.month[:4],))),
        tuple(action_group(rows, *key) for key, rows in _by(found, lambda deed: (deed.month, deed.severity))),
    )


def actions_by_due_month(found: Sequence[Deed]) -> tuple[Group, ...]:
    """Return the actions by the month they are due in, oldest first; those without a due date under ""."""
    return tuple(action_group(rows, month=name) for (name,), rows in _by(found, lambda deed: (deed.due_month,)))


def action_group(found: Sequence[Deed], month: str | None = None, severity: str | None = None) -> Group:
    """Return the actions by state, the share done by the due date of those due by then, and the days until done."""
    ids = {state: [deed.id for deed in found if deed.state == state] for state in ACTION_STATES}
    return Group(month, severity, {"action": kept_of(ids, ("in_time",), ("late", "overdue"))}, to_done(found))


def to_done(found: Sequence[Deed]) -> ToDone:
    """Return the Kaplan-Meier median of the days from `since` until done, open actions censored at their age.

    A day of completion before `since` cannot be: such an action is outside, as one whose day nobody wrote down.
    """
    done = [(deed.id, days) for deed in found if (days := _days_until_done(deed)) is not None]
    still = [(deed.id, deed.age) for deed in found if deed.age is not None]
    spans = [float(days) for _, days in (*done, *still)]
    return ToDone(
        kaplan_meier(spans, [True] * len(done) + [False] * len(still)).median,
        tuple(name for name, _ in done),
        tuple(name for name, _ in still),
        tuple(deed.id for deed in found if deed.age is None and _days_until_done(deed) is None),
    )


def ageing(found: Iterable[Deed]) -> tuple[Deed, ...]:
    """Return the open actions, the oldest first; those of unknown age last, by due date."""
    still = [deed for deed in found if deed.action.is_open]
    return tuple(sorted(still, key=lambda deed: (deed.since or dt.date.max, deed.action.due or dt.date.max, deed.id)))


def _of_incident(incident: Incident, action: Action, today: dt.date, zone: ZoneInfo) -> Deed:
    anchor = incident.anchor
    since = anchor.astimezone(zone).date() if anchor else incident.occurred_on
    month = str(Month.of(anchor, zone)) if anchor else ""
    deed = Deed(f"{incident.id}/{action.id}", action, "", incident.id, month, incident.severity, since)
    return _aged(deed, today)


def _of_review(review: Review, action: Action, today: dt.date) -> Deed:
    return _aged(Deed(f"{review.month}/{action.id}", action, "", month=review.month, since=review.held_on), today)


def _aged(deed: Deed, today: dt.date) -> Deed:
    action = deed.action
    # Detected before its impact, an incident may begin after today: nothing is older than 0 days then.
    age = max(0, (today - deed.since).days) if action.is_open and deed.since else None
    late = (today - action.due).days if action.due and action.overdue_on(today) else None
    return deed._replace(state=action_state(action, today), age=age, past_due=late)


def _days_until_done(deed: Deed) -> int | None:
    done_at = deed.action.done_at if deed.action.status == "done" else None
    return None if deed.since is None or done_at is None or done_at < deed.since else (done_at - deed.since).days


def _by(found: Sequence[Deed], key: Callable[[Deed], tuple[str, ...]]) -> list[tuple[tuple[str, ...], list[Deed]]]:
    return [(name, list(rows)) for name, rows in groupby(sorted(found, key=key), key=key)]
