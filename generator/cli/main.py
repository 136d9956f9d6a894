"""The command group. Commands are imported when they are called, so that `check` starts without pandas or mkdocs."""

from __future__ import annotations

import importlib
import os
import sys

import click

from generator import __version__

#: Command -> (module, one line of help); the line stands here so that --help imports nothing.
COMMANDS = {
    "new": ("generator.cli.new", "Write a new record, asking for what it needs."),
    "check": ("generator.cli.check", "Check every record and print all findings."),
    "explain": ("generator.cli.explain", "Explain a rule: why it exists, what breaks it, how to mend it."),
    "kpi": ("generator.cli.kpi", "Print the KPIs, month by month."),
    "facts": ("generator.cli.facts", "Write what the KPIs are computed from as Parquet."),
    "diff": ("generator.cli.diff", "Tell what a branch changes in the figures."),
    "close": ("generator.cli.close", "Keep what is reported of a month, so that later changes of it show."),
    "notice": ("generator.cli.notice", "Print a message about an incident, ready to paste."),
    "build": ("generator.cli.build", "Build the site, in Japanese and English."),
    "serve": ("generator.cli.serve", "Serve the site and rebuild it when a record changes."),
    "pdf": ("generator.cli.pdf", "Write a month, a quarter or a year as a PDF to print or to send."),
    "render": ("generator.cli.render", "Write the site's plain files for MkDocs, ProperDocs or Zensical."),
    "csp": ("generator.cli.csp", "Print the content security policy of a built site for its web server."),
    "schema": ("generator.cli.schema", "Print the JSON Schema of records, of the policy or of monthly reviews."),
}
#: What `run` ends without taking its values apart; others may hold what Python has to tidy (a server, a browser).
_AT_ONCE = frozenset({"check", "kpi", "build", "render"})


class Lazy(click.Group):
    """A group whose commands are imported on demand, and that says what was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command's name; a wrong one names the nearest."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else f" Known: {', '.join(COMMANDS)}."
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="furikaeri")
def main() -> None:
    """Furikaeri: incident records in, checked figures and a site for looking back out."""


def run() -> None:
    """Run the command of this process.

    Some then leave at once: they have no thread left and nothing to tidy, and to take apart one by one all that was
    made of ten thousand records takes seconds (a tenth of `check --changed`).
    """
    try:
        main(prog_name="furikaeri")
    except SystemExit as ended:
        if not _AT_ONCE.intersection(sys.argv[1:2]) or not isinstance(ended.code, int):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # whoever read it has gone: Python knows what to do then
            raise ended from None
        os._exit(ended.code)
