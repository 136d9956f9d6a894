"""`furikaeri pdf`: a month, a quarter or a year on A4."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from generator.cli.facts import usable
from generator.cli.options import common, instant
from generator.cli.site_options import told
from generator.model.policy import Language

_NAME = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-[Qq][1-4])?")


@click.command()
@click.argument("name", metavar="MONTH|QUARTER|YEAR")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file. Default: NAME.pdf, here.")
@common
def command(root: Path, as_of: str | None, lang: Language | None, name: str, out: Path | None) -> None:
    """Write the page of MONTH (2026-10), QUARTER (2026-Q4) or YEAR (2026) as a PDF, with its fonts.

    Needs the extra: furikaeri[pdf].
    Exit code: 0, 1 records not in order or no such page, 2 wrong usage or policy, 3 no record.
    """
    if not _NAME.fullmatch(name):
        raise click.BadParameter(f"{name!r} is none; e.g. 2026-10, 2026-Q4, 2026", param_hint="MONTH|QUARTER|YEAR")
    with usable(), told():
        from generator.publish.pdf import NoSuchPage, write_pdf
        from generator.publish.pipeline import make

        made = make(root, as_of=instant(as_of, root), language=lang)
        place = out or Path(f"{name.upper()}.pdf")
        try:
            write_pdf(made.main.site, name, made.main.language, place)
        except NoSuchPage:
            click.echo(f"furikaeri: no page of {name}: it lies outside the months of the figures", err=True)
            sys.exit(1)
        click.echo(str(place))
