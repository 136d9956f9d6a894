"""A month's figures and records as they are reported: what `furikaeri close` writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from generator import __version__
from generator.measure.document import document
from generator.model.asof import known_at
from generator.model.incident import Incident
from generator.model.kpi import KpiTable
from generator.model.lock import Closing, Lock, Locked, rules_of
from generator.model.locked import between, fields_of, is_of
from generator.model.month import Month
from generator.model.policy import Policy


class CannotClose(Exception):
    """The month cannot be closed; `why` is a code.

    not_over (`at`: its end), unknown (no such month in the figures), already and backwards (`at`: the last closing).
    """

    def __init__(self, why: str, at: dt.datetime | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.at = at


def closable(month: Month, table: KpiTable, former: Lock | None = None, *, again: bool = False) -> None:
    """Raise CannotClose where a month of a table cannot be closed."""
    end = month.end(table.zone)
    if end > table.as_of:
        raise CannotClose("not_over", end)
    if table.of(month) is None:
        raise CannotClose("unknown")
    if former and not again:
        raise CannotClose("already", former.as_of)
    if former and former.as_of > table.as_of:
        raise CannotClose("backwards", former.as_of)


def closed(
    month: Month, table: KpiTable, incidents: Iterable[Incident], policy: Policy, *, sums: Mapping[str, str],
    former: Lock | None = None, reason: str = "",
) -> Lock:  # fmt: skip
    """Return the lock of a month by a table of everything; raise CannotClose.

    `incidents` are all that can be used, `sums` the SHA-256 of their files by path. A `former` lock is kept in the
    history with what has changed of its records, so it needs a `reason`.
    """
    closable(month, table, former, again=bool(reason))
    left_out = {row.id: row.reason for row in table.excluded}
    known = (then for incident in incidents if (then := known_at(incident, table.as_of)) is not None)
    of_month = sorted((one for one in known if is_of(month, table.zone, one)), key=lambda one: one.id)
    records = tuple(
        Locked(one.id, one.path, sums.get(one.path, ""), fields_of(one, table.zone), left_out.get(one.id, ""))
        for one in of_month
    )
    figures = next(row for row in document(table)["months"] if row["month"] == str(month))
    closing = Closing(
        as_of=table.as_of,
        figures=figures,
        contracts={name: contract.as_json() for name, contract in table.contracts.items()},
        policy=rules_of(policy),
        ids=tuple(figures["incident_rate"]["ids"]),
        version=__version__,
        reason=reason,
    )
    history = (*former.history, former.closing._replace(changed=between(former, records))) if former else ()
    return Lock(month, table.zone, closing, records, history)
