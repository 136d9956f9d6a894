"""`furikaeri render`: the plain files that MkDocs, ProperDocs and Zensical build alike."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import common, instant, policy_locale
from generator.cli.progress import progress
from generator.cli.site_options import edit_option, jobs_option, one_thread, told
from generator.model.policy import Language


@click.command()
@edit_option
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write: OUT/mkdocs.yml and OUT/docs/, and OUT/mkdocs.en.yml and OUT/docs.en/ for the other edition.",
)
@jobs_option
@common
def command(
    *, root: Path, as_of: str | None, lang: Language | None, edit_url: str, out: Path, jobs: int | None
) -> None:  # fmt: skip
    """Write the site's plain files, whole or not at all.

    Exit code: 0, 1 records not in order, 2 wrong usage or policy, 3 no record.
    """
    one_thread()
    from generator.publish.crew import cores
    from generator.publish.pipeline import make
    from generator.publish.settings import asked_of, settings_of
    from generator.publish.write import write_plain

    with told(), progress(lang or policy_locale(root)) as report:
        settings, at_most = settings_of(root), jobs or cores()
        given = {"as_of": instant(as_of, root), "language": lang, "edit_url": edit_url or None}
        made = make(root, later=True, jobs=at_most, report=report, **asked_of(settings, given))
        left_out = write_plain(made, settings, out, jobs=at_most, report=report)
    for name in left_out:
        click.echo(f"left out of the plain files: {name}", err=True)
    click.echo(str(out))
