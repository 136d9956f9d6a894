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
def command(*, root: Path, as_of: str | None, lang: Language | None, form: str, base: str | None, strict: bool) -> None:
    """Check every record and print all findings, sorted by file and line.

    Exit code: 0 no error, 1 errors (with --strict also warnings), 2 wrong usage or policy, 3 no record.
    """
    gc.disable()  # the process ends before a circle could matter
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
