"""The shape of front matter, as values: what each key holds and whether it must be there."""

from __future__ import annotations

from generator.check.schema.action import ACTION
from generator.check.schema.field import Field, Kind
from generator.check.schema.record import RECORD

__all__ = ["ACTION", "RECORD", "REVIEW", "Field", "Kind"]

REVIEW = (
    Field("month", "month", True, example="2026-10", description=(
        "振り返る月(YYYY-MM)。ファイル名と同じ", "The month looked back on (YYYY-MM); the file is called like it")),
    Field("held_on", "date", example="2026-11-05", description=("振り返りを開いた日", "The day the review was held")),
    Field("facilitator_role", example="SRE lead", description=(
        "進行役の役割。個人名は書かない", "The role that led the review; no personal names")),
    Field("decisions", "texts", example="[…]", description=("決めたこと", "What was decided")),
    Field("actions", "maps", fields=ACTION, example="[]", description=(
        "振り返りで決めた対策。障害の対策と同じように数える",
        "Actions decided in the review; they count like an incident's")),
)  # fmt: skip
