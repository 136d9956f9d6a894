"""`furikaeri check --fix` and `--diff`: what is mended, or what would be."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys

import click

from generator.check.check import Checked
from generator.check.fix.diff import unified
from generator.check.fix.mend import Mend
from generator.check.fix.plan import plan
from generator.check.fix.write import apply
from generator.check.report import visible
from generator.cli.options import instant
from generator.exchange.reports.github import defused
from generator.model.policy import Language
from generator.read.records import Records, read

#: A line that the runner of GitHub Actions obeys when it sees it in the log.
_COMMAND = re.compile(r"(?m)((?:^|\r)[^\S\n]*)::")


def mend(
    records: Records, checked: Checked, as_of: str | None, *, write: bool, all_read: bool = True, quiet: bool = False
) -> bool:
    """Mend the files of `records` and tell whether any was written; without `write` show the difference and exit.

    `all_read`: they are all there are; else the others are read too, for what ids there are and for the proof.
    `quiet`: standard output is kept free, a program reads it. Nothing is mended by a broken policy: its zone would
    decide what a time means.
    """
    if checked.policy_broken or not (checked.records or checked.others):
        return False
    now = instant(as_of, records.root) or dt.datetime.now(dt.UTC)
    only = None if all_read else {record.path for record in (*records.incidents, *records.reviews)}
    mends = plan(records if all_read else read(records.root), checked.policy, only, as_of=now)
    if not write:
        sys.exit(_show(mends, checked.language))
    done = apply(records.root, mends)
    for line in _lines(done, checked.language):
        click.echo(defused(line), err=quiet)
    return any(one.changes for one in done)


def _lines(mends: tuple[Mend, ...], language: Language) -> list[str]:
    """Return a line for every mended file, and one for everything that was not mended."""
    index = 0 if language == "ja" else 1
    mended, left = (("直しました", "mended")[index], ("直していません", "not mended")[index])
    comma = ("、", ", ")[index]
    lines = []
    for one in mends:
        path = visible(one.path)
        if one.changes:
            lines.append(f"{mended}: {path}: {comma.join(pair[index] for pair in one.what)}")
        lines += [f"{left}: {path}: {visible(pair[index])}" for pair in one.left]
    return lines


def _show(mends: tuple[Mend, ...], language: Language) -> int:
    """Write the difference and return the exit code: 1 where a file would change."""
    changing = [one for one in mends if one.changes]
    difference = "".join(unified(visible(one.path), one.old, one.new) for one in changing)
    if sys.stdout.isatty():
        difference = "".join(f"{visible(line)}\n" for line in difference.split("\n")[:-1])
    elif os.environ.get("GITHUB_ACTIONS") == "true":
        difference = _COMMAND.sub(r"\1: :", defused(difference))
    click.echo(difference.encode("utf-8"), nl=False)  # bytes: a patch must come out as it is
    number = len(changing)
    files = "1 file" if number == 1 else f"{number} files"
    said = f"{number} 件のファイルが変わります" if language == "ja" else f"{files} would change"
    click.echo(said, err=True)
    return 1 if changing else 0
