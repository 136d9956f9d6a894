"""A closed month beside today's figures: what was corrected is told apart from what only went on."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.measure.closing import closed
from generator.measure.document import document
from generator.measure.measure import measure
from generator.measure.restated import Restatement, Today, repaired, restate
from generator.model.asof import all_known_at
from generator.model.incident import Incident
from generator.model.lock import Lock, as_text
from generator.model.month import Month
from generator.model.policy import Policy
from generator.read.locks import parse_lock
from tests.measure.made import POLICY, at, made

JANUARY = Month(2026, 1)
CLOSED = at("02-01 09:00")
TODAY = at("05-01 09:00")
ONE = made(1, started="01-05 09:00", detected="01-05 09:10", acked="01-05 09:15", resolved="01-05 10:00",
           path="1.md", fingerprint="pool")  # fmt: skip
TWO = made(2, started="01-20 09:00", detected="01-20 09:30", acked="unknown", resolved="01-20 11:00", path="2.md")
OPEN = made(3, started="01-31 20:00", detected="01-31 20:10", acked="01-31 20:20", path="3.md")
RESOLVED = made(3, started="01-31 20:00", detected="01-31 20:10", acked="01-31 20:20", resolved="02-02 20:00",
                path="3.md")  # fmt: skip
BEFORE = made(9, started="2025-12-05T09:00", detected="2025-12-05T09:10", resolved="2025-12-05T10:00", path="9.md")


def lock(*incidents: Incident, policy: Policy = POLICY) -> Lock:
    return closed(JANUARY, measure(incidents, policy, CLOSED), incidents, policy, sums={i.path: "a" for i in incidents})


def now(
    was: Lock, *incidents: Incident, today: dt.datetime = TODAY, policy: Policy = POLICY,
    sums: dict[str, str] | None = None,
) -> Restatement:  # fmt: skip
    known = all_known_at(incidents, today)
    return restate(was, Today(measure(incidents, policy, today), known, policy), sums)


def causes(found: Restatement) -> dict[str, tuple[str, ...]]:
    return {moved.kpi: moved.causes for moved in found.moved}


def test_at_the_closing_nothing_differs() -> None:
    found = now(lock(BEFORE, ONE, TWO, OPEN), BEFORE, ONE, TWO, OPEN, today=CLOSED, sums={"1.md": "a"})
    assert (found.moved, found.changed, found.later, found.rules, found.edited) == ((), (), (), (), ())
    assert not found.is_restated


def test_time_alone_restates_nothing() -> None:
    found = now(lock(ONE, TWO, OPEN), ONE, TWO, RESOLVED)
    assert not found.is_restated and found.changed == ()
    assert [(change.id, change.field, change.now) for change in found.later] == [
        ("INC-2026-003", "status", "resolved"),
        ("INC-2026-003", "resolved_at", "2026-02-02T20:00:00+09:00"),
    ]
    assert set(causes(found).values()) == {("later",)}
    moved = {moved.kpi: moved for moved in found.moved}
    assert moved.keys() == {"mttr", "mrt", "recurrence_rate"}  # nobody knew a mitigation, then or now: no figure
    assert (moved["mttr"].reported["n"], moved["mttr"].today["n"]) == (2, 3)
    assert (moved["recurrence_rate"].reported["eligible"], moved["recurrence_rate"].today["eligible"]) == (0, 3)


def test_a_corrected_record_restates_what_rests_on_it_and_nothing_else() -> None:
    """Worked by hand: 60 and 120 minutes were reported, median 90; with 180 for 60 it is 150."""
    longer = ONE._replace(resolved_at=at("01-05 12:00"))
    found = now(lock(ONE, TWO), longer, TWO, today=CLOSED)
    assert found.is_restated and causes(found) == {"mttr": ("records",), "mrt": ("records",)}
    mttr = found.moved[0]
    assert (mttr.reported["median"], mttr.today["median"]) == (90, 150)
    (change,) = found.changed
    assert (change.id, change.field) == ("INC-2026-001", "resolved_at")
    assert (change.was, change.now) == ("2026-01-05T10:00:00+09:00", "2026-01-05T12:00:00+09:00")


def test_both_are_said_where_both_moved_it() -> None:
    found = now(lock(ONE, OPEN), ONE._replace(resolved_at=at("01-05 12:00")), RESOLVED)
    assert causes(found)["mttr"] == ("records", "later")
    assert causes(found)["recurrence_rate"] == ("later",)


def test_a_record_written_late_or_lost() -> None:
    found = now(lock(ONE, TWO), ONE, today=CLOSED)
    assert causes(found)["incident_rate"] == ("records",)
    assert [(c.id, c.field, c.was, c.now) for c in found.changed] == [("INC-2026-002", "record", "2.md", None)]
    late = now(lock(ONE), ONE, TWO, today=CLOSED)
    assert [(c.id, c.field, c.was, c.now) for c in late.changed] == [("INC-2026-002", "record", None, "2.md")]
    noticed = made(4, started="01-31 23:00", detected="02-03 09:00", resolved="02-03 10:00")
    since = now(lock(ONE), ONE, noticed)
    assert since.changed == () and causes(since)["incident_rate"] == ("later",)


def test_all_records_lost() -> None:
    found = now(lock(ONE), BEFORE, today=CLOSED)
    assert found.moved[0].today["count"] == 0 and found.is_restated
    alone = now(lock(ONE), today=CLOSED)  # the month is not even in the table any more
    assert alone.is_restated and alone.moved[0].today == {}


def test_another_rule_restates_though_no_record_changed() -> None:
    """P1 asks for a response within 60 minutes; one that took 20 misses a target of 10."""
    fast = made(5, started="01-05 09:00", detected="01-05 09:00", acked="01-05 09:20", resolved="01-05 10:00")
    strict = POLICY.severities["P1"]
    assert strict.response is not None
    levels = {**POLICY.severities, "P1": strict._replace(response=strict.response._replace(minutes=10))}
    found = now(lock(fast), fast, today=CLOSED, policy=POLICY._replace(severities=levels))
    assert causes(found) == {"response_target": ("rules",)}
    assert [(c.id, c.field, c.was, c.now) for c in found.rules] == [("", "response.P1.minutes", 60, 10)]
    window = now(lock(fast), fast, today=CLOSED, policy=POLICY._replace(recurrence_days=7))
    assert [(c.id, c.field, c.was, c.now) for c in window.rules] == [("recurrence_rate", "window_days", 30, 7)]
    assert causes(window) == {"recurrence_rate": ("rules",)}


def test_a_change_of_another_month_is_told_from_one_of_this_month() -> None:
    """A later incident that is found to be the same failure makes this month's a recurrence."""
    early = at("03-01 09:00")
    other = made(6, started="01-20 12:00", detected="01-20 12:10", resolved="01-20 13:00", fingerprint="disk")
    again = made(7, started="02-02 09:00", detected="02-02 09:10", resolved="02-02 10:00", fingerprint="net")
    was = closed(JANUARY, measure([other, again], POLICY, early), [other, again], POLICY, sums={})
    found = now(was, other, again._replace(fingerprint="disk"), today=early)
    assert causes(found) == {"recurrence_rate": ("others",)} and found.is_restated
    was = was._replace(closing=was.closing._replace(version="0.0.1"))
    assert causes(now(was, other, again._replace(fingerprint="disk"), today=early)) == {
        "recurrence_rate": ("program", "others")
    }


def test_a_figure_is_laid_to_what_it_rests_on_alone() -> None:
    """Another severity makes nothing a recurrence, nor does another target: the record of February did."""
    early = at("03-01 09:00")
    disk = made(6, started="01-20 12:00", detected="01-20 12:10", acked="01-20 12:20", resolved="01-20 13:00",
                fingerprint="disk")  # fmt: skip
    again = made(7, started="02-02 09:00", detected="02-02 09:10", resolved="02-02 10:00", fingerprint="net")
    was = closed(JANUARY, measure([disk, again], POLICY, early), [disk, again], POLICY, sums={})
    p1 = POLICY.severities["P1"]
    assert p1.response is not None
    strict = {**POLICY.severities, "P1": p1._replace(response=p1.response._replace(minutes=5))}
    hours = POLICY.business_hours._replace(days=frozenset({0}))
    found = now(was, disk._replace(severity="P3"), again._replace(fingerprint="disk"), today=early,
                policy=POLICY._replace(severities=strict, business_hours=hours))  # fmt: skip
    assert causes(found)["incident_rate"] == ("records",)
    assert causes(found)["recurrence_rate"] == ("others",)
    slow = now(was, disk, again, today=early, policy=POLICY._replace(severities=strict, business_hours=hours))
    assert causes(slow) == {"response_target": ("rules",)}


def test_another_zone_is_a_rule_and_no_time() -> None:
    """05:00 of 1 February in Tokyo is January in UTC: the count goes from 1 to 2 by the policy alone."""
    early = made(8, started="02-01 05:00", detected="02-01 05:10", resolved="02-01 06:00", path="8.md")
    was = lock(ONE, early)
    assert was.closing.figures["incident_rate"]["count"] == 1
    found = now(was, ONE, early, today=CLOSED, policy=POLICY._replace(zone=ZoneInfo("UTC")))
    assert causes(found)["incident_rate"] == ("rules",)
    (rate,) = (moved for moved in found.moved if moved.kpi == "incident_rate")
    assert rate.today["count"] == 2 and "later" not in {cause for moved in found.moved for cause in moved.causes}


def test_a_last_digit_of_another_machine_restates_nothing() -> None:
    was = lock(ONE, TWO)
    rate = was.closing.figures["incident_rate"]
    low, high = rate["interval"]
    figures = {**was.closing.figures, "incident_rate": {**rate, "interval": [math.nextafter(low, 9), high]}}
    other = was._replace(closing=was.closing._replace(figures=figures))
    assert now(other, ONE, TWO, today=CLOSED).moved == ()
    figures = {**was.closing.figures, "incident_rate": {**rate, "interval": [low + 0.001, high]}}
    off = was._replace(closing=was.closing._replace(figures=figures))
    assert causes(now(off, ONE, TWO, today=CLOSED)).keys() == {"incident_rate"}


def test_the_expected_range_moves_with_the_months_before() -> None:
    old = [made(n, started=f"2025-{n:02d}-05T09:00", detected=f"2025-{n:02d}-05T09:10",
                resolved=f"2025-{n:02d}-05T10:00") for n in range(8, 13)]  # fmt: skip
    more = [made(20 + n, started=f"2025-11-{n:02d}T09:00", detected=f"2025-11-{n:02d}T09:10",
                 resolved=f"2025-11-{n:02d}T10:00") for n in range(1, 9)]  # fmt: skip
    found = now(lock(*old, ONE), *old, *more, ONE, today=CLOSED)
    assert causes(found) == {"expected": ("months",)} and not found.is_restated


def test_prose_alone_is_named_apart() -> None:
    found = now(lock(ONE, TWO), ONE, TWO, today=CLOSED, sums={"1.md": "b", "2.md": "a"})
    assert found.edited == ("INC-2026-001",) and not found.is_restated
    changed = now(lock(ONE), ONE._replace(severity="P2"), today=CLOSED, sums={"1.md": "b"})
    assert changed.edited == () and causes(changed) == {"incident_rate": ("records",)}


def test_what_nobody_knew_and_is_known_now_is_a_repair() -> None:
    known = TWO._replace(acknowledged_at=at("01-20 09:40"), unknown=frozenset())
    was = lock(ONE, TWO, OPEN)
    assert [
        (c.id, c.field, c.was, c.now) for c in repaired(was, {"INC-2026-002": known, "INC-2026-003": RESOLVED})
    ] == [("INC-2026-002", "acknowledged_at", "unknown", "2026-01-20T09:40:00+09:00")]
    assert repaired(was, {"INC-2026-001": ONE._replace(resolved_at=at("01-05 12:00"))}) == ()  # it was known, and wrong
    assert repaired(was, {"INC-2026-001": ONE._replace(cause="capacity")}) != ()


def test_a_lock_of_another_version_claims_nothing_it_cannot_know() -> None:
    was = lock(ONE)
    figures = {key: value for key, value in was.closing.figures.items() if key != "mttr"}
    contracts = {**was.closing.contracts, "mttr": {"unheard_of": 1}}
    old = was._replace(closing=was.closing._replace(figures=figures, contracts=contracts))
    found = now(old, ONE._replace(resolved_at=at("01-05 12:00")), today=CLOSED)
    assert causes(found) == {"mrt": ("records",)} and found.rules == ()


INSTANTS = st.integers(0, 45 * 24 * 60).map(lambda m: at("01-01 00:00") + dt.timedelta(minutes=m))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Incident, ...]:
    """Incidents of January to mid-February, with known, unknown and unreached milestones."""
    found = []
    for number in range(1, draw(st.integers(2, 6))):
        names = ("started", "detected", "acked", "mitigated", "resolved")
        times = dict(zip(names, sorted(draw(st.lists(INSTANTS, min_size=5, max_size=5))), strict=True))
        gone = draw(st.sets(st.sampled_from(names[2:])))
        known: dict[str, object] = {key: "unknown" if key in gone else moment for key, moment in times.items()}
        if draw(st.booleans()):
            known = {key: known[key] for key in ("started", "detected")}
        found.append(made(number, **known, fingerprint=draw(st.sampled_from(["", "a"]))))
    return tuple(found)


@settings(max_examples=25, deadline=None)
@given(incidents=lives(), late=st.integers(0, 30))
def test_the_same_records_tell_the_same_of_then_digit_for_digit(incidents: tuple[Incident, ...], late: int) -> None:
    """What was closed at T1 is what `kpi --as-of T1` says ever after, and all that differs today is time's doing."""
    then = at("02-01 00:00") + dt.timedelta(days=late)
    table = measure(incidents, POLICY, then)
    if table.of(JANUARY) is None:
        return
    was = parse_lock(as_text(closed(JANUARY, table, incidents, POLICY, sums={})), "x/2026-01.lock.json").lock
    assert was is not None
    again = next(row for row in document(measure(incidents, POLICY, then))["months"] if row["month"] == "2026-01")
    assert was.closing.figures == again
    assert set(was.closing.ids) == {
        i.id for i in incidents
        if i.started_at and Month.of(i.started_at, POLICY.zone) == JANUARY and i.detected_at and i.detected_at <= then
    }  # fmt: skip
    found = now(was, *incidents)
    assert found.changed == () and not found.is_restated
    assert {cause for moved in found.moved for cause in moved.causes} <= {"later"}


@settings(max_examples=20, deadline=None)
@given(incidents=lives(), which=st.integers(0, 20), by=st.integers(1, 600))
def test_no_corrected_fact_goes_unseen(incidents: tuple[Incident, ...], which: int, by: int) -> None:
    then = at("02-20 00:00")
    of_january = [
        one for one in incidents if one.resolved_at and Month.of(one.started_at or then, POLICY.zone) == JANUARY
    ]
    if not of_january:
        return
    target = of_january[which % len(of_january)]
    was = closed(JANUARY, measure(incidents, POLICY, then), incidents, POLICY, sums={})
    assert target.resolved_at is not None and target.started_at is not None
    corrected = target._replace(resolved_at=target.resolved_at + dt.timedelta(minutes=by))
    found = now(was, *(corrected if one is target else one for one in incidents), today=then)
    assert [(change.id, change.field) for change in found.changed] == [(target.id, "resolved_at")]
    assert found.is_restated and "mttr" in causes(found)


def test_the_casebook_lock_is_what_the_records_said() -> None:
    """Every lock of this repository can be read, and nothing it reported was corrected since."""
    from generator.check.check import check
    from generator.read.records import read

    root = Path(__file__).parents[2]
    records = read(root)
    result = check(records, TODAY, future=None)
    assert result.locks
    for one in result.locks:
        table = measure(result.incidents, result.policy, one.as_of)
        found = restate(one, Today(table, all_known_at(result.incidents, one.as_of), result.policy))
        assert (found.moved, found.changed) == ((), ())
