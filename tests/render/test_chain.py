"""The occurrences of one failure in order of time, and the neighbours in a service."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.model.incident import Incident
from generator.render.casebook import Casebook
from generator.render.chain import NEAR, ByService, Chain, Neighbours, Occurrences
from tests.render.render_inputs import incident, inputs, instant

DAY = 24 * 60


def told(chain: Chain) -> list[tuple[str, str, float | None]]:
    return [(one.incident.id[-3:], one.state, one.gap) for one in chain.occurrences]


def four() -> list[Incident]:
    """Return a first occurrence, two that repeat it or its repetition, and one apart."""
    return [
        incident(1, "2026-01-01 00:00"),
        incident(2, "2026-01-29 09:00", recurrence_of="INC-2026-001"),
        incident(3, "2026-01-29 10:30", recurrence_of="INC-2026-002"),
        incident(4, "2026-02-01 00:00"),
    ]


def test_a_chain_runs_both_ways_with_its_gaps() -> None:
    known = Occurrences(four(), {})
    whole = [("001", None), ("002", 28 * DAY), ("003", 90)]
    for here in ("001", "002", "003"):
        found = told(known.chain(four()[int(here) - 1]))
        assert found == [(name, "this" if name == here else "confirmed", gap) for name, gap in whole]
    assert known.chain(four()[3]) == Chain()


def test_what_nobody_confirmed_is_suspected(tmp_path: Path) -> None:
    book = Casebook(inputs(tmp_path, given=[
        incident(1, "2026-01-01 00:00", fingerprint="pool", **over("2026-01-01 01:00")),
        incident(2, "2026-01-10 00:00", fingerprint="pool", **over("2026-01-10 01:00")),
    ]))  # fmt: skip
    known = Occurrences(book.incidents, book.facts)
    assert told(known.chain(book.incidents[0])) == [("001", "this", None), ("002", "suspected", 9 * DAY)]
    assert told(known.chain(book.incidents[1])) == [("001", "suspected", None), ("002", "this", 9 * DAY)]


def over(end: str) -> dict[str, object]:
    return {"resolved_at": instant(end)}


def test_a_circle_ends_and_an_unknown_day_has_no_gap() -> None:
    circle = [
        incident(1, None, recurrence_of="INC-2026-002"),
        incident(2, "2026-01-02 00:00", recurrence_of="INC-2026-001"),
    ]
    assert told(Occurrences(circle, {}).chain(circle[0])) == [("001", "this", None), ("002", "confirmed", None)]


@given(st.integers(1, 30), st.data())
def test_a_long_chain_shows_the_near_ones_and_counts_the_others(length: int, data: st.DataObject) -> None:
    line = [
        incident(n, f"2026-01-{n:02d} 00:00", recurrence_of=f"INC-2026-{n - 1:03d}" if n > 1 else None)
        for n in range(1, length + 1)
    ]
    here = data.draw(st.sampled_from(line))
    chain = Occurrences(line, {}).chain(here)
    ids = [one.incident.id for one in chain.occurrences]
    assert ids == sorted(ids) and len(ids) <= 2 * NEAR + 1
    assert [one.incident.id for one in chain.occurrences if one.state == "this"] == ([here.id] if length > 1 else [])
    assert chain.earlier + len(ids) + chain.later == (length if length > 1 else 0)


def test_neighbours_are_those_of_the_first_two_services() -> None:
    line = [
        incident(1, "2026-01-01 00:00", services=("a", "b")),
        incident(2, "2026-01-02 00:00", services=("b",)),
        incident(3, "2026-01-03 00:00", services=("a", "b", "c")),
        incident(4, "2026-01-04 00:00", services=("c",)),
        incident(5, "2026-01-05 00:00", services=()),
    ]
    known = ByService(line, {name: (name, name.upper()) for name in "abc"})
    assert known.neighbours(line[2]) == (
        Neighbours("a", "A", "INC-2026-001", None),
        Neighbours("b", "B", "INC-2026-002", None),
    )
    assert known.neighbours(line[1]) == (Neighbours("b", "B", "INC-2026-001", "INC-2026-003"),)
    assert known.neighbours(line[4]) == ()


def test_no_gap_is_told_from_or_to_a_mere_day_or_a_detection() -> None:
    """The day's midnight and the detection decide the month; neither is a time at which anything began."""
    given = [
        incident(1, "2026-01-02 00:00", started_at=None, occurred_on=dt.date(2026, 1, 2)),
        incident(2, "2026-01-02 09:00", recurrence_of="INC-2026-001"),
        incident(3, "2026-01-02 10:00", started_at=None, recurrence_of="INC-2026-002"),
    ]
    assert [gap for _, _, gap in told(Occurrences(given, {}).chain(given[0]))] == [None, None, None]
