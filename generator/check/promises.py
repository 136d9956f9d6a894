"""The promises of the policy about one incident: kept, missed, pending, or not to be known."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from generator.check.clock import business_deadline, business_minutes, elapsed_minutes
from generator.model.incident import Incident
from generator.model.policy import Policy
from generator.model.promise import Promise

_MINUTE = dt.timedelta(minutes=1)


def promises(incident: Incident, policy: Policy, as_of: dt.datetime) -> tuple[Promise, ...]:
    """Return the promises about an incident as it was known at `as_of`; those not made have the state `none`."""
    return (response(incident, policy, as_of), updates(incident, policy, as_of), final_report(incident, policy, as_of))


def missed(incident: Incident, policy: Policy, as_of: dt.datetime) -> tuple[Promise, ...]:
    """Return the promises that were not kept; the calendar is asked only where elapsed time leaves it open."""
    made = [] if in_time_on_any_clock(incident, policy) else [response(incident, policy, as_of)]
    made += [updates(incident, policy, as_of), final_report(incident, policy, as_of)]
    return tuple(promise for promise in made if promise.state == "missed")


def in_time_on_any_clock(incident: Incident, policy: Policy) -> bool:
    """Tell whether the response met its target by elapsed time: business minutes are never more than those."""
    severity, start, end = policy.severities.get(incident.severity), incident.detected_at, incident.acknowledged_at
    if severity is None or severity.response is None or start is None or end is None:
        return False
    return end - start <= severity.response.minutes * _MINUTE


def response(incident: Incident, policy: Policy, as_of: dt.datetime) -> Promise:
    """Detection to acknowledgement against the severity's target, inclusive.

    Open and unacknowledged: missed past the limit, else pending. Over (or mitigated) without a known
    acknowledgement, or without a known detection: unknown, and outside any share.
    """
    severity = policy.severities.get(incident.severity)
    target = severity.response if severity else None
    if target is None:
        return Promise("response", "none")
    start, end = incident.detected_at, incident.acknowledged_at
    if start is None:
        return Promise("response", "unknown", target.minutes, target.clock)
    business = target.clock == "business"
    hours = policy.business_hours
    until = business_deadline(start, target.minutes, hours) if business else start + target.minutes * _MINUTE
    upto = end or as_of
    taken = business_minutes(start, upto, hours) if business else elapsed_minutes(start, upto)
    if end is not None:
        state = "met" if taken <= target.minutes else "missed"
    elif incident.status != "open" or "acknowledged_at" in incident.unknown:
        return Promise("response", "unknown", target.minutes, target.clock, None, until, start)
    else:
        state = "missed" if taken > target.minutes else "pending"
    return Promise("response", state, target.minutes, target.clock, taken, until, start, end)  # type: ignore[arg-type]  # one of State by the lines above


def updates(incident: Incident, policy: Policy, as_of: dt.datetime) -> Promise:
    """The longest time without a status update, from detection to resolution (or now)."""
    limit = policy.communication.update_minutes
    if incident.severity not in policy.communication.update_severities:
        return Promise("update", "none")
    start, end = incident.detected_at, incident.resolved_at or (as_of if incident.is_open else None)
    if not any(row.kind for row in incident.rows):
        return Promise("update", "not_recorded", limit)
    if start is None or end is None:
        return Promise("update", "unknown", limit)
    said = [row.at for row in incident.rows if row.kind == "update" and row.at and start <= row.at <= end]
    gaps = [(elapsed_minutes(a, b), a, b) for a, b in pairwise([start, *said, end])]
    longest, gap_start, gap_end = max(gaps, key=lambda gap: gap[0])
    state = "missed" if longest > limit else "pending" if incident.is_open else "met"
    due = gap_start + limit * _MINUTE
    return Promise("update", state, limit, "elapsed", longest, due, gap_start, gap_end)  # type: ignore[arg-type]  # as above


def final_report(incident: Incident, policy: Policy, as_of: dt.datetime) -> Promise:
    """Resolution to the published final report; none by the due time is a missed one, `unknown` is not."""
    if policy.communication.report_hours is None:
        return Promise("report", "none")
    limit = policy.communication.report_hours * 60
    start, end = incident.resolved_at, incident.report_at
    if start is None:
        return Promise("report", "pending" if incident.is_open else "unknown", limit)
    due = start + limit * _MINUTE
    if end is not None:
        taken = elapsed_minutes(start, end)
        return Promise("report", "met" if taken <= limit else "missed", limit, "elapsed", taken, due, start, end)
    if "report_at" in incident.unknown:
        return Promise("report", "unknown", limit, "elapsed", None, due, start)
    state = "missed" if as_of > due else "pending"
    return Promise("report", state, limit, "elapsed", None, due, start)  # type: ignore[arg-type]  # as above
