"""`furikaeri build`: the site, whole or not at all."""

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
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the site. Default: site/ under the root."
)
@click.option("--plain", is_flag=True, help="Build every page through MkDocs itself: slower, the same bytes.")
@jobs_option
@common
def command(
    *, root: Path, as_of: str | None, lang: Language | None, edit_url: str, out: Path | None, plain: bool,
    jobs: int | None,
) -> None:  # fmt: skip
    """Build the site of the records. After an error the site built before stays as it was.

    With --as-of (or SOURCE_DATE_EPOCH), a site built from the same files already is left as it is.

    Exit code: 0, 1 records or pages not in order, 2 wrong usage or policy, 3 no record.
    """
    from generator.publish.unchanged import wanted

    with told():
        moment = instant(as_of, root)
        site = wanted(root, out, {"as_of": moment, "language": lang, "edit_url": edit_url})
        if plain or not site.is_there():
            one_thread()
            from generator.publish.build import build  # pandas and matplotlib are not needed to see that all is there

            with progress(lang or policy_locale(root)) as report:
                build(root, out, as_of=moment, language=lang, edit_url=edit_url, plain=plain, jobs=jobs, report=report)
            site.remember()
        click.echo(str(site.place))
