"""Documents past a size that a reader should have to load: counts in one file, the records behind them in others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

_YEAR = re.compile(r"INC-(\d{4})-", re.ASCII)


def without(value: Any, names: Collection[str]) -> Any:
    """Return a JSON value without the entries of some names, wherever they stand in it."""
    if isinstance(value, dict):
        return {name: without(item, names) for name, item in value.items() if name not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def years_in(value: Any, names: Collection[str]) -> list[str]:
    """Return the years of the records that the lists of some names hold, as their ids say them."""
    return sorted({year for entry in _entries(value, names) if (year := _year(entry))})


def of_year(value: Any, names: Collection[str], year: str) -> Any:
    """Return a JSON value in whose lists of some names stand the records of a year alone; all else is as it was.

    Entries that are no records stay.
    """
    if isinstance(value, dict):
        return {
            name: [entry for entry in item if _year(entry) in ("", year)]
            if name in names and isinstance(item, list)
            else of_year(item, names, year)
            for name, item in value.items()
        }
    return [of_year(item, names, year) for item in value] if isinstance(value, list) else value


def _entries(value: Any, names: Collection[str]) -> Iterator[Any]:
    """Yield what stands in the lists of some names, wherever they are."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        if name in names and isinstance(item, list):
            yield from item
        elif isinstance(item, dict | list):
            yield from _entries(item, names)


def _year(entry: Any) -> str:
    """Return the year in the id that an entry is, or has; "" where it is no record."""
    found = _YEAR.match(entry if isinstance(entry, str) else str(entry.get("id", "")))
    return found[1] if found else ""
