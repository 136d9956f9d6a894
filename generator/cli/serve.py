"""`furikaeri serve`: the site on this machine, rebuilt when a record or a template changes."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import common, instant
from generator.cli.site_options import edit_option, told
from generator.model.policy import Language


@click.command()
@edit_option
@click.option("--address", metavar="HOST:PORT", help="Default: MkDocs' own, 127.0.0.1:8000.")
@common
def command(root: Path, as_of: str | None, lang: Language | None, edit_url: str, address: str | None) -> None:
    """Serve the site until interrupted. A record that breaks leaves the last good site and says what is wrong."""
    from generator.publish.build import serve

    with told():
        serve(root, address=address, as_of=instant(as_of, root), language=lang, edit_url=edit_url)
