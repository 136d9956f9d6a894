"""What a saved record shows at once: its own page, before the numbers of all others are counted anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from generator.check.check import Checked, check
from generator.check.policy import read_policy as policy_of
from generator.check.promises import promises
from generator.check.report import as_text
from generator.check.sets.beside import Beside
from generator.check.sets.changed import present
from generator.measure.contracts import contracts
from generator.measure.measure import counted
from generator.model.asof import all_known_at
from generator.model.finding import Level
from generator.model.incident import Incident
from generator.model.kpi import Excluded, Fact, KpiTable
from generator.model.memory import NOTHING
from generator.model.page import Preview
from generator.model.policy import Language, Policy
from generator.read.records import Records, of_files, read_locks, read_policy
from generator.read.words import words
from generator.render.inputs import Inputs
from generator.render.preview import record_pages

Row = TypeVar("Row", Fact, Excluded)


class Previews:
    """Shows touched records of a root beside the figures that were counted before.

    Figures stay as they were: whoever shows a preview has the whole site made anew.
    """

    def __init__(
        self, records: Records, every: Sequence[Inputs], moment: Callable[[], dt.datetime], *, past: bool
    ) -> None:
        """`every` are the inputs of the editions, the main one first; `past` tells that `moment` is a given one."""
        self._records = records
        self._every = tuple(every)
        self._moment = moment
        self._past = past
        self._broken: frozenset[str] = frozenset()

    def _prepared(self) -> Preview:
        pages = record_pages(self._every, [incident.id for incident in self._every[0].incidents[-1:]])
        assert self._beside  # is made when it is first asked for
        return Preview(tuple(pages), ("",) * len(self._every))

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self._records)

    def look(self, paths: Collection[str]) -> Preview:
        """Read the records of paths below the root again, and return what they show.

        Without a path nothing is read, and what would keep the first look waiting is done. Raises
        jinja2.TemplateError for a broken template.
        """
        if not paths:
            return self._prepared()
        self._follow_policy()
        touched = self._broken | frozenset(paths)
        root = self._records.root
        read = replace(of_files(root, present(root, touched)), locks=read_locks(root))
        moment = self._moment().astimezone(self._every[0].policy.zone)
        checked = check(
            read, moment, language=self._languages[0], future=None if self._past else moment,
            others=self._beside.others(touched), also=self._languages,
        )  # fmt: skip
        self._beside.learn(touched, read)
        others = (record for record in self._records.incidents if record.path not in touched)
        self._records = replace(self._records, incidents=(*others, *read.incidents))
        usable = all_known_at(checked.incidents, moment)
        self._broken = touched & {each.path for each in checked.findings if each.level is Level.ERROR}
        gone = touched - {record.path for record in read.incidents}
        self._every = tuple(_with(inputs, checked, usable, gone, moment) for inputs in self._every)
        pages = record_pages(self._every, [incident.id for incident in usable])
        return Preview(tuple(pages), tuple(_errors(checked, read, language) for language in self._languages))

    def _follow_policy(self) -> None:
        """Judge by the policy as it is now; figures keep that of the last whole site."""
        file = read_policy(self._records.root)
        if file == self._records.policy:
            return
        self._records = replace(self._records, policy=file)
        self.__dict__.pop("_beside", None)
        policy = policy_of(file)[0]
        moment = self._moment().astimezone(policy.zone)
        self._every = tuple(_under(inputs, policy, moment) for inputs in self._every)

    @property
    def _languages(self) -> list[Language]:
        return [inputs.words.language for inputs in self._every]


def _under(inputs: Inputs, policy: Policy, moment: dt.datetime) -> Inputs:
    """Return inputs under another policy, as far as the page of a record shows it."""
    agreed = contracts(policy)
    return replace(
        inputs,
        policy=policy,
        words=words(inputs.words.language, policy.zone),
        table=replace(inputs.table, zone=policy.zone, contracts=agreed),
        others={kind: replace(table, zone=policy.zone, contracts=agreed) for kind, table in inputs.others.items()},
        promises={each.id: promises(each, policy, moment) for each in inputs.incidents},
    )


def _with(
    inputs: Inputs, checked: Checked, usable: Sequence[Incident], gone: Collection[str], moment: dt.datetime
) -> Inputs:
    """Return inputs with touched records in place of what they were; a record with an error stays as it was."""
    paths = {incident.path for incident in usable} | {*gone}
    findings = checked.findings_in(inputs.words.language)
    told_of = paths | {finding.path for finding in findings}
    incidents = (*(each for each in inputs.incidents if each.path not in paths), *usable)
    kin = _kin(incidents, usable)

    def counting(table: KpiTable, kind: str) -> KpiTable:
        """Return a table with the facts of the touched records as they are now; its figures are those of before."""
        basis, facts = counted(kin, inputs.policy, moment, kind=kind)
        names = {incident.id for incident in usable}
        return replace(
            table,
            as_of=moment,
            facts=_in_place(table.facts, facts, names),
            excluded=_in_place(table.excluded, basis.excluded, names),
        )

    return replace(
        inputs,
        incidents=incidents,
        bare=NOTHING,
        promises={**inputs.promises, **{each.id: promises(each, inputs.policy, moment) for each in usable}},
        findings=(*(each for each in inputs.findings if each.path not in told_of), *findings),
        table=counting(inputs.table, "incident"),
        others={kind: counting(table, kind) for kind, table in inputs.others.items()},
    )


def _kin(incidents: Iterable[Incident], touched: Sequence[Incident]) -> tuple[Incident, ...]:
    """Return the touched records and all that decide whether these repeat, or are repeated by, another one."""
    ids = {each.id for each in touched}
    prints = {each.family for each in touched if each.fingerprint}
    named = {each.recurrence_of for each in touched if each.recurrence_of}
    return tuple(
        each
        for each in incidents
        if each.id in ids
        or each.id in named
        or each.recurrence_of in ids
        or (each.fingerprint and each.family in prints)
    )


def _in_place(old: Iterable[Row], new: Iterable[Row], ids: Collection[str]) -> tuple[Row, ...]:
    """Return rows with the new ones of `ids` in place of the old."""
    rows = [row for row in old if row.id not in ids]
    rows += [row for row in new if row.id in ids]
    return tuple(rows)


def _errors(checked: Checked, records: Records, language: Language) -> str:
    findings = checked.findings_in(language)
    return as_text([finding for finding in findings if finding.level is Level.ERROR], records)
