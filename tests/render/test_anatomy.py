from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.model.incident import MILESTONES, Row
from generator.render.anatomy import anatomy, text_width
from tests.render.render_inputs import AS_OF, ZONE, incident, incidents, instant


def test_a_whole_life_has_four_segments_whose_widths_are_worked_by_hand() -> None:
    whole = incidents()[0]._replace(rows=())
    drawing = anatomy(whole, AS_OF, width=402, least=50)
    assert drawing is not None
    # 402 less an edge of 1 each side leaves 400; four times 50 leave 200 for 30 minutes: 5, 2, 18, 5.
    assert [segment.minutes for segment in drawing.segments] == [5, 2, 18, 5]
    assert [segment.width for segment in drawing.segments] == [83.3, 63.4, 170.0, 83.3]
    assert [(segment.start, segment.end) for segment in drawing.segments][-1] == ("mitigated_at", "resolved_at")
    assert (drawing.ticks[0].align, drawing.ticks[-1].align, drawing.lasts) == ("start", "end", False)


def test_unknown_milestones_are_named_and_never_placed() -> None:
    drawing = anatomy(incidents()[2], AS_OF)
    assert drawing is not None
    assert drawing.unknown == ("acknowledged_at", "mitigated_at")
    assert drawing.ticks[0].names == ("started_at", "detected_at")  # the same instant: one tick
    assert [segment.skipped for segment in drawing.segments] == [("acknowledged_at", "mitigated_at")]
    assert [segment.minutes for segment in drawing.segments] == [240]


def test_an_open_incident_lasts_until_now_and_has_no_last_tick() -> None:
    drawing = anatomy(incidents()[1], AS_OF)
    assert drawing is not None and drawing.lasts
    assert [segment.minutes for segment in drawing.segments] == [10, 50]
    assert drawing.segments[-1].end is None
    assert len(drawing.ticks) == 2


def test_one_known_time_is_no_drawing() -> None:
    assert anatomy(incident(1, "2026-10-03 09:00"), AS_OF) is None
    assert anatomy(incidents()[4], AS_OF) is None


@given(
    st.lists(st.integers(0, 100_000), min_size=2, max_size=5, unique=True),
    st.lists(st.integers(-5_000, 105_000), max_size=8),
    st.sampled_from([340, 720]),
)
def test_ticks_go_forward_and_marks_stay_inside_in_order(minutes: list[int], rows: list[int], width: int) -> None:
    zero = instant("2026-01-01 00:00")
    names = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
    times = {name: zero + dt.timedelta(minutes=m) for name, m in zip(names, sorted(minutes), strict=False)}
    events = tuple(Row(zero + dt.timedelta(minutes=m), dt.date(2026, 1, 1), "note", "", "") for m in sorted(rows))
    drawing = anatomy(incident(1, None)._replace(rows=events, **times), AS_OF, width, 60)
    assert drawing is not None
    xs = [tick.x for tick in drawing.ticks]
    assert xs == sorted(set(xs)) and xs[0] >= 0 and xs[-1] <= width
    marks = [mark.x for mark in drawing.marks]
    assert marks == sorted(marks) and all(0 <= x <= width for x in marks)


def labels(end: str | None, minutes: float) -> tuple[str, str]:
    """Return labels as long as those of the pages: English words are the longest."""
    return (end or "ongoing").replace("_at", "ment"), f"{minutes:.0f} min"


@given(
    st.lists(st.integers(0, 100_000), min_size=2, max_size=5, unique=True),
    st.lists(st.integers(-5_000, 105_000), max_size=40),
    st.sampled_from([(340, 64), (720, 120)]),
)
def test_no_label_and_no_mark_covers_another(minutes: list[int], rows: list[int], size: tuple[int, int]) -> None:
    zero = instant("2026-01-01 00:00")
    times = {name: zero + dt.timedelta(minutes=m) for name, m in zip(MILESTONES, sorted(minutes), strict=False)}
    events = tuple(Row(zero + dt.timedelta(minutes=m), dt.date(2026, 1, 1), "note", "", "") for m in sorted(rows))
    drawing = anatomy(incident(1, None)._replace(rows=events, **times), AS_OF, *size)
    assert drawing is not None
    drawing = drawing.labelled(labels)
    lanes: dict[int, float] = {}
    for segment in drawing.segments:
        half = max(text_width(text) for text in labels(segment.end, segment.minutes)) / 2
        assert segment.label_x - half >= -0.1 and segment.label_x + half <= size[0] + 0.1
        assert segment.label_x - half > lanes.get(segment.lane, -1)
        lanes[segment.lane] = segment.label_x + half
    places = [column.x for column in drawing.columns]
    assert all(b - a >= 18 for a, b in pairwise(places))
    assert all(1 <= x <= size[0] - 1 for x in places)
    # every entry is in one column, shown or counted, and a count is never of one alone
    assert [m for c in drawing.columns for m in (*c.shown, *c.more)] == list(drawing.marks)
    assert all(len(c.more) != 1 and len(c.shown) + bool(c.more) <= 3 for c in drawing.columns)
    assert drawing.stack == max((len(c.shown) + bool(c.more) for c in drawing.columns), default=0)


def test_four_entries_at_one_place_are_two_marks_and_a_count() -> None:
    at = instant("2026-10-03 09:10")
    rows = tuple(Row(at, dt.date(2026, 10, 3), "action", f"{n}", "") for n in range(4))
    drawing = anatomy(incidents()[0]._replace(rows=rows), AS_OF)
    assert drawing is not None
    (column,) = drawing.columns
    assert ([mark.number for mark in column.shown], [mark.number for mark in column.more]) == ([1, 2], [3, 4])
    assert (drawing.stack, drawing.kinds) == (3, ("action",))


def test_a_label_that_does_not_fit_stands_above_its_neighbour() -> None:
    whole = incidents()[0]._replace(rows=())
    bare = anatomy(whole, AS_OF, 340, 64)
    assert bare is not None
    drawing = bare.labelled(lambda end, _: ("Acknowledgement" if end == "acknowledged_at" else "x", ""))
    assert [segment.lane for segment in drawing.segments] == [0, 0, 0, 0]  # 108 units fit between short ones
    drawing = bare.labelled(lambda *_: ("Acknowledgement", ""))
    assert [segment.lane for segment in drawing.segments] == [0, 1, 0, 1]
    assert drawing.lanes == 2


def test_days_begin_in_the_zone_and_are_named_where_there_is_room() -> None:
    times = {"started_at": instant("2026-10-10 21:30"), "detected_at": instant("2026-10-10 22:00"),
             "resolved_at": instant("2026-10-13 08:00")}  # fmt: skip
    drawing = anatomy(incident(1, None)._replace(rows=(), **times), AS_OF, 722, 120, zone=ZONE)
    assert drawing is not None
    # half an hour takes 120 + 480 * 30 / 3510 = 124.1 of 720 units; the other 595.9 are 58 hours, begun at x = 125.1
    assert [f"{m.at:%m-%d %H:%M}" for m in drawing.midnights] == ["10-11 00:00", "10-12 00:00", "10-13 00:00"]
    assert [(m.x, m.named) for m in drawing.midnights] == [(145.6, False), (392.2, True), (638.8, True)]
    utc = anatomy(incident(1, None)._replace(rows=(), **times), AS_OF, 722, 120)
    assert utc is not None
    assert [f"{m.at:%m-%d %H:%M}" for m in utc.midnights] == ["10-11 00:00", "10-12 00:00"]


@given(st.integers(1, 400_000), st.integers(0, 1440), st.sampled_from([340, 720]))
def test_no_date_covers_another(minutes: int, detected: int, width: int) -> None:
    start = instant("2026-01-01 13:00")
    times = {"started_at": start, "detected_at": start + dt.timedelta(minutes=min(detected, minutes)),
             "resolved_at": start + dt.timedelta(minutes=minutes)}  # fmt: skip
    drawing = anatomy(incident(1, None)._replace(rows=(), **times), AS_OF, width, 64, zone=ZONE)
    assert drawing is not None
    xs = sorted([*(tick.x for tick in drawing.ticks), *(day.x for day in drawing.midnights if day.named)])
    named = {day.x for day in drawing.midnights if day.named}
    assert all(b - a >= 44 for a, b in pairwise(xs) if {a, b} & named)
    assert len(drawing.midnights) <= max(14, width // 44)
