"""The folder of what is kept from one time to the next, which may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

CACHE = ".furikaeri_cache"


def write_whole(file: Path, text: str) -> None:
    """Write a file, whole or not at all, where it can be; the folder of what is kept is hidden from git."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        if file.parent.name == CACHE and not (file.parent / ".gitignore").exists():
            (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as new:
            new.write(text)
        os.replace(new.name, file)
