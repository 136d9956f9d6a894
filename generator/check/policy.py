"""The policy file over its defaults -> a Policy, and every finding about the file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.fields import UNKNOWN_VALUE
from generator.check.rules.reading import OF_PROBLEM
from generator.check.shape import Shape, Unusable, suggestion, zone_named
from generator.model.policy import (
    BusinessHours,
    Communication,
    Duty,
    ImpactRule,
    Language,
    Named,
    Policy,
    Requirement,
    Severity,
    Source,
    Step,
    Target,
)
from generator.read.body import HEADINGS
from generator.read.records import PolicyFile
from generator.read.tree import Node

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Maps whose keys are names the team chooses; all other maps have fixed keys.
COLLECTIONS = (
    "severities", "escalation", "contacts", "detection_sources", "cause_categories", "recovery_strategies", "services",
    "notes", "ignore",
)  # fmt: skip
_LABELS = ("ja", "en")
_ENTRY_KEYS = {
    "severities": ["label", "definition", "scope", "escalation", "response", "channels"],
    "detection_sources": ["label", "method", "by"],
    "contacts": ["label", "contact"],
}
_REQUIREMENT_KEYS = ["statuses", "kinds", "severities", "sections", "fields"]


def read_policy(file: PolicyFile) -> tuple[Policy, Report]:
    """Return the policy and what is wrong with its file; with errors the policy is the default where unusable."""
    report = Report()
    for problem in file.problems:
        if rule := OF_PROBLEM.get(problem.name):
            report.add(rule, problem.position, problem.length, **problem.values)
    tree = merge(file.default, file.node, report) if file.node else file.default
    policy = _Builder(tree, report).policy()
    return policy, report


def merge(default: Node, node: Node, report: Report, path: str = "") -> Node:
    """Return the defaults with what `node` says laid over them, key by key."""
    known = [key.text for key, _ in default.entries]
    free = path in COLLECTIONS
    entries = {key.text: (key, value) for key, value in default.entries}
    fixed = _ENTRY_KEYS.get(path.split(".")[0]) if path.count(".") == 1 else None
    fixed = fixed or (["minutes", "clock"] if path.endswith(".response") else None)
    for key, value in node.entries:
        if not free and key.text not in (fixed or known) and not _is_label(path, key.text):
            Shape(report, ZoneInfo("UTC"), {}).unknown_keys(
                Node("map", node.position, entries=((key, value),)), fixed or known or list(_LABELS), f"{path}." if path else ""
            )
            continue
        old = entries.get(key.text)
        if value.is_null and free:
            entries.pop(key.text, None)
        elif old and old[1].kind == "map" and value.kind == "map":
            below = f"{path}.{key.text}" if path else key.text
            entries[key.text] = (key, merge(old[1], value, report, below))
        elif value.kind == "map":  # a new entry: its keys are looked at all the same
            below = f"{path}.{key.text}" if path else key.text
            entries[key.text] = (key, merge(Node("map", value.position), value, report, below))
        elif not value.is_null:
            entries[key.text] = (key, value)
    return Node("map", node.position, node.length, entries=tuple(entries.values()))


def _is_label(path: str, key: str) -> bool:
    return path.count(".") > 0 and key in _LABELS


class _Builder:
    """Reads the merged tree; where a value is unfit it reports it and takes a harmless one."""

    def __init__(self, tree: Node, report: Report) -> None:
        self.tree = tree
        self.report = report
        self.shape = Shape(report, ZoneInfo("UTC"), {})

    def policy(self) -> Policy:
        zone = zone_named(self.text(self.tree, "timezone"))
        if zone is None:
            self.shape.wrong(self.at("timezone"), "zone", "timezone", "timezone: Asia/Tokyo")
        zone = zone or ZoneInfo("Asia/Tokyo")
        severities = self.severities()
        return Policy(
            zone=zone,
            locale=self.locale(),
            business_hours=self.hours(zone),
            severities=severities,
            impact_rule=self.impact_rule(severities),
            communication=self.communication(severities),
            oncall=tuple(Duty(self.label(n.get("when")), self.label(n.get("who"))) for n in self.items("oncall")),
            escalation=tuple(Step(n, self.label(v)) for n, v in self.pairs("escalation")),
            contacts=tuple(Step(n, self.named(v), self.text(v, "contact")) for n, v in self.pairs("contacts")),
            detection_sources={n: self.source(n, v) for n, v in self.pairs("detection_sources")},
            cause_categories={n: Named(n, self.label(v, n)) for n, v in self.pairs("cause_categories")},
            recovery_strategies={n: Named(n, self.label(v, n)) for n, v in self.pairs("recovery_strategies")},
            services={n: Named(n, self.label(v, n)) for n, v in self.pairs("services")},
            recurrence_days=int(self.number("recurrence", "window_days", 30)),
            drills_per_quarter=int(self.number("drills", "per_quarter", 1)),
            requirements=tuple(self.requirement(n, severities) for n in self.items("requirements")),
            notes=self.label(self.tree.get("notes")),
            ignore={n: v.text for n, v in self.pairs("ignore")},
        )

    # -- pieces ---------------------------------------------------------------------------------------------

    def at(self, *keys: str) -> Node:
        """Return the node under a path of keys (an empty map where it is absent or no map)."""
        node = self.tree
        for key in keys:
            node = node.get(key) or Node("map", node.position)
        return node

    def pairs(self, key: str) -> list[tuple[str, Node]]:
        """Return the entries of a collection: a map, or a list of bare names."""
        node = self.at(key)
        if node.kind == "map":
            return [(name.text, value) for name, value in node.entries]
        if node.kind == "list" and all(item.kind == "scalar" for item in node.items):
            return [(item.text, Node("map", item.position)) for item in node.items]
        self.shape.wrong(node, "map", key, f"{key}: {{…}}")
        return []

    def items(self, key: str) -> tuple[Node, ...]:
        """Return the maps of a list."""
        node = self.at(key)
        if node.kind != "list" or any(item.kind != "map" for item in node.items):
            if node.kind != "map" or node.entries:
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
        return {key.text: value.text for key, value in node.entries if key.text in _LABELS}

    def named(self, node: Node, name: str = "") -> dict[str, str]:
        return self.label(node.get("label") if node.kind == "map" else node, name)

    def number(self, section: str, key: str, default: float) -> float:
        node = self.at(section).get(key)
        return default if node is None else self.positive(node, f"{section}.{key}", default)

    def positive(self, node: Node, key: str, default: float) -> float:
        """Return a number >= 0, or report and return the default."""
        if node.kind == "scalar" and re.fullmatch(r"\d+(\.\d+)?", node.text.strip(), re.ASCII):
            return float(node.text)
        self.shape.wrong(node, "number", key, f"{key}: {default:g}")
        return default

    def choice(self, node: Node, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return one of the choices, or report and return the default."""
        text = self.text(node, key, default)
        if text in choices:
            return text
        self.report.add(UNKNOWN_VALUE, node.get(key), key=key, value=text, **suggestion(text, list(choices)))
        return default

    def locale(self) -> Language:
        return "en" if self.choice(self.tree, "locale", ("ja", "en"), "ja") == "en" else "ja"

    def names(self, node: Node, key: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of names; those that are not allowed are reported."""
        child = node.get(key)
        if child is None or child.is_null:
            return ()
        if child.kind != "list" or any(item.kind != "scalar" for item in child.items):
            self.shape.wrong(child, "list", key, f"{key}: [{', '.join(allowed[:3])}]")
            return ()
        for item in child.items:
            if allowed and item.text not in allowed:
                self.report.add(UNKNOWN_VALUE, item, key=key, value=item.text, **suggestion(item.text, list(allowed)))
        return tuple(item.text for item in child.items if not allowed or item.text in allowed)

    # -- parts of the policy ----------------------------------------------------------------------------------

    def severities(self) -> dict[str, Severity]:
        return {name: self.severity(rank, name, node) for rank, (name, node) in enumerate(self.pairs("severities"))}

    def severity(self, rank: int, name: str, node: Node) -> Severity:
        texts = {key: self.label(node.get(key)) for key in ("definition", "scope", "escalation")}
        return Severity(
            name, rank, self.named(node, name), texts["definition"], texts["scope"], texts["escalation"],
            self.target(node.get("response"), f"severities.{name}.response"), self.names(node, "channels"),
        )  # fmt: skip

    def target(self, node: Node | None, key: str) -> Target | None:
        if node is None or node.is_null:
            return None
        if node.kind == "scalar":
            return Target(self.positive(node, key, 60), "elapsed")
        if node.kind != "map" or node.get("minutes") is None:
            self.shape.wrong(node, "map", key, "{minutes: 60, clock: elapsed}")
            return None
        self.shape.unknown_keys(node, ["minutes", "clock"], f"{key}.")
        minutes = self.positive(node.get("minutes") or node, f"{key}.minutes", 60)
        clock = self.choice(node, "clock", ("elapsed", "business"), "elapsed")
        return Target(minutes, "business" if clock == "business" else "elapsed")

    def impact_rule(self, severities: dict[str, Severity]) -> ImpactRule:
        node, names = self.at("impact_rule"), tuple(severities)
        share: Callable[[str, float], float] = lambda key, default: self.share(node, key, default)  # noqa: E731
        pick: Callable[[str], str] = lambda key: self.choice(node, key, names, names[-1] if names else "")  # noqa: E731
        return ImpactRule(
            share("everyone", 0.8), share("many", 0.3), pick("everyone_severity"), pick("business_severity"),
            pick("data_loss_severity"), pick("many_severity"), pick("else_severity"),
        )  # fmt: skip

    def share(self, node: Node, key: str, default: float) -> float:
        from generator.check.schema import Field

        child = node.get(key)
        try:
            value = None if child is None else self.shape._share(child, Field(key, "share", example="80%"), key)
        except Unusable:
            return default
        return default if value is None else value

    def communication(self, severities: dict[str, Severity]) -> Communication:
        return Communication(
            self.number("communication", "update_minutes", 30),
            frozenset(self.names(self.at("communication"), "update_severities", tuple(severities))),
            self.number("communication", "report_hours", 24),
        )

    def hours(self, zone: ZoneInfo) -> BusinessHours:
        node = self.at("business_hours")
        opens, closes = self.clock(node, "from", dt.time(9)), self.clock(node, "to", dt.time(18))
        days = self.days(node)
        if opens >= closes:
            self.shape.wrong(node.get("to") or node, "clock", "business_hours.to", 'to: "18:00"')
            opens, closes = dt.time(9), dt.time(18)
        holidays = self.choice(node, "holidays", ("JP", "none"), "JP")
        return BusinessHours(days, opens, closes, "JP" if holidays == "JP" else "", self.closed(node), zone)

    def closed(self, node: Node) -> frozenset[str]:
        closed = node.get("closed")
        for item in closed.items if closed else ():
            if not re.fullmatch(r"(\d{4}-)?\d\d-\d\d", item.text, re.ASCII):
                self.shape.wrong(item, "date", "business_hours.closed", "closed: [2026-12-29, 01-02]")
        return frozenset(self.names(node, "closed"))

    def days(self, node: Node) -> frozenset[int]:
        child = node.get("days")
        text = ",".join(self.names(node, "days")) if child and child.kind == "list" else self.text(node, "days")
        days: set[int] = set()
        for part in text.lower().replace(" ", "").split(","):
            first, _, last = part.partition("-")
            if first not in DAYS or (last and last not in DAYS):
                self.shape.wrong(child or node, "text", "business_hours.days", "days: mon-fri / days: [mon, wed]")
                return frozenset(range(5))
            begin, end = DAYS.index(first), DAYS.index(last or first)
            days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
        return frozenset(days)

    def clock(self, node: Node, key: str, default: dt.time) -> dt.time:
        try:
            return dt.time.fromisoformat(self.text(node, key))
        except ValueError:
            self.shape.wrong(node.get(key) or node, "clock", f"business_hours.{key}", f'{key}: "{default:%H:%M}"')
            return default

    def source(self, name: str, node: Node) -> Source:
        method = self.choice(node, "method", ("automatic", "manual"), "automatic")
        by = self.choice(node, "by", ("monitoring", "users", "staff"), "staff")
        return Source(name, self.named(node, name), method, by)

    def requirement(self, node: Node, severities: dict[str, Severity]) -> Requirement:
        self.shape.unknown_keys(node, _REQUIREMENT_KEYS, "requirements.")
        return Requirement(
            sections=self.names(node, "sections", tuple(HEADINGS)),
            fields=self.names(node, "fields"),
            kinds=frozenset(self.names(node, "kinds", ("incident", "drill", "near_miss"))),
            statuses=frozenset(self.names(node, "statuses", ("open", "mitigated", "resolved", "reviewed"))),
            severities=frozenset(self.names(node, "severities", tuple(severities))),
        )
