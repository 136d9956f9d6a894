"""Every key of a policy with what it says, the defaults among them: what two policies are compared by."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.policy_tree import merge
from generator.check.rule import Report
from generator.read.node import Node
from generator.read.records import PolicyFile

#: Maps in which the order of the names says which is the graver, or the later step.
_ORDERED = ("severities", "escalation")


def policy_keys(file: PolicyFile) -> dict[str, object]:
    """Return texts (lists of them, None for null) by key as `severities.P1.response.minutes`.

    The names of severities, and of the steps of escalation, stand in their order under `severities` and `escalation`.
    """
    tree = merge(file.default, file.node, Report()) if file.node else file.default
    return dict(_leaves(tree, ""))


def _leaves(node: Node, path: str) -> Iterator[tuple[str, object]]:
    if node.kind != "map":
        yield path, _value(node)
        return
    if path in _ORDERED:
        yield path, [key.text for key, _ in node.entries]
    for key, value in node.entries:
        yield from _leaves(value, f"{path}.{key.text}" if path else key.text)


def _value(node: Node) -> object:
    if node.kind == "list":
        return [_value(item) for item in node.items]
    if node.kind == "map":
        return {key.text: _value(value) for key, value in node.entries}
    return None if node.is_null else node.text
