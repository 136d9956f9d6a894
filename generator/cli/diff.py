"""`furikaeri diff`: 0 compared, 1 nothing to compare, 2 wrong usage, an unknown commit or a broken policy."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import common, instant_in, say_findings
from generator.exchange.diff import FORMATS, renderer

if TYPE_CHECKING:
    from generator.check.check import Checked
    from generator.model.comparison import Comparison, Revision
    from generator.model.policy import Language
    from generator.read.records import Records

NOTHING_TO_COMPARE, WRONG = 1, 2
_HINT = "Name a branch or commit that is here with its history (in CI: fetch-depth: 0)."


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--no-merge-base", "directly", is_flag=True, help="Compare BASE itself, not the commit at which HEAD left it."
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
    help="markdown: for a pull request's comment or the job summary. json: everything that differs.",
)  # fmt: skip
@common
def command(
    *, root: Path, as_of: str | None, lang: Language | None, base: str, head: str | None, directly: bool, form: str
) -> None:
    """Tell what HEAD (default: the commit checked out) changes against BASE in the figures, month by month.

    BASE is compared where HEAD left it, as `git diff BASE...HEAD` and `check --changed` do, so that what happened on
    BASE since then is not laid to HEAD. `BASE..HEAD` or --no-merge-base compares the two commits themselves.

    Reads git's objects alone: what is not committed does not count, nothing is written, and a bare repository will
    do. Each side is checked and measured by its own policy, both as of the same instant. Records that cannot be used
    are left out and listed, as `kpi --lenient` does.

    Exit code: 0 compared (differences or not), 1 no usable record on either side, 2 wrong usage, an unknown commit or
    a broken policy.
    """
    from generator.read.git import GitFailed

    base, head, directly = _ends(base, head, directly)
    try:
        revisions, records = _read(root, base, head, directly)
    except GitFailed as failed:
        raise click.UsageError(f"{failed}. {_HINT}") from None
    now, checked = _check(records, as_of, lang)
    for said, one, name in zip(records, checked, (base, head), strict=True):
        if one.policy_broken:
            click.echo(f"{name}:", err=True)
            say_findings(said, one)
            sys.exit(WRONG)
    from generator.read.words import words as words_of

    words = words_of(checked[1].language, checked[1].policy.zone)
    report = renderer(form)(_compare(records, checked, now), revisions, words)
    click.echo(f"{report}\n".encode("utf-8", "replace"), nl=False)  # bytes: every system writes the same line ends
    if not any(one.incidents for one in checked):
        from generator.exchange.diff.wording import nothing

        click.echo(nothing(words), err=True)
        sys.exit(NOTHING_TO_COMPARE)


def _ends(base: str, head: str | None, directly: bool) -> tuple[str, str, bool]:
    """Return the names of both commits; `BASE..HEAD` and `BASE...HEAD` mean what they mean to git."""
    for dots in ("...", ".."):
        first, found, last = base.partition(dots)
        if not found:
            continue
        if head is not None or ".." in last:
            raise click.UsageError(f"{base!r} names both ends already.")
        if directly and dots == "...":
            raise click.UsageError(f"{base!r} asks for the merge base, --no-merge-base does not want it.")
        return first or "HEAD", last or "HEAD", dots == ".."
    return base, "HEAD" if head is None else head, directly


def _read(root: Path, base: str, head: str, directly: bool) -> tuple[tuple[Revision, Revision], list[Records]]:
    from generator.model.comparison import Revision
    from generator.read.commits import History

    history = History(root)
    old, new = history.commit(base), history.commit(head)
    if not directly:
        old = history.merge_base(old, new)
    return (Revision(base, old, not directly), Revision(head, new)), history.records([old, new])


def _check(records: list[Records], as_of: str | None, lang: Language | None) -> tuple[dt.datetime, list[Checked]]:
    """Check both sides as of one instant and in one language; the policy of the second says what nobody else did."""
    from generator.check.check import check
    from generator.check.policy import read_policy

    policy, _ = read_policy(records[1].policy)
    now = dt.datetime.now(dt.UTC) if as_of is None else instant_in(policy.zone, as_of)
    future = now if as_of is None else None  # with --as-of later times may be written, and are not known yet
    return now, [check(one, now, language=lang or policy.locale, future=future) for one in records]


def _compare(records: list[Records], checked: list[Checked], now: dt.datetime) -> Comparison:
    from generator.check.policy_keys import policy_keys
    from generator.measure.comparison.compare import compare, side_of

    before, after = (
        side_of(one.incidents, one.policy, policy_keys(said.policy), one.unusable, now, read=one.records)
        for said, one in zip(records, checked, strict=True)
    )
    return compare(before, after)
