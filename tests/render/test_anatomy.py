from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from generator.model.incident import Row
from generator.render.anatomy import anatomy
from tests.render.render_inputs import AS_OF, incident, incidents, instant


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
