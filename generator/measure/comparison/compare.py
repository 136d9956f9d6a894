"""Two sides -> a Comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from generator.measure.comparison.causes import Causes
from generator.measure.comparison.kept import promise_changes, recurrence_changes
from generator.measure.comparison.months import month_changes
from generator.measure.comparison.records import record_changes
from generator.measure.comparison.values import same
from generator.measure.measure import measure
from generator.model.comparison import Comparison, ContractChange, FieldChange, Side
from generator.model.incident import Incident
from generator.model.kpi import Excluded
from generator.model.policy import Policy


def side_of(
    incidents: tuple[Incident, ...], policy: Policy, policy_keys: Mapping[str, object],
    unusable: tuple[tuple[str, str], ...], as_of: dt.datetime, *, read: int,
) -> Side:  # fmt: skip
    """Measure one state of the records at `as_of` (aware); `read` counts the files."""
    left_out = [Excluded(name, f"unusable: {rule}") for name, rule in unusable]
    table = measure(incidents, policy, as_of, read=read, unusable=left_out)
    return Side(incidents, policy, policy_keys, unusable, table)


def compare(before: Side, after: Side) -> Comparison:
    """Return what differs between two sides that were measured at one instant."""
    as_of = after.table.as_of
    if before.table.as_of != as_of:
        raise ValueError("both sides must be measured as of one instant")
    records = record_changes(before, after)
    policy = tuple(_policy_changes(before, after))
    causes = Causes(before, after, records, policy)
    months, total = month_changes(before, after, causes)
    return Comparison(
        as_of=as_of,
        zone=after.policy.zone,
        sides=(before, after),
        records=records,
        months=months,
        total=total,
        promises=promise_changes(before, after, as_of, causes),
        recurrences=recurrence_changes(before, after, causes),
        contracts=tuple(_contract_changes(before, after)),
        policy=policy,
    )


def _policy_changes(before: Side, after: Side) -> list[FieldChange]:
    old, new = before.policy_keys, after.policy_keys
    keys = [key for key in dict.fromkeys((*old, *new)) if not same(old.get(key), new.get(key))]
    return [FieldChange(key, old.get(key), new.get(key)) for key in keys]


def _contract_changes(before: Side, after: Side) -> list[ContractChange]:
    old, new = ({name: one.as_json() for name, one in side.table.contracts.items()} for side in (before, after))
    found = []
    for kpi in dict.fromkeys((*old, *new)):
        one, other = old.get(kpi, {}), new.get(kpi, {})
        keys = [key for key in dict.fromkeys((*one, *other)) if not same(one.get(key), other.get(key))]
        found += [ContractChange(kpi, key, one.get(key), other.get(key)) for key in keys]
    return found
