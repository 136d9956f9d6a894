"""What is made of a record and is the same in every language: the editions ask for it one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from generator.model.incident import Incident

Made = TypeVar("Made")


class Last(Generic[Made]):
    """What `make` gives for an incident, kept until it is asked for another one."""

    def __init__(self, make: Callable[[Incident], Made]) -> None:
        self._make = make
        self._last: tuple[Incident, Made] | None = None

    def __call__(self, incident: Incident) -> Made:
        """Return what is made of an incident."""
        last = self._last
        if last is None or last[0] is not incident:
            last = self._last = incident, self._make(incident)
        return last[1]
