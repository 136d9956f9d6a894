"""The whole table: which incidents count, which months appear, what a scope changes."""

from __future__ import annotations

import pytest

from generator.measure.assemble import Scope
from generator.measure.measure import group_figures, measure
from generator.model.incident import Incident
from generator.model.kpi import Excluded, KpiTable
from generator.model.month import Month
from tests.measure.made import POLICY, at, made

AS_OF = at("12-01 00:00")


def one(number: int, day: str, minutes: int = 60, **values: object) -> Incident:
    start = at(f"{day} 10:00")
    resolved = start.replace(hour=start.hour + minutes // 60, minute=minutes % 60)
    return made(number, **({"started": start, "detected": start, "acked": start, "resolved": resolved} | values))


def counts(table: KpiTable) -> dict[str, int]:
    return {str(figures.month): figures.incident_rate.count for figures in table.months}


def test_nothing_gives_no_month_and_a_total_of_nothing() -> None:
    table = measure([], POLICY, AS_OF)
    assert (table.months, table.counted, table.total.incident_rate.count) == ((), 0, 0)
    assert table.total.incident_rate.per_30_days is None
    assert not table.total.provisional


def test_every_month_from_the_first_incidents_to_the_last_begun_appears() -> None:
    table = measure([one(1, "01-31"), one(2, "04-01")], POLICY, at("05-01 00:00"))
    assert counts(table) == {"2026-01": 1, "2026-02": 0, "2026-03": 0, "2026-04": 1}


def test_what_is_excluded_is_listed_with_its_reason() -> None:
    table = measure(
        [
            one(4, "01-05", kind="near_miss"),
            one(3, "01-05", kind="drill"),
            one(2, "01-05", exclude_from_kpi="a vendor's"),
            one(1, "01-05"),
            made(5, started="unknown", detected="unknown"),
        ],
        POLICY,
        AS_OF,
        read=9,
        unusable=[Excluded("INC-2026-000", "unusable: bad-time")],
    )
    assert [(row.id[-3:], row.reason) for row in table.excluded] == [
        ("000", "unusable: bad-time"),
        ("002", "a vendor's"),
        ("003", "drill"),
        ("004", "near_miss"),
        ("005", "start and detection unknown"),
    ]
    assert (table.read, table.counted, table.total.incident_rate.ids) == (9, 1, ("INC-2026-001",))


def test_drills_have_figures_of_their_own() -> None:
    drills = measure([one(1, "01-05"), one(2, "02-05", 30, kind="drill")], POLICY, AS_OF, kind="drill")
    assert drills.total.incident_rate.ids == ("INC-2026-002",)
    assert drills.total.durations["mttr"].mean == 30
    assert [row.reason for row in drills.excluded] == ["incident"]


def test_a_scope_keeps_the_months_and_counts_what_it_takes() -> None:
    incidents = [
        one(1, "01-05", services=("api",)),
        one(2, "02-05", services=("web", "api"), severity="P0"),
        one(3, "03-05", services=("web",)),
    ]
    as_of = at("04-01 00:00")
    everything = {"2026-01", "2026-02", "2026-03"}
    api = measure(incidents, POLICY, as_of, Scope(services=frozenset({"api"})))
    assert counts(api) == {"2026-01": 1, "2026-02": 1, "2026-03": 0}
    assert (api.counted, api.outside) == (2, 1)
    web = measure(incidents, POLICY, as_of, Scope(services=frozenset({"web"})))
    assert counts(web).keys() == everything, "a quiet month of a service is a zero, not a gap"
    grave = measure(incidents, POLICY, as_of, Scope(severities=frozenset({"P0"})))
    assert [fact.id for fact in grave.facts] == ["INC-2026-002"]
    both = Scope(services=frozenset({"api"}), severities=frozenset({"P1"}))
    assert [fact.id for fact in measure(incidents, POLICY, as_of, both).facts] == ["INC-2026-001"]


def test_chosen_months_are_the_same_as_among_all() -> None:
    days = [f"{month:02d}-0{day}" for month in range(1, 7) for day in (1, 2)]
    incidents = [one(number, day, 60 + number) for number, day in enumerate(days)]
    whole = measure(incidents, POLICY, at("07-01 00:00"))
    part = measure(incidents, POLICY, at("07-01 00:00"), Scope(first=Month(2026, 4), last=Month(2026, 5)))
    assert part.months == tuple(whole.of(month) for month in (Month(2026, 4), Month(2026, 5)))
    assert (part.counted, part.outside, part.total.incident_rate.count) == (4, 8, 4)
    assert part.total.exposure_days == 61


def test_a_recurrence_counts_whatever_the_scope_hides() -> None:
    first = one(1, "01-05", services=("api",), fingerprint="x")
    again = one(2, "01-20", services=("web",), fingerprint="x")
    table = measure([first, again], POLICY, AS_OF, Scope(services=frozenset({"api"})))
    assert (table.total.recurrence_rate.recurred, table.total.recurrence_rate.eligible) == (1, 1)


def test_the_expected_range_rests_on_the_months_before_up_to_twelve() -> None:
    months = [*(f"2025-{number:02d}" for number in range(1, 13)), "2026-01", "2026-02"]
    busy = [
        made(index, started=f"{month}-05T10:00:00", detected=f"{month}-05T10:00:00", id=f"INC-{index:04d}")
        for index, month in enumerate(month for month in months for _ in range(40 if month == "2025-01" else 3))
    ]
    table = measure(busy, POLICY, at("03-01 00:00"))
    ranges = [figures.incident_rate.expected for figures in table.months]
    assert ranges[:3] == [None, None, None], "fewer than three months before"
    assert ranges[12] == (2, 12), "73 in 12 months: NegBin(73.5, 12/13)"
    assert ranges[13] == (0, 7), "36 in 12 months, reference case predict.36_in_12: the first month is too long ago"
    assert {figures.incident_rate.verdict for figures in table.months[12:]} == {"inside"}


def crowd(month: int, count: int, first: int) -> list[Incident]:
    return [one(first + index, f"{month:02d}-{index + 1:02d}") for index in range(count)]


def test_above_and_below_the_expected_range() -> None:
    quiet = [*crowd(1, 0, 0), *crowd(1, 1, 10), *crowd(2, 1, 20), *crowd(3, 1, 30), *crowd(4, 9, 40)]
    assert measure(quiet, POLICY, AS_OF).months[3].incident_rate.verdict == "above"
    busy = [incident for month in (1, 2, 3) for incident in crowd(month, 20, month * 30)]
    found = measure(busy, POLICY, at("05-01 00:00")).months[3].incident_rate
    assert (found.count, found.verdict) == (0, "below")


def test_a_running_month_is_above_or_not_yet_judged() -> None:
    busy = [incident for month in (1, 2, 3) for incident in crowd(month, 20, month * 30)]
    assert measure(busy, POLICY, at("04-02 00:00")).months[3].incident_rate.verdict is None
    quiet = [*crowd(1, 1, 10), *crowd(2, 1, 20), *crowd(3, 1, 30), *crowd(4, 9, 40)]
    assert measure(quiet, POLICY, at("04-20 00:00")).months[3].incident_rate.verdict == "above"


def test_groups() -> None:
    incidents = [one(1, "01-05", services=("api", "web")), one(2, "02-05", 30, services=("web",)), one(3, "02-06")]
    (groups,) = group_figures(measure(incidents, POLICY, AS_OF), lambda fact: fact.services)
    assert list(groups) == ["api", "web"]
    assert groups["web"].incident_rate.count == 2
    assert groups["web"].durations["mttr"].mean == 45
    assert groups["api"].exposure_days == groups["web"].exposure_days


def test_the_same_in_any_zone_of_the_clock() -> None:
    incidents = [one(1, "01-05"), made(2, started="01-31 23:00", detected="01-31 23:00")]
    table = measure(incidents, POLICY, AS_OF)
    assert table == measure(incidents, POLICY, AS_OF.astimezone(POLICY.zone))
    assert table.as_of.isoformat() == "2026-12-01T00:00:00+09:00"


@pytest.mark.parametrize("own", [29, 30])
def test_the_spread_is_the_sites_own_from_thirty_values_on(own: int) -> None:
    same = [
        made(n, started="01-05 10:00", detected="01-05 10:00", resolved=f"01-05 1{1 + n % 2}:00")
        for n in range(own - 2)
    ]
    last = [made(90 + n, started="02-05 10:00", detected="02-05 10:00", resolved="02-05 11:00") for n in range(2)]
    found = measure([*same, *last], POLICY, AS_OF).months[1].change["mttr"]
    assert found is not None and found.visible_ratio is not None
    # 60 and 120 minutes spread by a third of 1.27 only: what is visible is far nearer to 1
    assert (found.visible_ratio > 0.3) is (own >= 30)
