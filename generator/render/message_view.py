"""What the messages about an incident may say, in words: every fact from its record, and nothing that is not in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from generator.model.incident import MILESTONES, Action, Incident
from generator.model.policy import Policy
from generator.model.promise import Promise
from generator.model.words import Words
from generator.render.message_text import one_line
from generator.render.terms import TERMS

_MINUTE = dt.timedelta(minutes=1)


class MessageView(NamedTuple):
    """What a template of `messages/` gets as `page`. Every text is "" where there is nothing to say."""

    public: bool  # for people outside: no internal name, no cause, no owner, unless the record itself is public
    kind: str  # of the incident
    is_open: bool
    name: str  # id and title; outside only those of a public record
    affected: str  # functions and services, outside only services that the policy has words for
    severity: str
    state: str
    times: Mapping[str, str]  # by milestone: when, or that it is not known; "" where it is not reached
    lasted: str  # from start to resolution, or so far and as of when
    phases: str  # how long until detection, acknowledgement, mitigation
    impact: str
    detection: str
    cause: str
    recovery: str
    latest: str  # the last entry of the timeline
    next_update: str  # "by" when
    report_due: str  # the same
    promises: tuple[str, ...]  # those that were judged, with both durations
    actions: tuple[str, ...]
    repeats: str  # the id of the incident that this one is a recurrence of, never outside: that one need not be public


def message_views(
    incident: Incident, promises: Sequence[Promise], policy: Policy, words: Words, as_of: dt.datetime, *,
    public: Iterable[bool],
) -> Iterator[MessageView]:  # fmt: skip
    """Yield the facts of an incident as known at `as_of` in the words of one language, for people inside and outside.

    What is the same for both is told once.
    """
    tell = _Teller(incident, policy, words, as_of)
    return (_view(tell, promises, public=each) for each in public)


def _view(tell: _Teller, promises: Sequence[Promise], *, public: bool) -> MessageView:
    incident = tell.incident
    outside = public and incident.visibility != "public"
    return MessageView(
        public=public,
        kind=incident.kind,
        is_open=incident.is_open,
        name="" if outside else f"{incident.id} {incident.title}",
        affected=tell.affected(outside),
        severity="" if outside else tell.severity(),
        state=tell.words(TERMS["status"][incident.status]),
        times=tell.times,
        lasted=tell.lasted,
        phases=tell.phases,
        impact="" if outside else tell.impact(),
        detection="" if outside else tell.detection(),
        cause=tell.cause(outside),
        recovery="" if outside else tell.recovery(),
        latest="" if outside else tell.latest(),
        next_update=tell.next_update,
        report_due=tell.limit(next((p.due for p in promises if p.name == "report" and p.state == "pending"), None)),
        promises=() if outside else tuple(tell.promise(p) for p in promises if p.state in ("met", "missed")),
        actions=() if outside else tuple(tell.action(action, public) for action in incident.actions),
        repeats="" if public else incident.recurrence_of or "",
    )


def next_update(incident: Incident, policy: Policy, as_of: dt.datetime) -> dt.datetime | None:
    """Return when the next update is due: an interval after the last one, or after `as_of` where that is over.

    None where none is promised: the incident is over, or of a severity without updates.
    """
    promise = policy.communication
    if not incident.is_open or incident.severity not in promise.update_severities:
        return None
    step = promise.update_minutes * _MINUTE
    last = max((row.at for row in incident.rows if row.kind == "update" and row.at), default=incident.detected_at)
    return last + step if last and last + step > as_of else as_of + step


class _Teller:
    """One incident in one language, as known at `as_of`; what is the same for everybody is told once."""

    def __init__(self, incident: Incident, policy: Policy, words: Words, as_of: dt.datetime) -> None:
        self.incident = incident
        self.policy = policy
        self.words = words
        self.as_of = as_of

    def moment(self, moment: dt.datetime | None) -> str:
        """Return an instant with its zone: a message is read away from the page that names it."""
        return f"{self.words.moment(moment)} {moment.astimezone(self.words.zone).tzname()}" if moment else ""

    def limit(self, moment: dt.datetime | None) -> str:
        return self.words("by {moment}", moment=self.moment(moment)) if moment else ""

    def affected(self, outside: bool) -> str:
        named = self.policy.services
        services = [
            self.words.of(named[name].label) if name in named else name
            for name in self.incident.services
            if name in named or not outside
        ]
        return self.words.separator().join(services + [f for f in self.incident.impact.functions if f not in services])

    def severity(self) -> str:
        level = self.policy.severities.get(self.incident.severity)
        return f"{self.incident.severity} {self.words.of(level.label) if level else ''}".strip()

    def time(self, milestone: str) -> str:
        at = self.incident.at(milestone)
        open_yet = self.incident.is_open and milestone not in self.incident.unknown
        return self.moment(at) if at else "" if open_yet else self.words("not known")

    @cached_property
    def times(self) -> Mapping[str, str]:
        return {name: self.time(name) for name in MILESTONES}

    @cached_property
    def next_update(self) -> str:
        return self.limit(next_update(self.incident, self.policy, self.as_of))

    @cached_property
    def lasted(self) -> str:
        start, end = self.incident.started_at, self.incident.resolved_at
        if start and end:
            return self.words.duration((end - start) / _MINUTE)
        if start and self.incident.is_open:
            so_far = self.words.duration((self.as_of - start) / _MINUTE)
            return self.words("{duration} so far (as of {moment})", duration=so_far, moment=self.moment(self.as_of))
        return "" if self.incident.is_open else self.words("not known")

    @cached_property
    def phases(self) -> str:
        """Return the known ways between milestones that follow each other."""
        told = []
        for start, end in pairwise(MILESTONES):
            a, b = self.incident.at(start), self.incident.at(end)
            if a and b and b >= a:
                told.append(self.words(TERMS["took"][end], duration=self.words.duration((b - a) / _MINUTE)))
        return self.words.separator().join(told)

    def impact(self) -> str:
        words, impact = self.words, self.incident.impact
        told = []
        if impact.users_affected is not None:
            told.append(words("{share} of the users", share=words.percent(impact.users_affected)))
        if impact.business:
            told.append(words("{level} business impact", level=words(TERMS["business"][impact.business])))
        if impact.data_loss is not None:
            told.append(words("data was lost") if impact.data_loss else words("no data lost"))
        return words.separator().join(told) or words("not known")

    def detection(self) -> str:
        source = self.policy.detection_sources.get(self.incident.detection or "")
        return self.words.of(source.label) if source else self.incident.detection or ""

    def cause(self, outside: bool) -> str:
        """Return the cause; one that nobody knows is being looked for only while the incident lasts."""
        incident, named = self.incident, self.policy.cause_categories.get(self.incident.cause)
        if incident.cause == "unknown" and not incident.cause_summary:
            return self.words("under investigation") if incident.is_open else "" if outside else self.words("not known")
        if outside:
            return ""
        label = self.words.of(named.label) if named else incident.cause
        return f"{label} — {incident.cause_summary}" if incident.cause_summary else label

    def recovery(self) -> str:
        way = self.policy.recovery_strategies.get(self.incident.recovery or "")
        return self.words.of(way.label) if way else self.incident.recovery or ""

    def latest(self) -> str:
        """Return the last entry of the timeline, with its day where it is not of today."""
        row = next((row for row in reversed(self.incident.rows) if row.at), None)
        if not row or not row.at:
            return ""
        zone = self.words.zone
        is_today = row.at.astimezone(zone).date() == self.as_of.astimezone(zone).date()
        return f"{self.words.time(row.at) if is_today else self.moment(row.at)} {row.event}"

    def promise(self, promise: Promise) -> str:
        taken, limit = self.words.duration(promise.taken), self.words.duration(promise.limit)
        if taken == limit and promise.taken and promise.limit and promise.taken > promise.limit:
            taken += f" +{self.words.duration(promise.taken - promise.limit)}"  # else it reads as if it were in time
        clock = f" {self.words(TERMS['clock']['business'])}" if promise.clock == "business" else ""
        return self.words(
            "{promise} {state} ({taken}, limit {limit})", promise=self.words(TERMS["promise"][promise.name]),
            state=self.words(TERMS["state"][promise.state]), taken=taken,
            limit=limit + clock,
        )  # fmt: skip

    def action(self, action: Action, public: bool) -> str:
        due = self.words("due {moment}", moment=action.due.isoformat()) if action.due else self.words("no due date")
        state = self.words(TERMS["action_status"][action.status])
        told = [state, "" if action.status == "done" else due, "" if public else action.owner]
        return one_line(
            self.words("{what} ({details})", what=action.title, details=self.words.separator().join(filter(None, told)))
        )
