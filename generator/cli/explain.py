"""`furikaeri explain`: one rule, or all of them. 0, or 2 for a rule that does not exist."""

from __future__ import annotations

from pathlib import Path

import click

from generator.check.explain.explanation import explain, explanations, find, nearest
from generator.check.explain.renderings import as_json, as_markdown, as_table, as_text
from generator.cli.options import policy_locale
from generator.model.policy import Language


@click.command()
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--all", "everything", is_flag=True, help="All rules. Default without a RULE.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["ja", "en"]), help="Language. Default: the policy's locale.")
@click.option(
    "--root", type=click.Path(file_okay=False, exists=True, path_type=Path), default=Path(), show_default="here",
    help="The folder that holds incidents/.",
)  # fmt: skip
def command(name: str | None, everything: bool, form: str, lang: Language | None, root: Path) -> None:
    """Explain a rule, by its code (F204) or its name (resolved-before-started); without one list all.

    Exit code: 0, or 2 where there is no such rule.
    """
    if name and everything:
        raise click.UsageError("--all takes no RULE.")
    rule = find(name) if name else None
    if name and rule is None:
        close = nearest(name)
        hint = f"Did you mean {close.name} ({close.code})?" if close else "`furikaeri explain` lists all."
        raise click.UsageError(f"No rule {name!r}. {hint}")
    language = lang or policy_locale(root)
    found = (explain(rule, language),) if rule else explanations(language)
    if form == "json":
        click.echo(as_json(found, language))
    elif form == "markdown":
        click.echo(as_markdown(found, language), nl=False)
    else:
        click.echo(as_text(found[0], language) if rule else as_table(found, language))
