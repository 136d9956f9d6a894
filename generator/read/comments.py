"""HTML comments of a body: guidance for the author, never for the reader."""

from __future__ import annotations

import re

from generator.read.body import fence_after

_OPENS = re.compile(r" {0,3}<!--")


def without_comments(text: str) -> str:
    """Return a section's text without the comments that begin a line; what stands in code stays as it is."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    fence, inside = "", False
    for line in text.split("\n"):
        if not inside:
            fence = fence_after(line, fence)
            inside = not fence and _OPENS.match(line) is not None
            if not inside:
                kept.append(line)
                continue
        _, ended, rest = line.rpartition("<!--")[2].partition("-->")
        inside = not ended
        if rest.strip():
            kept.append(rest)
    return "\n".join(kept).strip("\n")
