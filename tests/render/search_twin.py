"""What the search's worker does to find a word, once more in Python, from the written files alone.

And its lists once more, found character by character.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.render.search_index import Index, fold, shard_of

_ASCII = re.compile("[!-~]{2,}")
#: Every pair of neighbours in it has a character beyond ASCII.
_BEYOND = re.compile(r"[!-~]?(?:[^!-~\s]+[!-~](?=[^!-~\s]))*[^!-~\s]+[!-~]?")


def numbers(data: bytes, rising: bool) -> list[int]:
    found, value, shift, last = [], 0, 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            last = last + value if rising else value
            found.append(last)
            value = shift = 0
    return found


def places(index: Index, key: str) -> list[int]:
    data = index.files[f"p{shard_of(key, index.shards)}.bin"]
    start = 4 + int.from_bytes(data[:4], "little")
    for name, length in json.loads(data[4:start]):
        if name == key:
            return numbers(data[start : start + length], rising=True)
        start += length
    return []


def cover(word: str) -> list[tuple[str, int]]:
    """Return the keys that cover a word, with their places in it; nothing where holders answer."""
    ascii_only = [character.isascii() for character in word]
    if len(word) == 1 or (len(word) == 2 and all(ascii_only)):
        return []
    keys, at = [], 0
    while at < len(word):
        at = min(at, len(word) - 2)
        begin, end, mark = at, at + 2, ""
        if ascii_only[at] and ascii_only[at + 1]:
            if at + 2 < len(word):
                end += 1
            elif at and ascii_only[at - 1]:
                begin -= 1
            else:
                mark = " "
        keys.append((mark + word[begin:end], begin))
        at = end
    return keys


def ranks(index: Index, word: str) -> dict[int, int]:
    """Return, by document, 1 for a folded word in its text, 2 in its title, 3 at the title's beginning."""
    keys = cover(word)
    if not keys:
        return {value // 2: 1 + value % 2 for value in places(index, word)}
    begins = set.intersection(*({place - at for place in places(index, key)} for key, at in keys))
    lengths = numbers(index.files["docs.bin"], rising=False)
    found: dict[int, int] = {}
    start = 0
    for number, (length, title) in enumerate(zip(lengths[::2], lengths[1::2], strict=True)):
        own = [place - start for place in begins if start <= place < start + length]
        if own:
            found[number] = 3 if 0 in own else 2 if min(own) < title else 1
        start += length
    return found


def found(index: Index, query: str) -> set[int]:
    """Return the documents that hold every word of a query."""
    words = fold(query).split()
    return set.intersection(*(set(ranks(index, word)) for word in words)) if words else set()


def lists(texts: Sequence[str], titles: Sequence[int]) -> dict[str, list[int]]:
    """Return each key of the texts with its list."""
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    start = 0
    for number, (text, title) in enumerate(zip(texts, titles, strict=True)):
        _add_runs(places, text, start)
        _add_holder(places, text, text[:title], number)
        start += len(text)
    return {key: list(found) for key, found in places.items()}


def _add_runs(places: Mapping[str, array[int]], text: str, start: int) -> None:
    for found in _ASCII.finditer(text):
        run = text[found.start() : found.end() + 1].rstrip()
        places[f" {run[:2]}"].append(start + found.start())
        for place, key in enumerate(map("".join, zip(run, run[1:], run[2:], strict=False)), start + found.start()):
            places[key].append(place)
    for found in _BEYOND.finditer(text):
        run = found[0]
        for place, key in enumerate(map(str.__add__, run, run[1:]), start + found.start()):
            places[key].append(place)


def _add_holder(places: Mapping[str, array[int]], text: str, title: str, number: int) -> None:
    in_title = _held(title)
    for key in in_title:
        places[key].append(number * 2 + 1)
    for key in _held(text) - in_title:
        places[key].append(number * 2)


def _held(text: str) -> set[str]:
    """Return the single characters of a text, and its pairs of ASCII."""
    found = set(text)
    for run in set(_ASCII.findall(text)):
        found.update(map(str.__add__, run, run[1:]))
    return {key for key in found if not key.isspace()}
