"""Documents past a size that a reader should have to load: counts in one file, the records behind them in others."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def without(value: Any, names: Collection[str]) -> Any:
    """Return a JSON value without the entries of some names, wherever they stand in it."""
    if isinstance(value, dict):
        return {name: without(item, names) for name, item in value.items() if name not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value
