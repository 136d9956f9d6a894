"""The data-quality ledger: worked by hand, and what must always add up."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from generator.measure.frame import frame
from generator.measure.ledger import ledger, quality_json
from generator.measure.measure import measure
from generator.model.asof import all_known_at
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import Excluded, KpiTable
from generator.model.ledger import Ledger, Repair, Stone, by_year
from generator.model.month import Month
from tests.measure.made import POLICY, at, made, some_records

JANUARY, FEBRUARY, MARCH = (Month(2026, number) for number in (1, 2, 3))
AS_OF = at("03-10 00:00")


def book_of(given: list[Incident], **more: object) -> tuple[KpiTable, Ledger]:
    table = measure(given, POLICY, AS_OF)
    known = all_known_at(given, AS_OF)  # what nobody knew of yet has no month yet
    month_of = {i.id: Month.of(i.anchor, table.zone) for i in known if i.anchor}
    months = [figures.month for figures in table.months if figures.month]
    return table, ledger(frame(table.facts), months, table.excluded, month_of, **more)  # type: ignore[arg-type]  # a test's own keywords


def some() -> list[Incident]:
    return [
        made(1, started="01-05 10:00", detected="01-05 10:01", acked="01-05 10:02", mitigated="01-05 10:30",
             resolved="01-05 11:00"),
        made(2, detected="01-06 10:00", started="unknown", acked="unknown", resolved="01-06 12:00", severity="P3"),
        made(3, started="01-07 10:00", kind="drill"),
        made(4, started="01-08 10:00", exclude_from_kpi="他社の障害"),
        made(5, started="unknown", detected="unknown", resolved="unknown"),
        made(6, started="03-01 10:00", detected="03-01 10:10", status="mitigated", mitigated="03-01 11:00"),
        made(7, started="03-02 10:00", detected="03-02 10:10", acked="unknown"),
        made(8, started="03-20 10:00", detected="03-20 10:10"),
    ]  # fmt: skip


def test_each_month_by_hand() -> None:
    _, book = book_of(some(), repaired={JANUARY: (Repair("INC-2026-001", ("resolved_at",)),)})
    january, february, march = book.months
    assert (january.month, february.month, march.month) == (JANUARY, FEBRUARY, MARCH)
    second, sixth, seventh = ("INC-2026-002",), ("INC-2026-006",), ("INC-2026-007",)
    assert january.stones == {
        "started_at": Stone(1, 1, 0, second), "detected_at": Stone(2, 0, 0), "acknowledged_at": Stone(1, 1, 0, second),
        "mitigated_at": Stone(1, 1, 0, second), "resolved_at": Stone(2, 0, 0),
    }  # fmt: skip
    assert [stone.share for stone in january.stones.values()] == [0.5, 1, 0.5, 0.5, 1]
    # 006 is mitigated without a word on the response, which is over; 007 is open, and its response time unknown
    assert march.stones == {
        "started_at": Stone(2, 0, 0), "detected_at": Stone(2, 0, 0),
        "acknowledged_at": Stone(0, 2, 0, sixth + seventh),
        "mitigated_at": Stone(1, 0, 1), "resolved_at": Stone(0, 0, 2),
    }  # fmt: skip
    assert march.stones["resolved_at"].share is None
    assert (february.incidents, february.stones["started_at"]) == (0, Stone(0, 0, 0))
    # The P1s have timelines without kinds (here none at all); the P3 is promised no updates
    assert january.states["update"] == {"none": 1, "not_recorded": 1}
    assert january.not_recorded_ids == {"update": ("INC-2026-001",), "report": ()}
    assert january.states["report"] == {"missed": 2}
    assert january.excluded == (Excluded("INC-2026-003", "drill"), Excluded("INC-2026-004", "他社の障害"))
    assert january.repaired == (Repair("INC-2026-001", ("resolved_at",)),) == book.total.repaired
    assert {row.id for row in book.without_month} == {"INC-2026-005", "INC-2026-008"}
    assert (book.total.incidents, len(book.total.excluded)) == (4, 4)
    assert by_year(book.months) == {2026: replace(book.total, excluded=january.excluded)}
    assert book.of(MARCH) == march and book.of(Month(2025, 1)) is None


def test_the_json_says_the_same_and_null_where_nothing_is_reached() -> None:
    table, book = book_of(some())
    document = json.loads(quality_json(table, book))
    assert (document["schema"], document["as_of"]) == ("furikaeri/quality/1", "2026-03-10T00:00:00+09:00")
    assert document["records"] == {"read": 8, "counted": 4, "outside": 0}
    january, february, _ = document["months"]
    assert january["milestones"]["started_at"] == {
        "known": 1, "unknown": 1, "not_reached": 0, "share": 0.5, "unknown_ids": ["INC-2026-002"]}  # fmt: skip
    assert february["milestones"]["started_at"]["share"] is None
    assert january["promises"]["update"] == {
        "states": {"none": 1, "not_recorded": 1}, "not_recorded_ids": ["INC-2026-001"]}  # fmt: skip
    assert january["excluded"] == [{"id": "INC-2026-003", "reason": "drill"},
                                   {"id": "INC-2026-004", "reason": "他社の障害"}]  # fmt: skip
    assert january["repaired"] == []
    assert [row["reason"] for row in document["without_month"]] == [
        "start and detection unknown", "not yet known at as_of"]  # fmt: skip
    assert document["total"]["month"] is None


@given(some_records())
@settings(deadline=None, max_examples=60)
def test_months_add_up_and_every_record_is_somewhere(given: list[Incident]) -> None:
    table, book = book_of(given)
    assert sum(entry.incidents for entry in book.months) == book.total.incidents == table.counted
    for name in MILESTONES:
        for entry in (*book.months, book.total):
            stone = entry.stones[name]
            assert stone.known + stone.unknown + stone.pending == entry.incidents
            assert len(stone.unknown_ids) == stone.unknown
        parts = [entry.stones[name].known for entry in book.months]
        assert sum(parts) == book.total.stones[name].known
    left = [row.id for entry in book.months for row in entry.excluded] + [row.id for row in book.without_month]
    assert sorted(left) == sorted(row.id for row in table.excluded)
    assert len(left) + book.total.incidents == len(given)


@pytest.mark.parametrize("kpi", ["mttd", "mtta", "mttm", "mttr", "mrt"])
@given(given=some_records())
@settings(deadline=None, max_examples=25)
def test_a_duration_is_unknown_or_open_only_where_the_ledger_says_so(kpi: str, given: list[Incident]) -> None:
    table, book = book_of(given)
    contract = table.contracts[kpi]
    start, end = (book.total.stones[name or ""] for name in (contract.start, contract.end))
    figure = table.total.durations[kpi]
    unknown = {*start.unknown_ids, *end.unknown_ids}
    assert unknown == unknown & set(figure.unknown_ids)
    assert start.pending or unknown == set(figure.unknown_ids)  # else some have not even reached the start
