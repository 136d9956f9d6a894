"""Colour for the text report: the same characters, styled. rich is imported only where colour is wanted."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.check.check import Checked
from generator.check.report import closing, ignored_text, one_as_text, with_lines
from generator.model.finding import Finding, Level
from generator.model.policy import Language
from generator.read.records import Records

if TYPE_CHECKING:
    from rich.text import Text

_STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.ADVICE: "bold cyan"}
_GUTTER = re.compile(r" *(?:-->|\d* \||=)")
_LABEL = re.compile(r" *= (note:|help:)")
_CARET = re.compile(r" +\| +(\^+)$")


def wanted(choice: str, environ: Mapping[str, str], terminal: bool) -> bool:
    """Tell whether to colour: `always` and `never` decide, else NO_COLOR, FORCE_COLOR, and whether people look."""
    if choice != "auto":
        return choice == "always"
    if environ.get("NO_COLOR"):
        return False
    if forced := environ.get("FORCE_COLOR"):
        return forced != "0"
    return terminal and environ.get("TERM") != "dumb"


def as_coloured(checked: Checked, records: Records, language: Language) -> str:
    """Return the text report with the codes of a terminal, and otherwise character for character the same."""
    from rich.console import Console
    from rich.text import Text

    parts = [_finding(finding, lines) for finding, lines in with_lines(checked.findings, records)]
    if checked.ignored:
        parts.append(Text(ignored_text(checked.ignored, language), style="dim"))
    ends = ["\n\n"] * len(parts)
    if checked.ignored:
        ends[-1] = "\n"
    parts, ends = [*parts, Text(closing(checked, records, language), style="bold")], [*ends, ""]
    stream = io.StringIO()
    console = Console(
        file=stream, force_terminal=True, color_system="standard", no_color=False, legacy_windows=False, markup=False,
        emoji=False, highlight=False,
    )  # fmt: skip
    for part, end in zip(parts, ends, strict=True):  # one by one: rich puts a long text together slowly
        console.print(part, soft_wrap=True, end=end)
    return stream.getvalue()


def _finding(finding: Finding, lines: tuple[str, ...]) -> Text:
    """Return a finding styled by where things stand; what a record says is never read as markup."""
    from rich.text import Text

    level = _STYLES[finding.level]
    shown = []
    for number, line in enumerate(one_as_text(finding, lines).split("\n")):
        text = Text(line)
        if number == 0:
            name = len(f"{finding.level.value}[{finding.code}]")
            text.stylize(level, 0, name)
            text.stylize("bold", name, name + len(f" {finding.name}:"))
        elif match := _GUTTER.match(line):
            text.stylize("blue", 0, match.end())
            if match := _LABEL.match(line):
                text.stylize("bold", *match.span(1))
            elif match := _CARET.match(line):
                text.stylize(level, *match.span(1))
        shown.append(text)
    return Text("\n").join(shown)
