"""The JSON Schema (2020-12) of the policy, made from the defaults' own structure and what `check` knows of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.check.check import RULES
from generator.check.policy_tree import (
    COLLECTIONS,
    DAYS,
    DUTY_KEYS,
    ENTRY_KEYS,
    KINDS,
    LARGEST,
    NESTED_KEYS,
    REQUIREMENT_KEYS,
    STATUSES,
)
from generator.check.schema import RECORD, Field
from generator.check.schema import json_values as values
from generator.check.schema.json_values import Schema, about, any_case, one_of, or_null, plain, suggested, text, whole
from generator.check.schema.policy import POLICY, Key
from generator.model.incident import MILESTONES
from generator.read.body import HEADINGS
from generator.read.node import Node
from generator.read.records import default_policy

_NUMBER = rf"(?:0*[0-9]{{1,{len(str(LARGEST)) - 1}}}(?:\.[0-9]+)?|0*{LARGEST}(?:\.0+)?)"
_DAY = "(?:" + "|".join(any_case(day) for day in DAYS) + ")"
_DAYS = rf"{_DAY}(?: *- *{_DAY})?"
_DAY_LIST = values.form(whole(rf"{_DAYS}(?: *, *{_DAYS})*"), "曜日を書きます(例: mon-fri)", "days, e.g. mon-fri")
_CLOCK = values.written_as(
    whole("(?:[01][0-9]|2[0-3]):[0-5][0-9]"), '時刻を "HH:MM" で書きます', 'a time of day, as "HH:MM"'
)
_CLOSED = values.written_as(
    rf"^(?:{values.DAY}|{values.DAY_OF_YEAR}|02-29)$",
    "日を YYYY-MM-DD か MM-DD で書きます",
    "a day, as YYYY-MM-DD or MM-DD",
)
_AVAILABILITY = NESTED_KEYS["services", "*", "availability"]
_LIST_KEYS = {"oncall": DUTY_KEYS, "requirements": REQUIREMENT_KEYS}
_LANGUAGES = {"ja": "日本語の文言 / wording in Japanese", "en": "英語の文言 / wording in English"}


def policy_schema() -> Schema:
    """Return the schema of `incidents/policy.yml`; every key shows its default, and null keeps it."""
    default = default_policy()
    return {
        "$schema": values.DIALECT,
        "$id": "urn:furikaeri:schema:policy",
        "title": "Furikaeri: 方針(policy.yml) / Furikaeri: the policy (policy.yml)",
        "type": ["object", "null"],
        "properties": {key.text: _key(key.text, node) for key, node in default.entries},
        "additionalProperties": False,
    }


def _key(path: str, node: Node | None, key: Key | None = None) -> Schema:
    """Return the schema of one key: what it means, what it may be, and what it is where nobody says."""
    key = key or POLICY[path]
    if path in COLLECTIONS:
        shape = _label(path, node) if key.kind == "label" else _collection(path, node)
    elif path in _LIST_KEYS:
        shape = {"type": "array", "items": _map({name: _key(f"{path}.{name}", None) for name in _LIST_KEYS[path]})}
    elif key.kind == "map":
        entries = node.entries if node else ()
        shape = _map({name.text: _key(f"{path}.{name.text}", below) for name, below in entries})
    else:
        shape = _OF_KIND[key.kind](key, path, node)
    default: Schema = {}
    if node and path in _LIST_KEYS:  # editors would offer to insert a default, and make a muddle of a list of maps
        default["examples"] = [plain(node)]
    elif node and (key.kind == "label" or not node.entries):
        default["default"] = plain(node)
    return {"description": about((key.ja, key.en)), **or_null(shape), **default}


def _map(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _collection(path: str, node: Node | None) -> Schema:
    """Return a map of names that the team chooses, or a list of bare names; the default's names are offered."""
    if path == "ignore":
        ignorable = {rule.name: Key("reason", *_sentence(rule.message)) for rule in RULES if rule.ignorable}
        return _map({name: _key("ignore.*", None, key) for name, key in sorted(ignorable.items())})
    return {
        "type": ["object", "array"],
        "properties": {name.text: _entry(path, below) for name, below in (node.entries if node else ())},
        "additionalProperties": _entry(path, None),
        "items": text(),
    }


def _sentence(message: tuple[str, str]) -> tuple[str, str]:
    ja, en = (re.sub(r"\{\w+\}", "…", words) for words in message)
    return ja, en


def _entry(path: str, node: Node | None) -> Schema:
    """Return one entry of a collection: its wording, or a map of its keys."""
    keys = ENTRY_KEYS.get(path)
    if keys is None:
        return _key(f"{path}.*", node)
    below = {name: _key(f"{path}.*.{name}", node.get(name) if node else None) for name in keys}
    key = POLICY[f"{path}.*"]
    named = {"label": {"not": {"type": "null"}}}
    either: Schema = {}
    if path == "services":  # a wording may stand in the entry itself, and then under no label
        below |= {name: {"description": words, **or_null(text())} for name, words in _LANGUAGES.items()}
        either = {"if": {"type": "object", "required": ["label"], "properties": named},
                  "then": {"properties": {name: {"type": "null"} for name in _LANGUAGES}}}  # fmt: skip
    return {"description": about((key.ja, key.en)), **_map(below), **either, "type": _WORDING}


_WORDING = ["object", "string", "number", "boolean", "null"]


def _label(*_: object) -> Schema:
    """Return wordings: a map of languages, or one text for all."""
    languages = {name: {"description": words, **or_null(text())} for name, words in _LANGUAGES.items()}
    return {**_map(languages), "type": _WORDING[:-1]}


def _number(*_: object) -> Schema:
    said = values.form(whole(_NUMBER), f"0〜{LARGEST} の数を書きます", f"a number from 0 to {LARGEST}")
    return {"type": ["number", "string"], "minimum": 0, "maximum": LARGEST, **said}


def _target(_: Key, path: str, node: Node | None) -> Schema:
    """Return a response target; one that no default completes needs its minutes."""
    below = {name: _key(f"{path}.{name}", node.get(name) if node else None) for name in ("minutes", "clock")}
    needed: Schema = {} if node else {"required": ["minutes"]}
    return {**_map(below), **_number(), "type": ["object", "number", "string"], **needed}


def _availability(*_: object) -> Schema:
    """Return a promise of availability: its keys, or the target alone."""
    below = {name: _key(f"services.*.availability.{name}", None) for name in _AVAILABILITY}
    below["target"] = {**below["target"], **values.share(unknown=False)}  # the one that cannot be left empty
    return {**_map(below), **values.share(unknown=False), "type": ["object", "number", "string"],
            "required": ["target"]}  # fmt: skip


def _partial(key: Key, *_: object) -> Schema:
    """Return one of the words, or weights by severity (which are those of the same file)."""
    weights = or_null(values.share(unknown=False))
    offered = dict.fromkeys(_severities(), weights)
    return {"anyOf": [one_of(key.choices), {**_map(offered), "additionalProperties": weights}]}


def _names(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _severities() -> tuple[str, ...]:
    node = default_policy().get("severities")
    return tuple(key.text for key, _ in node.entries) if node else ()


def _steps() -> tuple[str, ...]:
    node = default_policy().get("escalation")
    return tuple(key.text for key, _ in node.entries) if node else ()


def _channels() -> tuple[str, ...]:
    levels = default_policy().get("severities")
    lists = [channels.items for _, level in (levels.entries if levels else ()) if (channels := level.get("channels"))]
    return tuple(dict.fromkeys(item.text for items in lists for item in items))


def _record_keys(fields: tuple[Field, ...] = RECORD, before: str = "") -> tuple[str, ...]:
    nested = [key for f in fields if f.kind == "map" for key in _record_keys(f.fields, f"{before}{f.key}.")]
    return (*(before + field.key for field in fields), *nested)


_OF_KIND: dict[str, Callable[[Key, str, Node | None], Schema]] = {
    "label": _label,
    "text": lambda *_: text(),
    "reason": lambda *_: text(),
    "zone": lambda *_: values.ZONE,
    "choice": lambda key, *_: one_of(key.choices),
    "days": lambda *_: {
        "type": ["string", "array"],
        **_DAY_LIST,
        "items": {"type": "string", **_DAY_LIST},
        "minItems": 1,
    },
    "clock": lambda *_: _CLOCK,
    "closed": lambda *_: _names(_CLOSED),
    "share": lambda *_: values.share(unknown=False),
    "number": _number,
    "target": _target,
    "availability": _availability,
    "partial": _partial,
    "severity": lambda *_: suggested(_severities()),
    "severities": lambda *_: _names(suggested(_severities())),
    "channels": lambda *_: _names(suggested(_channels())),
    "sections": lambda *_: _names(one_of(tuple(HEADINGS))),
    "kinds": lambda *_: _names(one_of(KINDS)),
    "statuses": lambda *_: _names(one_of(STATUSES)),
    "milestones": lambda *_: _names(one_of(MILESTONES)),
    "step": lambda *_: suggested(_steps()),
    "fields": lambda *_: _names(suggested(_record_keys())),
}
