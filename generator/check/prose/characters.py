"""Characters that look like nothing, or like others."""

from __future__ import annotations

import unicodedata

#: For a class of a regular expression: controls, separators of lines, zero width, direction marks, overrides, tags.
HIDDEN = (
    "\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
    "\u200b-\u200f\u061c\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0001-\U000e007f"
)


def described(char: str) -> str:
    """Return a character by its code and name."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def odd_in(text: str) -> dict[str, object]:
    """Return the values of a note that names the characters of an id nobody can see, or that are not ASCII."""
    odd = dict.fromkeys(char for char in text if not char.isascii() or not char.isprintable())
    return {"odd": ", ".join(map(described, list(odd)[:4])), "with_note": bool(odd)}
