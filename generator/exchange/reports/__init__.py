"""The formats of `furikaeri check`: one module each, imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from generator.check.check import Checked
    from generator.model.policy import Language
    from generator.read.records import Records

#: Format -> module with a function `render`.
FORMATS = {
    "text": "generator.exchange.reports.text",
    "json": "generator.exchange.reports.document",
    "github": "generator.exchange.reports.github",
    "gitlab": "generator.exchange.reports.gitlab",
    "sarif": "generator.exchange.reports.sarif",
    "junit": "generator.exchange.reports.junit",
    "rdjson": "generator.exchange.reports.rdjson",
}

#: Those for people and for this project's own programs: their paths are below the root, whatever the prefix.
BELOW_ROOT = ("text", "json")


class Render(Protocol):
    """Turns a check into a report, without a line end after its last line.

    `prefix` leads from the top of the repository to the root ("" where they are one), for the readers
    that know files by their place in the repository. `strict`: warnings fail the run.
    """

    def __call__(self, checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
        """Return the report."""


def renderer(name: str) -> Render:
    """Return the function of a format; KeyError for one that does not exist."""
    render: Render = importlib.import_module(FORMATS[name]).render
    return render


def automatic(environ: Mapping[str, str]) -> str:
    """Return the format where none was asked for: annotations inside GitHub Actions, else text."""
    return "github" if environ.get("GITHUB_ACTIONS") == "true" else "text"
