"""What one key of front matter holds: the shape of records and of monthly notes is made of these."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "text", "id", "ids", "choice", "choices", "time", "date", "share", "bool", "texts", "map", "maps", "flags",
    "sources", "zone", "month",
]  # fmt: skip


class Field(NamedTuple):
    """One key. `choices` are the values themselves or `@` and the name of a collection of the policy.

    `description` says what the key holds, in Japanese and in English; `example` is a value as YAML.
    """

    key: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] | str = ()
    fields: tuple[Field, ...] = ()
    example: str = ""
    description: tuple[str, str] = ("", "")
