"""Incidents -> the chains that their recurrences make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model.chains import Chain, Occurrence
from generator.model.incident import Incident
from generator.model.month import MINUTE


def chains(incidents: Sequence[Incident], repeats: Mapping[str, Sequence[str]]) -> tuple[Chain, ...]:
    """Return the chains among `incidents` (oldest first), the one with the newest occurrence first.

    `repeats` names, by id, the earlier incidents that one repeats by the contract of the recurrence rate; what review
    confirmed counts at whatever distance.
    """
    place = {incident.id: index for index, incident in enumerate(incidents)}
    links = [_earlier(incident, repeats.get(incident.id, ()), place) for incident in incidents]
    root = list(range(len(incidents)))  # of each incident, a member of its chain
    for index, earlier in enumerate(links):
        for other in earlier:
            root[_find(root, index)] = _find(root, other)
    members: dict[int, list[int]] = {}
    for index in range(len(incidents)):
        members.setdefault(_find(root, index), []).append(index)
    found = [
        Chain(tuple(_occurrence(incidents, index, links[index]) for index in chain))
        for chain in sorted(members.values(), key=lambda chain: -chain[-1])
        if len(chain) > 1
    ]
    return tuple(found)


def _earlier(incident: Incident, repeats: Sequence[str], place: Mapping[str, int]) -> tuple[int, ...]:
    """Return where those stand that it repeats; one it was confirmed to repeat comes last, which is what it is told by.

    A reference to itself or to a later one is a slip that `check` reports, and no link.
    """
    named = sorted({place[name] for name in repeats if name in place and name != incident.recurrence_of})
    known = incident.recurrence_of or ""
    confirmed = [place[known]] if known in place else []
    return tuple(other for other in (*named, *confirmed) if other < place[incident.id])


def _find(root: list[int], index: int) -> int:
    while root[index] != index:
        root[index] = root[root[index]]
        index = root[index]
    return index


def _occurrence(incidents: Sequence[Incident], index: int, earlier: tuple[int, ...]) -> Occurrence:
    incident = incidents[index]
    if not earlier:
        return Occurrence(incident.id, incident.anchor)
    before = incidents[earlier[-1]]
    start, end = incident.started_at, before.resolved_at  # no other milestone, and no mere day, stands for a start
    gap = (start - end) / MINUTE if start and end else None
    ground = "confirmed" if incident.recurrence_of == before.id else "fingerprint"
    return Occurrence(incident.id, incident.anchor, before.id, ground, gap)
