"""What the whole set needs to know of one record: small, plain, and the same whether read now or kept from before."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from generator.check.rule import Rule
from generator.check.shape import Values
from generator.read.node import Node
from generator.read.record import Record

_NAMED = re.compile(r"INC-\d{4}-\d{3,}", re.ASCII)


class Known(NamedTuple):
    """One record as the others see it; every field is text, numbers or tuples, so that it can be kept as JSON.

    `id` is "" where the file is too broken to say one; then what it is `named` by may still be a target of references.
    Instants are seconds since 1970 (UTC), None where not known or not reached.
    """

    path: str
    id: str = ""
    kind: str = "incident"
    services: tuple[str, ...] = ()  # sorted
    cause: str = ""
    fingerprint: str = ""
    began: float | None = None  # started_at, else detected_at
    start_known: bool = True  # False: `began` is the detection, and the start may lie before it
    resolved: float | None = None
    recurrence_of: str = ""
    related: tuple[str, ...] = ()
    not_related: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """Return the id that the name of a file without one begins with, "" where there is neither."""
        return "" if self.id else named_by(self.path)


class Elsewhere(NamedTuple):
    """The records that nobody touched: those that the touched ones must be looked at beside, and the ids of all.

    `touched` are the paths of all files that the change touches, gone or not.
    """

    akin: tuple[Known, ...] = ()
    ids: frozenset[str] = frozenset()
    records: int = 0
    touched: frozenset[str] = frozenset()


class SetHit(NamedTuple):
    """A rule that the set shows broken on one record: at the value of `key`, or at `item` of that list."""

    path: str
    rule: Rule
    key: str
    values: dict[str, object]
    item: str = ""

    def node(self, record: Record) -> Node | None:
        """Return the place in the record, None where its front matter has no such key."""
        node = record.front.get(self.key) if record.front else None
        if node is None or record.front is None or node.kind == "scalar":
            return node
        item = next((child for child in node.items if child.text.strip() == self.item), None) if self.item else None
        return item or record.front.key(self.key)  # a map's own place may be a line of its own, or many


def known_of(record: Record, values: Values) -> Known:
    """Return what the set needs to know of a record, from those of its values that can be read."""
    get = values.get
    name: Any = get("id") or ""
    cause: Any = get("cause") or {}
    services: Any = get("services") or ()
    refers: Any = get("recurrence_of") or ""
    related: Any = get("related") or ()
    not_related: Any = get("not_related") or ()
    start = _seconds(get("started_at"))
    return Known(
        record.path, name, str(get("kind") or "incident"),
        tuple(sorted(services)) if len(services) > 1 else services, cause.get("category") or "",
        cause.get("fingerprint") or "", _seconds(get("detected_at")) if start is None else start, start is not None,
        _seconds(get("resolved_at")), refers, related, not_related,
    )  # fmt: skip


def named_by(path: str) -> str:
    """Return the id that a file's name begins with, "" where it begins otherwise."""
    match = _NAMED.match(path.rpartition("/")[2])
    return match[0] if match else ""


def _seconds(at: object) -> float | None:
    return at.timestamp() if isinstance(at, dt.datetime) else None
