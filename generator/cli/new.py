"""`furikaeri new`: a new record that is in order; asks at a terminal, takes everything as options without one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click

from generator.check.answer import moment
from generator.check.report import as_text
from generator.check.shape import suggestion
from generator.cli.new_desk import EXAMPLE, OPTIONS, Desk, desk_of, draft_of, stop_at_objections
from generator.cli.options import common
from generator.exchange.alertmanager import LARGEST, SERVICE_LABELS, BadPayload, read_payload, services_of, title_of
from generator.model.draft import Draft
from generator.model.incident import MILESTONES
from generator.model.policy import Language
from generator.publish.new_record import IdTaken, LeadsOutside, NotInOrder, Order, Written, slug_of, write_record
from generator.render.new_record import BadTemplate, written


@click.command(epilog=f"Example: {EXAMPLE}")
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
@click.option(
    "--started", metavar="TIME", help="First impact: a record's time, HH:MM (today), now or unknown, the default."
)
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
    "began; and an alert that is over resolves nothing: when it ended stands in a comment. The same alerts, or the "
    "same group while its incident lasts, are not recorded twice: the path of their record is printed instead.",
)  # fmt: skip
@click.option(
    "--service-label", "labels", multiple=True, metavar="LABEL",
    help=f"Label that names the service (repeatable; the first found counts). Default: {', '.join(SERVICE_LABELS)}.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write a record even if these alerts are recorded already.")
@click.option("--dry-run", is_flag=True, help="Print the record instead of writing it.")
@click.option("--no-input", is_flag=True, help="Ask nothing, even at a terminal.")
@common
def command(
    *, root: Path, as_of: str | None, lang: Language | None, drill: bool, payload: BinaryIO | None,
    labels: tuple[str, ...], force: bool, dry_run: bool, no_input: bool, slug: str | None, **options: Any
) -> None:  # fmt: skip
    """Write a new record into incidents/YEAR/, with the next free id, and print its path.

    Asks at a terminal for what was not given. Overwrites nothing and opens nothing; what it writes passes `check`.

    Exit code: 0 written (or recorded before), 1 not writable, 2 wrong usage or policy.
    """
    desk = desk_of(root, as_of, lang)
    desk.given |= _given(options, drill=drill, desk=desk)
    if payload is not None:
        _take_alerts(desk, payload, labels or SERVICE_LABELS)
    stop_at_objections(desk)
    if not no_input and at_terminal():
        from generator.cli.ask import ask

        ask(desk)
    draft = draft_of(desk)
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
        if isinstance(said, tuple):
            said = tuple(dict.fromkeys(_proper(text, option) for text in said))
        elif said is not None:
            said = moment(said, desk.now, desk.policy.zone) if key in MILESTONES else _proper(said, option)
        if said:
            given[key] = said
    return given


def _proper(text: str, option: str) -> str:
    """Return a text without blanks around it; stop where nothing is left, or where it is no Unicode."""
    text = text.strip()
    if not text or any("\ud800" <= c <= "\udfff" for c in text):
        raise click.BadParameter("not UTF-8" if text else "must not be empty", param_hint=option)
    return text


def _take_alerts(desk: Desk, payload: BinaryIO, labels: tuple[str, ...]) -> None:
    """Fill in what a webhook message tells and no option does."""
    words = desk.words
    try:
        group = desk.group = read_payload(payload.read(LARGEST + 1))
    except BadPayload as bad:
        raise click.BadParameter(bad.told(desk.language), param_hint="--from-alertmanager") from None
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


def _slug(asked: str | None, draft: Draft) -> str:
    if asked is None:
        return slug_of(draft.services[0] if draft.services else draft.title)
    if asked and not slug_of(asked):
        raise click.BadParameter(f"{asked!r} has too few ASCII letters or digits", param_hint="--slug")
    return slug_of(asked)


def _written(order: Order, desk: Desk) -> Written:
    """Write the record; turn everything that stops it into an exit code."""
    words = desk.words
    try:
        return write_record(order)
    except IdTaken as error:
        raise click.BadParameter(f"{order.wanted_id} is taken by {error.path}", param_hint="--id") from None
    except LeadsOutside as error:
        raise click.UsageError(f"{error} is no folder inside incidents/") from None
    except NotInOrder as error:
        click.echo(words("Nothing was written: the record would not pass `check`."), err=True)
        click.echo(as_text(error.findings, error.records), err=True)
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
