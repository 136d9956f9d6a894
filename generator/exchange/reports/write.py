"""A report as a file: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_report(file: Path, text: str) -> None:
    """Write a text as UTF-8 with one line end behind it; readers see the old file or the new one, never a part.

    A link keeps pointing where it points. OSError where the file cannot be written.
    """
    file = Path(os.path.realpath(file))
    data = f"{text}\n".encode("utf-8", "replace")
    if file.exists() and not file.is_file():  # /dev/stdout and its like are written to, not replaced
        with file.open("wb") as stream:
            stream.write(data)
        return
    new = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with new.open("xb") as stream:
            stream.write(data)
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
