"""`furikaeri check`: 0 no error, 1 findings, 2 wrong usage or policy, 3 no record."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from generator.check.report import as_json, as_text, summary
from generator.cli.options import common, load, load_changed, no_record
from generator.model.policy import Language


@click.command()
@common
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--changed",
    "base",
    metavar="[BASE]",
    is_flag=False,
    flag_value="",
    help="Only the records that differ from where the work left BASE, a branch or commit, with all others as context. "
    "Default: the target of the merge or pull request, else the main branch.",
)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--fix", is_flag=True, help="First mend what is safe to mend, never prose; then check.")
@click.option("--diff", is_flag=True, help="Write nothing, show what --fix would change; exit 1 if anything.")
def command(
    *, root: Path, as_of: str | None, lang: Language | None, form: str, base: str | None, strict: bool, fix: bool,
    diff: bool,
) -> None:  # fmt: skip
    """Check every record and print all findings, sorted by file and line.

    --fix mends ids that lack zeros, times in another form, dates that a timeline lacks where only one is possible,
    the order of keys, and trailing spaces. It renames no file: where a name does not fit the id, it says what to
    call the file, and mends the id the next time.

    Exit code: 0 no error, 1 errors (with --strict also warnings), 2 wrong usage or policy, 3 no record.
    """
    gc.disable()  # the process ends before a circle could matter
    records, checked = load(root, as_of, lang)[:2] if base is None else load_changed(root, as_of, lang, base)
    if fix or diff:
        from generator.cli.fix import mend

        if mend(records, checked, as_of, all_read=base is None, write=not diff, quiet=form != "text"):
            records, checked = load(root, as_of, lang)[:2] if base is None else load_changed(root, as_of, lang, base)
    if form == "json":
        click.echo(as_json(checked))
    else:
        if checked.findings:
            click.echo(as_text(checked.findings, records) + "\n")
        click.echo(
            summary(checked, checked.language)
            if checked.records or checked.others
            else no_record(records, checked.language)
        )
    sys.exit(checked.exit_code(strict))
