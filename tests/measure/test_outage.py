"""Impact minutes: worked by hand, and what always holds."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check.clock import PER_MINUTE
from generator.measure.outage import Piece, edges_of, outage_minutes, outages, split
from generator.model.load import LeftOut
from generator.model.month import Month, month_range
from tests.measure.load_support import AS_OF, NEW_YORK, in_zone, load, table_of
from tests.measure.made import TOKYO, at, made

API = {"services": ("api",)}
MARCH = Month(2026, 3)


def minutes(*spans: tuple[float, float] | tuple[float, float, float]) -> list[Piece]:
    """Return pieces from start, end and weight, in minutes since 1970."""
    return [
        Piece(
            f"INC-2026-{n:03d}", int(span[0] * PER_MINUTE), int(span[1] * PER_MINUTE), weight=span[2] if span[2:] else 1
        )
        for n, span in enumerate(spans, start=1)
    ]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], 0),
        ([(0, 30)], 30),
        ([(5, 5)], 0),  # zero minutes
        ([(0, 30), (20, 50)], 50),  # they overlap: one outage from 0 to 50
        ([(0, 60), (10, 20), (30, 40)], 60),  # nested
        ([(0, 10), (20, 30)], 20),  # apart
        ([(0, 10), (10, 20)], 20),  # one after the other
        ([(0, 30), (0, 30)], 30),  # the same twice
        ([(0, 60, 0.25), (20, 40, 1)], 20 * 0.25 + 20 * 1 + 20 * 0.25),  # the largest weight counts, not the sum
        ([(0, 30, 0.5), (20, 60, 0.25)], 30 * 0.5 + 30 * 0.25),
        ([(0, 30, 0)], 0),
    ],
)
def test_by_hand(spans: list[tuple[float, float]], expected: float) -> None:
    assert outage_minutes(minutes(*spans)) == pytest.approx(expected, abs=1e-12)


def test_overlapping_incidents_of_one_service_are_one_outage_and_another_service_is_another() -> None:
    found = load(
        made(1, started="03-10 09:00", detected="03-10 09:05", resolved="03-10 10:00", **API),
        made(2, started="03-10 09:30", detected="03-10 09:35", resolved="03-10 11:00", services=("api", "web", "api")),
        made(3, started="03-11 09:00", detected="03-11 09:05", resolved="03-11 09:10"),
    )
    assert {name: service.total.minutes for name, service in found.services.items()} == {"api": 120.0, "web": 90.0}
    assert found.services["api"].total.ids == ("INC-2026-001", "INC-2026-002")
    assert found.no_service == ("INC-2026-003",)


def test_the_border_of_a_month_is_that_of_the_policys_zone() -> None:
    found = load(made(1, started="02-28 23:30", detected="02-28 23:31", resolved="03-01 02:00", **API))
    assert [(str(row.month), row.minutes, row.ids) for row in found.services["api"].months] == [
        ("2026-02", 30.0, ("INC-2026-001",)), ("2026-03", 120.0, ("INC-2026-001",))]  # fmt: skip
    assert found.services["api"].total == found.services["api"].year
    assert found.services["api"].total.ids == ("INC-2026-001",)


def test_an_ongoing_incident_counts_up_to_as_of_and_says_so() -> None:
    found = load(made(1, started="03-31 22:00", detected="03-31 22:05", **API)).services["api"]
    assert [(row.minutes, row.open_ids) for row in found.months] == [(120.0, ("INC-2026-001",))]


def test_what_nobody_knows_has_no_minutes_and_is_listed() -> None:
    found = load(
        made(1, started="unknown", detected="03-05 10:00", resolved="03-05 11:00", **API),
        made(2, started="03-06 10:00", detected="03-06 10:00", resolved="unknown", **API),
        made(3, started="unknown", detected="03-07 10:00", resolved="unknown", **API),
        made(4, started="03-08 10:00", detected="03-08 10:00", resolved="03-08 10:00", **API),
    ).services["api"]
    (march,) = found.months
    assert (march.minutes, march.ids) == (0.0, ("INC-2026-004",))
    assert march.left_out == (
        LeftOut("INC-2026-001", "unknown", ("started_at",)),
        LeftOut("INC-2026-002", "unknown", ("resolved_at",)),
        LeftOut("INC-2026-003", "unknown", ("started_at", "resolved_at")),
    )


def test_until_mitigation_another_time_never_stands_in() -> None:
    times = {"started": "03-01 10:00", "detected": "03-01 10:05"}
    table = table_of(
        made(1, **times, mitigated="03-01 10:20", resolved="03-01 11:00"),
        made(2, **times, resolved="03-01 11:00"),
        made(3, **times, mitigated="unknown", status="open"),
        made(4, **times, status="open"),
        made(5, **times, mitigated="03-01 10:30", status="mitigated"),
        made(6, **times, status="mitigated"),
    )
    found = outages(table, AS_OF, "mitigated")
    left_out = {row.id[-1]: row.milestones for row in found.values() if isinstance(row, LeftOut)}
    assert left_out == dict.fromkeys("236", ("mitigated_at",))
    lasted = {
        row.id[-1]: ((row.end - row.start) / PER_MINUTE, row.is_open)
        for row in found.values()
        if isinstance(row, Piece)
    }
    assert lasted == {"1": (20.0, False), "4": (30 * 24 * 60 + 14 * 60, True), "5": (30.0, False)}


@pytest.mark.parametrize(("month", "hours"), [(Month(2026, 3), 743), (Month(2026, 11), 721), (Month(2026, 2), 672)])
def test_a_month_of_an_outage_has_the_hours_that_clocks_make_of_it(month: Month, hours: int) -> None:
    start, end = month.start(NEW_YORK), month.end(NEW_YORK)
    one = made(1, started=start - dt.timedelta(days=3), detected=start, resolved=end + dt.timedelta(days=3), **API)
    found = load(one, as_of=end + dt.timedelta(days=10), policy=in_zone(NEW_YORK)).services["api"]
    assert {row.month: row.minutes for row in found.months}[month] == hours * 60


EDGES = edges_of(month_range(Month(2025, 11), Month(2026, 5)), TOKYO)
MOMENTS = st.integers(EDGES[0], EDGES[-1])
SPANS = st.tuples(MOMENTS, MOMENTS, st.sampled_from([0.0, 0.25, 1 / 3, 1.0])).map(
    lambda drawn: (min(drawn[:2]), max(drawn[:2]), drawn[2])
)
MANY = st.lists(SPANS, max_size=12).map(
    lambda spans: [Piece(str(n), start, end, weight=weight) for n, (start, end, weight) in enumerate(spans)]
)


def length(piece: Piece) -> float:
    return piece.weight * (piece.end - piece.start) / PER_MINUTE


@given(MANY)
def test_it_is_at_most_the_sum_of_its_parts_and_at_least_the_largest(pieces: list[Piece]) -> None:
    lengths = [length(piece) for piece in pieces]
    assert max(lengths, default=0) - 1e-6 <= outage_minutes(pieces) <= sum(lengths) + 1e-6


@given(MANY)
def test_cutting_at_the_borders_of_months_loses_and_adds_nothing(pieces: list[Piece]) -> None:
    months = split(pieces, EDGES)
    assert sum(map(outage_minutes, months)) == pytest.approx(outage_minutes(pieces), rel=1e-12, abs=1e-9)
    for cut, start, end in zip(months, EDGES[:-1], EDGES[1:], strict=True):
        assert outage_minutes(cut) <= (end - start) / PER_MINUTE
        assert all(start <= piece.start <= piece.end <= end for piece in cut)
    assert {piece.id for cut in months for piece in cut} == {p.id for p in pieces if p.start < EDGES[-1]}


@given(MANY, st.randoms())
def test_the_order_of_incidents_does_not_matter(pieces: list[Piece], chance: random.Random) -> None:
    assert outage_minutes(chance.sample(pieces, len(pieces))) == outage_minutes(pieces)


@given(MANY, st.integers(0, 11), st.floats(0, 1))
def test_a_larger_weight_never_means_fewer_minutes(pieces: list[Piece], which: int, more: float) -> None:
    heavier = [p._replace(weight=max(p.weight, more)) if n == which else p for n, p in enumerate(pieces)]
    full = [piece._replace(weight=1.0) for piece in pieces]
    assert outage_minutes(pieces) <= outage_minutes(heavier) + 1e-9 <= outage_minutes(full) + 2e-9


@given(MANY)
def test_counting_minute_by_minute_says_the_same(pieces: list[Piece]) -> None:
    whole = [piece._replace(start=piece.start // PER_MINUTE, end=piece.end // PER_MINUTE) for piece in pieces]
    short = [p._replace(start=p.start % 500, end=p.start % 500 + (p.end - p.start) % 90) for p in whole]
    counted = sum(max((p.weight for p in short if p.start <= minute < p.end), default=0) for minute in range(600))
    scaled = [p._replace(start=p.start * PER_MINUTE, end=p.end * PER_MINUTE) for p in short]
    assert outage_minutes(scaled) == pytest.approx(counted)


def test_the_borders_are_the_zones() -> None:
    assert edges_of((), TOKYO) == []
    assert [edge // PER_MINUTE for edge in edges_of((MARCH,), TOKYO)] == [
        int(at(text).timestamp()) // 60 for text in ("03-01 00:00", "04-01 00:00")]  # fmt: skip
