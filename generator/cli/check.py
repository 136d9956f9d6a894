"""`furikaeri check`: 0 no error, 1 findings, 2 wrong usage or policy, 3 no record."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import common, load, load_changed
from generator.exchange.reports import BELOW_ROOT, FORMATS, automatic, renderer

if TYPE_CHECKING:
    from generator.check.check import Checked
    from generator.model.policy import Language
    from generator.read.records import Records


@click.command()
@click.option(
    "--changed", "base", metavar="[BASE]", is_flag=False, flag_value="",
    help="Show only the findings of records that changed since the work left BASE, a branch or commit; all others are "
    "known as context. Default: the target of the merge or pull request, else the main branch.",
)  # fmt: skip
@click.option("--fix", is_flag=True, help="First mend what is safe to mend, never prose; then check.")
@click.option("--diff", is_flag=True, help="Write nothing, show what --fix would change; exit 1 if anything.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option(
    "--format", "form", type=click.Choice(["auto", *FORMATS]), default="auto", show_default=True,
    help="auto: text, inside GitHub Actions github (annotations and the job summary).",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to this file, and only its closing line here.",
)  # fmt: skip
@click.option(
    "--color", "--colour", "colour", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
    help="Colour the text report. auto: on a terminal; NO_COLOR and FORCE_COLOR have their say.",
)  # fmt: skip
@common
def command(
    *,
    root: Path,
    as_of: str | None,
    lang: Language | None,
    form: str,
    output: Path | None,
    colour: str,
    base: str | None,
    strict: bool,
    fix: bool,
    diff: bool,
) -> None:
    """Check every record and print all findings, sorted by file and line.

    --fix mends ids that lack zeros, times in another form, dates that a timeline lacks where only one is possible,
    the order of keys, and trailing spaces. It renames no file: where a name does not fit the id, it says what to
    call the file, and mends the id the next time.

    Exit code: 0 no error, 1 errors (with --strict also warnings), 2 wrong usage or policy, 3 no record.
    """
    gc.disable()  # the process ends before a circle could matter
    records, checked = load(root, as_of, lang)[:2] if base is None else load_changed(root, as_of, lang, base)
    if form == "auto":  # annotations are read from the log, so in a file they would be of no use
        form = "text" if output is not None else automatic(os.environ)
    if fix or diff:
        from generator.cli.fix import mend

        quiet = form != "text" and output is None
        if mend(records, checked, as_of, all_read=base is None, write=not diff, quiet=quiet):
            records, checked = load(root, as_of, lang)[:2] if base is None else load_changed(root, as_of, lang, base)
    if output is not None:
        from generator.check.report import closing

        _write(output, _report(form, checked, records, strict))
        click.echo(closing(checked, records, checked.language))
    elif form == "text":
        _say_text(checked, records, colour, strict)
    else:
        click.echo(_report(form, checked, records, strict))
    if form == "github":
        _summarise(checked, records)
    sys.exit(checked.exit_code(strict))


def _report(form: str, checked: Checked, records: Records, strict: bool) -> str:
    prefix = "" if form in BELOW_ROOT else _prefix(records)
    return renderer(form)(checked, records, language=checked.language, prefix=prefix, strict=strict)


def _prefix(records: Records) -> str:
    from generator.exchange.reports.places import prefix_of

    return prefix_of(records.root, os.environ)


def _say_text(checked: Checked, records: Records, colour: str, strict: bool) -> None:
    from generator.cli.colour import as_coloured, wanted

    coloured = wanted(colour, os.environ, sys.stdout.isatty())
    text = as_coloured(checked, records, checked.language) if coloured else _report("text", checked, records, strict)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from generator.exchange.reports.github import defused

        text = defused(text)
    click.echo(text, color=coloured)


def _write(output: Path, text: str) -> None:
    from generator.exchange.reports.write import write_report

    try:
        write_report(output, text)
    except OSError as error:
        raise click.BadParameter(f"{output} cannot be written: {error.strerror}", param_hint="--output") from None


def _summarise(checked: Checked, records: Records) -> None:
    """Append to the job summary where there is one; a summary that fails is no reason to fail the check."""
    if not (name := os.environ.get("GITHUB_STEP_SUMMARY")):
        return
    from generator.exchange.reports.step_summary import append, room, summary

    try:
        text = summary(
            checked, records, language=checked.language, prefix=_prefix(records), environ=os.environ,
            limit=room(Path(name)),
        )  # fmt: skip
        append(Path(name), text)
    except OSError as error:
        click.echo(f"furikaeri: the job summary {name} cannot be written: {error.strerror}", err=True)
