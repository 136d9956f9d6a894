"""Promises of the policy about one incident, and whether they were kept."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

#: `unknown`: a time that decides it is not known; `not_recorded`: the record has no Kind column to tell;
#: `none`: the policy promises nothing here.
State = Literal["met", "missed", "pending", "unknown", "not_recorded", "none"]


class Promise(NamedTuple):
    """One promise: `taken` and `limit` are minutes on `clock`; `due` is the instant it fell or falls due."""

    name: Literal["response", "update", "report"]
    state: State
    limit: float | None = None
    clock: str = "elapsed"
    taken: float | None = None
    due: dt.datetime | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None  # what met it; of updates, the end of the longest gap
