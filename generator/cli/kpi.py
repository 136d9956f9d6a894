"""`furikaeri kpi`: the figures of every month, as a table for people or as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from generator.check.check import Checked
from generator.cli.options import common, load, stop_unless_usable
from generator.model.month import Month
from generator.model.policy import Language


class MonthType(click.ParamType[Month]):
    """A month as `2026-10`."""

    name = "YYYY-MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Return the month, or fail with an example."""
        try:
            return value if isinstance(value, Month) else Month.parse(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a month; e.g. 2026-10", param, ctx)


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
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
    from generator.measure.document import as_json
    from generator.measure.measure import Scope, measure
    from generator.model.kpi import Excluded

    scope = Scope(frozenset(services), frozenset(severities), first, last)
    unusable = [Excluded(name, f"unusable: {rule}") for name, rule in checked.unusable]
    table = measure(checked.incidents, checked.policy, now, scope, read=checked.records, unusable=unusable)
    if form == "json":
        click.echo(as_json(table))
        return
    from generator.cli.kpi_table import show

    show(table, checked.policy, checked.language)


def _services(checked: Checked) -> tuple[str, ...]:
    used = {name for incident in checked.incidents for name in incident.services}
    return tuple(sorted(used | set(checked.policy.services)))


def _known(option: str, asked: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Stop with what was meant where a name does not exist: a table of nothing would mislead."""
    from generator.check.shape import suggestion

    for name in asked:
        if name not in names:
            raise click.BadParameter(f"{name!r}: {suggestion(name, list(names))['hint_en']}", param_hint=option)
