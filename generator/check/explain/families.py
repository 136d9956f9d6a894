"""The families of rules: what a code's first digits say, in the order in which a person meets them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.check.rule import Pair, Rule


@dataclass(frozen=True, slots=True)
class Family:
    """Rules of one kind: those from `first` on, up to the next family."""

    first: str
    name: str  # an anchor
    title: Pair


FAMILIES = (
    Family("F100", "files", ("ファイルと YAML", "Files and YAML")),
    Family("F120", "fields", ("項目と値", "Fields and values")),
    Family("F200", "times", ("時刻", "Times")),
    Family("F300", "ids", ("ID と参照", "Ids and references")),
    Family("F400", "body", ("本文とタイムライン", "Text and timeline")),
    Family("F500", "actions", ("対策", "Actions")),
    Family("F600", "promises", ("約束", "Promises")),
    Family("F650", "closed", ("締めた月", "Closed months")),
    Family("F700", "safety", ("公開の安全", "Safe to publish")),
    Family("F800", "wording", ("言葉づかい", "Wording")),
    Family("F900", "ignores", ("無視の指定", "What is ignored")),
)


def family_of(rule: Rule) -> Family:
    """Return the family that a rule's code lies in."""
    return next(family for family in reversed(FAMILIES) if family.first <= rule.code)
