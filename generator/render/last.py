"""What is made of a record and is the same in every language: the editions ask for it one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Generic, ParamSpec, TypeVar

from generator.model.incident import Incident

More = ParamSpec("More")
Made = TypeVar("Made")


class Last(Generic[More, Made]):
    """What `make` gives for an incident, kept until it is asked for another one."""

    def __init__(self, make: Callable[Concatenate[Incident, More], Made]) -> None:
        self._make = make
        self._last: tuple[Incident, Made] | None = None

    def __call__(self, incident: Incident, *more: More.args, **named: More.kwargs) -> Made:
        """Return what is made of an incident; what else it is made of is the same in every edition."""
        last = self._last
        if last is None or last[0] is not incident:
            last = self._last = incident, self._make(incident, *more, **named)
        return last[1]
