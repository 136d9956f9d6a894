"""From the nodes of the front matter to edits of what they say, and nothing around it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.fix.draft import Draft
from generator.check.fix.text import Edit
from generator.check.schema import Field
from generator.read.node import Node


def of_kind(
    node: Node, fields: tuple[Field, ...], kinds: tuple[str, ...], top: str = ""
) -> Iterator[tuple[str, Field, Node]]:
    """Yield the top-level key, the field and the scalar of every value of such a kind, at any depth."""
    for field in fields:
        child = node.get(field.key)
        key = top or field.key
        if child is None:
            continue
        if field.kind in kinds:
            yield from ((key, field, item) for item in (child.items if field.kind == "ids" else (child,)))
        for below in child.items if child.kind == "list" else (child,):
            if field.fields and below.kind == "map":
                yield from of_kind(below, field.fields, kinds, key)


def replaced(draft: Draft, node: Node, new: str, key: str) -> Edit | None:
    """Return the edit that makes a scalar say `new`, quotes kept; None where it is not written on one line as it is."""
    line, start = draft.text.lines[node.position.line - 1], node.position.column - 1
    if node.kind != "scalar" or not node.text:
        return None
    if line[start : start + 1] in ("'", '"'):
        quote = line[start]
        written = line[start : start + len(node.text) + 2] == f"{quote}{node.text}{quote}"
        start += 1
    else:
        written = not node.quoted and line.startswith(node.text, start)
    return Edit(node.position.line, start, start + len(node.text), new, key) if written else None
