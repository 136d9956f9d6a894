"""The whole check: every finding of every file in one run, and the incidents that can be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from generator.check.actions import check_overdue
from generator.check.closed import ClosedMonths, lock_reports
from generator.check.ignores import Ignores, of_policy, of_record, report_comments, report_unused
from generator.check.kept import check_promises
from generator.check.policy import read_policy
from generator.check.record import check_record, check_review, collections_of
from generator.check.rule import Report
from generator.check.rules import (
    actions,
    body,
    closed,
    fields,
    ids,
    ignores,
    likeness,
    promises,
    reached,
    reading,
    safety,
    secrets,
    times,
    wording,
)
from generator.check.sets.known import Elsewhere, Known, known_of
from generator.check.sets.references import set_hits
from generator.check.sets.together import Together
from generator.model.finding import Finding, Ignored, counts
from generator.model.incident import Incident, Review
from generator.model.lock import Lock
from generator.model.memory import NOTHING as NO_OTHERS
from generator.model.memory import no_collection
from generator.model.policy import Language, Policy
from generator.read.record import Record
from generator.read.records import Records

RULES = (
    *reading.RULES, *fields.RULES, *times.RULES, *ids.RULES, *likeness.RULES, *body.RULES, *promises.RULES,
    *actions.RULES, *reached.RULES, *closed.RULES, *safety.RULES, *secrets.RULES, *wording.RULES, *ignores.RULES,
)  # fmt: skip
BY_NAME = {rule.name: rule for rule in RULES}
OK, FOUND, WRONG, NOTHING = 0, 1, 2, 3


class Checked(NamedTuple):
    """What a check found. `incidents` and `reviews` are those without an error; `unusable` names the others.

    `records` counts the records that were checked, `others` those that were only looked at. `also` holds the
    findings in further languages.
    """

    policy: Policy
    incidents: tuple[Incident, ...]
    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...]
    records: int
    unusable: tuple[tuple[str, str], ...]  # (id or path, name of its first error)
    policy_broken: bool
    language: Language
    ignored: tuple[Ignored, ...] = ()
    others: int = 0
    locks: tuple[Lock, ...] = ()  # the closed months, sorted by month
    also: Mapping[str, tuple[Finding, ...]] = NO_OTHERS  # by language

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no record at all."""
        return not self.records and not self.others

    def findings_in(self, language: Language) -> tuple[Finding, ...]:
        """Return the findings told in a language, or as they are where it was not asked for."""
        return self.also.get(language, self.findings)

    def exit_code(self, strict: bool = False) -> int:
        """Return 2 for a broken policy, 3 where there is no record, 1 with errors (`strict`: with warnings), else 0."""
        if self.policy_broken:
            return WRONG
        if self.is_empty:
            return NOTHING
        found = counts(self.findings)
        return FOUND if found["error"] or (strict and found["warning"]) else OK


class _File:
    """One file on its way through the check."""

    __slots__ = ("ignores", "known", "made", "record", "report")

    def __init__(
        self, record: Record, made: Incident | Review | None, report: Report, known: Known | None = None
    ) -> None:
        self.record = record
        self.made = made
        self.report = report
        self.known = known
        self.ignores = Ignores()

    @property
    def name(self) -> str:
        return (self.known.id if self.known else "") or self.record.path

    @property
    def errors(self) -> list[str]:
        return self.ignores.errors(self.report)


def check(
    records: Records, as_of: dt.datetime, *, language: Language | None = None, future: dt.datetime | None = None,
    others: Callable[[Sequence[Known]], Elsewhere] | None = None, also: Collection[Language] = (),
) -> Checked:  # fmt: skip
    """Check all files as of an aware instant.

    Times after `future` are errors (None: any time may be written, as `as_of` shows only what was known then).
    The language is that of the findings; None takes the policy's locale. `others` tells of the records that
    are not checked, given what is known of those that are; None: `records` are all there are. `also` are further
    languages to tell the findings in.
    """
    with no_collection():
        policy, report = read_policy(records.policy)
        spared = of_policy(records.policy, policy, BY_NAME, report)
        names = collections_of(policy)
        files = [_checked(record, policy, future, names) for record in records.incidents]
        known = [file.known for file in files if file.known]
        beside = others(known) if others else None
        _check_set(files, known, beside, policy.recurrence_days)
        as_of = as_of.astimezone(policy.zone)
        files += [_File(record, *check_review(record, policy)) for record in records.reviews]
        months = ClosedMonths(records.locks)
        told = _about_locks(records, known, beside) if records.locks else []
        for file in files:
            file.ignores = of_record(file.record, spared, BY_NAME)
            _check_day(file, policy, as_of)
            if months.locks and isinstance(file.made, Incident) and not file.errors:
                months.check(file.record, file.made, file.report)
            report_comments(file.record, BY_NAME, file.report)
        if others is None:
            every = [*(file.report for file in files), *(about for _, about in told)]
            report_unused(records.policy, spared, {hit.rule.name for one in every for hit in one.hits}, report)
        language = language or policy.locale
        reports = [(records.policy.path, report, Ignores()), *map(_reported, files)]
        reports += [(path, about, spared) for path, about in told]
        findings, ignored = _told(reports, language)
        return Checked(
            policy=policy,
            incidents=tuple(file.made for file in files if isinstance(file.made, Incident) and not file.errors),
            reviews=tuple(file.made for file in files if isinstance(file.made, Review) and not file.errors),
            findings=findings,
            records=len(records.incidents),
            unusable=tuple((file.name, errors[0]) for file in files if file.known and (errors := file.errors)),
            policy_broken=report.has_error,
            language=language,
            ignored=ignored,
            others=beside.records if beside else 0,
            locks=months.locks,
            also={other: _told(reports, other)[0] for other in also if other != language},
        )


def _checked(record: Record, policy: Policy, future: dt.datetime | None, names: Mapping[str, tuple[str, ...]]) -> _File:
    incident, report, values = check_record(record, policy, future, names)
    return _File(record, incident, report, known_of(record, values))


def _check_day(file: _File, policy: Policy, as_of: dt.datetime) -> None:
    """Report what depends on the day of the check; of a record with an error too little is known to judge it."""
    if file.made is None or (isinstance(file.made, Incident) and file.errors):
        return
    check_overdue(file.record.front, file.made.actions, as_of.date(), file.report)
    if isinstance(file.made, Incident):
        check_promises(file.record, file.made, policy, as_of, file.report)


def _check_set(files: list[_File], known: list[Known], others: Elsewhere | None, window_days: int) -> None:
    """Add to each record's report what the set shows."""
    by_path = {file.record.path: file for file in files}
    if others is None:
        together = Together(known, window_days=window_days)
    else:
        beside = sorted([*known, *others.akin], key=lambda one: one.path)
        together = Together(beside, by_path.keys(), others.ids, window_days)
    for hit in set_hits(together):
        file = by_path[hit.path]
        file.report.add(hit.rule, hit.node(file.record), **hit.values)


def _about_locks(records: Records, known: list[Known], others: Elsewhere | None) -> list[tuple[str, Report]]:
    there = {one.id or one.named for one in known} | (others.ids if others else frozenset())
    return list(lock_reports(records.locks, there, others.touched if others else None))


def _reported(file: _File) -> tuple[str, Report, Ignores]:
    return file.record.path, file.report, file.ignores


def _told(
    reports: list[tuple[str, Report, Ignores]], language: Language
) -> tuple[tuple[Finding, ...], tuple[Ignored, ...]]:
    """Return the findings, sorted and each once, and those that are not to be seen."""
    findings: set[Finding] = set()
    ignored: list[Ignored] = []
    for path, report, spared in reports:
        shown, hidden = spared.split(report)
        findings.update(hit.finding(path, language) for hit in shown)
        for hit in hidden:
            finding = hit.finding(path, language)
            ignored.append(Ignored(finding, spared.reasons[finding.name], spared.where[finding.name]))
    by_place = sorted(findings, key=lambda finding: finding.sort_key)
    return tuple(by_place), tuple(sorted(ignored, key=lambda one: one.finding.sort_key))
