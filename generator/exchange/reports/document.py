"""The project's own JSON, `furikaeri/findings/1`."""

from __future__ import annotations

from generator.check.check import Checked
from generator.check.report import as_json
from generator.model.policy import Language
from generator.read.records import Records


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return the document; its paths are below the root."""
    return as_json(checked)
