"""What holds for every set of incidents."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measure.document import as_json, document
from generator.measure.measure import measure
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import DURATIONS, KpiTable
from generator.model.month import MINUTE
from tests.measure.made import POLICY, TOKYO, made

FIRST = dt.datetime(2026, 1, 20, tzinfo=TOKYO)
SPAN = 100 * 24 * 60  # minutes: into the fifth month
GAP = st.one_of(st.just(0), st.integers(1, 90), st.integers(91, 30 * 24 * 60))
FEW = settings(max_examples=30, deadline=None)


@st.composite
def incident(draw: st.DrawFn, number: int) -> Incident:
    """One incident: milestones in order, some unknown, some not reached, of any kind."""
    instant = FIRST + draw(st.integers(0, SPAN)) * MINUTE
    reached = draw(st.integers(1, 5))
    times: dict[str, dt.datetime] = {}
    for name in MILESTONES[:reached]:
        times[name] = instant
        instant += draw(GAP) * MINUTE
    lost = frozenset(draw(st.sets(st.sampled_from(MILESTONES[:reached]), max_size=2)))
    known = {name: at for name, at in times.items() if name not in lost}
    return made(
        number,
        **known,
        unknown=lost,
        anchor=known.get("started_at") or known.get("detected_at"),
        status={5: "resolved", 4: "mitigated"}.get(reached, "open"),
        kind=draw(st.sampled_from(["incident"] * 5 + ["drill", "near_miss"])),
        severity=draw(st.sampled_from(["P0", "P1", "P2", "P3"])),
        fingerprint=draw(st.sampled_from(["", "pool", "disk"])),
    )


@st.composite
def incidents(draw: st.DrawFn) -> list[Incident]:
    return [draw(incident(number)) for number in range(draw(st.integers(0, 9)))]


INSTANTS = st.integers(-1000, SPAN + 60 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)


def figures_of(table: KpiTable) -> dict[str, Any]:
    printed = document(table)
    return {"months": printed["months"], "total": printed["total"]}


@FEW
@given(incidents(), INSTANTS)
def test_every_incident_is_counted_once_and_in_one_place(given_: list[Incident], as_of: dt.datetime) -> None:
    table = measure(given_, POLICY, as_of)
    total = table.total
    assert sum(month.incident_rate.count for month in table.months) == total.incident_rate.count == table.counted
    assert table.counted + len(table.excluded) == len(given_)
    assert {fact.id for fact in table.facts}.isdisjoint(row.id for row in table.excluded)
    for row in (*table.months, total):
        ids = sorted(row.incident_rate.ids)
        for figure in row.durations.values():
            assert figure.n + figure.unknown + figure.open == row.incident_rate.count
            assert sorted((*figure.ids, *figure.unknown_ids, *figure.open_ids)) == ids
        judged = row.response_target
        assert judged.met + judged.missed + judged.pending + judged.unknown == row.incident_rate.count
        back = row.recurrence_rate
        assert back.recurred <= back.eligible <= row.incident_rate.count
    for kpi in DURATIONS:
        assert total.durations[kpi].n == sum(month.durations[kpi].n for month in table.months)
        assert sorted(total.durations[kpi].values) == sorted(v for m in table.months for v in m.durations[kpi].values)
    assert total.exposure_days == sum(month.exposure_days for month in table.months)


@FEW
@given(incidents(), INSTANTS)
def test_months_are_whole_in_a_row_and_empty_ones_say_nothing(given_: list[Incident], as_of: dt.datetime) -> None:
    table = measure(given_, POLICY, as_of)
    months = [row.month for row in table.months if row.month]
    assert [month.plus(1) for month in months[:-1]] == months[1:]
    assert all(month.start(TOKYO) < as_of for month in months)
    if months:
        assert table.months[0].incident_rate.count > 0
        assert months[-1].end(TOKYO) >= as_of
    for row in table.months:
        if not row.incident_rate.count:
            averages = {(f.n, f.mean, f.median, f.p90, f.km_median) for f in row.durations.values()}
            assert averages == {(0, None, None, None, None)}
            assert (row.response_target.rate, row.recurrence_rate.rate) == (None, None)
            assert set(row.change.values()) == {None}


@FEW
@given(incidents(), INSTANTS)
def test_averages_lie_among_the_values(given_: list[Incident], as_of: dt.datetime) -> None:
    table = measure(given_, POLICY, as_of)
    for row in (*table.months, table.total):
        low, high = row.incident_rate.interval
        assert low <= row.incident_rate.count <= high
        for figure in row.durations.values():
            if figure.n:
                assert figure.mean is not None and figure.median is not None and figure.p90 is not None
                least, most = min(figure.values), max(figure.values)
                assert 0 <= least <= figure.median <= figure.p90 <= most
                assert least - 1e-9 <= figure.mean <= most + 1e-9
            if figure.km_median is not None:
                assert figure.km_median in figure.values
        for share, interval in (
            (row.response_target.rate, row.response_target.interval),
            (row.recurrence_rate.rate, row.recurrence_rate.interval),
        ):
            assert (share is None) is (interval is None)
            if share is not None and interval is not None:
                assert 0 <= interval[0] <= share <= interval[1] <= 1


@FEW
@given(incidents(), INSTANTS)
def test_the_json_has_no_nan(given_: list[Incident], as_of: dt.datetime) -> None:
    text = as_json(measure(given_, POLICY, as_of))
    assert json.loads(text, parse_constant=lambda name: name)["schema"] == "furikaeri/kpi/1"
    assert "NaN" not in text and "Infinity" not in text


@FEW
@given(incidents(), INSTANTS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(given_: list[Incident], as_of: dt.datetime, chance: Any) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)
    assert document(measure(given_, POLICY, as_of)) == document(measure(shuffled, POLICY, as_of))


@FEW
@given(incidents(), INSTANTS, incident(90), st.sampled_from(["drill", "near_miss", "excluded"]))
def test_what_does_not_count_changes_no_figure(
    given_: list[Incident], as_of: dt.datetime, extra: Incident, why: str
) -> None:
    values = {name: extra.at(name) for name in MILESTONES}
    kind, reason = ("incident", "a reason") if why == "excluded" else (why, "")
    more = made(90, **values, unknown=extra.unknown, anchor=extra.anchor, status=extra.status, kind=kind,
                exclude_from_kpi=reason, fingerprint="pool")  # fmt: skip
    assert figures_of(measure(given_, POLICY, as_of)) == figures_of(measure([*given_, more], POLICY, as_of))


@FEW
@given(incidents(), INSTANTS, st.integers(0, SPAN))
def test_what_was_known_stays_known(given_: list[Incident], as_of: dt.datetime, minutes: int) -> None:
    before, after = measure(given_, POLICY, as_of), measure(given_, POLICY, as_of + minutes * MINUTE)
    assert {fact.id for fact in before.facts} <= {fact.id for fact in after.facts}
    assert {row.month for row in before.months} <= {row.month for row in after.months}
    later = {fact.id: fact for fact in after.facts}
    for fact in before.facts:
        assert later[fact.id].month == fact.month
        assert fact.is_open or not later[fact.id].is_open, "what is over stays over"
        for kpi, value in fact.durations.items():
            if value.state == "closed":
                assert later[fact.id].durations[kpi] == value


@FEW
@given(incidents())
def test_at_the_end_everything_reached_is_closed(given_: list[Incident]) -> None:
    end = FIRST + (SPAN + 200 * 24 * 60) * MINUTE
    for fact in measure(given_, POLICY, end).facts:
        record = next(one for one in given_ if one.id == fact.id)
        assert fact.is_open is (record.status != "resolved")
        for kpi, (start, stop) in {
            "mttr": ("started_at", "resolved_at"),
            "mtta": ("detected_at", "acknowledged_at"),
        }.items():
            first, last = record.at(start), record.at(stop)
            both = first is not None and last is not None
            assert (fact.durations[kpi].state == "closed") is both
            if first is not None and last is not None:
                assert fact.durations[kpi].minutes == (last - first) / MINUTE
