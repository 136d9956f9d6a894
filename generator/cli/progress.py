"""How far a long command is, on one line of the terminal; nothing in a pipe or in CI."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from generator.model.policy import Language

_OFTEN = 0.1  # seconds
_WORDS = {
    "ja": {"check": "記録を検査中", "measure": "計算中", "draw": "図と一覧を作成中", "pages": "ページを作成中"},
    "en": {"check": "checking", "measure": "measuring", "draw": "drawing", "pages": "writing pages"},
}


@contextmanager
def progress(language: Language, screen: TextIO | None = None) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function to report to: what is done, how many of it, of how many (0: not counted)."""
    screen = screen or sys.stderr
    if not screen.isatty() or os.environ.get("CI"):
        yield lambda what, done, total: None
        return
    shown, width = 0.0, 0

    def report(what: str, done: int, total: int) -> None:
        nonlocal shown, width
        now = time.monotonic()
        if total and now - shown < _OFTEN:
            return
        text = _WORDS[language][what] + (f" {done:,}/{total:,}" if total else "")
        screen.write("\r" + " " * width + "\r" + text)
        screen.flush()
        shown, width = now, 2 * len(text)  # Japanese takes two columns a letter

    try:
        yield report
    finally:
        if width:
            screen.write("\r" + " " * width + "\r")
            screen.flush()
