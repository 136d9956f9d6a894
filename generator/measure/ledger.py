"""The facts frame -> the data-quality ledger: month by month, what the records know and what they do not."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from generator.measure.frame import Table, by_month
from generator.model.incident import MILESTONES
from generator.model.kpi import Excluded, KpiTable
from generator.model.ledger import Entry, Ledger, Repair, Stone
from generator.model.memory import NOTHING
from generator.model.month import Month

SCHEMA = "furikaeri/quality/1"
PROMISES = ("update", "report")
#: Reached once severe impact is over, whether the record says when or not.
_BEFORE_MITIGATED = ("acknowledged_at", "mitigated_at")


def ledger(
    table: Table,
    months: Sequence[Month],
    excluded: Iterable[Excluded] = (),
    month_of: Mapping[str, Month | None] = NOTHING,
    repaired: Mapping[Month, tuple[Repair, ...]] | None = None,
) -> Ledger:
    """Return the ledger of a facts frame over `months`, in their order.

    `excluded` are the records in no figure, `month_of` the month of each that has one; `repaired` are the records
    changed after a month was closed.
    """
    mended = repaired or {}
    left: defaultdict[Month | None, list[Excluded]] = defaultdict(list)
    shown = frozenset(months)
    for row in excluded:
        month = month_of.get(row.id)
        left[month if month in shown else None].append(row)
    slices, empty = dict(by_month(table)), table.iloc[0:0]
    entries = tuple(
        _entry(slices.get(str(month), empty), month, tuple(left[month]), mended.get(month, ())) for month in months
    )
    everything = tuple(row for rows in left.values() for row in rows)
    all_mended = tuple(repair for entry in entries for repair in entry.repaired)
    return Ledger(entries, _entry(table, None, everything, all_mended), tuple(left[None]))


def _entry(table: Table, month: Month | None, excluded: tuple[Excluded, ...], repaired: tuple[Repair, ...]) -> Entry:
    ids = table.index.to_numpy()
    states = {name: table[name].to_numpy() for name in PROMISES}
    return Entry(
        month=month,
        incidents=len(table),
        stones={name: _stone(table, name) for name in MILESTONES},
        states={name: dict(sorted(Counter(states[name].tolist()).items())) for name in PROMISES},
        not_recorded_ids={name: tuple(ids[states[name] == "not_recorded"].tolist()) for name in PROMISES},
        excluded=excluded,
        repaired=repaired,
    )


def _stone(table: Table, name: str) -> Stone:
    """Count as the durations do: what has a record started and was detected; what is over has reached everything."""
    known = table[name].notna().to_numpy()
    said_unknown = np.array([name in names for names in table["unknown"]], dtype=bool)
    reached = ~table["is_open"].to_numpy() | (name in {"started_at", "detected_at"})
    if name in _BEFORE_MITIGATED:
        reached = reached | (table["status"].to_numpy() == "mitigated")
    unknown = ~known & (said_unknown | reached)
    ids = tuple(table.index.to_numpy()[unknown].tolist())
    return Stone(int(known.sum()), len(ids), len(table) - int(known.sum()) - len(ids), ids)


def quality_json(table: KpiTable, book: Ledger) -> bytes:
    """Return the ledger as `data/quality.json`; shares are null where no incident has reached a milestone."""
    document = {
        "schema": SCHEMA,
        "as_of": table.as_of.isoformat(),
        "timezone": table.zone.key,
        "records": {"read": table.read, "counted": table.counted, "outside": table.outside},
        "months": [_row(entry) for entry in book.months],
        "total": _row(book.total),
        "without_month": _excluded(book.without_month),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _row(entry: Entry) -> dict[str, Any]:
    stones = {
        name: {"known": stone.known, "unknown": stone.unknown, "not_reached": stone.pending, "share": stone.share,
               "unknown_ids": list(stone.unknown_ids)}
        for name, stone in entry.stones.items()
    }  # fmt: skip
    promises = {
        name: {"states": dict(entry.states[name]), "not_recorded_ids": list(entry.not_recorded_ids[name])}
        for name in PROMISES
    }
    return {
        "month": str(entry.month) if entry.month else None,
        "incidents": entry.incidents,
        "milestones": stones,
        "promises": promises,
        "excluded": _excluded(entry.excluded),
        "repaired": [{"id": repair.id, "fields": list(repair.fields)} for repair in entry.repaired],
    }


def _excluded(rows: Iterable[Excluded]) -> list[dict[str, str]]:
    return [{"id": row.id, "reason": row.reason} for row in rows]
