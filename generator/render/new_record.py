"""The text of a new record: the template `record.md.j2`, in which no value can act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateRuntimeError
from markupsafe import Markup

from generator.check.timeline import KINDS
from generator.model.draft import MOST_MARKS, Alert, AlertGroup, Draft
from generator.model.incident import MILESTONES
from generator.model.policy import Policy
from generator.model.words import Words
from generator.read.body import COLUMNS, HEADINGS
from generator.read.taken import ALERTS_LINE, GROUP_LINE
from generator.read.times import UNKNOWN, BadTime, local_to_utc
from generator.render import quoting
from generator.render.terms import TERMS

TEMPLATE = "record.md.j2"
#: What a drill is for stands first, what it showed behind the timeline.
GOAL, RESULT = ("目的", "Goal"), ("結果", "Result")


class BadTemplate(Exception):
    """The root's own template of records cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone's key with its value as written ("" where it was not reached) or the value an alert offers."""

    key: str
    value: str
    offered: str = ""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of the timeline, every cell as written."""

    time: str
    kind: str
    event: Markup
    who: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: `key` as in the guidance, and its heading."""

    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert of the table: when it fired and ended ("" while it fires), and the labels it does not share with all."""

    name: str
    starts: str
    ends: str
    labels: Markup


@dataclass(frozen=True, slots=True)
class RecordView:
    """What the template gets as `page`."""

    id: str
    draft: Draft
    stones: tuple[Stone, ...]
    columns: tuple[str, ...]
    rows: tuple[NewRow, ...]
    parts: tuple[Part, ...]
    group_line: Markup
    alerts_line: Markup
    alerts: tuple[AlertRow, ...]
    common: Markup
    left_out: int


def record_text(incident_id: str, draft: Draft, policy: Policy, words: Words, folders: Sequence[Path]) -> str:
    """Return the file's text; raise BadTemplate where the root's own template is not in order."""
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8"), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, finalize=_only_quoted,
    )  # fmt: skip
    environment.filters |= {
        "yaml": quoting.scalar, "flow": quoting.flow, "line": quoting.one_line, "code": quoting.code,
        "names": lambda names: quoting.one_line(", ".join(names)),
    }  # fmt: skip
    environment.globals |= {
        "t": lambda message: Markup(words(message)),
        "of": lambda text: quoting.one_line(words.of(text)),
        "guide": lambda group, code: Markup(words(TERMS[f"guide_{group}"][code])),
        "policy": policy,
    }
    try:
        return environment.get_template(TEMPLATE).render(page=_view(incident_id, draft, policy, words))
    except (TemplateError, UnicodeDecodeError) as error:
        raise BadTemplate(f"{TEMPLATE}: {error}") from error


def _only_quoted(value: object) -> object:
    """Let nothing into the file that no filter has made harmless."""
    if isinstance(value, str) and value and not isinstance(value, Markup):
        raise TemplateRuntimeError(f"{value[:40]!r} is written without |yaml, |flow, |line or |code")
    return value


def _view(incident_id: str, draft: Draft, policy: Policy, words: Words) -> RecordView:
    group, zone = draft.group, policy.zone
    listed = group.alerts[:MOST_MARKS] if group else ()
    return RecordView(
        id=incident_id,
        draft=draft,
        stones=_stones(draft, zone),
        columns=tuple(
            names[_index(words)] if words.language == "ja" else names[1].title() for names in COLUMNS.values()
        ),
        rows=tuple(_rows(draft, policy, words)),
        parts=_parts(draft, policy, words),
        group_line=Markup(GROUP_LINE + group.key) if group else Markup(),
        alerts_line=Markup(ALERTS_LINE + " ".join(group.marks)) if group else Markup(),
        alerts=tuple(_alert(alert, group.labels, zone) for alert in listed) if group else (),
        common=_labels(group.labels, {}) if group else Markup(),
        left_out=group.left_out + len(group.alerts) - len(listed) if group else 0,
    )


def _index(words: Words) -> int:
    return 0 if words.language == "ja" else 1


def _stones(draft: Draft, zone: ZoneInfo) -> tuple[Stone, ...]:
    offered = draft.group.ended_at if draft.group else None
    stones = []
    for key in (*MILESTONES, "report_at"):
        at = draft.milestones.get(key)
        value = (written(at, zone) if at else UNKNOWN) if key in draft.milestones else ""
        stones.append(Stone(key, value, written(offered, zone) if offered and key == "resolved_at" else ""))
    return tuple(stones)


def _parts(draft: Draft, policy: Policy, words: Words) -> tuple[Part, ...]:
    """Return the sections that the policy asks for sooner or later, the timeline always, in the usual order."""
    asked = {
        key
        for need in policy.requirements
        if draft.kind in need.kinds and (not need.severities or draft.severity in need.severities)
        for key in need.sections
    }
    parts = [Part(key, pair[_index(words)]) for key, pair in HEADINGS.items() if key in asked | {"timeline"}]
    if draft.kind != "drill":
        return tuple(parts)
    behind = next(place for place, part in enumerate(parts, 1) if part.key == "timeline")
    result = Part("result", RESULT[_index(words)])
    return (Part("goal", GOAL[_index(words)]), *parts[:behind], result, *parts[behind:])


def _rows(draft: Draft, policy: Policy, words: Words) -> list[NewRow]:
    """Return a row for every known milestone and what the alerts tell beside them, in the order of time."""
    found: list[tuple[dt.datetime, str, Markup]] = []
    for key in MILESTONES:
        if at := draft.milestones.get(key):
            kind = key.removesuffix("_at") if key != "started_at" else "note"
            told = "drill_at" if key == "started_at" and draft.kind == "drill" else key
            found.append((at, kind, Markup(words(TERMS["guide_row"][told]))))
    if draft.group:
        _tell_of_alerts(found, draft.group, words)
    found.sort(key=lambda event: event[0])
    rows: list[NewRow] = []
    above: dt.datetime | None = None
    for at, kind, event in found:
        rows.append(NewRow(row_time(at, above, policy.zone), KINDS[kind][_index(words)], event))
        above = at
    return rows


def _tell_of_alerts(found: list[tuple[dt.datetime, str, Markup]], group: AlertGroup, words: Words) -> None:
    """Say which alert fired first, in the row of the detection where that is what it was, and when all were over."""
    first = group.alerts[0]
    fired = Markup(words("Alert fired")) + ": " + quoting.code(first.name)
    if severity := first.labels.get("severity"):
        fired += Markup(" (severity ") + quoting.code(severity) + ")"
    detected = next((place for place, row in enumerate(found) if row[:2] == (first.starts_at, "detected")), None)
    if detected is None:
        found.append((first.starts_at, "note", fired))
    else:
        found[detected] = (first.starts_at, "detected", fired)
    if group.ended_at:
        found.append((group.ended_at, "note", Markup(words("All alerts over"))))


def _alert(alert: Alert, common: Mapping[str, str], zone: ZoneInfo) -> AlertRow:
    ends = row_time(alert.ends_at, None, zone) if alert.ends_at else ""
    return AlertRow(alert.name, row_time(alert.starts_at, None, zone), ends, _labels(alert.labels, common))


def _labels(labels: Mapping[str, str], common: Mapping[str, str]) -> Markup:
    """Return labels as code, those left out that all alerts share."""
    own = {name: value for name, value in labels.items() if common.get(name) != value}
    return Markup(" ").join(quoting.code(f"{name}={value}") for name, value in own.items())


def written(at: dt.datetime, zone: ZoneInfo) -> str:
    """Return an instant as a new record writes it: with the zone's offset, to the minute where it is whole."""
    local = at.astimezone(zone)
    offset = local.utcoffset() or dt.timedelta()
    if offset % dt.timedelta(minutes=1):  # local mean time of long ago: a record's offset has no seconds
        local = at.astimezone(dt.UTC)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def row_time(at: dt.datetime, above: dt.datetime | None, zone: ZoneInfo) -> str:
    """Return an instant as a row of the timeline writes it below another: the date only where it is new."""
    local = at.astimezone(zone)
    try:
        local_to_utc(local.replace(tzinfo=None), zone)
    except BadTime:  # it exists twice
        return written(at, zone)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    same_day = above is not None and above.astimezone(zone).date() == local.date()
    return clock if same_day else f"{local:%Y-%m-%d} {clock}"
