"""`furikaeri csp`: the content security policy that a web server sends with a built site."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("site", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--nginx", is_flag=True, help="Print a line for nginx to include, not the bare policy.")
def command(site: Path, nginx: bool) -> None:
    """Print the Content-Security-Policy of the built site in SITE: its own files, inline scripts by their hashes.

    Make it anew after every build. Exit code: 0, 1 pages hold what the policy stops, 2 no built site.
    """
    from generator.publish.csp import content_policy

    if not (site / "index.html").is_file():
        raise click.UsageError(f"{site}: no built site (no index.html)")
    policy = content_policy(site)
    click.echo(f'add_header Content-Security-Policy "{policy.text()}" always;' if nginx else policy.text())
    for page, name in policy.stopped:
        click.echo(f"{page}: an attribute {name}=, which the policy stops", err=True)
    if policy.stopped:
        sys.exit(1)
