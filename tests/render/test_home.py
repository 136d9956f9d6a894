"""The first page in its states: what it says first, what it opens to, and what it leaves unsaid."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from pathlib import Path

import pytest

from generator.measure.measure import measure
from generator.model.incident import Action, Incident
from generator.render.inputs import Inputs
from generator.render.site import render
from tests.render.render_inputs import chart, incident, inputs, instant
from tests.render.test_closed import lasting, made, one


def home(given: Inputs) -> str:
    return render(given).files["index.md"].decode("utf-8")


def text(page: str) -> str:
    body = page.split("---", 2)[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def resolved(number: int, start: str, hours: int = 1, **changes: object) -> Incident:
    begun = instant(start)
    return incident(number, start, detected_at=begun, resolved_at=begun + dt.timedelta(hours=hours), **changes)


def test_an_open_grave_incident_is_the_first_thing_said(tmp_path: Path) -> None:
    grave = incident(2, "2026-10-31 20:00", status="open", detected_at=instant("2026-10-31 20:05"), severity="P0")
    mild = incident(3, "2026-10-31 21:00", status="open", detected_at=instant("2026-10-31 21:05"), severity="P3")
    page = home(inputs(tmp_path, [resolved(1, "2026-09-02 10:00"), grave, mild]))
    first = page[: page.index("<h1>")]
    assert "INC-2026-002" in first and "発生から 4時間" in first  # from 20:00 to the midnight of the report
    assert "INC-2026-003" not in first
    assert "対応中 2" in text(page)
    quiet = home(inputs(tmp_path, [resolved(1, "2026-09-02 10:00"), mild]))
    assert "fk-now" not in quiet


def test_what_is_zero_does_not_open_and_all_zero_is_one_sentence(tmp_path: Path) -> None:
    due = Action("A1", "監視を追加", "detect", "open", "SRE", dt.date(2026, 10, 20))
    some = home(inputs(tmp_path, [resolved(1, "2026-10-02 10:00", actions=(due,))]))
    block = some[some.index("{ #attention }") : some.index("{ #incidents }")]
    opened = re.findall(r"<summary>([^<]+) <span class=\"fk-count\">(\d+)</span>", block)
    shut = re.findall(r"<span class=\"fk-quiet\">([^<]+) <span class=\"fk-count\">(\d+)</span>", block)
    assert ("期限切れの対策", "2") in opened  # this one's, and that of the month's note
    assert all(int(n) for _, n in opened) and all(n == "0" for _, n in shut)
    assert len(opened) + len(shut) == 4
    given = inputs(tmp_path, [resolved(1, "2026-10-02 10:00")])
    calm = dataclasses.replace(given, reviews=(), findings=(), promises={})
    assert "なし。対応中の障害も期限切れの対策もない。" in text(home(calm))


def test_a_month_of_thirty_lists_ten_and_leads_to_the_others(tmp_path: Path) -> None:
    page = home(inputs(tmp_path, [resolved(n, f"2026-10-{n:02d} 10:00") for n in range(1, 31)]))
    rows = page[page.index("{ #incidents }") :].split("</table>")[0].count("<tr><td")
    assert rows == 10
    assert 'reviews/2026-10/#incidents">ほか 20 件</a>' in page


def test_unknown_times_are_said_and_no_zero_stands_for_them(tmp_path: Path) -> None:
    unknown = frozenset({"started_at", "detected_at", "resolved_at", "acknowledged_at", "mitigated_at"})
    given = [incident(n, None, unknown=unknown, occurred_on=dt.date(2026, 10, n)) for n in (1, 2)]
    known = incident(3, "2026-10-05 10:00", unknown=unknown - {"started_at"})
    said = text(home(inputs(tmp_path, [*given, known])))
    assert "復旧時間 — 時刻が不明" in said and "0分" not in said


def test_a_latest_month_long_ago_is_said_before_it(tmp_path: Path) -> None:
    page = home(inputs(tmp_path, [resolved(1, "2026-05-02 10:00")]))
    before = page[: page.index("<h1>")]
    assert "2026年6月から2026年10月まで障害なし" in text(before + "---")
    assert "<h1>2026年5月のふりかえり" in page


def test_corrected_figures_lead_to_what_was_corrected(tmp_path: Path) -> None:
    later = one(resolved_at=instant("2026-09-10 11:00"))
    page = home(made(tmp_path, (one(), lasting()), (later, lasting())))
    assert re.search(r'<a href="(\./)?reviews/2026-09/#restated">[^<]+</a>', page)
    assert "#restated" not in home(made(tmp_path, (one(), lasting()), (one(), lasting())))


@pytest.mark.parametrize("given", [[], [incident(1, "2026-10-02 10:00", kind="drill")]], ids=["nothing", "a drill"])
def test_without_an_incident_there_is_no_figure_and_no_chart(tmp_path: Path, given: list[Incident]) -> None:
    page = home(dataclasses.replace(inputs(tmp_path, given), recent={"mttr": chart("mttr")}, reviews=(), findings=()))
    assert "障害の記録はまだない" in page
    assert "<details" not in page and "<svg" not in page


def test_the_navigation_is_short_and_flat(tmp_path: Path) -> None:
    given = [resolved(n, f"20{14 + n}-{n:02d}-02 10:00", id=f"INC-{2014 + n}-001") for n in range(1, 13)]
    nav = render(inputs(tmp_path, given)).nav
    pages = [page for entry in nav for value in entry.values() for page in (value if isinstance(value, list) else [0])]
    assert len(nav) == 7 and len(pages) <= 34  # each costs time on every page, whatever the number of records
    assert not any(isinstance(value, list) for page in pages if isinstance(page, dict) for value in page.values())


def test_a_month_that_is_not_over_is_not_called_within_what_is_expected(tmp_path: Path) -> None:
    """No incident by the middle of November, where 1 to 13 are expected of all of it: nothing is said of that yet."""
    busy = [resolved(number, f"2026-{7 + number // 6:02d}-{number % 6 + 1:02d} 10:00") for number in range(24)]
    given = inputs(tmp_path, busy)
    later = dataclasses.replace(given, table=measure(busy, given.policy, instant("2026-11-15 00:00")))
    page = text(home(later))
    assert "2026年11月はこれまで障害なし 月全体の想定は" in page
    assert page.count("件の範囲内") == page.count("6 件 — 想定")  # October's, which is over


def test_more_ongoing_ones_lead_to_the_ongoing_ones_alone(tmp_path: Path) -> None:
    running = [incident(number, f"2026-10-{number:02d} 10:00", status="open", severity="P3") for number in range(1, 8)]
    page = home(inputs(tmp_path, running))
    assert 'href="./incidents/?kind=incident&amp;status=open&amp;status=mitigated">ほか 2 件' in page
