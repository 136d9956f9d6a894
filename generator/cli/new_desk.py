"""What one call of `furikaeri new` works with, and the draft that comes of it."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from generator.check.answer import Answers, Given, judge, severities_for
from generator.check.check import check
from generator.check.policy import read_policy
from generator.check.report import as_text
from generator.cli.options import instant
from generator.model.draft import AlertGroup, Draft
from generator.model.incident import MILESTONES
from generator.model.policy import Language, Policy
from generator.model.words import Words
from generator.read.records import PolicyFile, Records
from generator.read.records import read_policy as read_file
from generator.read.words import words as words_of

EXAMPLE = 'furikaeri new --title "API: all requests fail" --service api --users 35% --business high --no-data-loss'
#: Option -> what it says in a record, in the order of the questions.
OPTIONS = {
    "--title": "title",
    "--kind": "kind",
    "--service": "services",
    "--users": "impact.users_affected",
    "--business": "impact.business",
    "--data-loss": "impact.data_loss",
    "--functions": "impact.functions",
    "--started": "started_at",
    "--detected": "detected_at",
    "--acknowledged": "acknowledged_at",
    "--mitigated": "mitigated_at",
    "--resolved": "resolved_at",
    "--detection": "detection",
    "--team": "response.team",
    "--severity": "severity",
    "--severity-reason": "severity_reason",
    "--id": "id",
}
OPTION_OF = {key: option for option, key in OPTIONS.items()}
_IMPACT = ("impact.users_affected", "impact.business", "impact.data_loss")


@dataclass(slots=True)
class Desk:
    """What one call works with; `given` holds what was said, by the record's keys, as written."""

    root: Path
    file: PolicyFile
    policy: Policy
    now: dt.datetime
    language: Language
    words: Words
    given: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    group: AlertGroup | None = None

    def judged(self, given: Given | None = None) -> Answers:
        """Return what the rules make of what was said (else of `given`)."""
        return judge(self.given if given is None else given, self.policy, self.now, self.language)


def desk_of(root: Path, as_of: str | None, lang: Language | None) -> Desk:
    """Return the desk of a root; stop with the findings where its policy is not in order."""
    file = read_file(root)
    now = (instant(as_of, root) or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    records = Records(root, file, (), ())
    checked = check(records, now, language=lang)
    if checked.policy_broken:
        click.echo(as_text(checked.findings, records), err=True)
        sys.exit(2)
    policy = read_policy(file)[0]
    language = lang or policy.locale
    return Desk(root, file, policy, now, language, words_of(language, policy.zone))


def stop_at_objections(desk: Desk) -> None:
    """Stop with everything that is wrong with what was said, each with its option."""
    objections = desk.judged().objections
    if objections:
        lines = [f"{OPTION_OF.get(key, key)}: {text}" for key, text in objections.items()]
        raise click.UsageError("\n".join(lines))


def draft_of(desk: Desk) -> Draft:
    """Return the draft of what was said; stop where something the policy needs is missing."""
    given = desk.given
    kind: Any = given.get("kind", "incident")
    status: Any = "resolved" if "resolved_at" in given else "mitigated" if "mitigated_at" in given else "open"
    severity, undecided = _severity(desk)
    _stop_at_missing(desk, kind, status, severity)
    text = {key: value for key, value in given.items() if isinstance(value, str)}
    lists = {key: value for key, value in given.items() if isinstance(value, tuple)}
    return Draft(
        title=text["title"], kind=kind, severity=severity, status=status,
        severity_reason=text.get("severity_reason", ""), undecided=undecided, services=lists.get("services", ()),
        milestones=_milestones(desk), detection=text.get("detection", ""),
        **{key.removeprefix("impact."): text.get(key, "unknown") for key in _IMPACT},
        functions=lists.get("impact.functions", ()), team=text.get("response.team", ""), group=desk.group,
    )  # fmt: skip


def contradiction(desk: Desk) -> tuple[str, ...]:
    """Return the severities that the impact allows where the given one is another without a reason, else nothing."""
    given = desk.given
    allowed = severities_for(desk.judged().values, desk.policy)
    free = "severity" not in given or given.get("kind") == "drill" or "severity_reason" in given
    return () if free or given["severity"] in allowed else allowed


def _severity(desk: Desk) -> tuple[str, bool]:
    """Return the severity, and whether a slighter one is possible as well."""
    if allowed := contradiction(desk):
        severity, rule = desk.given["severity"], " / ".join(allowed)
        raise click.UsageError(f"--severity {severity}, but the impact says {rule}: add --severity-reason TEXT")
    if "severity" in desk.given:
        return str(desk.given["severity"]), False
    allowed = severities_for(desk.judged().values, desk.policy)
    return allowed[0], len(allowed) > 1


def _milestones(desk: Desk) -> dict[str, dt.datetime | None]:
    """Return the milestones to the second; without a detection it was noticed now."""
    values = desk.judged().values
    found: dict[str, dt.datetime | None] = {"started_at": None}
    for key in MILESTONES:
        at = values.get(key)
        if isinstance(at, dt.datetime):
            found[key] = at.replace(microsecond=0)
        elif key in desk.given:
            found[key] = None
        elif key == "detected_at":
            found[key] = noticed(desk)
    return found


def noticed(desk: Desk) -> dt.datetime:
    """Return the present minute, or the start where that lies in it."""
    started = desk.judged().values.get("started_at")
    minute = desk.now.replace(second=0, microsecond=0)
    return max(minute, started) if isinstance(started, dt.datetime) and started <= desk.now else minute


def _stop_at_missing(desk: Desk, kind: str, status: str, severity: str) -> None:
    """Stop with every option that is needed: the title, and what the policy asks of such a record."""
    needed = ["title"]
    for need in desk.policy.requirements:
        if kind in need.kinds and status in need.statuses and (not need.severities or severity in need.severities):
            needed += [{"response": "response.team"}.get(name, name) for name in need.fields]
    missing = [OPTION_OF[key] for key in dict.fromkeys(needed) if key in OPTION_OF and not desk.given.get(key)]
    missing = [option for option in missing if option not in ("--detected", "--started")]
    if missing:
        raise click.UsageError(f"missing: {', '.join(missing)}\nE.g. {EXAMPLE}")
