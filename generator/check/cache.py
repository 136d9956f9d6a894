"""What is known of records, kept by the content hash of their files.

A folder that git ignores and anybody may delete. What is read back is data, never code, and is used only if
it was written whole, by this version, under this policy; anything else is as good as nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from generator import __version__
from generator.check.known import Known, named_by
from generator.read.records import FOLDER, POLICY

CACHE = ".furikaeri_cache"
_NAME = "known.json"
_FORM = "furikaeri/known/1"
_FIELDS = Known._fields[1:]  # all but the path
_TUPLES = tuple(_FIELDS.index(name) for name in ("services", "related", "not_related"))
Row = list[Any]


def load(root: Path) -> dict[str, Row]:
    """Return what is kept, by content hash: the fields of a Known behind its path; {} where nothing can be trusted."""
    try:
        data = (root / CACHE / _NAME).read_bytes()
    except OSError:
        return {}
    head, _, body = data.partition(b"\n")
    if head != _head(root, body):
        return {}
    kept: dict[str, Row] = json.loads(body)  # its digest was right: it is what `save` wrote
    return kept


def known_at(path: str, row: Row) -> Known:
    """Return what is known of the record at a path from what was kept of its content."""
    for number in _TUPLES:
        if row[number]:
            row[number] = tuple(row[number])
    if not row[0]:
        row[1] = named_by(path)  # the same content may lie elsewhere now
    return Known._make((path, *row))


def save(root: Path, rows: Mapping[str, Row]) -> None:
    """Keep what is known, by content hash; where that cannot be written nothing is kept."""
    folder = root / CACHE
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("# Made by furikaeri; safe to delete.\n*\n", encoding="utf-8")
        name = folder / f"{_NAME}.{os.getpid()}"
        name.write_bytes(_head(root, body) + b"\n" + body)
        os.replace(name, folder / _NAME)  # whole, or not at all
    except OSError:
        return


def _head(root: Path, body: bytes) -> bytes:
    """Return the first line of a file that can be trusted: what made it, and the digest of what it holds."""
    try:
        policy = (root / FOLDER / POLICY).read_bytes()
    except OSError:
        policy = b""
    maker = "\n".join([_FORM, __version__, ",".join(Known._fields), _code()]).encode()
    sums = (f"{crc32(part):08x}.{len(part)}" for part in (maker, policy, body))
    return " ".join([_FORM, *sums]).encode()


def _code() -> str:
    """Return what changes with the code that reads records: a working copy has one version for many states."""
    here = Path(__file__).parent
    found = [entry for folder in (here, here.parent / "read", here.parent / "model") for entry in os.scandir(folder)]
    return str(max(entry.stat().st_mtime_ns for entry in found if entry.is_file()))
