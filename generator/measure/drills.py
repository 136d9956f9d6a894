"""Drills held in each quarter against what the policy asks for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from generator.measure.promises import kept_of
from generator.model.incident import Incident
from generator.model.kept import QUARTER_STATES, DrillsKept, Quarter


def drills_kept(incidents: Iterable[Incident], asked: int, as_of: dt.datetime, zone: ZoneInfo) -> DrillsKept:
    """Return the quarters from the first record's (of any kind, as known at `as_of`) to that of `as_of`.

    A drill is held on the day of the instant that decides its month; of a drill without one, on its only known day.
    The quarters before the first recorded drill are `not_recorded`: a team begins to write its drills down some day.
    """
    held: defaultdict[int, list[str]] = defaultdict(list)
    undated = []
    days = [(incident, _day(incident, zone)) for incident in incidents]
    for incident, day in days:
        if incident.kind == "drill" and day is None:
            undated.append(incident.id)
        elif incident.kind == "drill" and day is not None:
            held[_index(day)].append(incident.id)
    running = _index(as_of.astimezone(zone).date())
    first = min((_index(day) for _, day in days if day is not None), default=running + 1)
    begun = min(held, default=running)
    quarters = tuple(
        _quarter(index, tuple(held.get(index, ())), asked, begun, running) for index in range(first, running + 1)
    )
    names = {state: [quarter.name for quarter in quarters if quarter.state == state] for state in QUARTER_STATES}
    return DrillsKept(asked, quarters, kept_of(names, ("met",), ("missed",)), tuple(undated))


def _quarter(index: int, held: tuple[str, ...], asked: int, begun: int, running: int) -> Quarter:
    if asked == 0:
        state = "none"
    elif len(held) >= asked:
        state = "met"
    else:
        state = "pending" if index >= running else "missed" if index >= begun else "not_recorded"
    return Quarter(f"{index // 4:04d}-Q{index % 4 + 1}", held, state)


def _index(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _day(incident: Incident, zone: ZoneInfo) -> dt.date | None:
    return incident.anchor.astimezone(zone).date() if incident.anchor else incident.occurred_on
