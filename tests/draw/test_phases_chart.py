"""The chart of where the time goes: one bar a year, shares that add up, words in both languages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from generator.draw.palette import SENTINELS
from generator.draw.phases import phases_chart
from generator.model.load import PHASES, Load, PhaseFigure
from tests.draw.draw_tables import english, japanese


def figure(*minutes: float, n: int = 1) -> PhaseFigure:
    return PhaseFigure(None, dict(zip(PHASES, minutes, strict=True)), tuple(f"INC-2026-{i:03d}" for i in range(n)))


LOAD = Load(
    phases=figure(30, 5, 75, 140, n=3), phases_by_year={2025: figure(0, 0, 0, 0), 2026: figure(30, 5, 75, 140, n=3)}
)


def test_the_svg_is_well_formed_and_says_its_title() -> None:
    chart = phases_chart(LOAD, english())
    assert chart is not None
    root = ET.fromstring(chart.svg)
    # the key, then two bars: 28 + 2 x 29 + 6
    assert root[0].get("role") == "img" and root.get("viewBox") == "0 -22 640 114"
    assert chart.title == "56 % of the time of impact went to restoration (n=3)"
    assert not any(sentinel in chart.svg for sentinel in SENTINELS)


def test_a_year_without_any_minute_has_no_bar() -> None:
    chart = phases_chart(LOAD, english())
    assert chart is not None
    assert [row[0] for row in chart.rows] == ["In all", "2026"]
    assert ">2025<" not in chart.svg and ">2026<" in chart.svg


def test_the_table_beside_it_has_every_share() -> None:
    chart = phases_chart(LOAD, english())
    assert chart is not None
    assert chart.columns == (
        "Range",
        "Incidents",
        "In all",
        "Detection",
        "Acknowledgement",
        "Mitigation",
        "Restoration",
    )
    assert chart.rows[0] == ("In all", "3", "4 h 10 min", "30 min (12 %)", "5 min (2 %)", "1 h 15 min (30 %)",
                             "2 h 20 min (56 %)")  # fmt: skip


def test_shares_are_written_where_they_have_room() -> None:
    chart = phases_chart(LOAD, english())
    assert chart is not None
    assert re.findall(r">(\d+ %)<", chart.svg) == ["12 %", "30 %", "56 %"] * 2


def test_it_speaks_japanese() -> None:
    chart = phases_chart(LOAD, japanese())
    assert chart is not None
    assert chart.title == "影響時間の 56% を復旧が占めた(n=3)"
    said = "五つの時刻がすべて分かっている障害 3 件、合計 4時間10分: "
    assert chart.description == said + "検知 30分、応答 5分、緩和 1時間15分、復旧 2時間20分。"


def test_at_most_the_latest_six_years_are_drawn_and_all_are_in_the_table() -> None:
    years = {year: figure(1, 1, 1, 1) for year in range(2015, 2027)}
    chart = phases_chart(Load(phases=figure(12, 12, 12, 12, n=12), phases_by_year=years), english())
    assert chart is not None
    assert re.findall(r">(20\d\d)<", chart.svg) == ["2026", "2025", "2024", "2023", "2022", "2021"]
    assert len(chart.rows) == 13


def test_of_no_time_there_is_no_chart() -> None:
    assert phases_chart(Load(), english()) is None
    assert phases_chart(Load(phases=figure(0, 0, 0, 0, n=2)), english()) is None
