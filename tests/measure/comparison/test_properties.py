"""What holds for every two states of the records."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generator.measure.comparison.compare import compare
from generator.measure.document import document
from generator.model.comparison import Comparison
from generator.model.incident import Incident
from tests.measure.comparison.sides import compared, side
from tests.measure.test_properties import FEW, INSTANTS, incident, incidents


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[Incident], list[Incident]]:
    """Some incidents, and the same after some were taken out, written anew, or added."""
    before = draw(incidents())
    kept = [one for one in before if draw(st.integers(0, 4))]
    after = [draw(incident(int(one.id[-3:]))) if not draw(st.integers(0, 3)) else one for one in kept]
    return before, after + [draw(incident(50 + number)) for number in range(draw(st.integers(0, 2)))]


def alike(one: Any, other: Any, key: str = "") -> bool:
    """Tell whether two JSON values say the same, but for the noise of floats and the order of ids."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[name], other[name], name) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        if key.endswith("ids"):
            return sorted(one) == sorted(other)
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)


def months_of(comparison: Comparison) -> list[dict[str, Any]]:
    return [{row["month"]: row for row in document(one.table)["months"]} for one in comparison.sides]


@FEW
@given(some=incidents(), as_of=INSTANTS)
def test_a_side_against_itself_is_empty(some: list[Incident], as_of: dt.datetime) -> None:
    one = side(some, as_of)
    comparison = compare(one, side(reversed(some), as_of))
    assert comparison.is_empty
    assert compare(one, one)[3:] == comparison[3:]


@FEW
@given(pair=edits(), as_of=INSTANTS)
def test_the_months_told_are_those_whose_printed_figures_differ(
    pair: tuple[list[Incident], list[Incident]], as_of: dt.datetime
) -> None:
    comparison = compared(*pair, as_of)
    old, new = months_of(comparison)
    expected = [name for name in sorted(old.keys() | new.keys()) if not alike(old.get(name), new.get(name))]
    assert [change.month for change in comparison.months] == expected
    totals = [document(one.table)["total"] for one in comparison.sides]
    assert (comparison.total is None) is alike(*totals)


@FEW
@given(pair=edits(), as_of=INSTANTS)
def test_every_number_opens_to_incidents_and_each_has_a_cause(
    pair: tuple[list[Incident], list[Incident]], as_of: dt.datetime
) -> None:
    comparison = compared(*pair, as_of)
    old, new = months_of(comparison)
    counts = ("n", "open", "unknown", "met", "missed", "pending", "eligible", "recurred", "repeats", "count")
    for change in comparison.months:
        for figure in change.figures:
            ids = {one.id for one in figure.ids}
            before, after = (rows.get(str(change.month), {}).get(figure.name, {}) for rows in (old, new))
            for key in ("ids", "open_ids", "unknown_ids", "met_ids", "missed_ids", "repeat_ids"):
                assert set(before.get(key, ())) ^ set(after.get(key, ())) <= ids
            if any(before.get(key, 0) != after.get(key, 0) for key in counts):
                assert ids
            assert all(one.why for one in figure.ids)
    assert all(one.why for one in (*comparison.promises, *comparison.recurrences))


@FEW
@given(pair=edits(), as_of=INSTANTS)
def test_the_other_way_round_says_the_same_mirrored(
    pair: tuple[list[Incident], list[Incident]], as_of: dt.datetime
) -> None:
    there, back = compared(*pair, as_of), compared(pair[1], pair[0], as_of)
    assert [change.month for change in there.months] == [change.month for change in back.months]
    assert [(one.id, one.promise, one.after) for one in there.promises] == [
        (one.id, one.promise, one.before) for one in back.promises
    ]
    assert [one[:2] for one in there.recurrences] == [one[:2] for one in back.recurrences]
    mirrored = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(one.id, mirrored[one.state]) for one in there.records] == [(one.id, one.state) for one in back.records]
