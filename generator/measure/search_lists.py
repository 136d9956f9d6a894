"""The lists of the search's index: where each run of characters stands, and which documents hold which.

All texts are looked at as one array of code points, so that a site of thousands of records takes a second: what stands
beside each other is a number, and sorting the numbers brings equal runs together. `search_index` says what the lists
are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Points = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]
_BITS = 21  # of a code point
_CHARACTER = (1 << _BITS) - 1
_SEVEN = 7  # bits in a byte of a varint
_AT_ONCE = 1 << 19  # places whose lists are made at once, about
_PARTS = 64  # at most
_LONGEST = 6  # bytes of one: texts of four trillion characters
_SPACE, _DELETE = ord(" "), 127  # ASCII that is seen stands between them


def lists_of(texts: Sequence[str], titles: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """Yield each key of the index with its list, the keys in no order.

    `texts` are folded and end with a break, `titles` the lengths of the titles that they begin with.
    """
    if not texts:
        return
    whole = "".join(texts)
    points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    blanks = np.array([ord(character) for character in set(whole) if character.isspace()], dtype=np.uint32)
    is_ascii: Mask = (points > _SPACE) & (points < _DELETE)
    is_seen: Mask = ~np.isin(points, blanks)
    both: Mask = is_ascii[:-1] & is_ascii[1:]
    begins = both & np.concatenate(([True], ~is_ascii[:-2]))
    mixed = is_seen[:-1] & is_seen[1:] & ~both
    threes = both[:-1] & is_seen[2:]
    lengths = np.array([len(text) for text in texts])
    ends = np.cumsum(lengths)
    title_ends = ends - lengths + np.array(titles)
    several = min(len(points) // _AT_ONCE + 1, _PARTS)
    part = (points % several).astype(np.uint8)
    for number in range(several):  # by their first characters, so that what is in hand at once is a few megabytes
        own = part == number
        at = np.flatnonzero(begins & own[:-1])
        yield from _places(at, _SPACE << 2 * _BITS | _keys(points, at, 2), 3)
        at = np.flatnonzero(threes & own[:-2])
        yield from _places(at, _keys(points, at, 3), 3)
        at = np.flatnonzero(mixed & own[:-1])
        yield from _places(at, _keys(points, at, 2), 2)
        at = np.flatnonzero(both & own[:-1])
        yield from _holders(at, _keys(points, at, 2), 2, ends, title_ends)
        at = np.flatnonzero(is_seen & own)
        yield from _holders(at, _keys(points, at, 1), 1, ends, title_ends)


def _keys(points: Points, places: Numbers, size: int) -> Numbers:
    """Return as numbers the keys of that many characters that begin at `places`."""
    keys = points[places].astype(np.int64)
    for ahead in range(1, size):
        keys = keys << _BITS | points[places + ahead]
    return keys


def _places(places: Numbers, keys: Numbers, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield each key, `size` characters, with the places where it stands."""
    order = np.argsort(keys, kind="stable")
    yield from _written(keys[order], places[order], size)


def _holders(
    places: Numbers, keys: Numbers, size: int, ends: Numbers, title_ends: Numbers
) -> Iterator[tuple[str, bytes]]:
    """Yield each key with twice the number of each document that has it, plus one where its title has it."""
    documents = np.searchsorted(ends, places, side="right")
    held = keys * len(ends) + documents
    in_title = _each_once(held[places < title_ends[documents]])
    held = _each_once(held)
    keys, documents = np.divmod(held, len(ends))
    yield from _written(keys, 2 * documents + np.isin(held, in_title, assume_unique=True), size)


def _written(keys: Numbers, numbers: Numbers, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield each of the sorted `keys` with its rising numbers: the differences as varints, the first as it is."""
    if not len(keys):
        return
    is_first = _is_first(keys)
    written, begins = _bytes_of(np.where(is_first, numbers, np.diff(numbers, prepend=0)))
    cuts = [*begins[is_first].tolist(), len(written)]
    for key, (begin, end) in zip(keys[is_first].tolist(), pairwise(cuts), strict=True):
        yield "".join(chr(key >> _BITS * place & _CHARACTER) for place in reversed(range(size))), written[begin:end]


def varints(numbers: Iterable[int]) -> bytes:
    """Return numbers as varints, one after the other."""
    return _bytes_of(np.fromiter(numbers, dtype=np.int64))[0]


def _bytes_of(numbers: Numbers) -> tuple[bytes, Numbers]:
    """Return numbers as varints, one after the other, and where each begins."""
    lengths = np.ones(len(numbers), dtype=np.int64)
    for byte in range(1, _LONGEST):
        lengths += numbers >> _SEVEN * byte > 0
    begins = np.cumsum(lengths) - lengths
    found = np.empty(int(lengths.sum()), dtype=np.uint8)
    for byte in range(int(lengths.max(initial=0))):
        has = lengths > byte
        goes_on = np.where(lengths[has] > byte + 1, 128, 0)
        found[begins[has] + byte] = numbers[has] >> _SEVEN * byte & 127 | goes_on
    return found.tobytes(), begins


def _each_once(numbers: Numbers) -> Numbers:
    """Return numbers sorted, each once: `numpy.unique` hashes them, which takes ten times as long."""
    numbers = np.sort(numbers)
    return numbers[_is_first(numbers)]


def _is_first(sorted_numbers: Numbers) -> Mask:
    """Tell of each number whether it is not the one before."""
    return np.concatenate((np.ones(min(1, len(sorted_numbers)), dtype=bool), sorted_numbers[1:] != sorted_numbers[:-1]))
