"""`furikaeri serve`: the site on this machine, rebuilt when a record or a template changes."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from generator.cli.options import common, instant
from generator.cli.site_options import edit_option, one_thread, told
from generator.model.policy import Language


@click.command()
@edit_option
@click.option("--address", metavar="HOST:PORT", help="Default: MkDocs' own, 127.0.0.1:8000.")
@click.option(
    "--poll", is_flag=True,
    help="Look for changes twice a second, where the system tells of none: some network drives and shared folders.",
)  # fmt: skip
@common
def command(
    *, root: Path, as_of: str | None, lang: Language | None, edit_url: str, address: str | None, poll: bool
) -> None:
    """Serve the site until interrupted.

    A saved record's page is there at once, the rest of the site when it has been made anew. A record that breaks leaves
    the last good site, and what is wrong stands over its pages and here.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # what was begun is ended, as after an interrupt
    one_thread()
    from generator.publish.build import serve

    with told():
        serve(root, address=address, as_of=instant(as_of, root), language=lang, edit_url=edit_url, poll=poll)
