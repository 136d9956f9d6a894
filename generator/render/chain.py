"""The occurrences of one failure as a chain in time, and the neighbours of an incident in its services."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from generator.model.incident import Incident
from generator.model.kpi import Fact

State = Literal["this", "confirmed", "suspected"]
_DAY = 24 * 60
_MINUTE = dt.timedelta(minutes=1)
NEAR = 4  # occurrences shown on each side; the others are counted
SERVICES = 2  # services whose neighbours are named


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One link of a chain; `gap` are the minutes from start to start, whole days from a day on, None if unknown.

    `confirmed`: a review has said so (`recurrence_of`); `suspected`: the same fingerprint came back within the window.
    """

    incident: Incident
    state: State
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The occurrences near this one in order of time, and how many more there are on each side."""

    occurrences: tuple[Occurrence, ...] = ()
    earlier: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The incident before and after in one service, by id; None at the ends."""

    slug: str
    name: str
    previous: str | None
    following: str | None


class Occurrences:
    """Who repeats whom, indexed once; `incidents` are in order of time."""

    def __init__(self, incidents: Sequence[Incident], facts: Mapping[str, Fact]) -> None:
        self._place = {incident.id: place for place, incident in enumerate(incidents)}
        self._incidents = incidents
        self._facts = facts
        self._children: dict[str, list[str]] = defaultdict(list)
        for incident in incidents:
            if incident.recurrence_of in self._place:
                self._children[incident.recurrence_of].append(incident.id)

    def chain(self, incident: Incident) -> Chain:
        """Return the chain an incident is in; an empty one where it is alone."""
        confirmed = self._confirmed(incident.id)
        fact = self._facts.get(incident.id)
        suspected = {*fact.repeats, *fact.recurred_by} & self._place.keys() if fact else set()
        ids = sorted(confirmed | suspected | {incident.id}, key=self._place.__getitem__)
        if len(ids) == 1:
            return Chain()
        here = ids.index(incident.id)
        near = ids[max(here - NEAR, 0) : here + NEAR + 1]
        found = [self._incidents[self._place[name]] for name in near]
        gaps = [None, *(_gap(a, b) for a, b in pairwise(found))]
        return Chain(
            tuple(
                Occurrence(
                    one, "this" if one.id == incident.id else "confirmed" if one.id in confirmed else "suspected", gap
                )
                for one, gap in zip(found, gaps, strict=True)
            ),
            max(here - NEAR, 0),
            max(len(ids) - here - 1 - NEAR, 0),
        )

    def _confirmed(self, name: str) -> set[str]:
        """Return all that reviews have tied together with one; `check` refuses circles, but a filter may make one."""
        found: set[str] = set()
        ahead = [name]
        while ahead:
            one = ahead.pop()
            if one in found or one not in self._place:
                continue
            found.add(one)
            ahead += self._children.get(one, [])
            ahead += [earlier] if (earlier := self._incidents[self._place[one]].recurrence_of) else []
        return found - {name}


def _gap(a: Incident, b: Incident) -> float | None:
    if a.started_at is None or b.started_at is None:
        return None
    minutes = (b.started_at - a.started_at) / _MINUTE
    return minutes if minutes < _DAY else round(minutes / _DAY) * _DAY


class ByService:
    """The incidents of every service in order of time."""

    def __init__(self, incidents: Sequence[Incident], names: Mapping[str, tuple[str, str]]) -> None:
        """Index `incidents`, in order of time; `names` holds slug and name by service."""
        self._names = names
        self._ids: dict[str, list[str]] = defaultdict(list)
        self._places: dict[tuple[str, str], int] = {}
        for incident in incidents:
            for service in dict.fromkeys(incident.services):
                self._places[service, incident.id] = len(self._ids[service])
                self._ids[service].append(incident.id)

    def neighbours(self, incident: Incident) -> tuple[Neighbours, ...]:
        """Return those in the first two services; a service's own page lists the others."""
        return tuple(self._of(service, incident.id) for service in list(dict.fromkeys(incident.services))[:SERVICES])

    def _of(self, service: str, name: str) -> Neighbours:
        ids, place = self._ids[service], self._places[service, name]
        previous = ids[place - 1] if place else None
        following = ids[place + 1] if place + 1 < len(ids) else None
        return Neighbours(*self._names[service], previous, following)
