"""Promises about incidents, by hand and for every set of incidents.

Six incidents, seen at 10 February 2026 00:00 Tokyo (policy: P0 answered within 15, P1 within 60 minutes; updates at
least every 30 minutes for P0 and P1; the report within 24 hours of the resolution):

| id  | severity, month | answered after | response | updates                          | report            |
|-----|-----------------|----------------|----------|----------------------------------|-------------------|
| 001 | P0, January     | 10 min         | met      | no Kind column: not_recorded     | 20 h: met         |
| 002 | P0, January     | 20 min         | missed   | none in 40 min: missed           | none: missed      |
| 003 | P1, January     | 60 min         | met      | after 30 of 60 min: met          | 25 h: missed      |
| 004 | P1, January     | nobody knows   | unknown  | detection row, over in 20: met   | nobody knows when |
| 005 | P3, February    | 10 min         | met      | none promised                    | open: pending     |
| 006 | P1, February    | open, 30 min   | pending  | no row at all: not_recorded      | open: pending     |

Response: 3 of 4 judged; updates: 2 of 3; report: 1 of 3.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given

from generator.measure.frame import Table, frame
from generator.measure.measure import measure
from generator.measure.promises import promise_kept, promises_about_incidents
from generator.measure.statistics.intervals import wilson
from generator.model.incident import Incident, Row
from generator.model.kept import PROMISES, STATES, Group, Kept
from tests.measure.made import POLICY, at, made
from tests.measure.test_properties import FEW, INSTANTS, incidents

AS_OF = at("02-10 00:00")


def row(text: str, kind: str) -> Row:
    return Row(at(text), at(text).date(), kind, "", "")


def six() -> list[Incident]:
    return [
        made(1, severity="P0", started="01-05 10:00", detected="01-05 10:00", acked="01-05 10:10",
             resolved="01-05 11:00", report_at=at("01-06 07:00"), rows=(row("01-05 10:30", ""),)),
        made(2, severity="P0", started="01-06 10:00", detected="01-06 10:00", acked="01-06 10:20",
             resolved="01-06 10:40", rows=(row("01-06 10:00", "detected"),)),
        made(3, started="01-07 10:00", detected="01-07 10:00", acked="01-07 11:00", resolved="01-07 11:00",
             report_at=at("01-08 12:00"), rows=(row("01-07 10:30", "update"),)),
        made(4, started="01-08 10:00", detected="01-08 10:00", acked="unknown", resolved="01-08 10:20",
             unknown=frozenset({"acknowledged_at", "report_at"}), rows=(row("01-08 10:00", "detected"),)),
        made(5, severity="P3", started="02-02 10:00", detected="02-02 10:00", acked="02-02 10:10"),
        made(6, started="02-09 23:30", detected="02-09 23:30"),
    ]  # fmt: skip


def table(given_: list[Incident], as_of: dt.datetime = AS_OF) -> Table:
    return frame(measure(given_, POLICY, as_of).facts)


def numbers(kept: Kept) -> dict[str, list[int]]:
    return {state: [int(name[-3:]) for name in ids] for state, ids in kept.ids.items() if ids}


def test_six_incidents_worked_by_hand() -> None:
    total = promises_about_incidents(table(six())).total.kept
    assert numbers(total["response"]) == {"met": [1, 3, 5], "missed": [2], "unknown": [4], "pending": [6]}
    assert numbers(total["update"]) == {"met": [3, 4], "missed": [2], "not_recorded": [1, 6], "none": [5]}
    assert numbers(total["report"]) == {"met": [1], "missed": [2, 3], "unknown": [4], "pending": [5, 6]}
    assert [(total[name].kept, total[name].judged, total[name].counted) for name in PROMISES] == [
        *((3, 4, 6), (2, 3, 6), (1, 3, 6)),
    ]
    assert total["update"].rate == pytest.approx(2 / 3)
    # Wilson 1927 at 2 of 3 with z = 1.959964: middle (2/3 + z²/6)/(1 + z²/3), half z/(1 + z²/3)·√(2/27 + z²/36)
    assert total["update"].interval == pytest.approx((0.20766, 0.93851), abs=1e-5)


def test_each_month_and_severity_is_counted_anew() -> None:
    found = promises_about_incidents(table(six()))
    assert [(group.month, group.severity) for group in found.by_month_and_severity] == [
        *(("2026-01", "P0"), ("2026-01", "P1"), ("2026-02", "P1"), ("2026-02", "P3")),
    ]
    assert [group.severity for group in found.by_severity] == ["P0", "P1", "P3"]
    january, february = found.by_month
    assert (january.kept["response"].kept, january.kept["response"].judged) == (2, 3)
    assert (february.kept["response"].kept, february.kept["response"].judged) == (1, 1)
    # The mean of the months' shares would be (2/3 + 1)/2 = 0.83; the total is 3/4.
    assert found.total.kept["response"].rate == 0.75
    assert numbers(found.by_severity[0].kept["update"]) == {"missed": [2], "not_recorded": [1]}


def test_where_nothing_can_be_judged_there_is_no_share() -> None:
    february = promises_about_incidents(table(six()[5:])).total
    for name in PROMISES:
        assert (february.kept[name].judged, february.kept[name].rate, february.kept[name].interval) == (0, None, None)
    nothing = promises_about_incidents(table([]))
    assert (nothing.by_month, nothing.by_severity, nothing.total.kept["report"].rate) == ((), (), None)


def test_not_recorded_and_unknown_move_no_share() -> None:
    before = promises_about_incidents(table(six())).total.kept
    more = [made(7, started="01-09 10:00", detected="01-09 10:00", acked="unknown", resolved="01-09 10:20",
                 unknown=frozenset({"acknowledged_at", "report_at"}))]  # fmt: skip
    after = promises_about_incidents(table(six() + more)).total.kept
    for name, state in (("response", "unknown"), ("update", "not_recorded"), ("report", "unknown")):
        assert after[name].count(state) == before[name].count(state) + 1
        assert (after[name].rate, after[name].interval) == (before[name].rate, before[name].interval)


def all_groups(given_: list[Incident], as_of: dt.datetime) -> list[tuple[Group, Table]]:
    rows = table(given_, as_of)
    found = promises_about_incidents(rows)
    groups = [found.total, *found.by_severity, *found.by_month, *found.by_month_and_severity]
    own = []
    for group in groups:
        of_month = rows["month"].to_numpy() == group.month if group.month else np.full(len(rows), True)
        of_severity = rows["severity"].to_numpy() == group.severity if group.severity else np.full(len(rows), True)
        own.append(rows[of_month & of_severity])
    return list(zip(groups, own, strict=True))


@FEW
@given(incidents(), INSTANTS)
def test_the_states_part_the_incidents_of_every_group(given_: list[Incident], as_of: dt.datetime) -> None:
    for group, rows in all_groups(given_, as_of):
        for promise in PROMISES:
            kept = group.kept[promise]
            assert set(kept.ids) == set(STATES)
            assert sorted(name for ids in kept.ids.values() for name in ids) == sorted(rows.index)
            assert (kept.kept, kept.judged) == (kept.count("met"), kept.count("met") + kept.count("missed"))
            assert kept.rate == (kept.kept / kept.judged if kept.judged else None)
            assert kept.interval == wilson(kept.kept, kept.judged)
            assert kept == promise_kept(rows, promise)


@FEW
@given(incidents(), INSTANTS)
def test_months_and_severities_sum_to_the_total(given_: list[Incident], as_of: dt.datetime) -> None:
    found = promises_about_incidents(table(given_, as_of))
    for promise in PROMISES:
        for state in STATES:
            total = sorted(found.total.kept[promise].ids[state])
            for groups in (found.by_month, found.by_severity, found.by_year, found.by_month_and_severity):
                assert sorted(name for group in groups for name in group.kept[promise].ids[state]) == total


@FEW
@given(incidents(), INSTANTS)
def test_a_drill_changes_no_promise_about_incidents(given_: list[Incident], as_of: dt.datetime) -> None:
    drill = made(999, kind="drill", started="01-21 10:00", detected="01-21 10:00", acked="01-23 10:00")
    assert promises_about_incidents(table([*given_, drill], as_of)) == promises_about_incidents(table(given_, as_of))
