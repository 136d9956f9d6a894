"""One Record -> one Incident, and every finding about its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from generator.check.actions import check_action_dates
from generator.check.milestones import check_milestones, check_report
from generator.check.prose.look import check_wording
from generator.check.prose.people import check_people
from generator.check.reached import check_reached
from generator.check.rule import Report
from generator.check.rules.ids import ID_FILE, ID_YEAR
from generator.check.rules.promises import DONE_WITHOUT_DATE, DUPLICATE_ACTION, WITHOUT_DUE, WITHOUT_OWNER
from generator.check.rules.reading import OF_PROBLEM
from generator.check.schema import RECORD, REVIEW
from generator.check.sections import check_addresses, check_required, check_sections
from generator.check.severity import check_severity
from generator.check.shape import Shape, Values, zone_named
from generator.check.timeline import Placed, check_against, read_rows
from generator.model.incident import MILESTONES, Action, Impact, Incident, Review, Section
from generator.model.policy import Policy
from generator.read.comments import without_comments
from generator.read.node import Node
from generator.read.record import Record
from generator.read.times import UNKNOWN

_ESSENTIAL = ("id", "title", "severity", "status")


def collections_of(policy: Policy) -> dict[str, tuple[str, ...]]:
    """Return the names that records may use, by the collection of the policy they stand in."""
    return {
        "severities": tuple(policy.severities),
        "detection_sources": tuple(policy.detection_sources),
        "cause_categories": tuple(policy.cause_categories),
        "recovery_strategies": tuple(policy.recovery_strategies),
        "services": tuple(policy.services),
        "escalation": tuple(step.name for step in policy.escalation),
    }


def problems_of(record: Record) -> Report:
    """Return a report with what the reader could not read."""
    report = Report()
    if record.problems:
        from generator.check.yaml_words import told

        for problem in record.problems:
            report.add(OF_PROBLEM[problem.name], problem.position, problem.length, **told(problem))
    return report


def check_record(
    record: Record, policy: Policy, future: dt.datetime | None, names: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Incident | None, Report, Values]:
    """Return the incident (None where it cannot be one), the report, and the values that were readable.

    `names` are the policy's own (`collections_of`), for who asks about many records.
    """
    report = problems_of(record)
    front = record.front
    if front is None:
        check_wording(record, {}, report)
        return None, report, {}
    shape = Shape(report, _zone(front, policy), names or collections_of(policy))
    values = shape.read(front, RECORD)
    zone = shape.zone
    check_milestones(front, values, zone, future, report)
    check_report(front, values, report)
    check_severity(front, values, policy, report)
    check_required(record, front, values, policy, report)
    check_sections(record, report)
    check_addresses(front, report)
    placed = _timeline(record, values, zone, report)
    check_against(placed, _said(front, values), zone, report)
    _check_actions(front, values.get("actions", ()), report)
    check_action_dates(front, values, (zone, policy.zone), report)
    check_reached(record, front, values, policy, report)
    check_people(record, front, placed, report)
    check_wording(record, values, report)
    _check_id(record, front, values, (zone, policy.zone), report)
    incident = _incident(record, values, placed, policy) if all(key in values for key in _ESSENTIAL) else None
    return incident, report, values


def _zone(front: Node, policy: Policy) -> ZoneInfo:
    """Return the record's own zone, needed before any of its times is read; its key is judged with the others."""
    node = front.get("timezone")
    named = zone_named(node.text.strip()) if node is not None and node.kind == "scalar" else None
    return named or policy.zone


def _said(front: Node, values: Values) -> dict[str, object]:
    """Return the milestones that rows can contradict: an instant, UNKNOWN, or None where the key is absent."""
    said: dict[str, object] = {}
    for key in MILESTONES[1:]:
        if key in values:
            said[key] = values[key]
        elif (node := front.get(key)) is None or node.is_null:
            said[key] = None
    return said


def _timeline(record: Record, values: Values, zone: ZoneInfo, report: Report) -> tuple[Placed, ...]:
    known = [at for key in MILESTONES if isinstance(at := values.get(key), dt.datetime)]
    day = values.get("occurred_on")
    if not known and isinstance(day, dt.date):
        known = [dt.datetime.combine(day, dt.time(), zone)]
    section = next((s for s in record.sections if s.key == "timeline"), None)
    return read_rows(section, zone, min(known, default=None), report) if section else ()


def _check_actions(front: Node, actions: object, report: Report) -> None:
    node = front.get("actions")
    if node is None or node.kind != "list" or not isinstance(actions, tuple):
        return
    seen: set[str] = set()
    for item in node.items:
        if item.kind != "map":
            continue
        name = (item.get("id") or item).text or "—"
        where = item.key("id") or item
        status = (item.get("status") or item).text
        for key, rule in (("owner", WITHOUT_OWNER), ("due", WITHOUT_DUE)):
            absent = (value := item.get(key)) is None or value.is_null or not value.text.strip()
            if absent and status in ("open", "in_progress"):
                report.add(rule, where, id=name)
        if status == "done" and ((done := item.get("done_at")) is None or done.is_null):
            report.add(DONE_WITHOUT_DATE, where, id=name)
        if item.get("id") is not None and name in seen:
            report.add(DUPLICATE_ACTION, item.get("id"), id=name)
        seen.add(name)


def _check_id(record: Record, front: Node, values: Values, zones: tuple[ZoneInfo, ZoneInfo], report: Report) -> None:
    """Report an id that its file's name or the incident's year (in the record's or the policy's zone) contradicts."""
    name = values.get("id")
    if not isinstance(name, str):
        return
    stem = record.path.rpartition("/")[2][: -len(".md")]
    if stem != name and not (stem.startswith(f"{name}-") and len(stem) > len(name) + 1):
        report.add(ID_FILE, front.get("id"), id=name)
    at = next((values[key] for key in ("started_at", "detected_at") if isinstance(values.get(key), dt.datetime)), None)
    at = at or values.get("occurred_on")
    years = {at.astimezone(zone).year for zone in zones} if isinstance(at, dt.datetime) else set()
    years = {at.year} if isinstance(at, dt.date) and not isinstance(at, dt.datetime) else years
    if years and int(name[4:8]) not in years:
        report.add(ID_YEAR, front.get("id"), year=name[4:8], actual=" / ".join(map(str, sorted(years))))


def _instant(values: Values, key: str) -> dt.datetime | None:
    at = values.get(key)
    return at if isinstance(at, dt.datetime) else None


def _anchor(values: Values, policy: Policy) -> dt.datetime | None:
    """Return the instant that decides the month; a mere day counts from its beginning in the policy's zone."""
    day: Any = values.get("occurred_on")
    at = _instant(values, "started_at") or _instant(values, "detected_at")
    return at or (dt.datetime.combine(day, dt.time(), policy.zone).astimezone(dt.UTC) if day else None)


def _incident(record: Record, values: Values, placed: tuple[Placed, ...], policy: Policy) -> Incident:
    v: dict[str, Any] = values
    impact, response, cause = v.get("impact", {}), v.get("response", {}), v.get("cause", {})
    business = impact.get("business")
    return Incident(
        id=v["id"],
        path=record.path,
        title=v["title"],
        kind=v.get("kind", "incident"),
        severity=v["severity"],
        status=v["status"],
        **{key: _instant(values, key) for key in (*MILESTONES, "report_at")},
        unknown=frozenset(key for key in (*MILESTONES, "report_at") if v.get(key) == UNKNOWN),
        occurred_on=v.get("occurred_on"),
        anchor=_anchor(values, policy),
        severity_reason=v.get("severity_reason", ""),
        services=tuple(dict.fromkeys(v.get("services", ()))),  # one named twice is still one
        detected_before_impact=bool(v.get("detected_before_impact")),
        detection=v.get("detection"),
        impact=Impact(
            impact.get("users_affected"),
            None if business == UNKNOWN else business,
            impact.get("data_loss"),
            tuple(dict.fromkeys(impact.get("functions", ()))),
        ),
        team=response.get("team", ""),
        escalated_to=tuple(dict.fromkeys(response.get("escalated_to", ()))),
        recovery=response.get("recovery"),
        cause=cause.get("category", "unknown"),
        cause_summary=cause.get("summary", ""),
        fingerprint=cause.get("fingerprint", ""),
        recurrence_of=v.get("recurrence_of"),
        not_related=v.get("not_related", ()),
        related=v.get("related", ()),
        actions=actions_of(v.get("actions", ())),
        communication=v.get("communication", {}),
        visibility=v.get("visibility", "internal"),
        exclude_from_kpi=v.get("exclude_from_kpi", ""),
        sources=v.get("sources", ()),
        rows=tuple(row for row, _ in placed),
        sections=sections_of(record),
    )


def sections_of(record: Record) -> tuple[Section, ...]:
    """Return the sections of a body as the model has them: without the comments that guide their author."""
    return tuple(Section(s.key, s.heading, without_comments(s.text)) for s in record.sections)


def actions_of(rows: tuple[dict[str, Any], ...]) -> tuple[Action, ...]:
    """Return the usable actions: those with an id, a title, a kind and a status."""
    return tuple(Action(**row) for row in rows if {"id", "title", "kind", "status"} <= row.keys())


def check_review(record: Record, policy: Policy) -> tuple[Review | None, Report]:
    """Return a month's note (None where it cannot be one) and the report."""
    report = problems_of(record)
    if record.front is None:
        return None, report
    values: dict[str, Any] = Shape(report, policy.zone, {}).read(record.front, REVIEW)
    check_sections(record, report)
    _check_actions(record.front, values.get("actions", ()), report)
    check_action_dates(record.front, values, (), report)
    check_people(record, record.front, (), report)
    check_wording(record, values, report)
    if "month" not in values:
        return None, report
    if PurePosixPath(record.path).name != f"{values['month']}.md":
        report.add(ID_FILE, record.front.get("month"), id=str(values["month"]))
    review = Review(
        str(values["month"]), record.path, values.get("held_on"), values.get("facilitator_role", ""),
        values.get("decisions", ()), actions_of(values.get("actions", ())), sections_of(record), record.body.strip(),
    )  # fmt: skip
    return review, report
