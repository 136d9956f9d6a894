"""Every reference case is answered in one of the files beside this, key by key, or its key is named with the reason."""

from __future__ import annotations

import pytest

from tests.measure import (
    test_reference_clocks,
    test_reference_durations,
    test_reference_rates,
    test_reference_records,
    test_reference_spread,
)
from tests.measure.reference import BY_ID, CASES, NOT_ANSWERED, Case, agree, by_category, leaves

BY_CATEGORY = [part.ANSWERS for part in (test_reference_clocks, test_reference_durations, test_reference_rates)]


def test_every_case_is_answered_once() -> None:
    answered = [case.id for answers in BY_CATEGORY for case in by_category(*answers)]
    answered += [*test_reference_records.ON_RECORDS, *test_reference_spread.COMPANIES, "davidovic.tables"]
    assert sorted(answered) == sorted(case["id"] for case in CASES)
    assert len(BY_ID) == 64


def test_what_is_not_answered_is_there_and_has_a_reason() -> None:
    for name, keys in NOT_ANSWERED.items():
        paths = set(leaves(BY_ID[name]["expected"]))
        for key, reason in keys.items():
            assert any(path == key or path.startswith(f"{key}.") for path in paths), f"{name} has no {key}"
            assert len(reason) > 20


CASE: Case = {
    "id": "made",
    "tolerance": "rel 1e-6 except rough: rel 0.01",
    "expected": {"a": 1.0, "rough": {"b": [2.0, None]}, "name": "x"},
}
RIGHT = {"a": 1.0000001, "rough": {"b": (2.01, None)}, "name": "x"}


def test_a_right_answer_agrees() -> None:
    agree(CASE, RIGHT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"a": 1.00001},
        {"a": None},
        {"rough": {"b": (2.03, None)}},
        {"rough": {"b": (2.0,)}},
        {"rough": {"b": (2.0, 0.0)}},
        {"rough": {}},
        {"name": "y"},
        {"more": 1},
    ],
)
def test_a_wrong_answer_does_not(wrong: dict[str, object]) -> None:
    with pytest.raises(AssertionError):
        agree(CASE, RIGHT | wrong)


def test_a_missing_key_does_not_agree() -> None:
    with pytest.raises(AssertionError):
        agree(CASE, {key: value for key, value in RIGHT.items() if key != "name"})
