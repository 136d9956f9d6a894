"""The whole check: every finding of every file in one run, and the incidents that can be trusted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.check.actions import check_overdue
from generator.check.beside import check_likeness
from generator.check.kept import check_promises
from generator.check.policy import read_policy
from generator.check.record import check_record, check_review
from generator.check.rule import Report
from generator.check.rules import (
    actions,
    body,
    fields,
    ids,
    likeness,
    promises,
    reached,
    reading,
    safety,
    secrets,
    times,
    wording,
)
from generator.check.rules.fields import UNKNOWN_VALUE
from generator.check.sets import Entry, check_set
from generator.check.shape import suggestion
from generator.model.finding import Finding, Level, counts
from generator.model.incident import Incident, Review
from generator.model.policy import Language, Policy
from generator.read.records import PolicyFile, Records

RULES = (
    *reading.RULES, *fields.RULES, *times.RULES, *ids.RULES, *likeness.RULES, *body.RULES, *promises.RULES,
    *actions.RULES, *reached.RULES, *safety.RULES, *secrets.RULES, *wording.RULES,
)  # fmt: skip
OK, FOUND, WRONG, NOTHING = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `incidents` and `reviews` are those without an error; `unusable` names the others."""

    policy: Policy
    incidents: tuple[Incident, ...]
    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...]
    records: int
    unusable: tuple[tuple[str, str], ...]  # (id or path, name of its first error)
    policy_broken: bool
    language: Language

    def exit_code(self, strict: bool = False) -> int:
        """Return 2 for a broken policy, 3 where there is no record, 1 with errors (`strict`: with warnings), else 0."""
        if self.policy_broken:
            return WRONG
        if not self.records:
            return NOTHING
        found = counts(self.findings)
        return FOUND if found["error"] or (strict and found["warning"]) else OK


def check(
    records: Records, as_of: dt.datetime, *, language: Language | None = None, future: dt.datetime | None = None
) -> Checked:
    """Check all files as of an aware instant.

    Times after `future` are errors (None: any time may be written, as `as_of` shows only what was known then).
    The language is that of the findings; None takes the policy's locale.
    """
    policy, policy_report = read_policy(records.policy)
    _check_ignored(records.policy, policy, policy_report)
    language = language or policy.locale
    as_of = as_of.astimezone(policy.zone)
    entries: list[Entry] = []
    made: list[Incident | None] = []
    for record in records.incidents:
        incident, report, values = check_record(record, policy, future)
        entries.append((record, report, values))
        made.append(incident)
    check_set(entries)
    check_likeness(entries, policy.recurrence_days)
    for (record, report, _), incident in zip(entries, made, strict=True):
        if incident is not None and not _errors(report, policy):
            check_promises(record, incident, policy, as_of, report)
            check_overdue(record.front, incident.actions, as_of.date(), report)
    reviews = [(record, *check_review(record, policy)) for record in records.reviews]
    for record, review, report in reviews:
        if review is not None:
            check_overdue(record.front, review.actions, as_of.date(), report)
    reports = [(records.policy.path, policy_report)]
    reports += [(record.path, report) for record, report, _ in entries]
    reports += [(record.path, report) for record, _, report in reviews]
    return Checked(
        policy=policy,
        incidents=tuple(i for i, (_, r, _) in zip(made, entries, strict=True) if i and not _errors(r, policy)),
        reviews=tuple(review for _, review, report in reviews if review and not _errors(report, policy)),
        findings=_findings(reports, policy, language),
        records=len(records.incidents),
        unusable=tuple(_unusable(entry, policy) for entry in entries if _errors(entry[1], policy)),
        policy_broken=policy_report.has_error,
        language=language,
    )


def _errors(report: Report, policy: Policy) -> list[str]:
    """Return the names of the errors that the policy does not ignore."""
    hits = (hit.rule for hit in report.hits if hit.rule.level is Level.ERROR)
    return [rule.name for rule in hits if rule.name not in policy.ignore]


def _unusable(entry: Entry, policy: Policy) -> tuple[str, str]:
    record, report, values = entry
    return str(values.get("id") or record.path), _errors(report, policy)[0]


def _findings(reports: list[tuple[str, Report]], policy: Policy, language: Language) -> tuple[Finding, ...]:
    found = {
        hit.finding(path, language)
        for path, report in reports
        for hit in report.hits
        if hit.rule.name not in policy.ignore
    }
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


def _check_ignored(file: PolicyFile, policy: Policy, report: Report) -> None:
    """Only rules that exist, and on which no figure depends, can be ignored."""
    known = {rule.name for rule in RULES if rule.ignorable}
    node = file.node.get("ignore") if file.node else None
    for name in policy.ignore:
        if name not in known:
            where = node.key(name) if node else None
            report.add(UNKNOWN_VALUE, where, key="ignore", value=name, **suggestion(name, sorted(known)))
