"""What somebody says about a new record, judged before it is written: by the very rules that judge it afterwards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.check.fix.forms import clock_form, time_form
from generator.check.milestones import check_milestones
from generator.check.record import collections_of
from generator.check.rule import Report
from generator.check.rules.fields import MISSING_FIELD
from generator.check.schema import RECORD, Field
from generator.check.severity import possible
from generator.check.shape import Shape, Values
from generator.model.finding import Level, Position
from generator.model.policy import Language, Policy
from generator.read.node import Fixed, Items, Node, Scalar, made

NOW = "now"
Given = Mapping[str, str | tuple[str, ...]]  # key of the record (impact.business) -> what was said, as written
#: The schema without its demands: what is not said is asked for elsewhere.
_FIELDS = tuple(Field(f.key, f.kind, False, f.choices, f.fields, f.example) for f in RECORD)
_TITLE = next(f.example for f in RECORD if f.key == "title")
_CLOCK = re.compile(r"\d{1,2}:\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answers:
    """The usable values by key, and why the others cannot stand, by key."""

    values: Values
    objections: Mapping[str, str]


def judge(given: Given, policy: Policy, now: dt.datetime, language: Language) -> Answers:
    """Return the values of what was said, or what `check` would say about them; times may not lie after `now`."""
    front, keys = _front(given)
    report = Report()
    values = Shape(report, policy.zone, collections_of(policy)).read(front, _FIELDS)
    if values.get("title") == "":
        report.add(MISSING_FIELD, front.get("title"), key="title", example=_TITLE)
    check_milestones(front, values, policy.zone, now, report)
    objections: dict[str, str] = {}
    for hit in report.hits:
        if hit.rule.level is Level.ERROR and hit.position.line <= len(keys):
            found = hit.finding("", language)
            sentence = f"{found.message}。{found.help}" if language == "ja" else f"{found.message}; {found.help}"
            objections.setdefault(keys[hit.position.line - 1], sentence)
    return Answers(values, objections)


def severities_for(values: Values, policy: Policy) -> tuple[str, ...]:
    """Return the severities that the known part of the impact allows, gravest first."""
    impact = values.get("impact")
    known = impact if isinstance(impact, dict) else {}
    return possible(policy, known.get("users_affected"), known.get("business"), known.get("data_loss"))


def moment(text: str, now: dt.datetime, zone: ZoneInfo) -> str:
    """Return a time as a record writes it: `now` is the present second, `HH:MM` a minute of today, both in `zone`.

    A time in another form that says the same (2026/10/3 9:05, 9時5分) is taken as what it says.
    """
    local = now.astimezone(zone)
    text = text.strip()
    if text.lower() == NOW:
        return local.isoformat(timespec="seconds")
    clock = clock_form(text) or text
    if _CLOCK.fullmatch(clock):
        return f"{local:%Y-%m-%d}T{clock.zfill(5)}"
    return time_form(text, zone) or text


def _front(given: Given) -> tuple[Node, list[str]]:
    """Return what was said as a front matter in which every key stands on a line of its own."""
    keys = list(given)
    tops: dict[str, list[tuple[Node, Node]]] = {}
    for line, key in enumerate(keys, 1):
        top, _, below = key.partition(".")
        tops.setdefault(top, []).append((_text(below or top, line), _value(given[key], line)))
    entries = []
    for top, pairs in tops.items():
        name, value = pairs[0]
        if name.text != top:
            value = made(name.position, entries=tuple(pairs))
        entries.append((Scalar(Fixed(name.position), 0, 0, top), value))
    return made(Position(len(keys) + 1, 1), entries=tuple(entries)), keys


def _value(said: str | tuple[str, ...], line: int) -> Node:
    if isinstance(said, str):
        return _text(said, line)
    return Items(Fixed(Position(line, 1)), 0, 0, tuple(_text(text, line) for text in said))


def _text(text: str, line: int) -> Node:
    return Scalar(Fixed(Position(line, 1)), 0, 0, text, True)
