"""The policy's tree: the file laid over the defaults, and readers of its values that report what is unfit."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.fields import UNKNOWN_KEY, UNKNOWN_VALUE, WRONG_TYPE
from generator.check.shape import Shape, Unusable, suggestion
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
SECTIONS = ("business_hours", "impact_rule", "communication", "recurrence", "drills", "reviews", "contracts",
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
    "services": ["label", "availability"],
}
#: Keys of a value that may be a map, by where it stands; `*` is a name the team chooses.
NESTED_KEYS: dict[tuple[str, ...], list[str]] = {
    ("severities", "*", "response"): ["minutes", "clock"],
    ("services", "*", "availability"): ["target", "partial", "until"],
}
#: Maps whose keys are the severities.
_BY_SEVERITY = [("services", "*", "availability", "partial")]
DUTY_KEYS = ["when", "who", "period"]
REQUIREMENT_KEYS = ["statuses", "kinds", "severities", "sections", "fields", "milestones"]


def merge(default: Node, node: Node, report: Report, way: tuple[str, ...] = ()) -> Node:
    """Return the defaults with what `node` says laid over them, key by key; `way` leads there (names may hold dots)."""
    path, place = ".".join(way), (*way[:1], "*", *way[2:])
    free = path in COLLECTIONS or place in _BY_SEVERITY
    entries = {key.text: (key, value) for key, value in default.entries}
    known = _known_keys(default, way)
    for key, value in node.entries:
        below = f"{path}.{key.text}" if path else key.text
        if not free and key.text not in known and not _is_label(way, key.text):
            report.add(UNKNOWN_KEY, key, key=below, **suggestion(key.text, known or list(LABELS)))
        elif value.is_null:
            severity = len(way) == 2 and way[0] == "severities"
            if below in OPTIONAL or (severity and key.text in ("response", "escalate_to")):
                entries[key.text] = (key, value)
            elif free:
                entries.pop(key.text, None)
        elif value.kind == "map" and below not in _LISTS:  # a new entry's keys are looked at all the same
            old = entries.get(key.text, (key, value))[1]
            under = old if old.kind == "map" and key.text in entries else made(value.position)
            entries[key.text] = (key, merge(under, value, report, (*way, key.text)))
        elif below in SECTIONS:
            report.add(WRONG_TYPE, value, key=below, example=f"{key.text}: {{…}}", **WANTED_MAP)
        else:
            entries[key.text] = (key, value)
    return made(node.position, node.length, tuple(entries.values()))


def _fixed_keys(way: tuple[str, ...]) -> list[str] | None:
    return ENTRY_KEYS.get(way[0]) if len(way) == 2 else NESTED_KEYS.get((*way[:1], "*", *way[2:]))


def _known_keys(default: Node, way: tuple[str, ...]) -> list[str]:
    return _fixed_keys(way) or [key.text for key, _ in default.entries]


def _is_label(way: tuple[str, ...], key: str) -> bool:
    """Tell whether a key is a language; what is said of an entry with keys of its own stands under its `label`.

    A service says it in either place: most have nothing but a wording.
    """
    wordings = way == ("notes",) or (len(way) > 1 and (_fixed_keys(way) is None or way[0] == "services"))
    return key in LABELS and wordings and way[2:] != ("availability",)


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

    def share(self, node: Node, key: str, default: float, path: str = "") -> float:
        """Return a share of a map (0 to 1, or a percentage), or report and return the default."""
        from generator.check.schema import Field

        child, name = node.get(key), path or key
        try:
            value = None if child is None else self.shape._share(child, Field(key, "share", example="80%"), name)
        except Unusable:
            return default
        if child is not None and value is None:  # `unknown`, which a record may say
            self.shape.wrong(child, "share", name, f"{name}: 80%")
        return default if value is None else value

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
