"""The order of the front matter's keys: the schema's, each key with the comments above it and its block below."""

from __future__ import annotations

import re
from itertools import chain, pairwise

from generator.check.fix.draft import Draft
from generator.check.fix.text import Edit

_KEY = re.compile(r"""(?:[\w-]+|"[^"]*"|'[^']*')[ \t]*:(?:[ \t]|$)""")
_ABOVE = re.compile(r"#|[ \t]*$")  # a comment that is indented belongs to the block it stands in


def edits(draft: Draft) -> list[Edit]:
    """Return the edits that bring the lines of the front matter into order; none where its structure is odd."""
    lines = draft.text.lines[: draft.closing]
    starts = _starts(draft, lines)
    if not starts:
        return []
    names = [key.text for key, _ in draft.front.entries] if draft.front else []
    above = [_above(lines, start) for start in starts]
    bounds = [*above, _above(lines, draft.closing)]
    blocks = [range(a, b) for a, b in pairwise(bounds)]
    order = list(chain.from_iterable(blocks[index] for index in _sorted(names, draft)))
    return [
        Edit(old, 0, len(lines[old - 1]), lines[new - 1])
        for old, new in enumerate(order, start=bounds[0])
        if old != new
    ]


def _starts(draft: Draft, lines: tuple[str, ...]) -> list[int]:
    """Return the lines on which the keys stand; empty where one stands otherwise than `key:` at a line's beginning."""
    if draft.front is None or draft.record.problems or any(line.startswith(("...", "%")) for line in lines):
        return []
    keys = [key for key, _ in draft.front.entries]
    plain = all(key.position.column == 1 and _KEY.match(lines[key.position.line - 1]) for key in keys)
    return [key.position.line for key in keys] if plain else []


def _above(lines: tuple[str, ...], line: int) -> int:
    """Return the first line of the comments and blanks above a line; the opening `---` is never among them."""
    while line > 2 and _ABOVE.match(lines[line - 2]):
        line -= 1
    return line


def _sorted(names: list[str], draft: Draft) -> list[int]:
    """Return the keys' new order by their places in the old; an unknown key stays behind the key it stands behind."""
    places = {field.key: place for place, field in enumerate(draft.setting.fields)}
    rank, ranks = -1, []
    for name in names:
        rank = places.get(name, rank)
        ranks.append(rank)
    return sorted(range(len(names)), key=lambda index: ranks[index])
