"""Words in charts stand beside what they name and on nothing else, at the largest size they are shown at."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.draw.canvas import HEIGHT, NARROW, TEXT, WIDTH, sheet, text_width
from generator.draw.charts import draw
from generator.draw.palette import TEXT_SIZES
from generator.draw.room import Room
from generator.draw.spark import draw_sparks
from generator.model.kpi import KpiTable
from generator.model.month import Month
from tests.draw.draw_tables import english, fact, japanese, policy, table

Box = tuple[float, float, float, float]

#: At this size letters may touch the next line's, but not lie on them: their upper and lower quarter is mostly empty.
_HIGH = NARROW * 0.7


def labels(svg: str) -> list[tuple[str, Box]]:
    """Return every text of a drawing, without its key, and the box it takes on a phone."""
    found = re.findall(r'<text text-anchor="(\w+)"[^>]* x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)<', svg)
    boxes = []
    for anchor, x, y, text in found:
        width = text_width(text)
        left = float(x) - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
        boxes.append((text, (left, left + width, float(y) - _HIGH, float(y))))
    return boxes


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def clashes(made: KpiTable, months: int | None = None) -> list[tuple[str, str]]:
    drawn = [chart for words in (english(), japanese()) for chart in draw(made, policy(), words, months).values()]
    return [
        (one, other)
        for chart in drawn
        for (one, box), (other, other_box) in combinations(labels(chart.svg), 2)
        if overlap(box, other_box)
    ]


def test_the_boxes_of_labels_are_found() -> None:
    charts = draw(table([fact(1, Month(2026, 10), 2, 40), fact(2, Month(2026, 10), 9, 90)]), policy(), english())
    assert {"P2", "Oct 2026", "month's median"} <= {text for text, _ in labels(charts["mttr"].svg)}
    assert overlap((0, 10, 0, 10), (9, 20, 9, 20)) and not overlap((0, 10, 0, 10), (10, 20, 0, 10))


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 23), st.floats(0, 27), st.floats(0.2, 1e5), st.sampled_from(("P0", "P1", "P2", "P3"))),
        min_size=1,
        max_size=40,
    )
)
def test_no_two_labels_lie_on_each_other(rows: list[tuple[int, float, float, str]]) -> None:
    facts = [fact(n, Month(2024, 12).plus(m), day, minutes, severity=s) for n, (m, day, minutes, s) in enumerate(rows)]
    assert clashes(table(facts), 24) == []


@pytest.mark.parametrize("years", [1, 3, 14])
def test_long_and_short_axes_name_no_two_times_in_one_place(years: int) -> None:
    facts = [fact(n, Month(2026, 11).plus(-n), 2, 30.0 + n) for n in range(12 * years)]
    assert clashes(table(facts)) == []


def test_every_label_lies_within_the_drawing() -> None:
    facts = [fact(n, Month(2025, 1).plus(n % 23), n % 25, 1.0 + 37 * n, severity=f"P{n % 4}") for n in range(60)]
    for chart in draw(table(facts), policy(), japanese(), 24).values():
        for text, (left, right, top, bottom) in labels(chart.svg):
            assert left >= -1 and right <= WIDTH + 1 and top >= -2 and bottom <= HEIGHT, (chart.name, text)


def test_a_label_takes_the_first_place_that_is_free_and_none_where_all_are_taken() -> None:
    axes = sheet([Month(2026, 1).plus(n) for n in range(12)], 0, 10)
    room = Room(axes)
    room.take([(6, 5)], 5, 5)
    assert room.beside([(6, 5)], "P1") and room.beside([(6, 5)], "P2")
    assert [text.get_ha() for text in axes.texts] == ["left", "right"]
    room.take([(6, 5)], 500, 500)
    assert not room.beside([(6, 5)], "P3")
    assert len(axes.texts) == 2


def test_no_line_runs_through_a_label() -> None:
    axes = sheet([Month(2026, 1).plus(n) for n in range(12)], 0, 10)
    room = Room(axes)
    room.take_lines([5])
    assert not room.write((6, 5), "expected", shift=(0, -NARROW / 2))
    assert room.write((6, 5), "expected", shift=(0, 4)) and room.write((6, 5), "expected", shift=(0, -NARROW))


def test_text_is_eleven_to_fourteen_pixels_wide_pages_and_phones_alike() -> None:
    """A chart is 36 rem wide at most, 720 pixels where Material's rem is 20, and 358 on a phone of 390."""
    steps = [(720, TEXT), *TEXT_SIZES]
    assert [width for width, _ in steps] == sorted((width for width, _ in steps), reverse=True)
    for (widest, size), (next_widest, _) in zip(steps, [*TEXT_SIZES, (352, 0.0)], strict=True):
        assert size * widest / WIDTH <= 14.0
        assert size * (next_widest + 1) / WIDTH >= 10.9
    assert max(size for _, size in steps) == NARROW


def test_small_multiples_have_no_text_and_are_missing_where_nothing_is_known() -> None:
    made = table([fact(1, Month(2026, 9), 1, 30), fact(2, Month(2026, 11), 3, 95, response="missed")])
    charts = draw(made, policy(), english(), 24, "-recent")
    sparks = draw_sparks(made, policy(), english(), 24, charts)
    assert set(sparks) == set(charts)
    assert sparks["mttr"].reach == "30 min–1 h 35 min"
    assert sparks["response_target"].reach == "at most 1 a month, 1 below the line"
    assert all("<text" not in spark.svg and 'style="' not in spark.svg for spark in sparks.values())
    assert sparks["mttr"].svg.count("<circle") == 2
    none = table([fact(1, Month(2026, 9), 1, None, response="unknown", window_elapsed=False)])
    left = draw_sparks(none, policy(), english(), 24, draw(none, policy(), english(), 24, "-recent"))
    assert set(left) == {"incident_rate"}
