"""`furikaeri new`: a new record that is in order; asks at a terminal, takes everything as options without one."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import click

from generator.check.answer import Answers, Given, judge, moment, severities_for
from generator.check.check import check
from generator.check.policy import read_policy
from generator.check.report import as_text
from generator.check.shape import suggestion
from generator.cli.options import common, instant, say_findings
from generator.exchange.alertmanager import LARGEST, SERVICE_LABELS, BadPayload, read_payload, services_of, title_of
from generator.model.draft import AlertGroup, Draft
from generator.model.policy import Language, Policy
from generator.model.words import Words
from generator.publish.new_record import IdTaken, LeadsOutside, NotInOrder, Order, Written, slug_of, write_record
from generator.read.records import PolicyFile, Records
from generator.read.records import read_policy as read_file
from generator.read.words import words as words_of

EXAMPLE = 'furikaeri new --title "API: all requests fail" --service api --users 35% --business high --no-data-loss'
TIMES = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
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


@click.command(epilog=f"Example: {EXAMPLE}")
@common
@click.option("--title", metavar="TEXT", help="What happened, in one line.")
@click.option("--kind", type=click.Choice(["incident", "drill", "near_miss"]), help="Default: incident.")
@click.option("--drill", is_flag=True, help="Short for --kind drill.")
@click.option("--service", "services", multiple=True, metavar="NAME", help="A service that was hit (may be repeated).")
@click.option("--users", metavar="SHARE", help="Share of the users hit: 35%, 0.35 or unknown.")
@click.option("--business", metavar="LEVEL", help="Impact on the business: high, medium, low or unknown.")
@click.option("--data-loss/--no-data-loss", default=None, help="Whether data was lost. Default: unknown.")
@click.option("--functions", multiple=True, metavar="TEXT", help="What could not be done (may be repeated).")
@click.option("--severity", metavar="LEVEL", help="Default: by the policy's rule; the gravest that the impact allows.")
@click.option("--severity-reason", metavar="TEXT", help="Why the severity is not the rule's.")
@click.option("--started", metavar="TIME", help="First impact. Default: unknown. TIME: a record's time, HH:MM of today, now or unknown.")  # fmt: skip
@click.option("--detected", metavar="TIME", help="When the team knew. Default: now.")
@click.option("--acknowledged", metavar="TIME", help="When the response began.")
@click.option(
    "--mitigated", metavar="TIME", help="When nothing severe was felt any more; the status is then mitigated."
)
@click.option("--resolved", metavar="TIME", help="When all was normal again; the status is then resolved.")
@click.option("--detection", metavar="SOURCE", help="How it was noticed: a detection source of the policy.")
@click.option("--team", metavar="TEXT", help="The team that responds.")
@click.option("--id", "wanted_id", metavar="ID", help="Default: the next free id of the incident's year.")
@click.option("--slug", metavar="TEXT", help="Short name behind the id in the file's name. Default: the first service.")
@click.option(
    "--from-alertmanager", "payload", type=click.File("rb"), metavar="FILE",
    help="Fill in from a webhook message of Alertmanager (version 4); - reads it from standard input. Title, services, "
    "detection and links are taken from it; options win. The start stays unknown, as an alert fires after the impact "
    "began, and an alert that is over resolves nothing: when it ended stands in a comment. The same alerts, or the same "
    "group while its incident lasts, are not recorded twice: then the path of their record is printed.",
)  # fmt: skip
@click.option("--service-label", "labels", multiple=True, metavar="LABEL", help=f"Alert labels that name the service, the first that is there. Default: {', '.join(SERVICE_LABELS)}.")  # fmt: skip
@click.option("--force", is_flag=True, help="Write a record even if these alerts are recorded already.")
@click.option("--dry-run", is_flag=True, help="Print the record instead of writing it.")
@click.option("--no-input", is_flag=True, help="Ask nothing, even at a terminal.")
def command(
    *, root: Path, as_of: str | None, lang: Language | None, drill: bool, payload: BinaryIO | None,
    labels: tuple[str, ...], force: bool, dry_run: bool, no_input: bool, slug: str | None, **options: Any
) -> None:  # fmt: skip
    """Write a new record into incidents/YEAR/, with the next free id, and print its path.

    Asks at a terminal for what was not given. Overwrites nothing and opens nothing; what it writes passes `check`.

    Exit code: 0 written (or recorded before), 1 not writable, 2 wrong usage or policy.
    """
    desk = _desk(root, as_of, lang)
    desk.given |= _given(options, drill=drill, desk=desk)
    if payload is not None:
        _take_alerts(desk, payload, labels or SERVICE_LABELS)
    asks = not no_input and at_terminal()
    stop_at_objections(desk)
    if asks:
        from generator.cli.ask import ask

        ask(desk)
    draft = draft_of(desk, asks=asks)
    order = Order(
        root,
        draft,
        desk.file,
        desk.now,
        desk.language,
        str(desk.given.get("id", "")),
        _slug(slug, draft),
        force,
        dry_run,
    )
    _tell(desk, draft, _written(order, desk), shown=dry_run)


def at_terminal() -> bool:
    """Tell whether somebody can answer."""
    return sys.stdin.isatty()


def _desk(root: Path, as_of: str | None, lang: Language | None) -> Desk:
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


def _given(options: Mapping[str, Any], *, drill: bool, desk: Desk) -> dict[str, str | tuple[str, ...]]:
    """Return what the options say, by the record's keys."""
    if drill and options["kind"] not in (None, "drill"):
        raise click.UsageError(f"--drill and --kind {options['kind']} contradict each other")
    loss = {None: None, True: "true", False: "false"}[options["data_loss"]]
    named = {
        **options,
        "kind": "drill" if drill else options["kind"],
        "data_loss": loss,
        "service": options["services"],
    }
    named["id"] = options["wanted_id"]
    given: dict[str, str | tuple[str, ...]] = {}
    for option, key in OPTIONS.items():
        said = named[option.removeprefix("--").replace("-", "_")]
        if said is None or said == ():
            continue
        for text in (said,) if isinstance(said, str) else said:
            if any("\ud800" <= c <= "\udfff" for c in text):
                raise click.BadParameter("not UTF-8", param_hint=option)
        if isinstance(said, str):
            said = moment(said, desk.now, desk.policy.zone) if key in TIMES else said.strip()
        given[key] = said
    return given


def _take_alerts(desk: Desk, payload: BinaryIO, labels: tuple[str, ...]) -> None:
    """Fill in what a webhook message tells and no option does."""
    words = desk.words
    try:
        group = desk.group = read_payload(payload.read(LARGEST + 1))
    except BadPayload as bad:
        raise click.BadParameter(bad.told(desk.language), param_hint="--from-alertmanager") from None
    from generator.render.new_record import written

    desk.given.setdefault("title", title_of(group))
    desk.given.setdefault("detected_at", written(group.detected_at, desk.policy.zone))
    if "alertmanager" in desk.policy.detection_sources:
        desk.given.setdefault("detection", "alertmanager")
    known = desk.policy.services
    services = services_of(group, labels)
    for name in services:
        if known and name not in known:
            hint = suggestion(name, list(known))[f"hint_{desk.language}"]
            text = words("Left out: {name} is not a service of the policy ({hint})", name=name, hint=hint)
            click.echo(text, err=True)
    if named := tuple(name for name in services if not known or name in known):
        desk.given.setdefault("services", named)


def stop_at_objections(desk: Desk) -> None:
    """Stop with everything that is wrong with what was said, each with its option."""
    objections = desk.judged().objections
    if objections:
        lines = [f"{OPTION_OF.get(key, key)}: {text}" for key, text in objections.items()]
        raise click.UsageError("\n".join(lines))


def draft_of(desk: Desk, *, asks: bool) -> Draft:
    """Return the draft of what was said; stop where something the policy needs is missing."""
    given = desk.given
    kind: Any = given.get("kind", "incident")
    status: Any = "resolved" if "resolved_at" in given else "mitigated" if "mitigated_at" in given else "open"
    severity, undecided = _severity(desk, kind, asks=asks)
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


def _severity(desk: Desk, kind: str, *, asks: bool) -> tuple[str, bool]:
    """Return the severity, and whether a slighter one is possible as well."""
    allowed = severities_for(desk.judged().values, desk.policy)
    severity = str(desk.given.get("severity") or allowed[0])
    if severity in allowed or kind == "drill" or desk.given.get("severity_reason"):
        return severity, "severity" not in desk.given and len(allowed) > 1
    if not asks:
        rule = " / ".join(allowed)
        raise click.UsageError(f"--severity {severity}, but the impact says {rule}: add --severity-reason TEXT")
    from generator.cli.ask import ask_reason

    ask_reason(desk, severity, allowed)
    return severity, False


def _milestones(desk: Desk) -> dict[str, dt.datetime | None]:
    """Return the milestones to the second; without a detection it was noticed now."""
    values = desk.judged().values
    found: dict[str, dt.datetime | None] = {"started_at": None}
    for key in TIMES:
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


def _slug(asked: str | None, draft: Draft) -> str:
    if asked is None:
        return slug_of(draft.services[0] if draft.services else draft.title)
    if asked and not slug_of(asked):
        raise click.BadParameter(f"{asked!r} has too few ASCII letters or digits", param_hint="--slug")
    return slug_of(asked)


def _written(order: Order, desk: Desk) -> Written:
    """Write the record; turn everything that stops it into an exit code."""
    from generator.render.new_record import BadTemplate

    try:
        return write_record(order)
    except IdTaken as error:
        raise click.BadParameter(f"{order.wanted_id} is taken by {error.path}", param_hint="--id") from None
    except LeadsOutside as error:
        raise click.UsageError(f"{error} is no folder inside incidents/") from None
    except NotInOrder as error:
        click.echo(desk.words("Nothing was written: the record would not pass `check`."), err=True)
        say_findings(error.records, check(error.records, desk.now, language=desk.language, future=desk.now))
        sys.exit(2)
    except BadTemplate as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None


def _tell(desk: Desk, draft: Draft, written: Written, *, shown: bool) -> None:
    """Print the path (or the text) alone on standard output, and what helps beside it on standard error."""
    words = desk.words
    if written.known:
        click.echo(words("These alerts are recorded already; --force writes another record."), err=True)
        if draft.group and draft.group.ended_at:
            at = words.moment(draft.group.ended_at)
            click.echo(words("They ended at {at}: if that was the recovery, write resolved_at.", at=at), err=True)
        click.echo(written.path)
        return
    click.echo(written.text if shown else written.path, nl=not shown)
    if draft.undecided:
        text = words(
            "Severity {severity}: the gravest that the impact allows as far as it is known.", severity=draft.severity
        )
        click.echo(text, err=True)
    if written.findings and written.records:
        click.echo(as_text(written.findings, written.records), err=True)
