"""`furikaeri kpi`: the figures of every month, for people, for other programs and for a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.check.check import Checked
from generator.cli.options import common, load, stop_unless_usable
from generator.cli.types import MonthType
from generator.model.month import Month
from generator.model.policy import Language

if TYPE_CHECKING:
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
) -> None:
    """Print the KPIs, month by month, as they were known at --as-of.

    Exit code: 0, or 1 with findings where a record is unusable, 2 wrong usage or policy, 3 no record.
    """
    if first and last and first > last:
        raise click.BadParameter(f"{first} is after --to {last}", param_hint="--from")
    records, checked, now = load(root, as_of, lang, history=True)
    stop_unless_usable(records, checked, lenient=lenient)
    _known("--severity", severities, tuple(checked.policy.severities))
    _known("--service", services, _services(checked))
    from generator.measure.measure import Scope, measure
    from generator.model.kpi import Excluded

    scope = Scope(frozenset(services), frozenset(severities), first, last)
    unusable = [Excluded(name, f"unusable: {rule}") for name, rule in checked.unusable]
    table = measure(checked.incidents, checked.policy, now, scope, read=checked.records, unusable=unusable)
    if form == "table":
        from generator.cli.kpi_table import show

        show(table, checked.policy, checked.language)
    else:
        click.echo(
            _written(form, table, checked, whole=scope == Scope()), nl=False
        )  # bytes: a system that writes other line ends changes nothing


def _written(form: str, table: KpiTable, checked: Checked, *, whole: bool) -> bytes:
    """Return the figures in a format for others; `whole`: of everything, so that the actions count too."""
    if form == "json":
        from generator.measure.document import as_json

        return f"{as_json(table)}\n".encode()
    if form == "csv":
        from generator.measure.flat import kpis_csv

        return kpis_csv(table)
    if form == "markdown":
        from generator.cli.kpi_markdown import markdown
        from generator.read.words import words as words_of

        return f"{markdown(table, words_of(checked.language, table.zone))}\n".encode()
    from generator.measure.prometheus import metrics
    from generator.measure.undone import undone
    from generator.model.asof import all_known_at

    known = all_known_at(checked.incidents, table.as_of)
    return metrics(table, undone(known, checked.reviews, table.as_of.date()) if whole else None)


def _services(checked: Checked) -> tuple[str, ...]:
    used = {name for incident in checked.incidents for name in incident.services}
    return tuple(sorted(used | set(checked.policy.services)))


def _known(option: str, asked: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Stop with what was meant where a name does not exist: a table of nothing would mislead."""
    from generator.check.shape import suggestion

    for name in asked:
        if name not in names:
            raise click.BadParameter(f"{name!r}: {suggestion(name, list(names))['hint_en']}", param_hint=option)
