"""Mending one record, or a folder of them, in a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from generator.check.check import check
from generator.check.fix.mend import Mend
from generator.check.fix.plan import plan
from generator.check.fix.write import apply
from generator.read.records import read
from tests.check.support import AS_OF, PATH, put


def planned(
    root: Path, files: Mapping[str, str | bytes] | str | bytes, *, future: dt.datetime | None = AS_OF
) -> dict[str, Mend]:
    """Write files (or one record) and return what can be mended, by path."""
    put(root, files if isinstance(files, Mapping) else {PATH: files})
    records = read(root)
    policy = check(records, AS_OF).policy
    return {mend.path: mend for mend in plan(records, policy, as_of=future)}


def mended(root: Path, text: str | bytes, *, more: Mapping[str, str | bytes] | None = None) -> str:
    """Return the text of one record after mending (unchanged where nothing can be), the others put beside it."""
    mends = planned(root, {PATH: text, **(more or {})})
    before = text.decode("utf-8") if isinstance(text, bytes) else text
    return mends[PATH].new if PATH in mends else before


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines that differ, each before and after; the number of lines must be the same."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def written(root: Path, files: Mapping[str, str | bytes]) -> tuple[Mend, ...]:
    """Write files, mend them and return the mends as they came out."""
    mends = planned(root, files)
    return apply(root, mends.values())


def wide(text: str) -> str:
    """Return a text in full-width characters, as a Japanese keyboard writes them."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000})
