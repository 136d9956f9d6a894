"""What stands around the parts of a page: as written, a page is taken apart here; in its frame, put together again.

Most of a page is never looked at as text: its blocks and the texts of its frame are bytes of UTF-8 all the way.
Nothing here needs MkDocs: what a frame is was said by `publish.frame`, which makes them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

#: Stands for the last part of an address in a frame; no text of a site has it.
SLUG = "fkslot7c1e"
_HEADING = re.compile(rb"\n(## .+? \{ #[a-z0-9-]+ \})(?=\n|\Z)")  # with what it begins, it is found at once
_FRONT = re.compile(rb"---\ntitle: (.*)\n((?:.*\n)*?)---\n\n")

Form = Callable[[str], str]
Kind = tuple[str, str, str]  # the folder, the rest of the front matter, the text with marks for its blocks


class NotFramed(Exception):
    """The theme does something with a page that a frame cannot."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page as written: `meta` is the rest of its front matter, `skeleton` its text with marks for `blocks`."""

    title: str
    meta: str
    skeleton: str
    blocks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around and between the parts of a page: `texts`, and after each but the last one of `places`."""

    texts: tuple[str, ...]
    places: tuple[int | str, ...]

    def around(self, source: Source, slug: str, forms: Mapping[str, Form]) -> bytes:
        """Return the finished page."""
        known: dict[int | str, bytes] = {"slug": in_bytes(slug)}
        known.update(
            (name, in_bytes(forms[name](source.title)))
            for name in self.places
            if isinstance(name, str) and name in forms
        )
        known.update(enumerate(source.blocks))
        texts = _all_in_bytes(self.texts)
        parts = [texts[0]]
        for place, text in zip(self.places, texts[1:], strict=True):
            parts += known[place], text
        return b"".join(parts)


def in_bytes(text: str) -> bytes:
    """Return a text as MkDocs writes it."""
    return text.encode("utf-8", errors="xmlcharrefreplace")


@lru_cache(maxsize=1 << 8)
def _all_in_bytes(texts: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(map(in_bytes, texts))


def parsed(content: bytes) -> Source:
    """Return the parts of a page's file."""
    front = _FRONT.match(content)
    if front is None:
        raise NotFramed(f"not a page of ours: {content[:80]!r}")
    blocks: list[bytes] = []
    skeleton: list[str] = []
    for number, part in enumerate(_HEADING.split(content[front.end() - 1 :])):  # from the break before
        if number % 2:
            skeleton.append(part.decode("utf-8"))
        elif block := part.strip(b"\n"):
            # the theme adds a heading to a page without one
            skeleton.append(f"<div>{SLUG}-{len(blocks)}{'<h1></h1>' if b'<h1' in block else ''}</div>")
            blocks.append(block)
    return Source(json.loads(front[1]), front[2].decode("utf-8"), "\n\n".join(skeleton) + "\n", tuple(blocks))


def forms_by(filters: Mapping[str, Callable[[str], object]]) -> dict[str, Form]:
    """Return what a theme may make of a title, by its own filters."""
    without_tags, escaped = filters["striptags"], filters["e"]
    return {
        "as it is": lambda title: title,
        "without tags": lambda title: str(without_tags(title)),
        "without tags, escaped": lambda title: str(escaped(str(without_tags(title)))),
        "escaped": lambda title: str(escaped(title)),
    }


def kind_mark(kind: Kind) -> str:
    """Return what stands for a kind of pages."""
    return hashlib.blake2b("\0".join(kind).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def frame_mark(frame: Frame) -> str:
    """Return what stands for a frame."""
    told = repr((frame.texts, frame.places)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).hexdigest()
