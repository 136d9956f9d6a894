"""Workflow commands of GitHub Actions, which become annotations beside the lines of a change.

The runner's grammar: `::name key=value,key=value::data` on one line. Data escapes `%`, CR and LF, a value
also `:` and `,`. At most ten annotations of a level are shown for a step, so the gravest come first.
"""

from __future__ import annotations

from generator.check.check import Checked
from generator.check.report import closing
from generator.exchange.reports.shown import Shown, counting, shown
from generator.model.finding import Level
from generator.model.policy import Language
from generator.read.records import Records

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_VALUE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return a command for each finding, and the closing line."""
    commands = [_command(item) for item in counting(shown(checked, records, prefix))]
    return "\n".join([*commands, closing(checked, records, language)])


def _command(item: Shown) -> str:
    found = item.finding
    values = {"file": item.path, "line": str(found.position.line)}
    if item.columns is not None:
        start, after = item.columns
        values |= {"col": str(start), "endColumn": str(max(start, after - 1))}  # the last one itself, not the next
    values["title"] = f"{found.code} {found.name}"  # last, since the runner trims what ends the list
    properties = ",".join(f"{key}={value.translate(_VALUE)}" for key, value in values.items())
    data = "\n".join(item.sentences).translate(_DATA)
    return f"::{_COMMANDS[found.level]} {properties}::{data}"


def defused(text: str) -> str:
    """Return a text for the log in which the runner finds no command: it still obeys `##[name]` anywhere in a line."""
    return text.replace("##[", "## [")
