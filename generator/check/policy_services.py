"""The services of the policy: a wording each, and the availability that some promise."""

from __future__ import annotations

from typing import Literal

from generator.check.policy_tree import ENTRY_KEYS, LABELS, Values
from generator.check.rules.fields import UNKNOWN_KEY
from generator.check.shape import suggestion
from generator.model.policy import WEIGHTS, Availability, Service
from generator.read.node import Node

_EXAMPLE = "availability: {target: 99.9%}"


def service(values: Values, name: str, node: Node, severities: tuple[str, ...]) -> Service:
    """Return a service: its wording stands in the entry itself, or under `label` beside other keys."""
    if node.kind != "map":
        return Service(name, values.label(node, name))
    label, itself = node.get("label"), {"ja": name, "en": name}
    if label is None:
        return Service(name, values.label(node, name) or itself, _availability(values, name, node, severities))
    for key, _ in node.entries:
        if key.text in LABELS:  # which of the two was meant?
            below = f"services.{name}.{key.text}"
            values.report.add(UNKNOWN_KEY, key, key=below, **suggestion(key.text, ENTRY_KEYS["services"]))
    return Service(name, values.label(label, name) or itself, _availability(values, name, node, severities))


def _availability(values: Values, name: str, node: Node, severities: tuple[str, ...]) -> Availability | None:
    """Return the promise, where there is one: a bare share is its target."""
    key, child = f"services.{name}.availability", node.get("availability")
    if child is None or child.is_null:
        return None
    if child.kind == "scalar":
        return Availability(_exactly(values.share(node, "availability", 1.0, key)))
    if child.kind != "map" or child.get("target") is None:
        values.shape.wrong(child, "map", key, _EXAMPLE)
        return None
    target = _exactly(values.share(child, "target", 1.0, f"{key}.target"))
    until: Literal["resolved", "mitigated"] = "resolved"
    if values.choice(child, "until", ("resolved", "mitigated"), until) == "mitigated":
        until = "mitigated"
    return _partial(values, child, f"{key}.partial", severities)._replace(target=target, until=until)


def _exactly(share: float) -> float:
    """Return 99.9 % as 0.999: a hundredth of 99.9 is a little more, which a month's budget would show."""
    return round(share, 12)


def _partial(values: Values, node: Node, key: str, severities: tuple[str, ...]) -> Availability:
    """Return how partial outages count: a word, or a weight for each severity that departs from the usual ones."""
    child, everything = node.get("partial"), Availability(1.0)
    if child is not None and child.kind == "map":
        values.shape.unknown_keys(child, list(severities), f"{key}.")
        own = {level.text: values.share(child, level.text, 1.0, f"{key}.{level.text}") for level, _ in child.entries}
        return everything._replace(partial="severity", weights={**WEIGHTS, **own})
    said = values.choice(node, "partial", ("full", "users_affected", "severity"), "full")
    if said == "severity":
        return everything._replace(partial="severity")
    return everything._replace(partial="users_affected") if said == "users_affected" else everything
