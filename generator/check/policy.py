"""The policy file over its defaults -> a Policy, and every finding about the file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from generator.check.policy_services import service
from generator.check.policy_tree import (
    DAYS,
    DUTY_KEYS,
    KINDS,
    LABELS,
    REQUIREMENT_KEYS,
    STATUSES,
    WANTED_MAP,
    Values,
    merge,
)
from generator.check.rule import Report
from generator.check.rules.fields import UNKNOWN_VALUE, WRONG_TYPE
from generator.check.rules.reading import OF_PROBLEM
from generator.check.shape import suggestion, zone_named
from generator.model.finding import Position
from generator.model.incident import MILESTONES
from generator.model.policy import (
    PERIODS,
    SPANS,
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
    Span,
    Step,
    Target,
)
from generator.read.body import HEADINGS
from generator.read.node import Node
from generator.read.records import PolicyFile
from generator.read.times import parse_date


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


def _is_day(text: str) -> bool:
    """Tell whether a text is `YYYY-MM-DD`, or `MM-DD` as a day of any year."""
    try:
        parse_date(text if len(text) == 10 else f"2000-{text}")
    except ValueError:
        return False
    return True


class _Builder(Values):
    """Makes the parts of a policy."""

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
            services={n: service(self, n, v, tuple(severities)) for n, v in self.pairs("services")},
            recurrence_days=int(self.number("recurrence", "window_days", 30)),
            drills_per_quarter=int(self.number("drills", "per_quarter", 1)),
            requirements=tuple(self.requirement(n, severities) for n in self.items("requirements")),
            notes=self.label(self.tree.get("notes")),
            ignore=self.ignore(),
            contracts={name: self.span(name) for name in SPANS},
            review_business_day=int(self.number("reviews", "business_day", 0)),
        )

    def locale(self) -> Language:
        return "en" if self.choice(self.tree, "locale", ("ja", "en"), "ja") == "en" else "ja"

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
        for key in ("when", "who"):
            if (said := node.get(key)) is not None and said.kind == "map":
                self.shape.unknown_keys(said, list(LABELS), f"oncall.{key}.")
        period = node.get("period")
        hours = "" if period is None or period.is_null else self.choice(node, "period", PERIODS, "")
        return Duty(self.label(node.get("when")), self.label(node.get("who")), hours)

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

    def span(self, name: str) -> Span:
        """Return what a duration measures; its end is a later milestone than its start."""
        node, usual = self.at("contracts", name), SPANS[name]
        start = self.choice(node, "from", MILESTONES[:-1], usual.start)
        later = MILESTONES[MILESTONES.index(start) + 1 :]
        end = self.text(node, "to", usual.end)
        if end not in later:
            written = [at for key in ("to", "from") if (at := node.get(key)) and at.position != Position()]
            hint = suggestion("" if end in MILESTONES else end, list(later))  # no slip in a name, but too early
            self.report.add(UNKNOWN_VALUE, written[0] if written else node, key="to", value=end, **hint)
            end = usual.end if usual.end in later else later[-1]
        clock = self.choice(node, "clock", ("elapsed", "business"), usual.clock)
        found = Span(start, end, "business" if clock == "business" else "elapsed")
        pairs = (("from", found.start, usual.start), ("to", found.end, usual.end), ("clock", found.clock, usual.clock))
        return found._replace(changed=tuple(key for key, now, default in pairs if now != default))

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
