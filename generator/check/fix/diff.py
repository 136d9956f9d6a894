"""The difference that a mend makes, as `git apply` reads it."""

from __future__ import annotations

import re
from difflib import unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


def unified(path: str, old: str, new: str) -> str:
    r"""Return the unified diff of two texts; lines end at `\n` only, and a missing last one is told."""
    lines = unified_diff(_LINE.findall(old), _LINE.findall(new), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
