"""GitLab's Code Quality report: a JSON list for `artifacts: reports: codequality`."""

from __future__ import annotations

import json

from generator.check.check import Checked
from generator.check.report import visible
from generator.exchange.reports.shown import Shown, shown
from generator.model.finding import Level
from generator.model.policy import Language
from generator.read.records import Records

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.ADVICE: "info"}


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return the report. GitLab keeps one finding of each fingerprint, so every one has its own."""
    rows = [_row(item) for item in shown(checked, records, prefix) if item.ignored is None]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _row(item: Shown) -> dict[str, object]:
    found = item.finding
    return {
        "description": f"{visible(found.message)} — {visible(found.help)}",
        "check_name": found.name,
        "fingerprint": item.fingerprint,
        "severity": _SEVERITIES[found.level],
        "location": {"path": item.path, "lines": {"begin": found.position.line}},
    }
