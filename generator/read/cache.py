"""The folder of what is kept from one time to the next, which may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

CACHE = ".furikaeri_cache"


def write_whole(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all, where it can be; the folder of what is kept is hidden from git."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        if file.parent.name == CACHE and not (file.parent / ".gitignore").exists():
            (file.parent / ".gitignore").write_text("# Made by furikaeri; safe to delete.\n*\n", encoding="utf-8")
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_bytes(data)
        os.replace(new, file)
