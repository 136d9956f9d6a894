"""Checked records -> everything a site is made of: measured once, then drawn and told for each edition."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.check.check import Checked
from generator.check.promises import promises
from generator.draw import palette
from generator.draw.behaviour import draw_behaviour
from generator.draw.charts import draw
from generator.draw.counts import draw_counts
from generator.draw.phases import phases_chart
from generator.draw.promises import draw_promises
from generator.draw.spark import draw_sparks
from generator.measure.behaviour import duration_behaviour
from generator.measure.document import as_json
from generator.measure.kept import kept_promises
from generator.measure.load import load_of
from generator.measure.measure import group_figures, measure
from generator.measure.rates_behaviour import rates_behaviour
from generator.measure.response import by_response
from generator.measure.restated import Today, restate
from generator.measure.rollup import rollups
from generator.model.asof import all_known_at, reviews_known_at
from generator.model.incident import Incident
from generator.model.kpi import KpiTable
from generator.model.ledger import Repair
from generator.model.lock import Lock
from generator.model.locked import repaired
from generator.model.policy import Language
from generator.publish.crew import together
from generator.publish.packaged import template_dirs
from generator.read.locks import sums
from generator.read.records import Records
from generator.read.words import words
from generator.render.casebook import Casebook
from generator.render.inputs import Inputs

RECENT = 24  # months that home's charts show


def gather(checked: Checked, records: Records, as_of: dt.datetime, edit_url: str, jobs: int = 1) -> Inputs:
    """Return what the pages of usable records show at `as_of`, in the language of the check; still without charts.

    What can be is measured by `jobs` processes.
    """
    policy, everything = checked.policy, checked.incidents
    known = all_known_at(everything, as_of)
    table = measure(everything, policy, as_of, read=checked.records)
    measured: dict[str, Any] = {}
    for part in together(_measurements(table, known, checked, as_of), jobs):
        measured |= part
    inputs = Inputs(
        incidents=known,
        reviews=reviews_known_at(checked.reviews, as_of.astimezone(policy.zone).date()),
        policy=policy,
        table=table,
        findings=checked.findings,
        styles=palette.css(),
        words=words(checked.language, policy.zone),
        edit_url=edit_url,
        template_dirs=template_dirs(records.root),
        **measured,
        **_closed(table, known, checked, records),
    )
    return replace(inputs, ledger=Casebook(inputs).ledger)


def _measurements(
    table: KpiTable, known: Sequence[Incident], checked: Checked, as_of: dt.datetime
) -> list[Callable[[], dict[str, Any]]]:
    """Return what is measured beside the KPIs, each by the names of `Inputs`; what takes longest comes first."""
    policy = checked.policy

    def others() -> dict[str, Any]:
        kinds = ("drill", "near_miss")
        return {"others": {kind: measure(checked.incidents, policy, as_of, kind=kind) for kind in kinds}}

    return [
        lambda: _groups(table),
        lambda: by_response(table, policy),
        lambda: {"rollups": rollups(table)},
        lambda: {"kept": kept_promises(table, known, checked.reviews, policy)},
        lambda: {"load": load_of(table, policy)},
        others,
        lambda: {"promises": {incident.id: promises(incident, policy, as_of) for incident in known}},
        lambda: {"behaviour": duration_behaviour(table), "counts": rates_behaviour(table)},
        lambda: {"kpis_json": (as_json(table) + "\n").encode()},
    ]


def _groups(table: KpiTable) -> dict[str, Any]:
    by_service, by_cause, by_severity = group_figures(
        table, lambda fact: fact.services, lambda fact: (fact.cause,), lambda fact: (fact.severity,)
    )
    return {"by_service": by_service, "by_cause": by_cause, "by_severity": by_severity}


def drawn(gathered: Inputs, language: Language) -> dict[str, Any]:
    """Return every chart of an edition, by the names of `Inputs`."""
    table, policy = gathered.table, gathered.policy
    said = words(language, policy.zone)
    charts = draw(table, policy, said)
    charts |= draw_behaviour(table, policy, said, gathered.behaviour)
    if gathered.counts:
        charts |= draw_counts(gathered.counts, table, policy, said)
    recent = draw(table, policy, said, months=RECENT, suffix="-recent")
    return {
        "charts": charts,
        "recent": recent,
        "sparks": draw_sparks(table, policy, said, RECENT, recent),
        "kept_charts": draw_promises(gathered.kept, table, policy, said, months=RECENT),
        "load_chart": phases_chart(gathered.load, said),
    }


def told(gathered: Inputs, checked: Checked, charts: Mapping[str, Any], language: Language) -> Inputs:
    """Return what was gathered as an edition tells it: words, findings and charts in its language."""
    said = words(language, gathered.policy.zone)
    return replace(gathered, **charts, words=said, findings=checked.findings_in(language))


def _closed(table: KpiTable, known: Sequence[Incident], checked: Checked, records: Records) -> dict[str, Any]:
    """Return what became of the months closed by `as_of`, by the names of `Inputs`."""
    closed = tuple(lock for lock in checked.locks if lock.as_of <= table.as_of)
    if not closed:
        return {}
    today, by_id = Today(table, known, checked.policy), {incident.id: incident for incident in known}
    hashes = sums(records.root, [incident.path for incident in known])
    files = {file.lock.month: file.text for file in records.locks if file.lock}
    return {
        "restated": {str(lock.month): restate(lock, today, hashes) for lock in closed},
        "locks": {str(lock.month): files[lock.month].encode() for lock in closed},
        "repaired": {lock.month: _repairs(lock, by_id) for lock in closed},
    }


def _repairs(lock: Lock, incidents: Mapping[str, Incident]) -> tuple[Repair, ...]:
    """Return what nobody knew when the month was closed and somebody wrote down since, record by record."""
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for change in repaired(lock, incidents):
        fields[change.id].append(change.field)
    return tuple(Repair(name, tuple(changed)) for name, changed in fields.items())
