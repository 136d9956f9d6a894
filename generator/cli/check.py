"""`furikaeri check`: 0 no error, 1 findings, 2 wrong usage or policy, 3 no record."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.check.report import as_json, as_report
from generator.cli.options import common, load
from generator.model.policy import Language


@click.command()
@common
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def command(root: Path, as_of: str | None, lang: Language | None, form: str, strict: bool) -> None:
    """Check every record and print all findings, sorted by file and line.

    Exit code: 0 no error, 1 errors (with --strict also warnings), 2 wrong usage or policy, 3 no record.
    """
    records, checked, _ = load(root, as_of, lang)
    if form == "json":
        click.echo(as_json(checked))
    else:
        click.echo(as_report(checked, records, checked.language))
    sys.exit(checked.exit_code(strict))
