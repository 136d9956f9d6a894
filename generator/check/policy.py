"""The policy file over its defaults -> a Policy, and every finding about the file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from generator.check.rule import Report
from generator.check.rules.fields import UNKNOWN_KEY, UNKNOWN_VALUE, WRONG_TYPE
from generator.check.rules.reading import OF_PROBLEM
from generator.check.shape import Shape, Unusable, suggestion, zone_named
from generator.model.finding import Position
from generator.model.incident import MILESTONES
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
from generator.read.node import Node, made
from generator.read.records import PolicyFile
from generator.read.times import parse_date

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
SECTIONS = ("business_hours", "impact_rule", "communication", "recurrence", "drills")
#: Lists of maps: they replace the default as a whole.
_LISTS = ("oncall", "requirements")
LARGEST = 1_000_000  # of any number: minutes for two years
WANTED_MAP = {"wanted_ja": "項目の組", "wanted_en": "a map", "more_ja": "", "more_en": ""}
_LABELS = ("ja", "en")
ENTRY_KEYS = {
    "severities": ["label", "definition", "scope", "escalation", "response", "channels", "escalate_to"],
    "detection_sources": ["label", "method", "by"],
    "contacts": ["label", "contact"],
}
DUTY_KEYS = ["when", "who"]
REQUIREMENT_KEYS = ["statuses", "kinds", "severities", "sections", "fields", "milestones"]


def read_policy(file: PolicyFile) -> tuple[Policy, Report]:
    """Return the policy and what is wrong with its file; with errors the policy is the default where unusable."""
    report = Report()
    for problem in file.problems:
        if rule := OF_PROBLEM.get(problem.name):
            from generator.check.yaml_words import told

            report.add(rule, problem.position, problem.length, **told(problem))
        else:  # readable, but no map
            report.add(WRONG_TYPE, problem.position, problem.length, example="timezone: Asia/Tokyo",
                       **problem.values, **WANTED_MAP)  # fmt: skip
    tree = merge(file.default, file.node, report) if file.node else file.default
    policy = _Builder(tree, report).policy()
    return policy, report


def merge(default: Node, node: Node, report: Report, path: str = "") -> Node:
    """Return the defaults with what `node` says laid over them, key by key."""
    free = path in COLLECTIONS
    entries = {key.text: (key, value) for key, value in default.entries}
    known = _known_keys(default, path)
    for key, value in node.entries:
        below = f"{path}.{key.text}" if path else key.text
        if not free and key.text not in known and not _is_label(path, key.text):
            report.add(UNKNOWN_KEY, key, key=below, **suggestion(key.text, known or list(_LABELS)))
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
    return key in _LABELS and (path == "notes" or ("." in path and not holds_keys))


def _is_day(text: str) -> bool:
    """Tell whether a text is `YYYY-MM-DD`, or `MM-DD` as a day of any year."""
    try:
        parse_date(text if len(text) == 10 else f"2000-{text}")
    except ValueError:
        return False
    return True


class _Builder:
    """Reads the merged tree; where a value is unfit it reports it and takes a harmless one."""

    def __init__(self, tree: Node, report: Report) -> None:
        self.tree = tree
        self.report = report
        self.shape = Shape(report, ZoneInfo("UTC"), {}, is_policy=True)

    def policy(self) -> Policy:
        zone = zone_named(self.text(self.tree, "timezone"))
        if zone is None and self.at("timezone").kind == "scalar":
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
            oncall=tuple(map(self.duty, self.items("oncall"))),
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
            ignore=self.ignore(),
        )

    # -- pieces ---------------------------------------------------------------------------------------------

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
        said = [(key.text, value) for key, value in node.entries if key.text in _LABELS and not value.is_null]
        for language, value in said:
            if value.kind != "scalar":
                self.shape.wrong(value, "text", language, f"{language}: …")
        return {language: value.text for language, value in said}

    def named(self, node: Node, name: str = "") -> dict[str, str]:
        return self.label(node.get("label") if node.kind == "map" else node, name)

    def number(self, section: str, key: str, default: float) -> float:
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
            if item.is_null:
                self.shape.wrong(item, "text", key, f"{key}: […]")
            elif allowed and item.text not in allowed:
                self.report.add(UNKNOWN_VALUE, item, key=key, value=item.text, **suggestion(item.text, list(allowed)))
        return tuple(item.text for item in child.items if not item.is_null and (not allowed or item.text in allowed))

    def ignore(self) -> dict[str, str]:
        """Return the rules to ignore, each with its reason; a reason is a text, and a list has none."""
        node = self.at("ignore")
        if node.kind != "map":
            self.shape.wrong(node, "map", "ignore", "ignore: {report-overdue: …}")
            return {}
        for name, reason in node.entries:
            if reason.kind != "scalar":
                self.shape.wrong(reason, "text", f"ignore.{name.text}", f"{name.text}: …")
        return {name.text: reason.text for name, reason in node.entries if reason.kind == "scalar"}

    # -- parts of the policy ----------------------------------------------------------------------------------

    def severities(self) -> dict[str, Severity]:
        return {name: self.severity(rank, name, node) for rank, (name, node) in enumerate(self.pairs("severities"))}

    def severity(self, rank: int, name: str, node: Node) -> Severity:
        texts = {key: self.label(node.get(key)) for key in ("definition", "scope", "escalation")}
        return Severity(
            name, rank, self.named(node, name), texts["definition"], texts["scope"], texts["escalation"],
            self.target(node.get("response"), f"severities.{name}.response"), self.names(node, "channels"),
            self.step(node),
        )  # fmt: skip

    def duty(self, node: Node) -> Duty:
        """Return one line of the rota."""
        self.shape.unknown_keys(node, DUTY_KEYS, "oncall.")
        for key in DUTY_KEYS:
            if (said := node.get(key)) is not None and said.kind == "map":
                self.shape.unknown_keys(said, list(_LABELS), f"oncall.{key}.")
        return Duty(self.label(node.get("when")), self.label(node.get("who")))

    def step(self, node: Node) -> str:
        """Return the step of the ladder a severity must reach; a default that the ladder has lost is none."""
        child, steps = node.get("escalate_to"), tuple(name for name, _ in self.pairs("escalation"))
        if child is None or child.is_null or (child.position == Position() and child.text not in steps):
            return ""
        return self.choice(node, "escalate_to", steps, "")

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
        if child is not None and value is None:  # `unknown`, which a record may say
            self.shape.wrong(child, "share", key, f"{key}: 80%")
        return default if value is None else value

    def communication(self, severities: dict[str, Severity]) -> Communication:
        reports = self.at("communication", "report_hours")
        return Communication(
            self.number("communication", "update_minutes", 30),
            frozenset(self.names(self.at("communication"), "update_severities", tuple(severities))),
            None if reports.is_null else self.number("communication", "report_hours", 24),
        )

    def hours(self, zone: ZoneInfo) -> BusinessHours:
        node = self.at("business_hours")
        opens, closes = self.clock(node, "from", dt.time(9)), self.clock(node, "to", dt.time(18))
        days = self.days(node)
        if opens >= closes:
            written = max((node.get(key) or node for key in ("from", "to")), key=lambda end: end.position)
            self.shape.wrong(written, "clock", "business_hours.to", 'to: "18:00"')
            opens, closes = dt.time(9), dt.time(18)
        holidays = self.choice(node, "holidays", ("JP", "none"), "JP")
        return BusinessHours(days, opens, closes, "JP" if holidays == "JP" else "", self.closed(node), zone)

    def closed(self, node: Node) -> frozenset[str]:
        child = node.get("closed")
        if child is None or child.kind != "list":
            return frozenset(self.names(node, "closed"))
        for item in child.items:
            if not _is_day(item.text):
                self.shape.wrong(item, "date", "business_hours.closed", "closed: [2026-12-29, 01-02]")
        return frozenset(item.text for item in child.items if _is_day(item.text))

    def days(self, node: Node) -> frozenset[int]:
        child = node.get("days")
        text = ",".join(self.names(node, "days")) if child and child.kind == "list" else self.text(node, "days")
        days: set[int] = set()
        for part in text.lower().replace(" ", "").split(","):
            first, dash, last = part.partition("-")
            if first not in DAYS or (dash and last not in DAYS):
                self.shape.wrong(child or node, "text", "business_hours.days", "days: mon-fri / days: [mon, wed]")
                return frozenset(range(5))
            begin, end = DAYS.index(first), DAYS.index(last or first)
            days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
        return frozenset(days)

    def clock(self, node: Node, key: str, default: dt.time) -> dt.time:
        text = self.text(node, key)
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
            return dt.time.fromisoformat(text)
        self.shape.wrong(node.get(key) or node, "clock", f"business_hours.{key}", f'{key}: "{default:%H:%M}"')
        return default

    def source(self, name: str, node: Node) -> Source:
        method = self.choice(node, "method", ("automatic", "manual"), "automatic")
        by = self.choice(node, "by", ("monitoring", "users", "staff"), "staff")
        return Source(name, self.named(node, name), method, by)

    def requirement(self, node: Node, severities: dict[str, Severity]) -> Requirement:
        """Return one row; kinds, statuses and severities that are not named are all meant."""
        self.shape.unknown_keys(node, REQUIREMENT_KEYS, "requirements.")
        return Requirement(
            sections=self.names(node, "sections", tuple(HEADINGS)),
            fields=self.names(node, "fields"),
            milestones=self.names(node, "milestones", MILESTONES),
            kinds=frozenset(self.names(node, "kinds", KINDS) or KINDS),
            statuses=frozenset(self.names(node, "statuses", STATUSES) or STATUSES),
            severities=frozenset(self.names(node, "severities", tuple(severities))),
        )
