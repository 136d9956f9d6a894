"""The reference cases, and what it means to agree with one: every key answered, or named with the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]
Answer = dict[str, Any]

CASES: list[Case] = json.loads((Path(__file__).parents[1] / "data" / "kpi_cases.json").read_text("utf-8"))["cases"]
BY_ID: dict[str, Case] = {case["id"]: case for case in CASES}

_WORDING = "words for a page, not a figure: the pages have their own"
_ANOTHER_TOOL = "the answer of another library, kept where it differs: nothing of ours computes it"
_PRIVATE = "simulated from the durations themselves, which are not public, and their shape is in no figure given"
_FROM_THE_SOURCE = "a count of the source: nothing to compute it from"
_BUSINESS_DAYS = (
    "golden_week",
    "plain_thu",
    "at_close",
    "at_open",
    "emperor_birthday",
    "olympics_2020_oct",
)

#: What is not answered: for each case the keys (a dotted path for parts of a block) and why.
NOT_ANSWERED: dict[str, dict[str, str]] = {
    "km.all_open": {"median_display": _WORDING},
    "recurrence.none": {"display": _WORDING},
    "month.zero_incidents": {"chart_point": _WORDING},
    **{f"bizday.{name}": {"pandas_CustomBusinessHour": _ANOTHER_TOOL} for name in _BUSINESS_DAYS},
    "davidovic.tables": {
        "table1.A.all": _FROM_THE_SOURCE,
        "table1.B": "the source's own figures, from which table 6 is computed: nothing else has them",
        "table1.C.all": _FROM_THE_SOURCE,
        "figure_counts_before_exclusion": _FROM_THE_SOURCE,
        "table3_median": _PRIVATE,
        "table4_p95": _PRIVATE,
        "table5_gmean.gm": "the source's own figures, from which the rest of table 5 is computed",
        "table7_google_90pct": _PRIVATE,
    },
}


def by_category(*categories: str) -> list[Any]:
    """Return the cases of some categories as parameters named by their ids."""
    return [pytest.param(case, id=case["id"]) for case in CASES if case["category"] in categories]


def agree(case: Case, answer: Answer) -> None:
    """Hold an answer against the case's expected block: each key of it, to its tolerance, and no key beside."""
    skipped = NOT_ANSWERED.get(case["id"], {})
    _same(answer, _without(case["expected"], skipped), case["tolerance"], (case["id"],))


def leaves(block: Any, *path: str) -> Iterator[str]:
    """Yield the dotted path of every part of a block that is no block itself."""
    if not isinstance(block, dict):
        yield ".".join(path)
        return
    for key, value in block.items():
        yield from leaves(value, *path, key)


def _without(block: Any, skipped: Iterable[str], *path: str) -> Any:
    if not isinstance(block, dict):
        return block
    kept = {key: value for key, value in block.items() if ".".join((*path, key)) not in skipped}
    return {key: _without(value, skipped, *path, key) for key, value in kept.items()}


def _same(value: Any, expected: Any, tolerance: str, path: tuple[str, ...]) -> None:
    where = " ".join(path)
    if isinstance(expected, dict):
        assert set(value) == set(expected), where
        for key in expected:
            _same(value[key], expected[key], tolerance, (*path, key))
    elif isinstance(expected, list):
        assert len(value) == len(expected), where
        for place, (one, other) in enumerate(zip(value, expected, strict=True)):
            _same(one, other, tolerance, (*path, str(place)))
    elif expected is None or isinstance(expected, (str, bool)) or tolerance == "exact":
        assert value == expected, where
    else:
        assert value is not None, where
        assert value == pytest.approx(expected, rel=_relative(tolerance, path), abs=1e-12), where


def _relative(tolerance: str, path: tuple[str, ...]) -> float:
    """Return the case's tolerance, or the one it gives to a key of its own ("rel 1e-6 except key: rel 0.005")."""
    own = re.search(r"except (\w+): rel ([\de.-]+)", tolerance)
    if own and own[1] in path:
        return float(own[2])
    found = re.match(r"rel ([\de.-]+)", tolerance)
    assert found, f"a tolerance this test does not know: {tolerance}"
    return float(found[1])
