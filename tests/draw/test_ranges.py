"""Months too full for dots: their range by hand, the longest still linked, and a drawing that stays small."""

from __future__ import annotations

import re

import pytest

from generator.draw.dots import duration_dots
from generator.draw.ranges import CROWD, LONGEST, MANY, Range, crowded
from generator.draw.scale import Dot
from generator.draw.span import span
from generator.model.chart import Chart
from generator.model.kpi import Fact
from generator.model.month import Month
from tests.draw.draw_tables import english, fact, japanese, policy, table

START = Month(2016, 12)


def spread(count: int, months: int) -> list[Fact]:
    return [fact(n, START.plus(n % months), (n * 7 % 27) + 0.5, 1.0 + n % 3000) for n in range(count)]


def _index(month: Month) -> int:
    return (month.year - START.year) * 12 + month.number - START.number


def drawn(facts: list[Fact]) -> Chart:
    return duration_dots(span(table(facts), policy(), english(), None, ""), "mttr")


def dots_of(facts: list[Fact]) -> list[Dot]:
    return [Dot(each, _index(each.month) + 0.5, each.durations["mttr"].minutes or 0.0, each.is_open) for each in facts]


def test_a_full_month_by_hand() -> None:
    full = [fact(n, START, 1.5, float(n)) for n in range(1, 12)] + [fact(500, START, 2.5, 1000.0)]
    still = fact(501, START, 3.5, 5.0, is_open=True)
    others = [fact(1000 + n, START.plus(1 + n % 60), 1.5, 7.0) for n in range(CROWD)]
    dots = dots_of([*full, still, *others])
    ranges, shown = crowded(dots)
    # of 1..11 and 1000: the 10th percentile lies at place 1.1 (2 and a tenth of 1), the 90th at 9.9 (10 and 0.9 of 1)
    assert ranges == [Range(0, pytest.approx(2.1), pytest.approx(10.9))]
    first = [dot for dot in shown if dot.fact.month == START]
    assert [dot.fact.id for dot in first] == ["INC-2016-011", "INC-2016-500", "INC-2016-501"]
    assert [dot for dot in shown if dot.fact.month != START] == [dot for dot in dots if dot.fact.month != START]


def test_few_dots_stay_dots() -> None:
    dots = dots_of(spread(CROWD, 4))
    assert crowded(dots) == ([], dots)
    months = CROWD // (MANY - 1) + 1
    sparse = dots_of(spread(months * (MANY - 1), months))
    assert len(sparse) > CROWD and crowded(sparse) == ([], sparse)


def test_ten_thousand_stay_small_and_lead_to_the_longest() -> None:
    facts = spread(10_000, 120)
    chart = drawn(facts)
    assert chart.svg.count("<a ") == 120 * LONGEST and len(chart.svg) < 150_000
    linked = set(re.findall(r"incidents/(inc-\d+-\d+)/", chart.svg))
    for number in range(120):
        mine = [each for each in facts if each.month == START.plus(number)]
        longest = sorted(mine, key=lambda each: (-(each.durations["mttr"].minutes or 0.0), each.id))[:LONGEST]
        assert {each.id.lower() for each in longest} <= linked
    assert "a bar shows the 10th to the 90th percentile" in chart.description
    assert "10th to 90th percentile of a full month" in chart.svg
    assert len(chart.rows) == 120, "the table beside it leads to every incident"


def test_what_is_drawn_is_said_in_japanese() -> None:
    chart = duration_dots(span(table(spread(1000, 24)), policy(), japanese(), None, ""), "mttr")
    assert "10〜90パーセンタイルの範囲を帯で" in chart.description
