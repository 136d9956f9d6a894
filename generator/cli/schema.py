"""`furikaeri schema`: the JSON Schema of records, of monthly notes or of the policy, for editors and programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.check.policy import read_policy
from generator.check.schema.json_values import Schema, as_text
from generator.model.policy import Policy
from generator.read.records import read_policy as read_file


@click.command()
@click.argument("what", type=click.Choice(["record", "policy", "review"]), default="record")
@click.option(
    "--root", type=click.Path(file_okay=False, exists=True, path_type=Path), default=Path(), show_default="here",
    help="The folder that holds incidents/; its policy says which names a record may use.",
)  # fmt: skip
def command(what: str, root: Path) -> None:
    """Print the JSON Schema (2020-12) of a record's front matter (default), of a monthly review's, or of the policy.

    Exit code: 0, or 2 wrong usage or a policy with errors (see `furikaeri check`).
    """
    click.echo(as_text(_schema(what, root)), nl=False)


def _schema(what: str, root: Path) -> Schema:
    if what == "policy":
        from generator.check.schema.json_policy import policy_schema

        return policy_schema()
    from generator.check.schema.json_schema import record_schema, review_schema

    return review_schema() if what == "review" else record_schema(_policy(root))


def _policy(root: Path) -> Policy:
    """Return the root's policy; a broken one would give a schema that refuses what is right."""
    file = read_file(root)
    policy, report = read_policy(file)
    for hit in report.hits if report.has_error else ():
        found = hit.finding(file.path, policy.locale)
        at = f"{found.path}:{found.position.line}:{found.position.column}"
        click.echo(f"{at}: {found.name}: {found.message}", err=True)
    if report.has_error:
        sys.exit(2)
    return policy
