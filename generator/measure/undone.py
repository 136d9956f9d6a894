"""How much of what was agreed on is still to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from generator.model.incident import Incident, Review


class Undone(NamedTuple):
    """Actions that somebody still has to do; the overdue are among the open."""

    open: int
    overdue: int


def undone(incidents: Iterable[Incident], reviews: Iterable[Review], day: dt.date) -> Undone:
    """Count the open actions of incidents (every kind) and reviews, as known then, on `day` of the policy's zone."""
    actions = [action for incident in incidents for action in incident.actions]
    actions += [action for review in reviews for action in review.actions]
    return Undone(sum(action.is_open for action in actions), sum(action.overdue_on(day) for action in actions))
