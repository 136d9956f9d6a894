"""Months too full for dots: their range by hand, the longest still linked, and a drawing that stays small."""

from __future__ import annotations

import math
import re

import pytest

from generator.draw.canvas import LEFT, PLOT_HEIGHT, PLOT_WIDTH, TOP
from generator.draw.dots import duration_dots
from generator.draw.ranges import CROWD, LONGEST, MANY, Range, crowded
from generator.draw.scale import Dot
from generator.draw.span import span
from generator.model.chart import ROOT_MARK, Chart
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
    assert ranges == [Range(0, pytest.approx(2.1), pytest.approx(10.9), 12)]
    first = [dot for dot in shown if dot.fact.month == START]
    assert [dot.fact.id for dot in first] == ["INC-2016-011", "INC-2016-500", "INC-2016-501"]
    assert [dot for dot in shown if dot.fact.month != START] == [dot for dot in dots if dot.fact.month != START]


def bars(chart: Chart) -> list[tuple[str, str, list[tuple[float, float]]]]:
    """Return of each range where it leads, what it says, and its corners in units of the view box."""
    found = re.findall(r'<a href="([^"]*reviews[^"]*)"[^>]*><title>([^<]*)</title><path d="([^"]*)"/></a>', chart.svg)
    return [
        (href, said, [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", corners)])
        for href, said, corners in found
    ]


def test_a_range_stands_at_its_values_and_leads_to_its_month() -> None:
    full = [fact(n, START, 2.5, 10.0 if n < 20 else 60.0) for n in range(40)]  # tenths: 10 and 60 minutes
    sparse = [fact(100 + n, START.plus(1 + n % 60), 1.5, 1.0 + 59 * (n % 2)) for n in range(CROWD)]
    [(href, said, corners)] = bars(drawn([*full, *sparse]))
    assert href == f"{ROOT_MARK}reviews/2016-12/" and said == "Dec 2016 (n=40): 10th to 90th percentile 10 min–1 h"
    # The axis runs from 1 to 60 minutes: all units but the 6 above hold log10(60) and a fiftieth of it below.
    unit = (PLOT_HEIGHT - 6) / (1.02 * math.log10(60))
    height = {y for _, y in corners}
    assert sorted(height) == pytest.approx([TOP + 6, TOP + 6 + unit * math.log10(6)], abs=0.01)
    middle = LEFT + PLOT_WIDTH / 61 / 2
    assert sorted({x for x, _ in corners}) == pytest.approx(
        [middle - PLOT_WIDTH / 61 * 0.36, middle + PLOT_WIDTH / 61 * 0.36], abs=0.01
    )


def test_a_percentile_next_to_nothing_stays_on_the_axis() -> None:
    # Of 22 values the 10th percentile lies at place 2.1: a tenth of the way from the third, 0, to the fourth, 1.
    full = [fact(n, START, 2.5, 0.0 if n < 3 else 1.0) for n in range(22)]
    sparse = [fact(100 + n, START.plus(1 + n % 60), 1.5, 60.0) for n in range(CROWD)]
    [(_, _, corners)] = bars(drawn([*full, *sparse]))
    assert max(y for _, y in corners) < TOP + PLOT_HEIGHT


def test_few_dots_stay_dots() -> None:
    dots = dots_of(spread(CROWD, 4))
    assert crowded(dots) == ([], dots)
    months = CROWD // (MANY - 1) + 1
    sparse = dots_of(spread(months * (MANY - 1), months))
    assert len(sparse) > CROWD and crowded(sparse) == ([], sparse)


def test_ten_thousand_stay_small_and_lead_to_the_longest() -> None:
    facts = spread(10_000, 120)
    chart = drawn(facts)
    assert chart.svg.count("<a ") == 120 * (LONGEST + 1) and len(chart.svg.encode()) < 150_000
    linked = set(re.findall(r"incidents/(inc-\d+-\d+)/", chart.svg))
    for number in range(120):
        mine = [each for each in facts if each.month == START.plus(number)]
        longest = sorted(mine, key=lambda each: (-(each.durations["mttr"].minutes or 0.0), each.id))[:LONGEST]
        assert {each.id.lower() for each in longest} <= linked
    assert re.findall(r"reviews/([\d-]+)/", chart.svg) == [str(START.plus(number)) for number in range(120)]
    assert "is a bar from the 10th to the 90th percentile" in chart.description
    assert "one dot for each incident" not in chart.description
    assert "10th to 90th percentile of a full month" in chart.svg
    assert len(chart.rows) == 120, "the table beside it leads to every incident"


def test_what_is_drawn_is_said_in_japanese() -> None:
    chart = duration_dots(span(table(spread(1000, 24)), policy(), japanese(), None, ""), "mttr")
    assert "10〜90パーセンタイルの範囲を帯で" in chart.description
