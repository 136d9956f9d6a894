"""The whole way of a site, up to its files: read, check, measure, draw, render."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.check.check import Checked, check
from generator.check.policy import read_policy
from generator.check.promises import promises
from generator.check.report import as_text, summary
from generator.draw import palette
from generator.draw.behaviour import draw_behaviour
from generator.draw.charts import draw
from generator.draw.counts import draw_counts
from generator.draw.phases import phases_chart
from generator.draw.promises import draw_promises
from generator.measure.behaviour import duration_behaviour
from generator.measure.document import as_json
from generator.measure.kept import kept_promises
from generator.measure.load import load_of
from generator.measure.measure import group_figures, measure
from generator.measure.rates_behaviour import rates_behaviour
from generator.measure.restated import Today, restate
from generator.model.asof import all_known_at
from generator.model.finding import Finding, Level
from generator.model.incident import Incident
from generator.model.ledger import Repair
from generator.model.lock import Lock
from generator.model.locked import repaired
from generator.model.page import Site
from generator.model.policy import Language
from generator.publish.settings import template_dirs
from generator.read.locks import sums
from generator.read.records import Records, read
from generator.read.times import BadTime, parse_time
from generator.read.words import words
from generator.render.inputs import Inputs
from generator.render.site import render

RECENT = 24  # months that home's charts show
_NO_RECORD = {"ja": "incidents/ に記録がありません", "en": "no record found below incidents/"}


class Stopped(Exception):
    """No site can be made of the root as it is; its text names every error, as `check` does.

    `exit_code` is 1 for records that are not in order, 2 for a policy that is not, 3 where there is no record.
    """

    def __init__(self, text: str, findings: tuple[Finding, ...], records: int, exit_code: int) -> None:
        super().__init__(text)
        self.findings = findings
        self.records = records
        self.exit_code = exit_code


class NotATime(ValueError):
    """`as_of` is no instant."""


@dataclass(frozen=True, slots=True)
class Made:
    """A site, the language it speaks, and the day it shows (`YYYY-MM-DD`, in the policy's zone)."""

    site: Site
    language: Language
    day: str


def make(
    root: Path,
    *,
    as_of: dt.datetime | str | None = None,
    language: Language | None = None,
    edit_url: str = "",
) -> Made:
    """Make the site of `root` as it was known at `as_of` (a text without an offset is in the policy's zone; None: now).

    `edit_url` is "" or an address with `{path}`. Raise Stopped where the records or the policy are not in
    order, NotATime for an `as_of` that is no time.
    """
    records = read(root)
    zone = read_policy(records.policy)[0].zone
    moment = instant(as_of, records).astimezone(zone)
    # A past `as_of` asks what was known then: later times are no errors, they have not happened yet.
    checked = check(records, moment, language=language, future=moment if as_of is None else None)
    if code := checked.exit_code():
        raise Stopped(_told(checked, records), checked.findings, checked.records, code)
    site = render(_inputs(checked, moment, records, edit_url))
    return Made(site, checked.language, f"{moment:%Y-%m-%d}")


def make_site(
    root: Path, *, as_of: dt.datetime | str | None = None, language: Language | None = None, edit_url: str = ""
) -> Site:
    """Return the files of the site alone; see `make`."""
    return make(root, as_of=as_of, language=language, edit_url=edit_url).site


def instant(as_of: dt.datetime | str | None, records: Records) -> dt.datetime:
    """Return `as_of` as an aware instant; a day alone is its first minute. Raise NotATime for what is none."""
    if as_of is None:
        return now()
    if isinstance(as_of, dt.datetime):
        if as_of.tzinfo is None:
            raise NotATime("as_of: an aware time is needed")
        return as_of
    zone = read_policy(records.policy)[0].zone
    try:
        return parse_time(as_of if ":" in as_of else f"{as_of.strip()} 00:00", zone)
    except BadTime:
        raise NotATime(f"as_of: not a time: {as_of!r}; write 2026-11-01T09:00+09:00") from None


def now() -> dt.datetime:
    """Return the present, or the one that reproducible builds set (SOURCE_DATE_EPOCH, reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.now(dt.UTC) if epoch is None else dt.datetime.fromtimestamp(int(epoch), dt.UTC)


def _inputs(checked: Checked, as_of: dt.datetime, records: Records, edit_url: str) -> Inputs:
    policy, everything = checked.policy, checked.incidents
    known = all_known_at(everything, as_of)
    table = measure(everything, policy, as_of, read=checked.records)
    by_service, by_cause, by_severity = group_figures(
        table, lambda fact: fact.services, lambda fact: (fact.cause,), lambda fact: (fact.severity,)
    )
    kept = kept_promises(table, known, checked.reviews, policy)
    load, said = load_of(table, policy), words(checked.language, policy.zone)
    closed = tuple(lock for lock in checked.locks if lock.as_of <= as_of)  # later ones have not been closed yet
    today = Today(table, known, policy)
    hashes = sums(records.root, [incident.path for incident in known]) if closed else {}
    durations = duration_behaviour(table)
    counts = rates_behaviour(table)
    return Inputs(
        incidents=known,
        reviews=checked.reviews,
        policy=policy,
        table=table,
        others={kind: measure(everything, policy, as_of, kind=kind) for kind in ("drill", "near_miss")},
        by_service=by_service,
        by_cause=by_cause,
        by_severity=by_severity,
        load=load,
        load_chart=phases_chart(load, said),
        charts=draw(table, policy, said)
        | draw_behaviour(table, policy, said, durations)
        | draw_counts(counts, table, policy, said),
        behaviour=durations,
        recent=draw(table, policy, said, months=RECENT, suffix="-recent"),
        promises={incident.id: promises(incident, policy, as_of) for incident in known},
        kept=kept,
        kept_charts=draw_promises(kept, table, policy, said, months=RECENT),
        findings=checked.findings,
        restated={str(lock.month): restate(lock, today, hashes) for lock in closed},
        locks=_lock_files(records, closed),
        repaired={lock.month: _repairs(lock, {incident.id: incident for incident in known}) for lock in closed},
        counts=counts,
        kpis_json=(as_json(table) + "\n").encode(),
        styles=palette.css(),
        words=said,
        edit_url=edit_url,
        template_dirs=template_dirs(records.root),
    )


def _repairs(lock: Lock, incidents: Mapping[str, Incident]) -> tuple[Repair, ...]:
    """Return what nobody knew when the month was closed and somebody wrote down since, record by record."""
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for change in repaired(lock, incidents):
        fields[change.id].append(change.field)
    return tuple(Repair(name, tuple(changed)) for name, changed in fields.items())


def _lock_files(records: Records, closed: tuple[Lock, ...]) -> dict[str, bytes]:
    """Return the files of the closed months, by month."""
    return {str(file.lock.month): file.text.encode() for file in records.locks if file.lock in closed and file.lock}


def _told(checked: Checked, records: Records) -> str:
    """Return every error, and how many findings of each level there are."""
    if not checked.policy_broken and not checked.records:
        return _NO_RECORD[checked.language]
    errors = [finding for finding in checked.findings if finding.level is Level.ERROR]
    return f"{as_text(errors, records)}\n\n{summary(checked, checked.language)}"
