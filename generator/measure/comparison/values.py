"""When two printed values are the same, and which keys of two printed maps are not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

_NOISE = 1e-9  # far below what a float's last digits do to a mean of minutes, far above what they are


def same(one: object, other: object) -> bool:
    """Tell whether two values say the same; numbers may differ by the noise of adding up in another order."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=_NOISE, abs_tol=_NOISE) and _is_truth(one) == _is_truth(other)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def ids_of(key: str, value: object) -> frozenset[str] | None:
    """Return the incidents that a key of the printed figures holds, in whatever order; None for other keys."""
    if (key == "ids" or key.endswith("_ids")) and isinstance(value, (list, tuple)):
        names = frozenset(name for name in value if isinstance(name, str))
        return names if len(names) == len(value) else None
    return None


def differing(before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> Iterator[str]:
    """Yield the keys of two printed maps that differ, in their order, those of maps within as `outer.inner`."""
    before, after = before or {}, after or {}
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) or isinstance(new, Mapping):
            inner = differing(_map(old), _map(new))
            yield from (f"{key}.{below}" for below in inner)
        elif not same(_unordered(key, old), _unordered(key, new)):
            yield key


def _unordered(key: str, value: object) -> object:
    ids = ids_of(key, value)
    return value if ids is None else sorted(ids)


def _map(value: object) -> Mapping[str, object] | None:
    return value if isinstance(value, Mapping) else None
