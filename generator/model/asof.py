"""What was known at an instant: later things have not happened yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from generator.model.incident import MILESTONES, Action, Incident, Review, Row, Status

#: What follows the detection, in its order (a start may lie after a detection that came before the impact).
_RESPONSE = ("acknowledged_at", "mitigated_at", "resolved_at")
#: What a record of a status has passed, whether its time is there or not; of the others: everything.
_PASSED: Mapping[str, tuple[str, ...]] = {"open": (), "mitigated": _RESPONSE[:2]}


def known_at(incident: Incident, as_of: dt.datetime) -> Incident | None:
    """Return the incident as it was known at `as_of` (aware), or None where nobody knew of it yet.

    It is known from its detection on; where detection is unknown, from its start (or its only known day). What has a
    day alone (an action done) is compared with the day that `as_of` is in its own zone: give it in the policy's.
    Nobody knows whether a milestone that the record passed without a time had been reached by then: it is in `unknown`.
    """
    first = incident.detected_at or incident.anchor
    if first is not None and first > as_of:
        return None
    if not _has_later(incident, as_of):
        return incident
    later: dict[str, Any] = {name: None for name in MILESTONES if (at := incident.at(name)) is not None and at > as_of}
    report = incident.report_at if incident.report_at is None or incident.report_at <= as_of else None
    rows = tuple(row for row in incident.rows if not _later(row, as_of))
    actions = tuple(action_at(action, as_of.date()) for action in incident.actions)
    return incident._replace(
        **later, report_at=report, rows=rows, actions=actions, status=_status(incident, as_of),
        unknown=_unknown(incident, as_of),
    )  # fmt: skip


def _has_later(incident: Incident, as_of: dt.datetime) -> bool:
    """Tell whether anything in the record was still to come: in most of a long history nothing was."""
    times = (*(incident.at(name) for name in MILESTONES), incident.report_at, *(row.at for row in incident.rows))
    done = (action.done_at for action in incident.actions)
    return any(at is not None and at > as_of for at in times) or any(
        day is not None and day > as_of.date() for day in done
    )


def all_known_at(incidents: Iterable[Incident], as_of: dt.datetime) -> tuple[Incident, ...]:
    """Return those of `incidents` that were known at `as_of`, each as it was known then."""
    return tuple(known for incident in incidents if (known := known_at(incident, as_of)) is not None)


def _later(row: Row, as_of: dt.datetime) -> bool:
    return row.at is not None and row.at > as_of


def _status(incident: Incident, as_of: dt.datetime) -> Status:
    """A milestone still to come says that those after it are to come too, even where their times are unknown."""
    if not any((at := incident.at(name)) is not None and at > as_of for name in MILESTONES):
        return incident.status
    return "mitigated" if incident.mitigated_at is not None and incident.mitigated_at <= as_of else "open"


def _unknown(incident: Incident, as_of: dt.datetime) -> frozenset[str]:
    """The milestones passed without a time, said to be unknown or not said at all; none is after one still to come."""
    passed, coming = set(_PASSED.get(incident.status, _RESPONSE)) | incident.unknown, False
    for name in _RESPONSE:
        at = incident.at(name)
        coming = coming or (at is not None and at > as_of)
        if at is not None or coming:
            passed.discard(name)
    return incident.unknown - set(_RESPONSE) | passed & set(_RESPONSE)


def action_at(action: Action, day: dt.date) -> Action:
    """An action done later was still open then; the records do not say when work on it began."""
    if action.done_at is None or action.done_at <= day:
        return action
    return action._replace(status="open", done_at=None)


def reviews_known_at(reviews: Iterable[Review], day: dt.date) -> tuple[Review, ...]:
    """Return the reviews held by a day of the policy's zone, their actions as they were known then.

    One whose day nobody wrote down was held in the month it speaks of, or later.
    """
    held = (one for one in reviews if (one.held_on <= day if one.held_on else one.month <= f"{day:%Y-%m}"))
    return tuple(one._replace(actions=tuple(action_at(action, day) for action in one.actions)) for one in held)
