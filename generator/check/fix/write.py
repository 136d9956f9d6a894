"""Mended texts into their files: each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.check.fix.mend import Mend
from generator.read.records import FOLDER


def apply(root: Path, mends: Iterable[Mend]) -> tuple[Mend, ...]:
    """Write the mended files below `root`; return the mends as they came out.

    A file that is not any more what was read, lies outside `incidents/` or cannot be written stays as it is, and
    its mend says why in `left`. Mode and (in-tree) link of a file are kept.
    """
    return tuple(_written(root, mend) if mend.changes else mend for mend in mends)


def _written(root: Path, mend: Mend) -> Mend:
    try:
        file = (root / mend.path).resolve(strict=True)
        if not file.is_relative_to((root / FOLDER).resolve()):
            return mend.unwritten(("incidents/ の外にあります", "it lies outside incidents/"))
        if file.read_bytes() != mend.old.encode("utf-8"):
            return mend.unwritten(("読んだ後に変わりました", "it has changed since it was read"))
        if not os.access(file, os.W_OK):
            return mend.unwritten(("書き込めないファイルです", "it is read-only"))
        _replace(file, mend.new.encode("utf-8"))
    except (OSError, RuntimeError) as error:  # a circle of links: older Pythons raise RuntimeError
        detail = getattr(error, "strerror", None) or str(error)
        return mend.unwritten((f"書き込めません: {detail}", f"it cannot be written: {detail}"))
    return mend


def _replace(file: Path, data: bytes) -> None:
    """Put a file in the place of another in one step, with its mode."""
    handle, name = tempfile.mkstemp(prefix=".furikaeri-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(file.stat().st_mode & 0o7777)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
