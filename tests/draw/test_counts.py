"""The charts of how the number of incidents behaves, on small tables made by hand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.draw.counts import draw_counts
from generator.draw.palette import SENTINELS
from generator.measure.rates_behaviour import rates_behaviour
from generator.model.chart import ROOT_MARK, Chart
from generator.model.words import DASH, Words
from tests.draw.draw_tables import english, fact, japanese, policy, table
from tests.measure.test_rates_behaviour import LAST, given_table

ROOT = Path(__file__).parents[2]
SPIKE = (*(2, 5, 3, 4) * 5, 4, 2, 5, 15)
RARE = (1, 0, 2, 0, 0, 1, 1, 0, 0, 2, 1, 0, 1, 2, 0, 1, 0, 3)


def drawn(counts: Sequence[int], words: Words | None = None) -> dict[str, Chart]:
    made = given_table(counts)
    return draw_counts(rates_behaviour(made), made, policy(), words or english())


def links(chart: Chart) -> list[str]:
    return re.findall(r'<a href="([^"]+)" tabindex="-1"><title>', chart.svg)


def test_every_month_is_a_dot_that_leads_to_its_page() -> None:
    chart = drawn(SPIKE)["incident_rate-control"]
    assert links(chart) == [f"{ROOT_MARK}reviews/{LAST.plus(n - 23)}/" for n in range(24)]
    assert "Oct 2026: 15 incidents · usual 0–11" in chart.svg
    assert chart.rows[0] == ("Oct 2026", "15", "4", "0–11", "Oct 2026 above the usual range")
    assert len(chart.links[0]) == 15 and len(chart.rows) == len(chart.links) == 24


def test_the_title_says_what_the_chart_shows() -> None:
    assert drawn(SPIKE)["incident_rate-control"].title == "Incidents a month: Oct 2026 above the usual range"
    calm = drawn((2, 5, 3, 4) * 3)["incident_rate-control"]
    assert calm.title == "Incidents a month, Nov 2025 to Oct 2026: no month differs from what is usual"
    assert drawn((3,))["incident_rate-control"].title == "Only one month is over: nothing to compare it with"
    assert drawn((0, 0, 0))["incident_rate-control"].title == "No incident, Aug 2026 to Oct 2026"
    assert drawn(())["incident_rate-control"].title == "No month is over yet"
    one = drawn((0, 1, 0))
    assert one["incident_rate-control"].title == "One incident, Aug 2026 to Oct 2026: too few to tell what is usual"
    assert one["incident_rate-control"].rows[0][3] == DASH
    assert one["incident_rate-gaps"].title == "Too few incidents since Aug 2026 for the time between them"


def test_a_run_is_told_with_its_length() -> None:
    chart = drawn((2, 3, 1, 2, 3, 2, 1, 2, 3, 1, 2, 1, 6, 7, 5, 8, 6, 9, 7, 6, 5, 7, 8, 6))["incident_rate-control"]
    assert "12 months above the mean in a row, to Oct 2026" in chart.title
    assert chart.svg.count(">run of 12</text>") == 2


def test_every_gap_is_a_dot_that_leads_to_the_incident_that_ended_it() -> None:
    chart = drawn(RARE)["incident_rate-gaps"]
    ids = [f"INC-{LAST.plus(place - 17).year}-{number:03d}" for number, place in enumerate(
        [place for place, count in enumerate(RARE) for _ in range(count)], 1)]  # fmt: skip
    wanted = [f"{ROOT_MARK}incidents/{ident.lower()}/" for ident in ids]
    assert links(chart) == [*wanted[1:], wanted[-1]]  # the first ends none; the last again, where the time still runs
    assert [row[0] for row in chart.links] == ids[:0:-1]
    assert "so far ↑" in chart.svg and ">1 mo</text>" in chart.svg


def test_incidents_of_one_instant_are_not_called_too_few() -> None:
    given = [fact(number, LAST, 3, 30) for number in range(1, 5)]
    made = table(given, LAST.plus(-3), LAST)
    chart = draw_counts(rates_behaviour(made), made, policy(), english())["incident_rate-gaps"]
    assert chart.title == "All incidents since Jul 2026 began at the same time"


def test_a_long_time_without_an_incident_is_told_with_its_limit() -> None:
    """Twelve times of 365/12 days on average: by chance they pass ln(1/0.00135) = 6.608 times as much once in 740."""
    chart = drawn((1,) * 13 + (0,) * 11)["incident_rate-gaps"]
    assert chart.title == "No incident for 360 d: longer than the limit of 201 d"


def test_frequent_incidents_have_no_chart_of_gaps() -> None:
    assert list(drawn(SPIKE)) == ["incident_rate-control"]
    assert list(drawn(RARE)) == ["incident_rate-control", "incident_rate-gaps"]


@pytest.mark.parametrize("words", [english(), japanese()], ids=["en", "ja"])
@pytest.mark.parametrize("counts", [(), (0,), (4,), (0, 0, 0), (0, 1, 0, 0), SPIKE, RARE, (0, 0, 12) * 8])
def test_whatever_there_is_can_be_drawn_in_both_languages(words: Words, counts: tuple[int, ...]) -> None:
    for chart in drawn(counts, words).values():
        root = ET.fromstring(chart.svg)
        named = {element.get("id"): element.text for element in root[0]}
        title, description = (root[0].get("aria-labelledby") or "").split()
        assert (named[title], named[description]) == (chart.title, chart.description)
        assert "nan" not in chart.svg and not [left for left in SENTINELS if left in chart.svg]
        assert not set(re.findall(r"#[0-9a-f]{6}", re.sub(r"var\(--fk-[^)]*\)", "", chart.svg)))


def test_the_bytes_are_equal_in_another_process() -> None:
    code = (
        "import sys; from tests.draw.test_counts import RARE, SPIKE, drawn\n"
        "charts = [*drawn(RARE).values(), *drawn(SPIKE).values()]\n"
        "sys.stdout.buffer.write(''.join(chart.svg for chart in charts).encode())"
    )
    here = "".join(chart.svg for chart in (*drawn(RARE).values(), *drawn(SPIKE).values())).encode()
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    there = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True)
    assert there.stdout == here


@settings(max_examples=10)
@given(st.lists(st.integers(0, 6), max_size=40))
def test_all_months_of_the_stretch_are_in_the_chart_and_its_table(counts: list[int]) -> None:
    chart = drawn(counts)["incident_rate-control"]
    ET.fromstring(chart.svg)
    shown = counts[-24:]
    assert [row[1] for row in chart.rows] == [str(count) for count in reversed(shown)]
    assert len(links(chart)) == len(shown)
