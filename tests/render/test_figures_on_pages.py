"""What stands beside the figures of the pages: the mix of severities, the ledger, and where an incident counts."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from generator.model.ledger import Repair
from generator.model.month import Month
from generator.model.page import Site
from generator.render.site import render
from tests.measure.made import made
from tests.measure.test_mix import some
from tests.render.render_inputs import inputs


def text_of(site: Site, uri: str) -> str:
    page = site.files[uri].decode("utf-8")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    given = [
        *some(),
        made(20, started="03-09 10:00", kind="drill"),
        made(21, started="03-10 10:00", exclude_from_kpi="他社の障害", resolved="03-10 11:00"),
        made(22, started="unknown", detected="03-11 10:00", acked="unknown", resolved="03-11 12:00", severity="P3"),
    ]
    made_up = inputs(tmp_path_factory.mktemp("root"), given)
    repaired = {Month(2026, 3): (Repair("INC-2026-011", ("resolved_at",)),)}
    return render(type(made_up)(**{**vars(made_up), "repaired": repaired}))


def test_a_mix_that_moved_brings_the_standardised_figures(tmp_path: Path) -> None:
    site = render(inputs(tmp_path, some()))
    march, january = text_of(site, "reviews/2026-03.md"), text_of(site, "reviews/2026-01.md")
    assert "内訳が変わった(p=0.017)" in march
    assert "それまでの月(2026年1月〜2026年2月): ◆ P0 1 10% 、 ▲ P1 9 90%" in march
    assert "応答目標 60% → 95%" in march  # see tests/measure/test_mix.py
    assert "復旧時間 幾何平均 30分 → 2時間10分" in march  # (20^4 · 160)^(1/5) = 30.3; 20^0.1 · 160^0.9 = 130.0
    assert "緩和時間 — その内訳にある深刻度の値がここにはない" in march
    assert "深刻度の内訳: ▲ P1 5 100%" in january
    assert "標準化" not in january and "内訳が変わった" not in january
    assert "Σ w" in text_of(site, "methodology.md")


def test_of_one_severity_there_is_no_mix_and_no_p_is_zero(tmp_path: Path) -> None:
    alone = [made(n, started=f"0{1 + n // 13}-{1 + n:02d} 10:00", resolved=f"0{1 + n // 13}-{1 + n:02d} 11:00")
             for n in range(1, 26)]  # fmt: skip
    february = text_of(render(inputs(tmp_path / "alone", alone)), "reviews/2026-02.md")
    assert (
        "深刻度が一つだけなので、比べる内訳がない" in february
        and "判定できない" not in february.split("それまで")[1][:120]
    )
    # 12 of one kind, then 13 of the other: of C(25, 12) ways to deal them none is further, and only this one as far
    moved = [one._replace(severity="P0") if number >= 12 else one for number, one in enumerate(alone)]
    assert "内訳が変わった(p<0.001)" in text_of(render(inputs(tmp_path / "moved", moved)), "reviews/2026-02.md")


def test_an_incident_says_which_figures_it_is_in(site: Site) -> None:
    whole = text_of(site, "incidents/inc-2026-015.md").split("この障害が入っている数字")[-1]
    assert "復旧時間 発生→復旧 2時間40分 入る" in whole and "この障害を数える月: 2026年3月" in whole
    assert "緩和時間 発生→緩和 — 入らない: 判定に必要な時刻が分からない (緩和)" in whole
    assert "応答目標 検知→応答 守った 入る" in whole
    unknown = text_of(site, "incidents/inc-2026-022.md").split("この障害が入っている数字")[-1]
    assert "検知時間 発生→検知 — 入らない: 判定に必要な時刻が分からない (発生)" in unknown
    assert "検知から復旧まで 検知→復旧 2時間 入る" in unknown
    page = site.files["incidents/inc-2026-015.md"].decode("utf-8")
    assert 'href="../../reviews/2026-03/#figures"' in page
    assert "障害のどの数字にも入らない: 訓練" in text_of(site, "incidents/inc-2026-020.md")
    assert "障害のどの数字にも入らない: exclude_from_kpi: 他社の障害" in text_of(site, "incidents/inc-2026-021.md")


def test_the_ledger_stands_on_the_page_of_quality_and_of_the_month(site: Site) -> None:
    quality, month = text_of(site, "quality.md"), text_of(site, "reviews/2026-03.md")
    assert "2026年3月 6 5/6 83% 6/6 100% 5/6 83% 0/6 0% 6/6 100% 5 2 1" in quality
    assert "締め後に訂正" in quality
    known = month.split("記録から分かること")[-1]
    assert "発生 5/6 83% 不明: INC-2026-022" in known
    assert "状況の更新 記録なし: INC-2026-011" in known
    assert "INC-2026-020 対象外: 訓練" in known and "INC-2026-021 対象外: exclude_from_kpi: 他社の障害" in known
    assert "INC-2026-011 締め後に訂正: 復旧" in known
    document = json.loads(site.files["data/quality.json"])
    march = next(row for row in document["months"] if row["month"] == "2026-03")
    assert march["milestones"]["started_at"]["unknown_ids"] == ["INC-2026-022"]
    assert march["repaired"] == [{"id": "INC-2026-011", "fields": ["resolved_at"]}]


def test_a_site_without_repairs_has_no_column_for_them(tmp_path: Path) -> None:
    assert "締め後に訂正" not in text_of(render(inputs(tmp_path, some())), "quality.md")
