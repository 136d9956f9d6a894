"""Stretches, ranges, factors and p values as the sentences about the number of incidents write them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from generator.model.rates_behaviour import CountPoint, Stretch
from generator.model.words import Words

_TEN, _LARGE = 10, 1000  # told with more digits below; beyond, a factor is only more
_ROUNDING = 1e-9


def when_text(words: Words, stretch: Stretch) -> str:
    """Return the first and the last month of a stretch in words."""
    first, last = words.month(stretch.first), words.month(stretch.last)
    return first if first == last else words("{first} to {last}", first=first, last=last)


def stretch_name(words: Words, stretch: Stretch) -> str:
    """Return what a stretch is called, as a line's heading."""
    if stretch.is_all:
        return words("All {n} months", n=stretch.months)
    return words("Last {n} months", n=stretch.months)


def range_text(words: Words, point: CountPoint) -> str:
    """Return the whole numbers inside a month's limits."""
    low, high = math.ceil(point.low - _ROUNDING), math.floor(point.high + _ROUNDING)
    return words("{low}–{high}", low=low, high=high)


def factor_text(words: Words, value: float | None) -> str:
    """Return a factor as ×1.19 or ×25; beyond 1,000 only that it is more."""
    if value is None or value > _LARGE:
        return words("more than ×1,000")
    if value < 1 / _LARGE:
        return words("less than ×0.001")
    digits = 0 if value >= 2 * _TEN else 1 if value >= 2 else 2 if value >= 1 / _TEN else 3
    return f"×{words.number(value, digits)}"


def count_text(words: Words, value: float | None) -> str:
    """Return a number of incidents, with a digit after the point below 10."""
    return words.number(value, 1 if value is not None and value < _TEN else 0)


def joined(words: Words, parts: Iterable[str]) -> str:
    """Return whole sentences one after the other; Japanese puts no space between them."""
    return ("" if words.language == "ja" else " ").join(parts)
