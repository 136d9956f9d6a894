"""The columns of the facts, read off the fields of a `Fact`: a new field has its column without a further word."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from itertools import chain
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from generator.model.kpi import DURATIONS, Duration, Fact
from generator.model.month import Month

Kind = Literal["text", "texts", "flag", "count", "number", "instant", "month"]

#: What a column of each type holds; None stands beside a text, a number (then nan) and an instant (then NaT).
_KINDS: Mapping[Any, Kind] = {
    str: "text",
    tuple[str, ...]: "texts",
    bool: "flag",
    int: "count",
    float: "number",
    dt.datetime: "instant",
    Month: "month",
}
_MAY_BE_NONE = ("text", "number", "instant")


def kind_of(name: str, annotation: Any) -> Kind:
    """Return what a field's column holds; raise TypeError for a type that has none."""
    choices = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    found = {str if get_origin(choice) is Literal else choice for choice in choices}
    kind = _KINDS.get(next(iter(found - {types.NoneType}))) if len(found - {types.NoneType}) == 1 else None
    if kind == "count" and types.NoneType in found:
        kind = "number"
    if kind is None or (types.NoneType in found and kind not in _MAY_BE_NONE):
        raise TypeError(f"Fact.{name}: no column for {annotation}; name one in generator/measure/columns.py")
    return kind


def _of_fact() -> dict[str, Kind]:
    hints = get_type_hints(Fact)
    assert hints["durations"] == Mapping[str, Duration]
    return {name: kind_of(name, hints[name]) for name in Fact._fields if name != "durations"}


#: The fields that are one column each, `id` (the index) included.
FIELDS: Mapping[str, Kind] = _of_fact()

#: All columns: the fields, minutes and state of each duration, and what follows from the fields.
COLUMNS: Mapping[str, Kind] = {
    **{name: "text" if kind == "month" else kind for name, kind in FIELDS.items()},
    **dict(chain.from_iterable(((kpi, "number"), (f"{kpi}_state", "text")) for kpi in DURATIONS)),
    "recurred": "flag",
    "repeat": "flag",
}
