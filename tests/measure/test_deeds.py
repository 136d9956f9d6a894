"""Actions and drills, by hand and for every set of actions.

Ten actions, seen on 1 March 2026. INC-2026-001 (P0) began on 1 January, INC-2026-002 (P1, a drill) on 1 February, the
review of January was held on 5 February:

| id      | due     | status      | done    | state        | days until done  | days past due |
|---------|---------|-------------|---------|--------------|------------------|---------------|
| 001/A1  | 31 Jan  | done        | 11 Jan  | in_time      | 10               |               |
| 001/A2  | 31 Jan  | done        | 31 Jan  | in_time      | 30               |               |
| 001/A3  | 31 Jan  | done        | 10 Feb  | late         | 40               |               |
| 001/A4  | 31 Jan  | open        |         | overdue      | more than 59     | 29            |
| 001/A5  | 31 Jan  | done        | ?       | not_recorded |                  |               |
| 002/A1  | 31 Mar  | done        | 6 Feb   | early        | 5                |               |
| 002/A2  | 1 Mar   | in_progress |         | pending      | more than 28     |               |
| 002/A3  | 1 Feb   | dropped     |         | dropped      |                  |               |
| 002/A4  |         | open        |         | undated      | more than 28     |               |
| 2026-01/R1 | 20 Feb | open      |         | overdue      | more than 24     | 9             |

Share by due date: 2 of 5 (in_time 2, late 1, overdue 2). Kaplan-Meier of 5, 10, 24+, 28+, 28+, 30, 40, 59+: after 5 of
8 at risk 7/8, after 10 of 7 at risk 6/8 = 0.75, after 30 of 3 at risk 0.75 · 2/3 = 0.5: the median is 30 days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measure.deeds import action_state, actions_by_due_month, ageing, deeds, promises_about_actions
from generator.measure.drills import drills_kept
from generator.model.asof import all_known_at
from generator.model.incident import Action, Incident, Review
from generator.model.kept import ACTION_STATES, Deed
from tests.measure.made import TOKYO, at, made
from tests.measure.test_properties import FEW

AS_OF = at("03-01 09:00")
TODAY = dt.date(2026, 3, 1)


def action(name: str, due: str | None, status: str, done: str | None = None) -> Action:
    day = [dt.date.fromisoformat(f"2026-{text}") if text else None for text in (due, done)]
    return Action(name, "t", "prevent", status, "SRE", day[0], day[1])


def ten() -> tuple[list[Incident], list[Review]]:
    first = made(1, severity="P0", started="01-01 10:00", detected="01-01 10:00", resolved="01-01 11:00", actions=(
        action("A1", "01-31", "done", "01-11"), action("A2", "01-31", "done", "01-31"),
        action("A3", "01-31", "done", "02-10"), action("A4", "01-31", "open"),
        action("A5", "01-31", "done")))  # fmt: skip
    second = made(2, kind="drill", started="02-01 10:00", detected="02-01 10:00", resolved="02-01 11:00", actions=(
        action("A1", "03-31", "done", "02-06"), action("A2", "03-01", "in_progress"),
        action("A3", "02-01", "dropped"), action("A4", None, "open")))  # fmt: skip
    return [first, second], [Review("2026-01", "p", dt.date(2026, 2, 5), actions=(action("R1", "02-20", "open"),))]


def found() -> tuple[Deed, ...]:
    return deeds(*ten(), AS_OF, TOKYO)


def short(name: str) -> str:
    return name.removeprefix("INC-2026-")


def test_ten_actions_worked_by_hand() -> None:
    assert {short(deed.id): deed.state for deed in found()} == {
        "001/A1": "in_time", "001/A2": "in_time", "001/A3": "late", "001/A4": "overdue", "001/A5": "not_recorded",
        "002/A1": "early", "002/A2": "pending", "002/A3": "dropped", "002/A4": "undated", "2026-01/R1": "overdue",
    }  # fmt: skip
    total = promises_about_actions(found()).total
    kept = total.kept["action"]
    assert (kept.kept, kept.judged, kept.rate) == (2, 5, 0.4)
    # Wilson 1927 at 2 of 5
    assert kept.interval == pytest.approx((0.11762, 0.76928), abs=1e-5)
    assert total.to_done is not None
    assert total.to_done.median_days == 30
    assert (len(total.to_done.done), len(total.to_done.open)) == (4, 4)
    assert [short(name) for name in total.to_done.outside] == ["001/A5", "002/A3"]


def test_by_severity_by_month_and_by_the_month_they_are_due() -> None:
    parts = promises_about_actions(found())

    def shares(groups: object) -> list[tuple[object, ...]]:
        return [(g.month, g.severity, g.kept["action"].kept, g.kept["action"].judged) for g in groups]  # type: ignore[attr-defined]  # groups

    assert shares(parts.by_severity) == [(None, "", 0, 1), (None, "P0", 2, 4), (None, "P1", 0, 0)]
    assert shares(parts.by_month) == [("2026-01", None, 2, 5), ("2026-02", None, 0, 0)]
    assert shares(parts.by_month_and_severity) == [
        *(("2026-01", "", 0, 1), ("2026-01", "P0", 2, 4), ("2026-02", "P1", 0, 0)),
    ]
    assert shares(parts.by_year) == [("2026", None, 2, 5)]
    assert shares(actions_by_due_month(found())) == [
        *(("", None, 0, 0), ("2026-01", None, 2, 4), ("2026-02", None, 0, 1), ("2026-03", None, 0, 0)),
    ]


def test_the_oldest_open_action_comes_first() -> None:
    told = [(short(deed.id), deed.age, deed.past_due) for deed in ageing(found())]
    assert told == [("001/A4", 59, 29), ("002/A2", 28, None), ("002/A4", 28, None), ("2026-01/R1", 24, 9)]


def test_what_was_known_earlier_of_incidents_and_reviews() -> None:
    incidents, reviews = ten()
    as_of = at("01-20 12:00")
    early = deeds(all_known_at(incidents, as_of.astimezone(TOKYO)), reviews, as_of, TOKYO)
    assert {short(deed.id): deed.state for deed in early} == {
        "001/A1": "early", "001/A2": "pending", "001/A3": "pending", "001/A4": "pending", "001/A5": "not_recorded",
    }  # fmt: skip
    assert [deed.age for deed in early if deed.age is not None] == [19, 19, 19]


def test_a_day_of_completion_before_the_incident_gives_no_time() -> None:
    slip = made(1, started="02-01 10:00", detected="02-01 10:00", actions=(action("A1", "02-20", "done", "01-15"),))
    (deed,) = deeds([slip], [], AS_OF, TOKYO)
    total = promises_about_actions([deed]).total
    assert total.to_done is not None
    assert (total.to_done.median_days, total.to_done.done, total.to_done.outside) == (None, (), ("INC-2026-001/A1",))


def test_without_any_known_day_there_is_no_age_and_the_date_due_still_counts() -> None:
    nowhen = made(1, started="unknown", detected="unknown", status="open", actions=(action("A1", "02-20", "open"),))
    assert [(d.month, d.since, d.age, d.past_due) for d in deeds([nowhen], [], AS_OF, TOKYO)] == [("", None, None, 9)]
    (late,) = ageing(deeds([nowhen], [], AS_OF, TOKYO))
    assert late.state == "overdue"


DAYS = st.integers(-40, 40).map(lambda days: TODAY + dt.timedelta(days))
ACTIONS = st.builds(
    Action,
    st.sampled_from(["A1", "A2"]),
    st.just("t"),
    st.just("prevent"),
    st.sampled_from(["open", "in_progress", "done", "dropped"]),
    st.just("SRE"),
    st.none() | DAYS,
    st.none() | DAYS,
)


@st.composite
def records(draw: st.DrawFn) -> list[Incident]:
    begun = draw(st.lists(st.none() | DAYS, max_size=5))
    return [
        made(
            number,
            severity=draw(st.sampled_from(["P0", "P1"])),
            anchor=dt.datetime.combine(day, dt.time(12), TOKYO) if day else None,
            actions=tuple(draw(st.lists(ACTIONS, max_size=4))),
        )
        for number, day in enumerate(begun)
    ]


@FEW
@given(records())
def test_the_states_part_the_actions_and_the_groups_sum_to_the_total(given_: list[Incident]) -> None:
    all_ = deeds(given_, [], AS_OF, TOKYO)
    parts = promises_about_actions(all_)
    total = parts.total.kept["action"]
    assert set(total.ids) == set(ACTION_STATES)
    assert Counter(name for ids in total.ids.values() for name in ids) == Counter(deed.id for deed in all_)
    assert total.judged == total.count("in_time") + total.count("late") + total.count("overdue")
    parted = (parts.by_month, parts.by_severity, parts.by_year, parts.by_month_and_severity)
    for groups in (*parted, actions_by_due_month(all_)):
        for state in ACTION_STATES:
            ids = Counter(name for group in groups for name in group.kept["action"].ids[state])
            assert ids == Counter(total.ids[state])
    timed = parts.total.to_done
    assert timed is not None
    assert len(timed.done) + len(timed.open) + len(timed.outside) == len(all_)


@FEW
@given(ACTIONS)
def test_an_action_done_without_its_day_is_neither_late_nor_in_time(given_: Action) -> None:
    state = action_state(given_, TODAY)
    if given_.status == "done" and given_.done_at is None:
        assert state in ("not_recorded", "undated")
    if state in ("in_time", "late", "overdue"):
        assert given_.due is not None
        assert state != "overdue" or given_.overdue_on(TODAY)


def drill(number: int, start: str | None, **changes: object) -> Incident:
    return made(number, kind="drill", anchor=at(start) if start else None, **changes)


def test_drills_by_quarter_worked_by_hand() -> None:
    """Two are asked for. First record 20 Aug 2025 (a near miss), in a quarter before the first recorded drill.

    2025-Q4 has one drill, 2026-Q1 two, Q2 none, Q3 is running.

    The drill at 14:30 UTC on 31 March is at 23:30 in Tokyo, still in the first quarter.
    """
    records_ = [
        made(1, kind="near_miss", anchor=at("2025-08-20T10:00")),
        drill(2, "2025-12-31T23:59"),
        drill(3, "2026-01-01T00:00"),
        drill(4, "2026-03-31T14:30+00:00"),
        drill(5, None, occurred_on=dt.date(2026, 7, 2)),
        drill(6, None),
    ]
    kept = drills_kept(records_, 2, at("2026-08-15T00:00"), TOKYO)
    assert [(q.name, len(q.held), q.state) for q in kept.quarters] == [
        *(("2025-Q3", 0, "not_recorded"), ("2025-Q4", 1, "missed")),
        *(("2026-Q1", 2, "met"), ("2026-Q2", 0, "missed"), ("2026-Q3", 1, "pending")),
    ]
    assert (kept.kept.kept, kept.kept.judged, kept.undated) == (1, 3, ("INC-2026-006",))
    over = drills_kept(records_, 2, at("2026-10-01T00:00"), TOKYO)
    assert [quarter.state for quarter in over.quarters][4:] == ["missed", "pending"]


def test_a_team_that_has_recorded_no_drill_yet_has_missed_none() -> None:
    kept = drills_kept([made(1, anchor=at("2025-08-20T10:00"))], 1, at("2026-02-15T00:00"), TOKYO)
    assert [q.state for q in kept.quarters] == ["not_recorded", "not_recorded", "pending"]
    assert (kept.kept.judged, kept.kept.rate) == (0, None)


def test_without_records_or_a_promise_no_quarter_is_judged() -> None:
    assert drills_kept([], 1, AS_OF, TOKYO).quarters == ()
    none = drills_kept([drill(1, "2026-01-05T10:00")], 0, AS_OF, TOKYO)
    assert [(quarter.state, len(quarter.held)) for quarter in none.quarters] == [("none", 1)]
    assert (none.kept.judged, none.kept.rate) == (0, None)
