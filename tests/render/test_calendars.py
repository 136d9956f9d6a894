"""The calendars: read back, every event is the day that the record says."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from generator.model.incident import Action, Incident, Review
from generator.model.month import Month
from generator.render.calendars import calendars, review_day
from generator.render.casebook import Casebook
from generator.render.inputs import Inputs
from tests.render.render_inputs import incident, inputs

SITE = "https://intra.example/furikaeri/"


def book(root: Path, given: list[Incident] | None = None) -> Casebook:
    return Casebook(dataclasses.replace(inputs(root, given=given), site_url=SITE))


def events(data: bytes) -> list[Component]:
    """Return the events of a calendar, after looking at what RFC 5545 says of lines and of all-day events."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(data)
    assert (str(calendar["version"]), bool(str(calendar["prodid"]))) == ("2.0", True)
    found = list(calendar.walk("VEVENT"))
    for event in found:
        assert event["dtstart"].params["VALUE"] == event["dtend"].params["VALUE"] == "DATE"
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1)
        assert event["dtstamp"].dt.tzinfo is not None
    assert len({str(event["uid"]) for event in found}) == len(found)
    return found


def test_due_dates_by_hand(tmp_path: Path) -> None:
    files = calendars(book(tmp_path))
    review, action = sorted(events(files["calendar/actions.ics"]), key=lambda event: event["dtstart"].dt)
    assert (review["dtstart"].dt, action["dtstart"].dt) == (dt.date(2026, 10, 2), dt.date(2026, 10, 20))
    assert str(action["summary"]) == "期限: 監視を追加 (SRE)"
    assert str(action["uid"]) == "tag:intra.example,2026:/furikaeri/actions/INC-2026-014/A1"
    assert str(action["url"]) == f"{SITE}incidents/inc-2026-014/"
    assert action["dtstamp"].dt == dt.datetime(2026, 10, 3, 23, tzinfo=dt.UTC)  # the report: the record's last change
    (mine,) = events(files["calendar/owners/sre.ics"])
    assert mine.to_ical() == action.to_ical()


def test_what_is_done_undated_or_restricted_is_in_no_calendar(tmp_path: Path) -> None:
    day = dt.date(2026, 11, 20)
    actions = (
        Action("A1", "x", "detect", "done", "SRE", day, dt.date(2026, 10, 20)),
        Action("A2", "x", "detect", "dropped", "SRE", day),
        Action("A3", "x", "detect", "open", "SRE", None),
        Action("A4", "x", "detect", "in_progress", "SRE", day),
    )
    given = [
        incident(1, "2026-10-01 10:00", actions=actions),
        incident(2, "2026-10-01 10:00", visibility="restricted", actions=(actions[-1],)),
    ]
    uids = [str(event["uid"]) for event in events(calendars(book(tmp_path, given))["calendar/owners/sre.ics"])]
    assert uids == ["tag:intra.example,2026:/furikaeri/actions/INC-2026-001/A4"]


def test_a_meeting_that_was_held_stands_on_its_day(tmp_path: Path) -> None:
    (held,) = [e for e in events(calendars(book(tmp_path))["calendar/reviews.ics"]) if "2026-10" in str(e["uid"])]
    assert held["dtstart"].dt == dt.date(2026, 11, 1)
    assert str(held["summary"]) == "2026年10月のレビュー会議"


def test_the_next_meetings_stand_on_the_day_the_policy_names(tmp_path: Path) -> None:
    """1 November 2026 is a Sunday, the 3rd a holiday: the third business day is Thursday the 5th. October was held."""
    given = inputs(tmp_path)
    planned = dataclasses.replace(given, policy=given.policy._replace(review_business_day=3), reviews=())
    found = events(calendars(Casebook(planned))["calendar/reviews.ics"])
    assert [(event["dtstart"].dt, str(event["summary"])) for event in found] == [
        (dt.date(2026, 11, 5), "2026年10月のレビュー会議(予定)"),
        (dt.date(2026, 12, 3), "2026年11月のレビュー会議(予定)"),
        (dt.date(2027, 1, 6), "2026年12月のレビュー会議(予定)"),
    ]
    held = events(calendars(Casebook(dataclasses.replace(planned, reviews=given.reviews)))["calendar/reviews.ics"])
    assert [event["dtstart"].dt for event in held] == [dt.date(2026, 11, 1), *(e["dtstart"].dt for e in found[1:])]


def test_a_month_with_fewer_business_days_has_its_meeting_on_the_last(tmp_path: Path) -> None:
    policy = inputs(tmp_path, given=[]).policy
    assert review_day(Month(2026, 10), policy) is None
    assert review_day(Month(2026, 10), policy._replace(review_business_day=40)) == dt.date(2026, 11, 30)
    closed = policy.business_hours._replace(days=frozenset())
    assert review_day(Month(2026, 10), policy._replace(review_business_day=1, business_hours=closed)) is None


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    assert calendars(book(tmp_path)) == calendars(book(tmp_path))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return inputs(tmp_path_factory.mktemp("root"), given=[])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.text(min_size=1, max_size=60), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_no_text_of_an_author_breaks_a_line_or_adds_an_event(
    base: Inputs, title: str, owner: str, day: dt.date
) -> None:
    hostile = f"{title}\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:{owner},;\\"
    action = Action("A1", hostile, "detect", "open", owner, day)
    one = incident(1, "2026-10-01 10:00", title=hostile, actions=(action,))
    files = calendars(Casebook(dataclasses.replace(base, incidents=(one,))))
    for uri, data in files.items():
        assert uri == "calendar/reviews.ics" or [event["dtstart"].dt for event in events(data)].count(day) == 1


def test_a_review_without_a_day_is_no_event(tmp_path: Path) -> None:
    given = inputs(tmp_path)
    undated = Review("2026-09", "incidents/reviews/2026-09.md")
    one = Casebook(dataclasses.replace(given, reviews=(undated,)))
    assert events(calendars(one)["calendar/reviews.ics"]) == []
