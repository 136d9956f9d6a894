"""`furikaeri kpi`: the figures of every month, for people, for other programs and for a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asked import Asked, services_of, unusable_of
from generator.cli.options import common, load, policy_locale, stop_unless_usable
from generator.cli.types import MonthType
from generator.model.month import Month
from generator.model.policy import Language

if TYPE_CHECKING:
    from generator.measure.undone import Undone
    from generator.model.kpi import KpiTable


FORMATS = ("table", "json", "csv", "markdown", "prom")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="prom: Prometheus text. csv and prom are those of the site's data/.",
)
@click.option("--service", "services", multiple=True, help="Only incidents of this service (may be repeated).")
@click.option("--severity", "severities", multiple=True, help="Only incidents of this severity (may be repeated).")
@click.option("--from", "first", type=MonthType(), help="First month shown.")
@click.option("--to", "last", type=MonthType(), help="Last month shown.")
@click.option("--lenient", is_flag=True, help="Leave unusable records out and list them, instead of stopping.")
@click.option(
    "--facts",
    type=click.Path(exists=True, path_type=Path),
    help="Measure the facts that `furikaeri facts` wrote to this file or folder, instead of records.",
)
@click.option(
    "--engine",
    type=click.Choice(["pandas", "dask"]),
    default="pandas",
    show_default=True,
    help="Who computes with --facts: this process, or many (the figures are the same).",
)
@click.option("--scheduler", metavar="ADDRESS", help="With --engine dask: a Dask scheduler you trust. Default: here.")
@common
def command(
    *,
    root: Path,
    as_of: str | None,
    lang: Language | None,
    form: str,
    services: tuple[str, ...],
    severities: tuple[str, ...],
    first: Month | None,
    last: Month | None,
    lenient: bool,
    facts: Path | None,
    engine: str,
    scheduler: str | None,
) -> None:
    """Print the KPIs, month by month, as they were known at --as-of.

    Exit code: 0, or 1 with findings where a record is unusable, 2 wrong usage, policy or facts, 3 no record.
    """
    if first and last and first > last:
        raise click.BadParameter(f"{first} is after --to {last}", param_hint="--from")
    if engine == "dask" and not facts:
        raise click.UsageError("--engine dask measures files: write them with `furikaeri facts`, name them by --facts")
    if scheduler and engine != "dask":
        raise click.UsageError("--scheduler belongs to --engine dask")
    asked = Asked(services, severities, first, last)
    if facts:
        if as_of or lenient:
            raise click.UsageError("--as-of and --lenient belong to `furikaeri facts`: facts are as of one instant")
        from generator.cli.facts import measured

        _say(form, measured(facts, asked, engine, scheduler), lang or policy_locale(root))
        return
    table, language, tasks = _of_records(root, as_of, lang, asked, lenient=lenient)
    _say(form, table, language, tasks)


def _of_records(
    root: Path, as_of: str | None, lang: Language | None, asked: Asked, *, lenient: bool
) -> tuple[KpiTable, Language, Callable[[], Undone | None]]:
    """Return the figures of a root, its language, and its actions: None of a part, whose actions nobody counted."""
    records, checked, now = load(root, as_of, lang, history=True)
    stop_unless_usable(records, checked, lenient=lenient)
    scope = asked.scope(tuple(checked.policy.severities), services_of(checked))
    from generator.measure.assemble import EVERYTHING
    from generator.measure.measure import measure
    from generator.measure.undone import undone
    from generator.model.asof import all_known_at, reviews_known_at

    table = measure(checked.incidents, checked.policy, now, scope, read=checked.records, unusable=unusable_of(checked))

    def tasks() -> Undone | None:
        known, day = all_known_at(checked.incidents, table.as_of), table.as_of.date()
        return undone(known, reviews_known_at(checked.reviews, day), day) if scope == EVERYTHING else None

    return table, checked.language, tasks


def _say(form: str, table: KpiTable, language: Language, tasks: Callable[[], Undone | None] = lambda: None) -> None:
    """Print the figures; formats for others as bytes, so that no system's line ends change them."""
    if form == "table":
        from generator.cli.kpi_table import show

        show(table, language)
        return
    for piece in _pieces(form, table, language, tasks):
        click.echo(piece, nl=False)


def _pieces(form: str, table: KpiTable, language: Language, tasks: Callable[[], Undone | None]) -> Iterator[bytes]:
    if form == "json":
        from generator.measure.document import json_pieces

        yield from (piece.encode() for piece in json_pieces(table))
        yield b"\n"
    elif form == "csv":
        from generator.measure.flat import kpis_csv

        yield kpis_csv(table)
    elif form == "markdown":
        from generator.cli.kpi_markdown import markdown
        from generator.read.words import words as words_of

        yield f"{markdown(table, words_of(language, table.zone))}\n".encode()
    else:
        from generator.measure.prometheus import metrics

        yield metrics(table, tasks())
