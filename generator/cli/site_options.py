"""What the commands that make a site share: the edit link, and how a stop is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

Command = Callable[..., Any]
_UNTOUCHED = {
    "ja": "何も作っていません。公開済みのサイトには触れていません",
    "en": "nothing was made, and the site published before is untouched",
}


def edit_option(command: Command) -> Command:
    """Add --edit-url to a command."""
    return click.option(
        "--edit-url", default="", metavar="URL", help="Where a record is edited, with {path}, e.g. https://git.example/edit/main/{path}."
    )(command)  # fmt: skip


def jobs_option(command: Command) -> Command:
    """Add --jobs to a command."""
    return click.option(
        "--jobs", type=click.IntRange(1), metavar="N", help="How many processes at most. Default: one a core."
    )(command)


def one_thread() -> None:
    """Keep NumPy to one thread, before it is imported: a process that forks should have no other.

    Nothing here is large enough for several.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@contextmanager
def told() -> Iterator[None]:
    """Turn everything that stops a site into its findings and its exit code; nothing published was touched."""
    try:
        yield
    except Exception as error:
        # imported only now: what stops a site is of modules that a site which is there already does not need
        from generator.publish.crew import WorkFailed
        from generator.publish.folder import Refused
        from generator.publish.settings import BuildFailed
        from generator.publish.usable import NotATime, Stopped

        if isinstance(error, Stopped):
            click.echo(f"{error}\n{_UNTOUCHED[error.language]}", err=True)
            sys.exit(error.exit_code)
        if not isinstance(error, Refused | BuildFailed | NotATime | WorkFailed):
            raise
        click.echo(f"furikaeri: {error}", err=True)
        sys.exit(2 if isinstance(error, Refused) else 1)
