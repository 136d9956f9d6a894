"""The report for people, without colour."""

from __future__ import annotations

from generator.check.check import Checked
from generator.check.report import as_report
from generator.model.policy import Language
from generator.read.records import Records


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return the findings with their lines, what is ignored, and the closing line; paths are below the root."""
    return as_report(checked, records, language)
