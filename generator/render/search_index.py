"""An index of short runs of characters, cut into small files of which a search loads the few it needs.

A word stands in a text where its parts stand one after the other, so any part of any word is found, in Japanese
as in English, without knowing where words begin. `assets/scripts/search-worker.js` reads what is written here.

All texts are folded (`fold`) and thought of as one long text; a place is the number of characters before it.
Numbers are varints, lists of rising numbers those of their differences.

- `docs.bin`: for each document the length of its text and of its title;
- `p<n>.bin`: a shard. Four bytes (little endian) hold the length of a JSON list of pairs, key and length in bytes; the
  lists of the keys follow in that order;
- `t<n>.json`: what a result shows of `BLOCK` documents, their texts included.

The keys, none of which spans a space:

- two characters, not both ASCII: the places where they stand;
- three, the first two ASCII: the same. Pairs of Latin letters stand almost everywhere, threes do not;
- a space and two ASCII characters: the places where they begin a run of ASCII;
- one character, or two of ASCII: the documents that have them, twice the number, plus one where the title has them.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from generator.measure.search_lists import lists_of, varints

BLOCK = 4  # documents in a file of texts: every result may need another file for its excerpt
_SHARD = 16_000  # bytes of a shard on average
_HEAD = 12  # bytes of a key in the head of its shard, about


class Document(NamedTuple):
    """What is found: its title and text are searched, `shown` comes along to a result; all of it is public."""

    title: str
    text: str
    shown: Mapping[str, object]


class Index(NamedTuple):
    """The files by name, how they are cut, and a stamp that changes whenever any of them does."""

    files: dict[str, bytes]
    documents: int
    shards: int
    stamp: str


def fold(text: str) -> str:
    """Return a text without the differences that a search overlooks: width, case, compatibility forms (NFKC)."""
    return unicodedata.normalize("NFKC", text).lower().replace("ς", "σ")


def index(documents: Sequence[Document]) -> Index:
    """Return the index of documents, which keep their order."""
    titles = [fold(document.title) for document in documents]
    texts = [f"{title}\n{fold(document.text)}\n" for title, document in zip(titles, documents, strict=True)]
    lengths = chain.from_iterable((len(text), len(title)) for text, title in zip(texts, titles, strict=True))
    lists = dict(sorted(lists_of(texts, [len(title) for title in titles])))
    files = {"docs.bin": varints(lengths), **_shards(lists)}
    files |= _texts(documents)
    stamp = hashlib.sha256(b"\0".join(part for name in sorted(files) for part in (name.encode(), files[name])))
    return Index(files, len(documents), sum(name.startswith("p") for name in files), stamp.hexdigest()[:12])


def shard_of(key: str, shards: int) -> int:
    """Return the number of the shard that has the list of a key."""
    number = 0
    for character in key:
        number = (number * 31 + ord(character)) % 1_000_003
    return number % shards


def _shards(lists: Mapping[str, bytes]) -> dict[str, bytes]:
    count = sum(len(found) + _HEAD for found in lists.values()) // _SHARD + 1
    kept: list[dict[str, bytes]] = [{} for _ in range(count)]
    for key, found in lists.items():
        kept[shard_of(key, count)][key] = found
    return {f"p{number}.bin": _shard(own) for number, own in enumerate(kept)}


def _shard(lists: Mapping[str, bytes]) -> bytes:
    head = _json([(key, len(found)) for key, found in lists.items()])
    return len(head).to_bytes(4, "little") + head + b"".join(lists.values())


def _texts(documents: Sequence[Document]) -> dict[str, bytes]:
    shown = [{**document.shown, "title": document.title, "text": document.text} for document in documents]
    return {f"t{at // BLOCK}.json": _json(shown[at : at + BLOCK]) for at in range(0, len(shown), BLOCK)}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
