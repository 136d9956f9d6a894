"""When two printed values are the same."""

from __future__ import annotations

from typing import Any

import pytest

from generator.measure.comparison.values import differing, ids_of, same


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (0.1 + 0.2, 0.3, True),
        (1e6 + 1e-4, 1e6, True),  # a relative noise of 1e-10
        (30.0, 30, True),
        (30.0, 30.0001, False),
        (0, None, False),
        (True, 1, False),
        ([0.1 + 0.2, None], (0.3, None), True),
        ([1], [1, 2], False),
        ({"a": [0.1 + 0.2]}, {"a": [0.3]}, True),
        ({"a": 1}, {"b": 1}, False),
        ("30", 30, False),
        (None, None, True),
    ],
)
def test_same(one: object, other: object, alike: bool) -> None:
    assert same(one, other) is alike
    assert same(other, one) is alike


def test_keys_that_differ_stand_in_their_order_with_those_within() -> None:
    before: dict[str, Any] = {"n": 2, "ids": ["B", "A"], "by": {"P1": 1, "P2": 1}, "mean": 0.1 + 0.2, "old": 1}
    after: dict[str, Any] = {"n": 3, "ids": ["A", "B"], "by": {"P1": 2, "P3": 1}, "mean": 0.3, "new": {"x": 1}}
    assert list(differing(before, after)) == ["n", "by.P1", "by.P2", "by.P3", "old", "new.x"]
    assert list(differing(None, {"n": 0, "mean": None})) == ["n"]
    assert list(differing(after, after)) == []


def test_only_lists_of_ids_have_no_order() -> None:
    assert ids_of("missed_ids", ["B", "A"]) == {"A", "B"} and ids_of("ids", ()) == frozenset()
    assert ids_of("interval", ["A"]) is None and ids_of("ids", None) is None
    assert ids_of("left_out_ids", [{"id": "A"}]) is None  # a list of something else is compared as it is
    assert list(differing({"left_out_ids": [{"id": "A"}]}, {"left_out_ids": [{"id": "B"}]})) == ["left_out_ids"]
