"""The occurrences of one failure as a chain in time, and the neighbours of an incident in its services."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from generator.model.incident import Incident
from generator.model.kpi import Fact

State = Literal["this", "confirmed", "suspected"]
_DAY = 24 * 60
_MINUTE = dt.timedelta(minutes=1)
NEAR = 4  # occurrences shown on each side; the others are counted
SERVICES = 2  # services whose neighbours are named


class Occurrence(NamedTuple):
    """One link of a chain; `gap` are the minutes from start to start, whole days from a day on, None if unknown.

    `confirmed`: a review has said so (`recurrence_of`); `suspected`: the same fingerprint came back within the window.
    """

    incident: Incident
    state: State
    gap: float | None = None


class Chain(NamedTuple):
    """The occurrences near this one in order of time, and how many more there are on each side."""

    occurrences: tuple[Occurrence, ...] = ()
    earlier: int = 0
    later: int = 0


class Neighbours(NamedTuple):
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
        self._families = _families(incidents, self._place)

    def chain(self, incident: Incident) -> Chain:
        """Return the chain an incident is in; an empty one where it is alone."""
        here = self._place[incident.id]
        family = self._families[here]
        fact = self._facts.get(incident.id)
        named = {*fact.repeats, *fact.recurred_by} & self._place.keys() if fact else set()
        suspected = {place for place in map(self._place.__getitem__, named) if self._families[place] is not family}
        if len(family) + len(suspected) == 1:
            return Chain()
        at = bisect_left(family, here)
        before = sorted([*family[max(at - NEAR, 0) : at], *(place for place in suspected if place < here)])[-NEAR:]
        after = sorted([*family[at + 1 : at + 1 + NEAR], *(place for place in suspected if place > here)])[:NEAR]
        near = [*before, here, *after]
        found = [self._incidents[place] for place in near]
        gaps = [None, *(_gap(a, b) for a, b in pairwise(found))]
        states: list[State] = ["this" if p == here else "suspected" if p in suspected else "confirmed" for p in near]
        earlier = at + sum(place < here for place in suspected)
        later = len(family) + len(suspected) - 1 - earlier
        return Chain(
            tuple(map(Occurrence, found, states, gaps)),
            earlier - len(before),
            later - len(after),
        )


def _families(incidents: Sequence[Incident], place_of: Mapping[str, int]) -> list[list[int]]:
    """Return for each incident the places of all that reviews have tied together with it, itself among them.

    `check` refuses circles, but a filter may make one.
    """
    families = [[place] for place in range(len(incidents))]
    for place, incident in enumerate(incidents):
        earlier = place_of.get(incident.recurrence_of or "")
        if earlier is None or families[earlier] is families[place]:
            continue
        less, more = sorted((families[earlier], families[place]), key=len)
        more += less
        for each in less:
            families[each] = more
    for family in {id(family): family for family in families}.values():
        family.sort()
    return families


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
