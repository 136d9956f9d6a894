"""`furikaeri notice`: a message about an incident, made from its record: for Slack, Teams, a status page or a mail."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.check.promises import promises
from generator.cli.options import common, load, say_findings
from generator.model.asof import known_at
from generator.model.policy import Language
from generator.publish.packaged import template_dirs
from generator.read.words import words as words_of
from generator.render.message_text import CHANNELS, Channel
from generator.render.messages import KINDS, BadTemplate, Kind, Messages, NotYet, possible


@click.command()
@click.argument("incident_id", metavar="ID")
@click.option(
    "--kind", type=click.Choice(KINDS), help="Which message. Default: the one that fits the incident's state best."
)
@click.option(
    "--channel", type=click.Choice(CHANNELS), default="slack", show_default=True,
    help="Its syntax, and for whom: status_page and mail are for people outside.",
)  # fmt: skip
@click.option("--site", default="", metavar="URL", help="Address of the site, for a link to the incident's page.")
@common
def command(
    *, incident_id: str, kind: Kind | None, channel: Channel, site: str, root: Path, as_of: str | None,
    lang: Language | None,
) -> None:  # fmt: skip
    """Print a message about the incident ID as its record stands, ready to paste.

    An open record will do, and errors in other records do not matter. A mail begins with its subject.

    Exit code: 0, or 1 where the record is unusable or does not hold what is to be told, 2 wrong usage or policy.
    """
    records, checked, now = load(root, as_of, lang, history=True)
    if checked.policy_broken:
        say_findings(records, checked, errors_only=True)
        sys.exit(2)
    wanted = incident_id.upper()
    incident = next((one for one in checked.incidents if one.id == wanted), None)
    if incident is None and wanted in dict(checked.unusable):
        say_findings(records, checked, errors_only=True)
        sys.exit(1)
    known = known_at(incident, now.astimezone(checked.policy.zone)) if incident else None
    if known is None:
        raise click.BadParameter(f"no record of {wanted} at that time", param_hint="ID")
    try:
        messages = Messages(template_dirs(root), checked.policy, now)
        told = promises(known, checked.policy, now)
        wanted_kind = kind or possible(known)[0]
        message = messages.messages(known, told, checked.language, (wanted_kind,), (channel,))[wanted_kind, channel]
    except BadTemplate as error:
        raise click.ClickException(str(error)) from None
    except NotYet:
        words = words_of(checked.language, checked.policy.zone)
        click.echo(words("The record does not hold what this message tells."), err=True)
        sys.exit(1)
    address = f"{site.rstrip('/')}/incidents/{known.slug}/" if site else ""
    click.echo(message.text(address))
