"""The policy's tree: the file laid over the defaults, and readers of its values that report what is unfit."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.fields import UNKNOWN_KEY, UNKNOWN_VALUE, WRONG_TYPE
from generator.check.shape import Shape, suggestion
from generator.model.policy import SPANS
from generator.read.node import Node, made

KINDS = ("incident", "drill", "near_miss")
STATUSES = ("open", "mitigated", "resolved", "reviewed")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Promises that a team may choose not to make: null is a value there (as `response` and `escalate_to` of a severity).
OPTIONAL = ("communication.report_hours",)
#: Maps whose keys are names the team chooses; all other maps have fixed keys.
COLLECTIONS = (
    "severities", "escalation", "contacts", "detection_sources", "cause_categories", "recovery_strategies", "services",
    "ignore",
)  # fmt: skip
#: Maps with fixed keys: nothing else can stand there.
SECTIONS = ("business_hours", "impact_rule", "communication", "recurrence", "drills", "contracts",
            *(f"contracts.{name}" for name in SPANS))  # fmt: skip
#: Lists of maps: they replace the default as a whole.
_LISTS = ("oncall", "requirements")
LARGEST = 1_000_000  # of any number: minutes for two years
WANTED_MAP = {"wanted_ja": "項目の組", "wanted_en": "a map", "more_ja": "", "more_en": ""}
LABELS = ("ja", "en")
ENTRY_KEYS = {
    "severities": ["label", "definition", "scope", "escalation", "response", "channels", "escalate_to"],
    "detection_sources": ["label", "method", "by"],
    "contacts": ["label", "contact"],
}
DUTY_KEYS = ["when", "who"]
REQUIREMENT_KEYS = ["statuses", "kinds", "severities", "sections", "fields", "milestones"]


def merge(default: Node, node: Node, report: Report, path: str = "") -> Node:
    """Return the defaults with what `node` says laid over them, key by key."""
    free = path in COLLECTIONS
    entries = {key.text: (key, value) for key, value in default.entries}
    known = _known_keys(default, path)
    for key, value in node.entries:
        below = f"{path}.{key.text}" if path else key.text
        if not free and key.text not in known and not _is_label(path, key.text):
            report.add(UNKNOWN_KEY, key, key=below, **suggestion(key.text, known or list(LABELS)))
        elif value.is_null:
            if below in OPTIONAL or (path.startswith("severities.") and key.text in ("response", "escalate_to")):
                entries[key.text] = (key, value)
            elif free:
                entries.pop(key.text, None)
        elif value.kind == "map" and below not in _LISTS:  # a new entry's keys are looked at all the same
            old = entries.get(key.text, (key, value))[1]
            under = old if old.kind == "map" and key.text in entries else made(value.position)
            entries[key.text] = (key, merge(under, value, report, below))
        elif below in SECTIONS:
            report.add(WRONG_TYPE, value, key=below, example=f"{key.text}: {{…}}", **WANTED_MAP)
        else:
            entries[key.text] = (key, value)
    return made(node.position, node.length, tuple(entries.values()))


def _known_keys(default: Node, path: str) -> list[str]:
    fixed = ENTRY_KEYS.get(path.partition(".")[0]) if path.count(".") == 1 else None
    if path.endswith(".response"):
        fixed = ["minutes", "clock"]
    return fixed or [key.text for key, _ in default.entries]


def _is_label(path: str, key: str) -> bool:
    """Tell whether a key is a language; what is said of an entry with keys of its own stands under its `label`."""
    holds_keys = (path.count(".") == 1 and path.partition(".")[0] in ENTRY_KEYS) or path.endswith(".response")
    return key in LABELS and (path == "notes" or ("." in path and not holds_keys))


class Values:
    """Reads values of the merged tree; where one is unfit it reports it and takes a harmless one."""

    def __init__(self, tree: Node, report: Report) -> None:
        self.tree = tree
        self.report = report
        self.shape = Shape(report, ZoneInfo("UTC"), {}, is_policy=True)

    def at(self, *keys: str) -> Node:
        """Return the node under a path of keys (an empty map where it is absent or no map)."""
        node = self.tree
        for key in keys:
            node = node.get(key) or made(node.position)
        return node

    def pairs(self, key: str) -> list[tuple[str, Node]]:
        """Return the entries of a collection: a map, or a list of bare names."""
        node = self.at(key)
        if node.kind == "map":
            return [(name.text, value) for name, value in node.entries]
        if node.kind == "list" and all(item.kind == "scalar" for item in node.items):
            for item in node.items:
                if item.is_null:
                    self.shape.wrong(item, "text", key, f"{key}: […]")
            return [(item.text, made(item.position)) for item in node.items if not item.is_null]
        self.shape.wrong(node, "map", key, f"{key}: {{…}}")
        return []

    def items(self, key: str) -> tuple[Node, ...]:
        """Return the maps of a list."""
        node = self.tree.get(key)
        if node is None:
            return ()
        if node.kind != "list" or any(item.kind != "map" for item in node.items):
            self.shape.wrong(node, "list", key, f"{key}: [{{…}}]")
            return ()
        return node.items

    def text(self, node: Node, key: str, default: str = "") -> str:
        """Return a scalar of a map as written."""
        child = node.get(key) if node.kind == "map" else None
        if child is None or child.is_null:
            return default
        if child.kind != "scalar":
            self.shape.wrong(child, "text", key, f"{key}: …")
            return default
        return child.text.strip()

    def label(self, node: Node | None, name: str = "") -> dict[str, str]:
        """Return wordings: a map of languages, or one text for all."""
        if node is None or node.is_null or (node.kind == "map" and not node.entries):
            return {"ja": name, "en": name} if name else {}
        if node.kind == "scalar":
            return {"ja": node.text, "en": node.text}
        if node.kind != "map":
            self.shape.wrong(node, "map", name or "label", "{ja: …, en: …}")
            return {"ja": name, "en": name}
        said = [(key.text, value) for key, value in node.entries if key.text in LABELS and not value.is_null]
        for language, value in said:
            if value.kind != "scalar":
                self.shape.wrong(value, "text", language, f"{language}: …")
        return {language: value.text for language, value in said}

    def named(self, node: Node, name: str = "") -> dict[str, str]:
        """Return the wordings of an entry with keys of its own, which stand under its `label`."""
        return self.label(node.get("label") if node.kind == "map" else node, name)

    def number(self, section: str, key: str, default: float) -> float:
        """Return a number of a section, or report and return the default."""
        node = self.at(section).get(key)
        return default if node is None else self.positive(node, f"{section}.{key}", default)

    def positive(self, node: Node, key: str, default: float) -> float:
        """Return a number from 0 to `LARGEST`, or report and return the default."""
        text = node.text.strip()
        if node.kind == "scalar" and re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) and float(text) <= LARGEST:
            return float(text)
        self.shape.wrong(node, "number", key, f"{key}: {default:g}")
        return default

    def choice(self, node: Node, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of the choices, or report and return the default."""
        text = self.text(node, key, default)
        if text in choices:
            return text
        self.report.add(UNKNOWN_VALUE, node.get(key), key=key, value=text, **suggestion(text, list(choices)))
        return default

    def names(self, node: Node, key: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of names; those that are not allowed are reported."""
        child = node.get(key)
        if child is None or child.is_null:
            return ()
        if child.kind != "list" or any(item.kind != "scalar" for item in child.items):
            self.shape.wrong(child, "list", key, f"{key}: [{', '.join(allowed[:3])}]")
            return ()
        for item in child.items:
            if item.is_null:
                self.shape.wrong(item, "text", key, f"{key}: […]")
            elif allowed and item.text not in allowed:
                self.report.add(UNKNOWN_VALUE, item, key=key, value=item.text, **suggestion(item.text, list(allowed)))
        return tuple(item.text for item in child.items if not item.is_null and (not allowed or item.text in allowed))
