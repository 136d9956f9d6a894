"""What every chart must hold, on small tables made by hand."""

import ast
import datetime as dt
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from string import Formatter

import matplotlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import fontManager

from generator.draw.canvas import MONTH_NAMES, count_ticks
from generator.draw.charts import draw
from generator.draw.dots import NAMES
from generator.draw.palette import SENTINELS
from generator.draw.running import AFTER
from generator.draw.scale import scale_of
from generator.draw.steady import RULES
from generator.model.chart import ROOT_MARK, Chart
from generator.model.kpi import KPIS, Change, KpiTable
from generator.model.month import Month
from generator.model.words import DASH
from tests.draw.draw_tables import TOKYO, english, fact, japanese, messages, policy, table

SEP, OCT, NOV = Month(2026, 9), Month(2026, 10), Month(2026, 11)
ROOT = Path(__file__).parents[2]


def small() -> KpiTable:
    nasty = fact(3, OCT, 12.5, 95, title="a < b & \"c\" $x$ 'd' </title>", severity="P0", response="missed")
    still_open = fact(4, NOV, 2, 900, is_open=True, severity="P3", response="pending", window_elapsed=False)
    return table([fact(1, SEP, 1, 30, severity="P1"), fact(2, OCT, 3, 0, recurred_by=("INC-2026-003",)), nasty,
                  fact(5, OCT, 20, None, response="unknown"), still_open])  # fmt: skip


def drawn(given_table: KpiTable, months: int | None = None, suffix: str = "") -> dict[str, Chart]:
    return draw(given_table, policy(), english(), months, suffix)


def with_change(given_table: KpiTable, change: Change) -> KpiTable:
    last = replace(given_table.months[-1], change={"mttr": change})
    return replace(given_table, months=(*given_table.months[:-1], last))


def test_every_kpi_has_a_chart_whose_svg_is_well_formed() -> None:
    charts = drawn(small())
    assert set(charts) == set(KPIS)
    for name, chart in charts.items():
        root = ET.fromstring(chart.svg)
        assert chart.name == name
        image = root[0]
        assert root.get("viewBox") and image.get("role") == "img" and root[1].get("aria-hidden") == "true"
        assert root.get("width") is None and root.get("height") is None
        named = {element.get("id"): element.text for element in image}
        title, description = (image.get("aria-labelledby") or "").split()
        assert (named[title], named[description]) == (chart.title, chart.description)


def test_nothing_that_a_page_must_not_get_is_left() -> None:
    for chart in drawn(small()).values():
        left = [
            "<?xml",
            "DOCTYPE",
            "metadata",
            "<style",
            "style=",
            "clip-path",
            "clipPath",
            "target=",
            "xlink",
            *SENTINELS,
        ]
        assert [word for word in left if word in chart.svg] == []
        assert not set(re.findall(r"#[0-9a-f]{6}", re.sub(r"var\(--fk-[^)]*\)", "", chart.svg)))


def test_the_bytes_are_equal_in_another_process_with_another_hash_seed() -> None:
    code = (
        "import sys; from tests.draw.test_charts import drawn, small\n"
        "sys.stdout.buffer.write(''.join(chart.svg for chart in drawn(small()).values()).encode())"
    )
    here = "".join(chart.svg for chart in drawn(small()).values()).encode()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        there = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True)
        assert there.stdout == here


def test_no_font_of_the_system_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = draw(small(), policy(), japanese())
    own = [entry for entry in fontManager.ttflist if Path(entry.fname).is_relative_to(matplotlib.get_data_path())]
    monkeypatch.setattr(fontManager, "ttflist", own)
    assert draw(small(), policy(), japanese()) == usual
    assert all("var(--fk-font" in chart.svg and "IPAex" not in chart.svg for chart in usual.values())


def test_drawing_changes_no_setting_of_the_process() -> None:
    code = (
        "import matplotlib; before = matplotlib.rcParams.copy()\n"
        "from tests.draw.test_charts import drawn, small; drawn(small())\n"
        "import sys; assert 'matplotlib_fontja' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
        "assert dict.items(matplotlib.rcParams.copy()) == dict.items(before)"
    )
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, check=True)


def test_every_known_duration_is_a_dot_that_links_to_its_page() -> None:
    svg = drawn(small())["mttr"].svg
    links = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>', svg)
    ids = {link.removeprefix(f"{ROOT_MARK}incidents/").strip("/") for link in links}
    assert ids == {"inc-2026-001", "inc-2026-002", "inc-2026-003", "inc-2026-004"}  # 005 is unknown
    assert len(links) == 5  # the open one has its dot and its arrow
    assert "INC-2026-004 Failure 4 · P3 · 15 h so far, open" in svg


def test_titles_are_escaped() -> None:
    root = ET.fromstring(drawn(small())["mttr"].svg)
    tips = [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "INC-2026-003 a < b & \"c\" $x$ 'd' </title> · P0 · 1 h 35 min" in tips


def test_marks_lie_where_time_and_minutes_say() -> None:
    svg = drawn(table([fact(1, OCT, 0, 1), fact(2, OCT, 15.5, 10), fact(3, OCT, 31, 100)]))["mttr"].svg
    places = [tuple(map(float, pair)) for pair in re.findall(r'<use href="[^"]+" x="([\d.]+)" y="([\d.]+)"', svg)]
    places = places or [_start(path) for path in re.findall(r'</title><path d="M ([\d. ]+?) C', svg)]
    (x1, y1), (x2, y2), (x3, y3) = sorted(places)
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.01)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.01)  # equal factors are equal distances, upwards
    assert y1 > y2


def _start(path: str) -> tuple[float, float]:
    x, y = path.split()
    return float(x), float(y)


def test_ids_are_unique_over_all_charts_of_a_page_and_every_reference_is_met() -> None:
    page = "".join(chart.svg for charts in (drawn(small()), drawn(small(), 24, "-recent")) for chart in charts.values())
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and all(ident.startswith("fk-") for ident in ids)
    references = {*re.findall(r'href="#([^"]+)"', page), *" ".join(re.findall(r'labelledby="([^"]+)"', page)).split()}
    assert references <= set(ids)
    assert drawn(small(), 24, "-recent")["mttr"].name == "mttr-recent"


@pytest.mark.parametrize("words", [english(), japanese()], ids=["en", "ja"])
def test_an_empty_table_says_so(words: object) -> None:
    for chart in draw(table([]), policy(), words).values():  # type: ignore[arg-type]  # Words, by parametrize
        ET.fromstring(chart.svg)
        assert chart.title and chart.description and chart.columns
        assert chart.rows == chart.links == ()
        assert f">{chart.description}</text>" in chart.svg


def test_a_month_without_values_is_a_gap_and_never_zero() -> None:
    charts = drawn(table([fact(1, SEP, 1, 30), fact(2, NOV, 1, 40)]))
    october = charts["mttr"].rows[1]
    assert october[0] == "Oct 2026" and october[1] == "0"
    assert october[2] == october[4] == october[5] == DASH
    assert charts["response_target"].rows[1][5] == charts["recurrence_rate"].rows[1][3] == DASH
    assert charts["incident_rate"].rows[1][1] == "0"


def test_one_month_all_open_and_zero_minutes_can_be_drawn() -> None:
    one = drawn(table([fact(1, OCT, 4, 42)]))
    assert one["mttr"].title == "Time to resolve in Oct 2026: median 42 min (n=1)"
    assert one["incident_rate"].title.startswith("Incidents in Oct 2026: 1; too few")
    is_open = drawn(table([fact(n, OCT, n, 60.0 * n, is_open=True) for n in (1, 2)]))["mttr"]
    assert is_open.title == "Time to resolve: no incident with a known value yet"
    assert "2 open" in is_open.description and is_open.svg.count("<a ") == 4
    zero = drawn(table([fact(1, OCT, 4, 0.0)]))["mttd"]
    assert ">0 min</text>" in zero.svg and zero.svg.count("<a ") == 1


def test_the_title_says_no_more_than_the_verdict() -> None:
    base = table([fact(1, SEP, 1, 30), fact(2, OCT, 1, 40)])
    endings = {"shorter": "shorter than in Sep 2026", "longer": "longer than in Sep 2026",
               "consistent": "consistent with no change since Sep 2026"}  # fmt: skip
    for verdict, ending in endings.items():
        title = drawn(with_change(base, Change(SEP, (1, 1), 1.3, 0.5, 0.1, verdict)))["mttr"].title
        assert title == f"Time to resolve in Oct 2026 (median 40 min, n=1): {ending}"


def test_the_rate_speaks_of_a_running_month_that_is_above_its_range_already() -> None:
    facts = [fact(n, Month(2026, 5).plus(n % 6), 2, 30) for n in range(18)]
    chart = drawn(table([*facts, *(fact(90 + n, NOV, 1, 5) for n in range(9))]))["incident_rate"]
    assert chart.title == "Incidents in Nov 2026 so far: 9, more than the 0–7 expected"
    assert ">expected 0–7</text>" in chart.svg


def test_the_rate_speaks_of_the_last_month_that_is_over() -> None:
    facts = [fact(n, Month(2026, 5).plus(n % 6), 2, 30) for n in range(18)]
    chart = drawn(table([*facts, fact(90, NOV, 1, 5)]))["incident_rate"]
    assert chart.title == "Incidents in Oct 2026: 3, within the 0–7 expected"
    assert chart.rows[0][0] == "Nov 2026 (provisional)"
    assert chart.svg.count("<a ") == len(facts) + 1  # few enough to be single marks
    many = drawn(
        table([*(entry._replace(id=f"{entry.id}-{n}") for n in range(12) for entry in facts), fact(90, NOV, 1, 5)])
    )
    assert "fill-opacity" in many["incident_rate"].svg and "<a " not in many["incident_rate"].svg


def test_shares_name_what_was_missed_and_give_the_ids_behind_each_row() -> None:
    charts = drawn(small())
    target = charts["response_target"]
    assert target.title == "Responses in time in Oct 2026: 1 of 2 judged"
    assert "INC-2026-003" in target.description
    assert target.links == (("INC-2026-004",), ("INC-2026-003", "INC-2026-005", "INC-2026-002"), ("INC-2026-001",))
    recurrence = charts["recurrence_rate"]
    assert recurrence.rows[1][1:4] == ("3", "1", "33 %")
    assert recurrence.title == "Incidents of Oct 2026 that recurred within 30 days of recovery: 1 of 3 judged"


def test_only_the_last_months_are_shown_where_asked() -> None:
    facts = [fact(n, Month(2024, 1).plus(n), 2, 30) for n in range(30)]
    whole, recent = drawn(table(facts))["mttr"], drawn(table(facts), 24)["mttr"]
    assert (len(whole.rows), len(recent.rows)) == (30, 24)
    assert recent.svg.count("<a ") == 24 and recent.rows[0] == whole.rows[0]
    assert all(len(chart.rows) == len(chart.links) for chart in (whole, recent))


def test_the_catalogue_has_every_message_with_the_same_fields_and_no_other() -> None:
    used = {*MONTH_NAMES, *NAMES.values(), *RULES.values(), *AFTER.values()}
    for path in (ROOT / "generator" / "draw").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "words" in ast.unparse(node.func).split(".")[-1:]:
                used |= {
                    arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                }
    catalogue = messages()
    assert set(catalogue) == used
    for english_text, japanese_text in catalogue.items():
        assert japanese_text and _fields(english_text) == _fields(japanese_text)


def _fields(text: str) -> set[str | None]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_severities_outside_the_policy_are_drawn_too() -> None:
    charts = drawn(table([fact(1, OCT, 1, 30, severity="緊急 <1>")]))
    assert "緊急 &lt;1&gt; 1" in charts["incident_rate"].svg and charts["mttr"].svg.count("<a ") == 1


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=20))
def test_every_value_lies_on_its_axis(values: list[float]) -> None:
    scale = scale_of(values)
    assert scale.low < scale.high
    for value in values:
        assert scale.floor <= scale.y(value) or value < scale.low
        assert scale.floor - 1e-9 <= scale.y(value) <= scale.y(scale.high) + 1e-9


@given(st.integers(1, 100_000))
def test_count_ticks_are_few_and_start_at_zero(most: int) -> None:
    ticks = count_ticks(most)
    assert ticks[0] == 0 and 2 <= len(ticks) <= 6 and ticks[-1] <= most


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.floats(0, 27), st.none() | st.floats(0, 1e6), st.booleans()),
                max_size=12))  # fmt: skip
def test_whatever_happened_can_be_drawn(rows: list[tuple[int, float, float | None, bool]]) -> None:
    facts = [
        fact(number, Month(2022, 9).plus(later), day, minutes, is_open=is_open and minutes is not None)
        for number, (later, day, minutes, is_open) in enumerate(rows)
    ]
    for chart in drawn(table(facts), 24).values():
        ET.fromstring(chart.svg)
        assert "nan" not in chart.svg and "inf" not in chart.svg.replace("information", "")


def test_a_fact_at_a_daylight_saving_change_stays_inside_its_month() -> None:
    late = fact(1, OCT, 31, 5)
    chart = drawn(table([late._replace(at=OCT.end(TOKYO) + dt.timedelta(seconds=1))]))["mttr"]
    assert chart.svg.count("<a ") == 1
