"""Options that mean the same in every command."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # what a command does not need is not imported for it, and what it needs not before git is asked
    from zoneinfo import ZoneInfo

    from generator.check.check import Checked
    from generator.model.policy import Language, Policy
    from generator.read.records import Records

Command = Callable[..., Any]


def common(command: Command) -> Command:
    """Add --root, --as-of and --lang to a command."""
    command = click.option(
        "--root", type=click.Path(file_okay=False, exists=True, path_type=Path), default=Path(), show_default="here",
        help="The folder that holds incidents/.",
    )(command)  # fmt: skip
    command = click.option(
        "--as-of",
        "as_of",
        metavar="TIME",
        help="Judge by what was known then, e.g. 2026-11-01T00:00+09:00. Default: now.",
    )(command)
    language = click.option("--lang", type=click.Choice(["ja", "en"]), help="Language. Default: the policy's locale.")
    return language(command)


def instant(text: str | None, root: Path) -> dt.datetime | None:
    """Return the instant of --as-of (a bare date is its midnight; no offset: the policy's zone), None for now."""
    return None if text is None else instant_in(policy_zone(root), text)


def instant_in(zone: ZoneInfo, text: str) -> dt.datetime:
    """Return the instant of --as-of; without an offset it is a time in `zone`."""
    from generator.read.times import BadTime, parse_time

    try:
        return parse_time(f"{text}T00:00" if len(text) == 10 else text, zone)
    except BadTime:
        raise click.BadParameter(f"{text!r} is not a time; e.g. 2026-11-01T00:00+09:00", param_hint="--as-of") from None


def policy_zone(root: Path) -> ZoneInfo:
    """Return the zone of the root's policy."""
    return _policy(root).zone


def policy_locale(root: Path) -> Language:
    """Return the language of the root's policy."""
    return _policy(root).locale


def _policy(root: Path) -> Policy:
    from generator.check.policy import read_policy
    from generator.read.records import read_policy as read_file

    return read_policy(read_file(root))[0]


def load(
    root: Path, as_of: str | None, lang: Language | None, *, history: bool = False
) -> tuple[Records, Checked, dt.datetime]:
    """Read and check a root.

    `history`: an --as-of in the past asks what was known then, so later times are no errors.
    """
    from generator.check.check import check
    from generator.read.records import read

    at = instant(as_of, root)
    now = at or dt.datetime.now(dt.UTC)
    records = read(root)
    future = None if history and at is not None else now
    return records, check(records, now, language=lang, future=future), now


def load_changed(root: Path, as_of: str | None, lang: Language | None, base: str) -> tuple[Records, Checked]:
    """Read and check what differs from where the work left `base` ("": the usual one)."""
    from generator.read.git import Asked, GitFailed, usual_base

    try:
        asked = Asked(root, "incidents", base or usual_base(root, os.environ))
        from generator.check.check import check
        from generator.check.sets.changed import read_changed  # while git works

        changed = read_changed(root, asked)
    except GitFailed as failed:
        hint = "Name a branch or commit that is here with its history (in CI: fetch-depth: 0)."
        raise click.UsageError(f"--changed: {failed}. {hint}") from None
    now = instant(as_of, root) or dt.datetime.now(dt.UTC)
    return changed.records, check(changed.records, now, language=lang, future=now, others=changed.others)


def stop_unless_usable(records: Records, checked: Checked, *, lenient: bool = False) -> None:
    """Exit with all findings where there is nothing to go on with: broken policy, no record, or an error."""
    code = checked.exit_code()
    if code == 0 or (code == 1 and lenient):
        return
    say_findings(records, checked, errors_only=code == 1)
    sys.exit(code)


def say_findings(records: Records, checked: Checked, *, errors_only: bool = False) -> None:
    """Write the findings and their number to standard error."""
    from generator.check.report import as_text, closing

    shown = [f for f in checked.findings if not errors_only or f.level.value == "error"]
    if shown:
        click.echo(as_text(shown, records) + "\n", err=True)
    click.echo(closing(checked, records, checked.language), err=True)
