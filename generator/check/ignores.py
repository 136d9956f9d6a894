"""What is not to be seen: the policy's `ignore`, and `# furikaeri: ignore RULE reason` in a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.check.rule import Hit, Report, Rule
from generator.check.rules.fields import UNKNOWN_VALUE
from generator.check.rules.ignores import NOT_IGNORABLE, UNUSED, WITHOUT_REASON
from generator.check.shape import suggestion
from generator.model.finding import Level
from generator.model.policy import Policy
from generator.read.record import Record
from generator.read.records import PolicyFile


class Ignores:
    """The rules that one file's findings are spared, each with the reason and where it stands."""

    __slots__ = ("reasons", "where")

    def __init__(self, above: Ignores | None = None) -> None:
        self.reasons: dict[str, str] = dict(above.reasons) if above else {}
        self.where: dict[str, str] = dict(above.where) if above else {}

    def errors(self, report: Report) -> list[str]:
        """Return the names of the errors that remain."""
        return [
            hit.rule.name for hit in report.hits if hit.rule.level is Level.ERROR and hit.rule.name not in self.reasons
        ]

    def split(self, report: Report) -> tuple[list[Hit], list[Hit]]:
        """Return the hits to show and those to ignore."""
        shown: list[Hit] = []
        hidden: list[Hit] = []
        for hit in report.hits:
            (hidden if hit.rule.name in self.reasons else shown).append(hit)
        return shown, hidden


def of_policy(file: PolicyFile, policy: Policy, rules: Mapping[str, Rule], report: Report) -> Ignores:
    """Return what the policy ignores; rules that do not exist or cannot be ignored are reported."""
    ignores = Ignores()
    node = file.node.get("ignore") if file.node else None
    silent = {key.text: "" for key, value in node.entries if value.is_null} if node else {}  # a name and no reason
    for name, reason in {**silent, **policy.ignore}.items():
        if mistake := _mistake(name, reason, rules, f"ignore: {{{name}: …}}"):
            report.add(mistake[0], (node.key(name) if node else None) or node, **mistake[1])
        else:
            ignores.reasons[name], ignores.where[name] = reason, "policy"
    return ignores


def of_record(record: Record, above: Ignores, rules: Mapping[str, Rule]) -> Ignores:
    """Return what the policy and the record's own comments ignore."""
    if not record.ignores:
        return above
    ignores = Ignores(above)
    for ignore in record.ignores:
        if _mistake(ignore.rule, ignore.reason, rules, "") is None:
            ignores.reasons[ignore.rule] = ignore.reason
            ignores.where[ignore.rule] = f"{record.path}:{ignore.position.line}"
    return ignores


def report_comments(record: Record, rules: Mapping[str, Rule], report: Report) -> None:
    """Report the comments that ignore what they may not, or nothing; to be asked for once all else is reported."""
    broken = {hit.rule.name for hit in report.hits} if record.ignores else set()
    for ignore in record.ignores:
        name = ignore.rule
        mistake = _mistake(name, ignore.reason, rules, f"# furikaeri: ignore {name or 'RULE'} …")
        if mistake is None and name not in broken:
            mistake = UNUSED, {"name": name}
        if mistake:
            report.add(mistake[0], ignore.position, ignore.length, **mistake[1])


def report_unused(file: PolicyFile, ignores: Ignores, used: Iterable[str], report: Report) -> None:
    """Report what the policy ignores and no record breaks; only a check of all records can tell."""
    node = file.node.get("ignore") if file.node else None
    for name in sorted(set(ignores.reasons) - set(used)):
        report.add(UNUSED, node.key(name) if node else None, name=name)


def _mistake(name: str, reason: str, rules: Mapping[str, Rule], example: str) -> tuple[Rule, dict[str, object]] | None:
    """Return the rule that ignoring a rule breaks, with its values."""
    if name not in rules:
        ignorable = sorted(rule.name for rule in rules.values() if rule.ignorable)
        return UNKNOWN_VALUE, {"key": "ignore", "value": name, **suggestion(name, ignorable)}
    if not rules[name].ignorable:
        return NOT_IGNORABLE, {"name": name}
    if not reason.strip():
        return WITHOUT_REASON, {"name": name, "example": example}
    return None
