"""What was promised and kept as `furikaeri/promises/1`: a JSON document, and its groups as CSV."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from generator.measure.csv_text import BOM, csv_text
from generator.measure.parts import without
from generator.model.kept import ACTION_STATES, STATES, Breakdown, Deed, Group, Kept, KeptPromises, ToDone
from generator.model.policy import Policy

SCHEMA = "furikaeri/promises/1"

#: One column per state, whatever it is a state of; empty where the promise has no such state.
_STATES = (*STATES, *(state for state in ACTION_STATES if state not in STATES))
COLUMNS = (
    *("promise", "group", "month", "severity", "kept", "judged", "rate", "rate_low", "rate_high"),
    *_STATES,
    "median_days_to_done",
)

Row = dict[str, Any]

#: What a group of one month has, and so what stands in the part of its year.
_OF_MONTHS = {
    "incidents": ("by_month", "by_month_and_severity"),
    "actions": ("by_month", "by_month_and_severity", "by_due_month", "open"),
}


def promises_files(
    kept: KeptPromises, policy: Policy, as_of: dt.datetime, zone: ZoneInfo, limit: int
) -> dict[str, bytes]:
    """Return the document as `data/promises.json` while it has at most `limit` bytes.

    Ids (of the states that occur) stand beside the counts of all states. null: cannot be had; "" as month or severity:
    has none.

    Past the limit it names no ids and no open actions but its `parts`, one a year: the groups of the year's months as
    they are, and the open actions of its incidents and reviews; where that is past the limit, one a month. The part
    `none` has those without a month.
    """
    document = _document(kept, policy, as_of, zone)
    whole = _written(document)
    if len(whole) <= limit:
        return {"data/promises.json": whole}
    head = {name: document[name] for name in ("schema", "as_of", "timezone")}
    listed: list[dict[str, str]] = []
    files: dict[str, bytes] = {}
    for about, content in _parts(document, head, limit):
        url = f"data/promises/{about.get('month', about['year'])}.json"
        listed.append({"url": url, **about})
        files[url] = content
    del document["actions"]["open"]
    counts = without(document, ("ids",)) | {"drills": document["drills"]}  # whose few ids stand in no part
    return {"data/promises.json": _written(counts | {"parts": listed}), **files}


def _parts(document: Row, head: Row, limit: int) -> Iterator[tuple[dict[str, str], bytes]]:
    """Yield each part: which year or month it is, and its text."""
    for year, of_year in sorted(_grouped(document, lambda month: month.partition("-")[0]).items()):
        whole = _written(head | {"year": year} | of_year)
        months = _grouped(of_year, str) if len(whole) > limit else {}
        if len(months) < 2:
            yield {"year": year}, whole
            continue
        for month, part in sorted(months.items()):
            about = {"year": year, "month": month}
            yield about, _written(head | about | part)


def _grouped(document: Row, named: Callable[[str], str]) -> dict[str, Row]:
    """Return the groups and open actions of a document in parts, by what each month is `named`; "none" without one."""
    parts: dict[str, Row] = {}
    for section, names in _OF_MONTHS.items():
        for name in names:
            for row in document[section].get(name, ()):
                part = parts.setdefault(named(row["month"] or "none"), {"incidents": {}, "actions": {}})
                part[section].setdefault(name, []).append(row)
    return parts


def _document(kept: KeptPromises, policy: Policy, as_of: dt.datetime, zone: ZoneInfo) -> Row:
    drills = kept.drills
    return {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "timezone": zone.key,
        "promised": _promised(policy),
        "incidents": _breakdown(kept.incidents),
        "drills": _kept(drills.kept, "quarters")
        | {"held": [{"quarter": q.name, "state": q.state, "ids": list(q.held)} for q in drills.quarters]}
        | {"undated_ids": list(drills.undated)},
        "actions": _breakdown(kept.actions)
        | {"by_due_month": [_group(group) for group in kept.actions_by_due_month]}
        | {"open": [_deed(deed) for deed in kept.ageing]},
    }


def _written(document: Row) -> bytes:
    return f"{_told(document)}\n".encode()


def promises_csv(kept: KeptPromises) -> bytes:
    """Return a line for each promise and group.

    Month and severity are empty where all are counted, `none` for actions whose origin has none (or without due date).
    """
    rows = [row for breakdown in (kept.incidents, kept.actions) for row in _lines(breakdown)]
    rows += [_line("due_month", group, name, share) for group in kept.actions_by_due_month
             for name, share in group.kept.items()]  # fmt: skip
    rows.append(_line("total", Group(), "drills", kept.drills.kept))
    text = csv_text(COLUMNS, rows)
    return (text if text.isascii() else BOM + text).encode()


def _told(value: object, depth: int = 0) -> str:
    """Return the JSON text with a line for each group: indented, most of a large file would be spaces."""
    if depth < 3 and isinstance(value, dict) and value:
        rows = [f"{json.dumps(key, ensure_ascii=False)}: {_told(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + "\n}"
    if depth < 3 and isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_told(item, 3) for item in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


def _promised(policy: Policy) -> Row:
    targets = {name: level.response for name, level in policy.severities.items()}
    said = policy.communication
    return {
        "response": {name: target._asdict() if target else None for name, target in targets.items()},
        "update": {"minutes": said.update_minutes, "severities": sorted(said.update_severities)},
        "report": {"minutes": None if said.report_hours is None else said.report_hours * 60},
        "drills_per_quarter": policy.drills_per_quarter,
    }


def _breakdown(found: Breakdown) -> Row:
    return {
        "total": _group(found.total),
        "by_severity": [_group(group) for group in found.by_severity],
        "by_month": [_group(group) for group in found.by_month],
        "by_year": [{"year": group.month} | _group(replace(group, month=None)) for group in found.by_year],
        "by_month_and_severity": [_group(group) for group in found.by_month_and_severity],
    }


def _group(group: Group) -> Row:
    row: Row = {} if group.month is None else {"month": group.month}
    row |= {} if group.severity is None else {"severity": group.severity}
    row |= {name: _kept(share, "ids") for name, share in group.kept.items()}
    return row | ({"days_to_done": _to_done(group.to_done)} if group.to_done else {})


def _kept(share: Kept, named: str) -> Row:
    interval = list(share.interval) if share.interval else None
    row: Row = {"kept": share.kept, "judged": share.judged, "rate": share.rate, "interval": interval}
    row |= {state: len(ids) for state, ids in share.ids.items()}
    return row | {named: {state: list(ids) for state, ids in share.ids.items() if ids}}


def _to_done(time: ToDone) -> Row:
    ids = {"done": list(time.done), "open": list(time.open), "outside": list(time.outside)}
    return {"km_median": time.median_days, "n": len(time.done), "open": len(time.open), "ids": ids}


def _deed(deed: Deed) -> Row:
    due, since = deed.action.due, deed.since
    return {
        "id": deed.id, "incident": deed.incident or None, "month": deed.month, "severity": deed.severity,
        "state": deed.state, "due": due.isoformat() if due else None, "days_past_due": deed.past_due,
        "since": since.isoformat() if since else None, "age_days": deed.age,
    }  # fmt: skip


def _lines(found: Breakdown) -> Iterator[Row]:
    groups = [("total", found.total), *(("severity", group) for group in found.by_severity)]
    groups += [("month", group) for group in found.by_month]
    groups += [("month_and_severity", group) for group in found.by_month_and_severity]
    for kind, group in groups:
        for name, share in group.kept.items():
            yield _line(kind, group, name, share)


def _line(kind: str, group: Group, promise: str, share: Kept) -> Row:
    low, high = share.interval or (None, None)
    row: Row = {"promise": promise, "group": kind, "month": _named(group.month), "severity": _named(group.severity)}
    row |= {"kept": share.kept, "judged": share.judged, "rate": share.rate, "rate_low": low, "rate_high": high}
    row |= {state: len(share.ids[state]) if state in share.ids else None for state in _STATES}
    return row | {"median_days_to_done": group.to_done.median_days if group.to_done else None}


def _named(name: str | None) -> str | None:
    return name if name != "" else "none"
