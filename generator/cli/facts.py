"""`furikaeri facts`: what the figures are computed from, as Parquet for one job that measures many repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asked import Asked, services_of, unusable_of
from generator.cli.options import common, load, stop_unless_usable
from generator.model.policy import Language

if TYPE_CHECKING:
    from generator.model.kpi import KpiTable

#: Which extra brings a library.
EXTRAS = {"pyarrow": "parquet", "dask": "dask", "distributed": "dask", "weasyprint": "pdf"}


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A file *.parquet, or a folder (month=YYYY-MM/SOURCE.parquet) to which many repositories write.",
)
@click.option(
    "--source",
    default="",
    metavar="NAME",
    help="This repository's name among those that write to the folder; ids become NAME/INC-….",
)
@click.option("--lenient", is_flag=True, help="Leave unusable records out and list them, instead of stopping.")
@common
def command(*, root: Path, as_of: str | None, lang: Language | None, out: Path, source: str, lenient: bool) -> None:
    """Write the facts of every counted incident as Parquet, as they were known at --as-of.

    `furikaeri kpi --facts` measures them. Needs the extra: furikaeri[parquet].
    Exit code: 0, or 1 with findings where a record is unusable, 2 wrong usage or policy, 3 no record.
    """
    records, checked, now = load(root, as_of, lang, history=True)
    stop_unless_usable(records, checked, lenient=lenient)
    with usable():
        from generator.measure.about import About
        from generator.measure.dataset import write_facts
        from generator.measure.measure import counted

        basis, facts = counted(
            checked.incidents, checked.policy, now, read=checked.records, unusable=unusable_of(checked)
        )
        about = About(source, basis, tuple(checked.policy.severities), services_of(checked), {})
        write_facts(facts, about, out)
    click.echo(f"{len(facts)} facts as of {basis.as_of.isoformat()} -> {out}", err=True)


def measured(place: Path, asked: Asked, engine: str, scheduler: str | None) -> KpiTable:
    """Return the figures of facts in files."""
    with usable():
        from generator.measure.dataset import measure_facts, open_facts

        dataset = open_facts(place)
        scope = asked.scope(dataset.severities, dataset.services)
        if engine == "pandas":
            return measure_facts(dataset, scope)
        from generator.measure.cluster import measure_on

        return measure_on(dataset, scope, scheduler)


@contextmanager
def usable() -> Iterator[None]:
    """Turn what the user can mend (a missing extra, facts that do not fit, no place for a file) into wrong usage."""
    from generator.measure.about import BadFacts

    try:
        yield
    except BadFacts as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        said = f"{error.filename}: {error.strerror}" if error.filename else str(error)  # Arrow's has the name inside
        raise click.UsageError(said) from None
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        raise click.UsageError(f"{error.name} is not installed: pip install 'furikaeri[{extra}]'") from None
