"""Proof that a mend did what it should and nothing else; without it nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.check.fix.draft import Draft
from generator.check.fix.table import cell_spans
from generator.check.fix.text import Edit
from generator.check.rule import Pair
from generator.model.incident import MILESTONES, Row
from generator.read.node import Node

_OTHER_VALUES = ("ほかの値が変わってしまいます", "other values would change")
_OTHER_TEXT = ("ほかの文が変わってしまいます", "other text would change")


def objection(old: Draft, new: Draft, edits: Iterable[Edit]) -> Pair | None:
    """Return why `new` must not take the place of `old`, None where it may.

    Values outside the keys that the edits are meant to change are the same; in these keys what could be read
    before reads the same; no error or warning is new; the body differs in time cells and trailing spaces only.
    """
    meant = frozenset(edit.key for edit in edits if edit.key)
    if not _same_tree(old, new, meant) or not _same_values(old, new, meant) or not _same_rows(old, new, meant):
        return _OTHER_VALUES
    if not _same_body(old, new, "timeline" in meant):
        return _OTHER_TEXT
    if appearing := [name for name, _ in new.said.wrong - old.said.wrong]:
        return f"直すと {appearing[0]} が出ます", f"mending would bring up {appearing[0]}"
    return None


def _same_tree(old: Draft, new: Draft, meant: frozenset[str]) -> bool:
    """Compare what is written under every key, unknown ones too, whatever the order of the keys."""
    if old.front is None or new.front is None or len(old.record.problems) != len(new.record.problems):
        return False
    trees = [{key.text: _content(value) for key, value in front.entries} for front in (old.front, new.front)]
    return trees[0].keys() == trees[1].keys() and all(
        trees[0][key] == trees[1][key] for key in trees[0] if key not in meant
    )


def _content(node: Node) -> object:
    """Return a node without its places."""
    entries = [(_content(key), _content(value)) for key, value in node.entries]
    return node.kind, node.text, node.quoted, [_content(item) for item in node.items], entries


def _same_values(old: Draft, new: Draft, meant: frozenset[str]) -> bool:
    before, after = old.said.values, new.said.values
    return all(
        _extends(before[key], after.get(key)) if key in meant else before[key] == after.get(key) for key in before
    ) and (after.keys() - before.keys() <= meant)


def _extends(old: object, new: object) -> bool:
    """Tell whether `new` says all that `old` says, in the same order, and perhaps more."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _extends(value, new[key]) for key, value in old.items())
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _is_within(old, new)
    return old == new


def _is_within(old: Sequence[object], new: Sequence[object]) -> bool:
    later = iter(new)
    return all(any(_extends(item, candidate) for candidate in later) for item in old)


def _same_rows(old: Draft, new: Draft, meant: frozenset[str]) -> bool:
    """Compare the rows; those that could be read stay, at their instants unless the first milestone was mended."""
    before, after = old.said.rows, new.said.rows
    if not meant & {*MILESTONES, "occurred_on", "timeline"}:
        return before == after
    if old.first(old.said.values) == new.first(new.said.values):
        return _is_within(before, after)
    return _is_within([_words(row) for row in before], [_words(row) for row in after])


def _words(row: Row) -> tuple[str, str, str]:
    return row.kind, row.event, row.who


def _same_body(old: Draft, new: Draft, times: bool) -> bool:
    before, after = old.text.lines, new.text.lines
    if before[-1] and not after[-1]:
        after = after[:-1]  # the line end that was missing
    if old.closing != new.closing or len(before) != len(after):
        return False
    table = old.table
    first = table.position.line if table else 0
    rows = range(first, first + 2 + len(table.rows)) if table else range(0)
    column = table.columns.index("time") if table and table.columns else 0
    for number in range(old.closing + 1, len(before) + 1):
        pair = before[number - 1], after[number - 1]
        if pair[0] == pair[1]:
            continue
        if number not in rows or (_others(pair[0], column, times) != _others(pair[1], column, times)):
            return False
    return True


def _others(line: str, column: int, times: bool) -> str:
    """Return a row without its time cell (where that may change) and trailing spaces."""
    spans = cell_spans(line)
    start, end = spans[column] if times and column < len(spans) else (0, 0)
    return (line[:start] + line[end:]).rstrip(" \t")
