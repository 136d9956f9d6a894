"""What many values share, and how the collector of circles is kept from searching through them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

#: A map without entries that nobody can add to: a default for fields.
NOTHING: Mapping[str, Any] = MappingProxyType({})


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the cyclic collector still while many objects are made that all live on.

    It would walk through all of them again and again: at 10,000 records that is a third of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
