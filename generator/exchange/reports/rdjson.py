"""The Reviewdog Diagnostic Format: one DiagnosticResult."""

from __future__ import annotations

import json

from generator.check.check import Checked
from generator.exchange.reports.shown import ORDER, Shown, shown
from generator.model.finding import Level
from generator.model.policy import Language
from generator.read.records import Records

_SEVERITIES = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.ADVICE: "INFO"}


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return the result; its severity is that of the gravest finding."""
    items = [item for item in shown(checked, records, prefix) if item.ignored is None]
    result: dict[str, object] = {"source": {"name": "furikaeri"}}
    if items:
        result["severity"] = _SEVERITIES[min((item.finding.level for item in items), key=ORDER.__getitem__)]
    result["diagnostics"] = [_diagnostic(item) for item in items]
    return json.dumps(result, ensure_ascii=False, indent=2)


def _diagnostic(item: Shown) -> dict[str, object]:
    found = item.finding
    return {
        "message": f"{found.name}: " + "\n".join(item.sentences),
        "location": {"path": item.path, "range": _range(item)},
        "severity": _SEVERITIES[found.level],
        "code": {"value": found.code},
    }


def _range(item: Shown) -> dict[str, object]:
    """Return start and end (exclusive); the format counts columns in bytes of UTF-8."""
    number = item.finding.position.line
    if item.columns is None or item.line is None:
        return {"start": {"line": number}}
    start, end = (len(item.line[: column - 1].encode("utf-8", "replace")) + 1 for column in item.columns)
    return {"start": {"line": number, "column": start}, "end": {"line": number, "column": end}}
