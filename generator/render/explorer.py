"""`data/explorer.js`: the records of `data/incidents.json` by columns, for the table that is filtered in the browser.

With many records there are more such scripts, `data/explorer/2.js` and on.

A script and not JSON, because a page opened from a folder may load a script and nothing else. It holds what the
facts say of each record, so that the browser adds up and never measures; it has no words of any language.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import DURATIONS, Fact
from generator.render.behind import standing_of
from generator.render.casebook import Casebook
from generator.render.terms import TERMS

SCHEMA = "furikaeri/explorer/1"
_MANY = 4_000  # records in a megabyte, about
_TIMES = (*MILESTONES, "report_at")
_NO_COLUMNS = ("offsets",)  # a list, but not of the records
_MORE = "for (const [name, more] of Object.entries(%s)) window.furikaeri.records[name].push(...more);\n"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a filter offers: its code, its name in the site's language, and how many records have it."""

    code: str
    label: str
    count: int


def choices(book: Casebook) -> dict[str, tuple[Choice, ...]]:
    """Return what each filter offers, by its name in the page's address; only values that a record has."""
    given = [_filtered(incident) for incident in book.incidents]
    counts: dict[str, dict[str, int]] = {}
    for one in given:
        for name, codes in one.items():
            within = counts.setdefault(name, {})
            for code in dict.fromkeys(codes):
                within[code] = within.get(code, 0) + 1
    return {
        name: tuple(Choice(code, _label(book, name, code), n) for code, n in _ordered(book, name, within))
        for name, within in counts.items()
    }


def _filtered(incident: Incident) -> dict[str, Sequence[str]]:
    return {
        "severity": (incident.severity,),
        "service": incident.services or ("",),
        "cause": (incident.cause,),
        "detection": (incident.detection or "",),
        "status": (incident.status,),
        "kind": (incident.kind,),
    }


def _ordered(book: Casebook, name: str, counts: dict[str, int]) -> list[tuple[str, int]]:
    """Severities, states and kinds in their own order, everything else by how many have it; what is missing last."""
    if name == "severity":
        return sorted(counts.items(), key=lambda pair: (book.policy.severity_rank(pair[0]), pair[0]))
    if name in ("status", "kind"):
        own = list(TERMS[name])
        return sorted(counts.items(), key=lambda pair: own.index(pair[0]))
    return sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))


def _label(book: Casebook, name: str, code: str) -> str:
    if name in TERMS:
        return book.words(TERMS[name][code])
    if not code:
        return book.words("not recorded")
    if name == "service":
        return book.service(code)
    if name == "cause":
        return book.cause(code)
    source = book.policy.detection_sources.get(code) if name == "detection" else None
    return book.words.of(source.label) if source else code


def explorer_uris(book: Casebook) -> tuple[str, ...]:
    """Return the scripts, in the order in which a page has to load them."""
    more = range(2, len(book.incidents) // _MANY + 2)
    return ("data/explorer.js", *(f"data/explorer/{number}.js" for number in more))


def explorer_files(book: Casebook) -> dict[str, bytes]:
    """Return the scripts: they hand the document to whoever waits for it, and run nothing else.

    With many records the first has some of them, and each other one adds more at the end of every column.
    """
    document, uris = explorer_document(book), explorer_uris(book)
    columns = {name: value for name, value in document.items() if isinstance(value, list) and name not in _NO_COLUMNS}
    many = -(-len(book.incidents) // len(uris)) or 1
    parts = [{name: value[start : start + many] for name, value in columns.items()} for start in
             range(0, many * len(uris), many)]  # fmt: skip
    first = f"(window.furikaeri = window.furikaeri || {{}}).records = {_json(document | parts[0])};\n"
    others = (_MORE % _json(part) for part in parts[1:])
    return {uri: text.encode() for uri, text in zip(uris, (first, *others), strict=True)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def explorer_document(book: Casebook) -> dict[str, Any]:
    """Return the records by columns, in order of time.

    A column of codes holds places in the list of the same name under `codes`. Times are seconds since 1970 in UTC;
    `offsets` says from which instant on the policy's zone is how many seconds ahead of it. Null is what is not
    known or not reached; `unknown` tells the two apart. Durations are minutes. `left_out` is "" for a record that the
    figures count.
    """
    incidents = book.incidents
    facts = [book.facts.get(incident.id) for incident in incidents]
    coded: dict[str, list[Hashable]] = {
        "kind": [incident.kind for incident in incidents],
        "severity": [incident.severity for incident in incidents],
        "status": [incident.status for incident in incidents],
        "services": [incident.services for incident in incidents],
        "cause": [incident.cause for incident in incidents],
        "detection": [incident.detection or "" for incident in incidents],
        "month": [str(book.month(incident) or "") for incident in incidents],
        "unknown": [tuple(sorted(incident.unknown)) for incident in incidents],
        "fingerprint": [incident.fingerprint for incident in incidents],
        "functions": [incident.impact.functions for incident in incidents],
        "left_out": [book.left_out.get(incident.id, "") for incident in incidents],
        "response_target": [fact.response if fact else "" for fact in facts],
        "recurrence_rate": [_recurrence(fact) if fact else "" for fact in facts],
        **{f"{kpi}_state": [fact.durations[kpi].state if fact else "" for fact in facts] for kpi in DURATIONS},
    }
    columns: dict[str, Any] = {name: _places(values) for name, values in coded.items()}
    for name in _TIMES:
        columns[name] = [_seconds(getattr(incident, name)) for incident in incidents]
    for kpi in DURATIONS:
        columns[f"{kpi}_minutes"] = [_short(fact.durations[kpi].minutes if fact else None) for fact in facts]
    return {
        "schema": SCHEMA,
        "as_of": _seconds(book.as_of),
        "timezone": str(book.table.zone),
        "offsets": _offsets(book),
        "codes": {name: list(dict.fromkeys(values)) for name, values in coded.items()},
        "id": [incident.id for incident in incidents],
        "title": [incident.title for incident in incidents],
        "cause_summary": [incident.cause_summary for incident in incidents],
        "anchor": [_seconds(incident.anchor) for incident in incidents],
        "occurred_on": [incident.occurred_on and incident.occurred_on.isoformat() for incident in incidents],
        "lasted": [_short(book.line(incident.id).minutes) for incident in incidents],
        **columns,
    }


def _recurrence(fact: Fact) -> str:
    standing = standing_of("recurrence_rate", fact)
    return standing.reason or standing.state


def _places(values: Iterable[Hashable]) -> list[int]:
    seen: dict[Hashable, int] = {}
    return [seen.setdefault(value, len(seen)) for value in values]


def _seconds(moment: dt.datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def _short(minutes: float | None) -> float | None:
    """Return a whole number as one: `30` for `30.0`."""
    return minutes if minutes is None or minutes != int(minutes) else int(minutes)


def _offsets(book: Casebook) -> list[tuple[int, int]]:
    """Return where the zone's offset changes among the instants of the records, in order."""
    moments = {getattr(incident, name) for incident in book.incidents for name in (*_TIMES, "anchor")} - {None}
    found: list[tuple[int, int]] = []
    for moment in sorted(moments):
        offset = int(moment.astimezone(book.table.zone).utcoffset().total_seconds())
        if not found or found[-1][1] != offset:
            found.append((int(moment.timestamp()), offset))
    return found
