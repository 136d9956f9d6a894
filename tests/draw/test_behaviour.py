"""The charts of how durations behave, on small tables made by hand."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.draw.behaviour import draw_behaviour
from generator.draw.palette import SENTINELS
from generator.draw.paths import stairs, thinned
from generator.measure.behaviour import duration_behaviour
from generator.model.chart import ROOT_MARK, Chart
from generator.model.kpi import DURATIONS, KpiTable
from generator.model.month import Month
from generator.model.words import DASH, Words
from tests.draw.draw_tables import english, fact, japanese, policy, table

ROOT = Path(__file__).parents[2]
OCT = Month(2026, 10)


def drawn(given_table: KpiTable, words: Words | None = None) -> dict[str, Chart]:
    return draw_behaviour(given_table, policy(), words or english(), duration_behaviour(given_table))


def eventful() -> KpiTable:
    """Return 40 incidents in 20 months: a nasty title, one far out, one of zero minutes, one open, one unknown."""
    generator = random.Random(4)
    minutes: list[float | None] = [round(generator.lognormvariate(4, 0.7)) for _ in range(40)]
    minutes[7], minutes[20], minutes[30], minutes[38] = None, 0.0, 9000.0, 400.0
    made = []
    for place, value in enumerate(minutes):
        changes: dict[str, object] = {"is_open": True} if place == 38 else {}
        changes |= {"title": "a < b & \"c\" $x$ 'd' </title>", "severity": "P0"} if place == 30 else {}
        made.append(fact(place + 1, Month(2025, 3).plus(place // 2), 3.0 + place % 2 * 9, value, **changes))
    return table(made)


def test_there_are_two_charts_for_each_duration_and_they_stand_inline() -> None:
    charts = drawn(eventful())
    assert set(charts) == {f"{kpi}-{kind}" for kpi in DURATIONS for kind in ("steady", "running")}
    page = "".join(chart.svg for chart in charts.values())
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and all(ident.startswith("fk-") for ident in ids)
    for name, chart in charts.items():
        root = ET.fromstring(chart.svg)
        image = root[0]
        assert chart.name == name and image.get("role") == "img" and root[1].get("aria-hidden") == "true"
        named = {element.get("id"): element.text for element in image}
        title, description = (image.get("aria-labelledby") or "").split()
        assert (named[title], named[description]) == (chart.title, chart.description)
        for left in ("<?xml", "<style", "style=", "clip-path", "xlink", *SENTINELS):
            assert left not in chart.svg
        assert {len(row) for row in chart.rows} == {len(chart.columns)} and len(chart.rows) == len(chart.links)


def test_every_incident_of_the_stretch_is_a_dot_that_links_to_its_page() -> None:
    found = duration_behaviour(eventful())["mttr"].control
    chart = drawn(eventful())["mttr-steady"]
    links = re.findall(rf'<a href="{re.escape(ROOT_MARK)}incidents/([^/]+)/"', chart.svg)
    assert sorted(links) == sorted(point.id.lower() for point in found.points)
    assert list(chart.links) == [(point.id,) for point in reversed(found.points)]
    assert "a &lt; b" in chart.svg


def test_signals_are_ringed_numbered_and_named_in_the_table() -> None:
    chart = drawn(eventful())["mttr-steady"]
    assert chart.title == "Time to resolve: 3 signals among the last 38 measured incidents"
    assert chart.svg.count('stroke-width="1.8">') == 1
    assert all(f">{number}</text>" in chart.svg for number in (1, 2, 3))
    told = {links[0]: row[3] for row, links in zip(chart.rows, chart.links, strict=True) if row[3] != DASH}
    assert told == {
        "INC-2026-031": "3: above the upper limit",
        "INC-2026-021": "2: below the lower limit",
        "INC-2025-016": "1: a run above the centre",
    }
    assert "Signal 1: a run above the centre, INC-2025-007–INC-2025-016." in chart.description
    assert "They rest on the first 36, up to INC-2026-037." in chart.description


def test_zero_minutes_lie_where_the_limits_count_them() -> None:
    given_table = table([fact(n, OCT, n, minutes) for n, minutes in enumerate([0.0, 0.5, 8.0, 2.0, 1.0, 3.0, 2.0], 1)])
    svg = drawn(given_table)["mttr-steady"].svg
    mark = r'<(?:use href="[^"]+" x="[\d.]+" y="|path d="M [\d.]+ )([\d.]+)'
    places = dict(re.findall(rf'inc-2026-(00[12])/"[^>]*><title>[^<]*</title>{mark}', svg))
    assert len(places) == 2 and places["001"] == places["002"]
    assert "0 min" in svg


def test_the_open_ones_are_marked_on_the_curve() -> None:
    chart = drawn(eventful())["mttr-running"]
    assert re.findall(r"incidents/([^/]+)/", chart.svg) == ["inc-2026-039"]
    assert "6 h 40 min so far, open" in chart.svg
    assert [row[0] for row in chart.rows] == [
        "longer than 1 h", "longer than 4 h", "longer than 1 day", "longer than 1 wk", "median",
        "mean of at most 3 days each", "n",
    ]  # fmt: skip


def test_the_bytes_are_equal_in_another_process_with_another_hash_seed() -> None:
    code = (
        "import sys; from tests.draw.test_behaviour import drawn, eventful\n"
        "sys.stdout.buffer.write(''.join(chart.svg for chart in drawn(eventful()).values()).encode())"
    )
    here = "".join(chart.svg for chart in drawn(eventful()).values()).encode()
    environment = os.environ | {"PYTHONHASHSEED": "3", "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    there = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True)
    assert there.stdout == here


@pytest.mark.parametrize("words", [english(), japanese()], ids=["en", "ja"])
@pytest.mark.parametrize(
    "values",
    [(), (None,) * 8, (5.0,), (0.0,) * 9, (7.0,) * 9, (1.0, 2.0, 3.0), (0.0, 1e7) * 5],
    ids=["none", "unknown", "one", "zero", "equal", "few", "far"],
)
@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_hardly_anything_can_be_drawn(values: tuple[float | None, ...], is_open: bool, words: Words) -> None:
    facts = [fact(n, OCT, n, minutes, is_open=is_open and minutes is not None) for n, minutes in enumerate(values, 1)]
    given_table = table(facts)
    for chart in drawn(given_table, words).values():
        ET.fromstring(chart.svg)
        assert chart.title and chart.description and "nan" not in chart.svg


def test_titles_say_why_nothing_is_judged() -> None:
    few = drawn(table([fact(n, OCT, n, 5.0 * n) for n in (1, 2, 3)]))["mttr-steady"]
    assert few.title == "Time to resolve: measured incidents 3, too few for limits"
    equal = drawn(table([fact(n, OCT, n, 7.0) for n in range(1, 9)]))["mttr-steady"]
    assert equal.title == "Time to resolve: the last 8 measured incidents all took equally long"
    all_open = drawn(table([fact(n, OCT, n, 7.0, is_open=True) for n in range(1, 9)]))
    assert all_open["mttr-steady"].title == "Time to resolve: no incident with a known value yet"
    assert all_open["mttr-running"].title.endswith("how long half take cannot be told yet (n=8)")


def test_charts_of_ten_thousand_stay_small() -> None:
    generator = random.Random(2)
    made = [
        fact(n, Month(2016, 12).plus(n // 84), n % 84 / 3, generator.lognormvariate(4, 1.3), is_open=n > 9900)
        for n in range(10_000)
    ]
    charts = drawn(table(made))
    assert max(len(chart.svg) for chart in charts.values()) < 90_000
    assert max(len(chart.rows) for chart in charts.values()) < 48


SHARES = st.lists(st.floats(0, 1), max_size=60).map(lambda values: sorted(values, reverse=True))


@settings(deadline=None)
@given(SHARES, st.floats(0.001, 0.2))
def test_a_thinned_curve_says_the_same(shares: list[float], least: float) -> None:
    kept = list(thinned([(share,) for share in shares], least))
    assert kept == sorted(set(kept)) and (not shares or kept[-1] == len(shares) - 1)
    for place, share in enumerate(shares):
        shown = [shares[other] for other in kept if other <= place]
        assert shown and (abs(shown[-1] - share) < least or place in kept)


def test_stairs_by_hand() -> None:
    assert stairs((0, 1.0), [(2, 0.5), (3, 0.0)]) == [(0, 1.0), (2, 1.0), (2, 0.5), (3, 0.5), (3, 0.0)]
