"""The JSON Schema (2020-12) of a record's front matter and of a month's, made from the fields `check` reads by."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.check.milestones import BEGINNING, NEEDED, TOO_LATE
from generator.check.record import collections_of
from generator.check.schema import ACTION, RECORD, REVIEW, Field
from generator.check.schema import json_values as values
from generator.check.schema.json_values import Schema, about, one_of, or_null, plain, text
from generator.model.policy import Policy, Requirement
from generator.read.times import UNKNOWN
from generator.read.tree import read_yaml

Names = Mapping[str, tuple[str, ...]]
_EMPTY: list[object] = [None, [], {}]
_BLANK: Schema = {"type": "string", "pattern": r"^\s*$"}


def record_schema(policy: Policy) -> Schema:
    """Return the schema of a record's front matter; the names it may use are those of the policy."""
    names = {**collections_of(policy), "channels": channels(policy)}
    rules = [*_milestones(), *(rule for need in policy.requirements for rule in _required(need))]
    title = ("Furikaeri: 障害の記録のフロントマター", "Furikaeri: front matter of an incident record")
    return {**_head("record", title), **_object(RECORD, names), "allOf": rules}


def review_schema() -> Schema:
    """Return the schema of a monthly note's front matter."""
    title = ("Furikaeri: 月の振り返りのフロントマター", "Furikaeri: front matter of a monthly review")
    return {**_head("review", title), **_object(REVIEW, {})}


def channels(policy: Policy) -> tuple[str, ...]:
    """Return the channels that the severities of a policy need, each once."""
    return tuple(dict.fromkeys(name for severity in policy.severities.values() for name in severity.channels))


def _head(name: str, title: tuple[str, str]) -> Schema:
    return {"$schema": values.DIALECT, "$id": f"urn:furikaeri:schema:{name}", "title": about(title)}


def _object(fields: tuple[Field, ...], names: Names) -> Schema:
    required = [field.key for field in fields if field.required]
    return {
        "type": "object",
        "properties": {field.key: _property(field, names) for field in fields},
        **({"required": required} if required else {}),
        **({"allOf": _action_rules()} if fields is ACTION else {}),
        "additionalProperties": False,
    }


def _property(field: Field, names: Names) -> Schema:
    shape = _OF_KIND[field.kind](field, names)
    example, _ = read_yaml(field.example)
    return {
        "description": about(field.description),
        **(shape if field.required else or_null(shape)),
        **({"examples": [plain(example)]} if example else {}),
    }


def _choice(field: Field, names: Names) -> Schema:
    return one_of(names.get(field.choices[1:], ()) if isinstance(field.choices, str) else field.choices)


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _flags(_: Field, names: Names) -> Schema:
    flag = or_null(text())
    known = dict.fromkeys(names.get("channels", ()), flag)
    return {"type": "object", "properties": known, "additionalProperties": flag}


def _sources(_: Field, __: Names) -> Schema:
    source: Schema = {
        "type": ["string", "number", "boolean", "object"],
        "properties": {"url": text()},
        "required": ["url"],
    }
    return _list(source)


_OF_KIND: dict[str, Callable[[Field, Names], Schema]] = {
    "text": lambda field, _: text(filled=field.required),
    "id": lambda *_: values.ID,
    "ids": lambda *_: _list(values.ID),
    "choice": _choice,
    "choices": lambda field, names: _list(_choice(field, names)),
    "time": lambda *_: values.TIME,
    "date": lambda *_: values.DATE,
    "share": lambda *_: values.share(),
    "bool": lambda *_: values.truth(),
    "texts": lambda *_: _list(text()),
    "map": lambda field, names: _object(field.fields, names),
    "maps": lambda field, names: _list(_object(field.fields, names)),
    "flags": _flags,
    "sources": _sources,
    "zone": lambda *_: values.ZONE,
    "month": lambda *_: values.MONTH,
}


def _where(key: str, *choices: object) -> Schema:
    """Return the condition that a key has one of the values."""
    return {"properties": {key: {"enum": list(choices)}}, "required": [key]}


def _given(key: str) -> Schema:
    """Return the condition that a time or day is written; without one it would be null or absent."""
    return {"properties": {key: {"type": "string"}}, "required": [key]}


def _milestones() -> list[Schema]:
    """Return what `missing-milestone`, `status-contradicts-milestone` and `day-needless` say."""
    rules: list[Schema] = []
    for keys in dict.fromkeys(keys for keys in NEEDED.values() if keys):
        statuses = [status for status, needed in NEEDED.items() if needed == keys]
        then = {"properties": {key: {"type": "string"} for key in keys}, "required": list(keys)}
        rules.append({"if": _where("status", *statuses), "then": then})
    begun = [status for status, needed in NEEDED.items() if "started_at" not in needed]
    beginnings = [_given(key) for key in (*BEGINNING, "occurred_on")]
    rules.append({"if": _where("status", *begun), "then": {"anyOf": beginnings}})
    for status, excluded in TOO_LATE.items():
        none = {"properties": {key: {"enum": [None, UNKNOWN]} for key in excluded}}
        rules.append({"if": _where("status", status), "then": none})
    known: list[Schema] = [
        {"properties": {key: {"type": "string", "not": {"const": UNKNOWN}}}, "required": [key]} for key in BEGINNING
    ]
    rules.append({"if": {"anyOf": known}, "then": {"properties": {"occurred_on": {"type": "null"}}}})
    return rules


def _action_rules() -> list[Schema]:
    """Return what `action-without-owner`, `action-without-due` and `action-done-without-date` say."""
    promised = {"properties": {"owner": text(filled=True), "due": {"type": "string"}}, "required": ["owner", "due"]}
    return [
        {"if": _where("status", "open", "in_progress"), "then": promised},
        {"if": _where("status", "done"), "then": _given("done_at")},
    ]


def _required(need: Requirement) -> list[Schema]:
    """Return the fields that a row of the policy's requirements asks of a record like this."""
    if not need.fields:
        return []
    status = _where("status", *sorted(need.statuses))
    severity = [_where("severity", *values.names_as_read(tuple(sorted(need.severities))))] if need.severities else []
    kind = _where("kind", *sorted(need.kinds))
    if "incident" in need.kinds:  # the kind of a record that names none
        kind = {"properties": {"kind": {"enum": [*sorted(need.kinds), None]}}}
    return [{"if": {"allOf": [status, *severity, kind]}, "then": {"allOf": [_filled(path) for path in need.fields]}}]


def _filled(path: str) -> Schema:
    """Return the condition that something is written under a key, or under `key.key`."""
    key, _, rest = path.partition(".")
    below: Schema = _filled(rest) if rest else {"not": {"anyOf": [{"enum": _EMPTY}, _BLANK]}}
    return {"properties": {key: below}, "required": [key]}
