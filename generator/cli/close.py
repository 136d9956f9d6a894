"""`furikaeri close`: keep what was reported of a month, so that a later change of it shows."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import common, load, stop_unless_usable
from generator.cli.types import MonthType
from generator.model.month import Month
from generator.model.policy import Language
from generator.model.words import Words

if TYPE_CHECKING:
    from generator.measure.closing import CannotClose
    from generator.publish.closing import Closed


@click.command()
@click.argument("month", type=MonthType())
@click.option("--draft", is_flag=True, help="Print what would be written, and write nothing.")
@click.option(
    "--reclose", "reason", metavar="REASON",
    help="Close a closed month again and say why; what was reported before stays in the file's history.",
)  # fmt: skip
@common
def command(
    *, root: Path, as_of: str | None, lang: Language | None, month: Month, draft: bool, reason: str | None
) -> None:
    """Write incidents/reviews/MONTH.lock.json: the figures of MONTH (e.g. 2026-10) as they are reported at --as-of.

    From then on the month's page shows what was reported and what differs today, and check warns of changes that
    touch the month. Commit the file.

    Exit code: 0, 1 the month cannot be closed or a record is unusable, 2 wrong usage or policy, 3 no record.
    """
    if reason is not None and not reason.strip():
        raise click.BadParameter("say why in a few words", param_hint="--reclose")
    records, checked, moment = load(root, as_of, lang, history=True)
    now = moment.replace(microsecond=0)  # nobody would write more of it to see the same figures again
    stop_unless_usable(records, checked)
    from generator.measure.closing import CannotClose
    from generator.publish.closing import close
    from generator.read.words import words as words_of

    words = words_of(checked.language, checked.policy.zone)
    if now > dt.datetime.now(dt.UTC):
        _stop(words("Nobody knows yet what will be known at {at}.", at=words.moment(now)))
    try:
        made = close(root, checked, month, now, (reason or "").strip())
    except CannotClose as error:
        _stop(_why_not(words, month, error))
    if made.lasting:
        ids = words.separator().join(made.lasting)
        click.echo(words("{month} is provisional: {ids} not resolved yet. What follows will be shown as having "
                         "happened later.", month=month, ids=ids), err=True)  # fmt: skip
    if draft:
        click.echo(made.text.encode("utf-8"), nl=False)
    else:
        _write(root, made, words)


def _write(root: Path, made: Closed, words: Words) -> None:
    from generator.publish.closing import LeadsOutside, write

    try:
        write(root, made)
    except LeadsOutside as error:
        raise click.UsageError(f"{error} leads out of incidents/") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or made.path}: {error.strerror}") from None
    click.echo(made.path)
    count = len(made.lock.closing.ids)
    at = words.moment(made.lock.as_of)
    click.echo(words("Closed {month} as of {at}: {n} incidents.", month=made.lock.month, at=at, n=count), err=True)


def _why_not(words: Words, month: Month, error: CannotClose) -> str:
    at = words.moment(error.at)
    if error.why == "not_over":
        return words("{month} is not over: it ends at {at}.", month=month, at=at)
    if error.why == "unknown":
        return words("{month} is not among the months of the figures: no incident had begun by its end.", month=month)
    if error.why == "backwards":
        return words("{month} was closed as of {at}, which is later.", month=month, at=at)
    return words("{month} was closed as of {at}. To close it again say why: --reclose REASON", month=month, at=at)


def _stop(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(1)
