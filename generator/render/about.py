"""Pages about the site itself: the response flow, the method, the quality of the data, the data files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.check.check import RULES
from generator.model.finding import Finding, Level
from generator.model.incident import MILESTONES
from generator.model.kpi import DURATIONS, Contract, Excluded
from generator.model.ledger import Entry, Ledger, Stone, by_year
from generator.model.policy import BusinessHours, Policy
from generator.render.calendars import owner_slugs
from generator.render.casebook import Casebook
from generator.render.templates import Sheet
from generator.render.terms import TERMS

_GRAVITY = tuple(Level)
_SHOWN = 60  # findings that the page tells in full
_MONTHS = 24  # that the ledger tells one by one; older ones by year
_LATEST = 6  # incidents named with each rule
_OWNERS = 60  # whose calendar the page of data names


@dataclass(frozen=True, slots=True)
class PolicyView:
    """What `response` and `oncall` get."""

    policy: Policy
    hours: BusinessHours
    days: tuple[int, ...]  # Monday is 0


@dataclass(frozen=True, slots=True)
class MethodView:
    """What `methodology` gets."""

    policy: Policy
    names: tuple[str, ...]
    durations: tuple[str, ...]
    contracts: dict[str, Contract]


@dataclass(frozen=True, slots=True)
class Known:
    """How many counted incidents have a milestone's time; `open` have not reached it yet."""

    milestone: str
    known: int
    unknown: int
    open: int
    total: int


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that records break: how often, and the incidents of the latest of them that have a page."""

    name: str
    level: Level
    count: int
    latest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """What `quality` gets; `files` leads from a record's path to the incident, where it has a page.

    `broken` counts all findings by rule; `findings` are the gravest of them, as many as a page can bear.
    `rules` are the names of those that the page of rules explains.
    """

    known: tuple[Known, ...]
    broken: tuple[Broken, ...]
    findings: tuple[Finding, ...]
    found: int
    rules: frozenset[str]
    files: dict[str, str]
    excluded: tuple[Excluded, ...]
    read: int
    counted: int
    outside: int
    newest: tuple[Entry, ...]
    years: dict[int, Entry]
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class DataView:
    """What `data` gets; `owners` are pairs of name and the last part of the address of their calendar."""

    names: tuple[str, ...]
    read: int
    owners: tuple[tuple[str, str], ...]


def about_pages(book: Casebook) -> list[Sheet]:
    """Return the pages that explain the others."""
    table, policy, words = book.table, book.policy, book.words
    names = tuple(name for name in TERMS["kpi"] if name in table.contracts)
    rules = PolicyView(policy, policy.business_hours, tuple(sorted(policy.business_hours.days)))
    method = MethodView(policy, names, DURATIONS, dict(table.contracts))
    return [
        Sheet("response/index.md", "response", words("Response flow"), rules),
        Sheet("response/oncall.md", "oncall", words("On call and escalation"), rules),
        Sheet("methodology.md", "methodology", words("How the figures are made"), method),
        Sheet("quality.md", "quality", words("Quality of the records"), _quality(book)),
        Sheet(
            "data/index.md",
            "data",
            words("Data"),
            DataView(names, table.read, tuple(owner_slugs(book).items())[:_OWNERS]),
        ),
    ]


def _quality(book: Casebook) -> QualityView:
    table = book.table
    found = book.inputs.findings
    files = {incident.path: incident.id for incident in book.incidents}
    latest = sorted(found, key=lambda finding: finding.path, reverse=True)  # within a file as sorted as they are
    gravest = sorted(latest, key=lambda finding: _GRAVITY.index(finding.level))
    newest = tuple(reversed(book.ledger.months[-_MONTHS:]))
    return QualityView(
        known=tuple(Known(name, *stone[:3], book.ledger.total.incidents) for name, stone in _stones(book)),
        broken=_broken(found, files),
        findings=tuple(gravest[:_SHOWN]),
        found=len(found),
        rules=frozenset(rule.name for rule in RULES),
        files=files,
        excluded=table.excluded,
        read=table.read,
        counted=table.counted,
        outside=table.outside,
        newest=newest,
        years=by_year(book.ledger.months[:-_MONTHS]),
        ledger=book.ledger,
    )


def _broken(found: Sequence[Finding], files: Mapping[str, str]) -> tuple[Broken, ...]:
    """Return the rules that findings break, the gravest first, then the most frequent."""
    by_rule: defaultdict[tuple[str, Level], list[Finding]] = defaultdict(list)
    for finding in found:
        by_rule[finding.name, finding.level].append(finding)
    rules = []
    for (name, level), broken in by_rule.items():
        ids = dict.fromkeys(files[finding.path] for finding in reversed(broken) if finding.path in files)
        rules.append(Broken(name, level, len(broken), tuple(list(ids)[:_LATEST])))
    return tuple(sorted(rules, key=lambda rule: (_GRAVITY.index(rule.level), -rule.count, rule.name)))


def _stones(book: Casebook) -> list[tuple[str, Stone]]:
    stones = book.ledger.total.stones
    return [(milestone, stones[milestone]) for milestone in MILESTONES]
