"""What is known of records, kept by the content hash of their files.

A folder that git ignores and anybody may delete. What is read back is data, never code, and is used only if
it was written whole, by this version, under this policy; anything else is as good as nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

from generator import __version__
from generator.check.sets.known import Known
from generator.read.cache import CACHE, write_whole
from generator.read.record import Unfit, bytes_of
from generator.read.records import FOLDER, POLICY

_NAME = "known.json"
_FORM = "furikaeri/known/3"
_FIELDS = Known._fields[1:]  # all but the path
_SPARSE = {"kind": "incident", "start_known": True, "related": (), "not_related": (), "recurrence_of": ""}
_TUPLES = ("services", "related", "not_related")


class Kept:
    """What is known of many records, a column a field: one list is read faster than ten thousand."""

    def __init__(self, columns: dict[str, Any] | None = None) -> None:
        columns = columns or {"hashes": [], "columns": {name: {} if name in _SPARSE else [] for name in _FIELDS}}
        self.row_of: dict[str, int] = {name: row for row, name in enumerate(columns["hashes"])}
        self.columns: dict[str, Any] = columns["columns"]

    def __len__(self) -> int:
        """Return how many contents are known."""
        return len(self.row_of)

    def value(self, field: str, row: int) -> Any:
        """Return one field of a row."""
        column = self.columns[field]
        value = column.get(str(row), _SPARSE[field]) if field in _SPARSE else column[row]
        return tuple(value) if field in _TUPLES else value

    def known(self, path: str, row: int) -> Known:
        """Return what is known of the content of a row, lying at a path."""
        return Known(path, *(self.value(field, row) for field in _FIELDS))


def load(root: Path) -> Kept:
    """Return what is kept; nothing where nothing can be trusted."""
    try:
        data = (root / CACHE / _NAME).read_bytes()
    except OSError:
        return Kept()
    head, _, body = data.partition(b"\n")
    return Kept(json.loads(body)) if head == _head(root, body) else Kept()  # its sum is right: it is what `save` wrote


def as_columns(known: Iterable[tuple[str, Known]]) -> dict[str, Any]:
    """Return what is known, each with the hash of its content, as it is kept."""
    rows = list(known)
    columns: dict[str, Any] = {}
    for number, name in enumerate(_FIELDS, 1):
        values = [one[number] for _, one in rows]
        unsaid = _SPARSE.get(name)
        columns[name] = values if unsaid is None else {str(at): v for at, v in enumerate(values) if v != unsaid}
    return {"hashes": [name for name, _ in rows], "columns": columns}


def save(root: Path, known: Iterable[tuple[str, Known]]) -> None:
    """Keep what is known, each with the hash of its content; where that cannot be written nothing is kept."""
    body = json.dumps(as_columns(known), ensure_ascii=False, separators=(",", ":")).encode()
    write_whole(root / CACHE / _NAME, _head(root, body) + b"\n" + body)


def _head(root: Path, body: bytes) -> bytes:
    """Return the first line of a file that can be trusted: what made it, and the sums of what it holds."""
    try:
        policy = bytes_of(root / FOLDER / POLICY)
    except (OSError, Unfit):
        policy = b""
    maker = "\n".join([_FORM, __version__, ",".join(_FIELDS), _code()]).encode()
    sums = (f"{crc32(part):08x}.{len(part)}" for part in (maker, policy, body))
    return " ".join([_FORM, *sums]).encode()


def _code() -> str:
    """Return what changes with the code that reads records: a working copy has one version for many states."""
    home = Path(__file__).parents[2]
    folders = (folder for name in ("model", "read", "check") for folder, _, _ in os.walk(home / name))
    found = (entry for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".py"))
    return str(max(entry.stat().st_mtime_ns for entry in found))
