"""Tables as CSV that a spreadsheet may open: RFC 4180, CRLF, UTF-8; a null is an empty cell, text never a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

#: The mark without which Excel takes UTF-8 for the machine's own code page. Only files with more than ASCII get it.
BOM = "\ufeff"

_SIGNS = ("=", "+", "-", "@", "\N{MINUS SIGN}")
_APOSTROPHES = re.compile("'*")
#: What a spreadsheet may skip before it looks for a sign: spaces of every width, controls, characters of no width.
_SKIPPED = re.compile("[\\s\x00-\x20\x7f\xad\u200b-\u200f\u2060\ufeff]*")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return a header of `columns` and a line for each row, in that order; raise KeyError for a row that lacks one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return text.getvalue()


def cell(value: object) -> str:
    """Return a value as it stands in a cell: None empty, numbers as in JSON, lists joined by `;`, text defused."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value if isinstance(value, int) else float(value))  # numpy's floats call themselves otherwise
    if isinstance(value, list | tuple):
        return defused(";".join(str(part) for part in value))
    return defused(str(value))


def defused(text: str) -> str:
    """Return `text`, after an apostrophe where a spreadsheet might read it as a formula.

    That is a text that begins with tab or line end, or whose first character beyond spaces is `=`, `+`, `-` or `@`,
    also in the widths of Japanese keyboards. A text that begins with an apostrophe before such a sign gets another
    one: who takes one apostrophe off before a sign always has the text as it was.
    """
    bare = text[_APOSTROPHES.match(text).end() :]  # type: ignore[union-attr]  # matches anything, also nothing
    first = bare[_SKIPPED.match(bare).end() :][:1]  # type: ignore[union-attr]  # as above
    sign = unicodedata.normalize("NFKC", first)[:1] in _SIGNS
    return f"'{text}" if sign or bare.startswith(("\t", "\r", "\n")) else text
