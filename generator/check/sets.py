"""What only all records together show: ids used twice, references to nothing, circles of recurrence."""

from __future__ import annotations

import re
from collections import defaultdict

from generator.check.rule import Report
from generator.check.rules.ids import CYCLE, DANGLING, DUPLICATE_ID
from generator.check.shape import Values, suggestion
from generator.read.record import Record
from generator.read.tree import Node

_REFERENCES = ("recurrence_of", "not_related", "related")
Entry = tuple[Record, Report, Values]


def check_set(entries: list[Entry]) -> None:
    """Add to each record's report what the set shows. Unusable records count as targets of references."""
    holders: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if isinstance(name := entry[2].get("id"), str):
            holders[name].append(entry)
    for name, same in holders.items():
        for record, report, _ in same[1:]:
            report.add(DUPLICATE_ID, _node(record, "id"), id=name, other=same[0][0].path)
    known = sorted({*holders, *(name for entry in entries if (name := _id_by_name(entry)))})
    for record, report, values in entries:
        _check_references(record, report, values, known)
    _check_cycles(holders)


def _id_by_name(entry: Entry) -> str:
    """Return the id by which a file too broken to say its own is called."""
    record, _, values = entry
    match = None if "id" in values else re.match(r"INC-\d{4}-\d{3,}", record.path.rpartition("/")[2], re.ASCII)
    return match[0] if match else ""


def _node(record: Record, key: str) -> Node | None:
    return record.front.get(key) if record.front else None


def _check_references(record: Record, report: Report, values: Values, known: list[str]) -> None:
    there = set(known)
    for key in _REFERENCES:
        node = _node(record, key)
        if node is None:
            continue
        named = {values[key]} if isinstance(values.get(key), str) else set(values.get(key) or ())  # type: ignore[call-overload]  # ids are a text or a tuple of texts
        for item in node.items if node.kind == "list" else (node,):
            if item.text in named and item.text not in there:
                report.add(DANGLING, item, key=key, id=item.text, **_hint(item.text, known))


def _hint(name: str, known: list[str]) -> dict[str, str]:
    """Suggest an id that looks alike; listing all ids would help nobody."""
    close = suggestion(name, known)
    if close["hint_en"].startswith("did"):
        return close
    return {"hint_ja": "記録を加えるか、参照を消してください", "hint_en": "add the record, or remove the reference"}


def _check_cycles(holders: dict[str, list[Entry]]) -> None:
    parent = {name: str(entries[0][2]["recurrence_of"]) for name, entries in holders.items()
              if "recurrence_of" in entries[0][2]}  # fmt: skip
    done: set[str] = set()
    for name in sorted(parent):
        trail: list[str] = []
        at = name
        while at in parent and at not in done and at not in trail:
            trail.append(at)
            at = parent[at]
        if at in trail:
            circle = trail[trail.index(at) :]
            record, report, _ = holders[circle[0]][0]
            report.add(CYCLE, _node(record, "recurrence_of"), chain=" → ".join([*circle, circle[0]]))
        done.update(trail)
