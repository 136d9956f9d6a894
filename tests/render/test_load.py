"""The pages of load and harm: every number leads to the incidents behind it, and missing ones say why."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest

from generator.model.incident import Impact
from generator.render.casebook import Casebook
from generator.render.links import slugs
from generator.render.service_load import service_months
from generator.render.site import render
from tests.render.render_inputs import ZONE, incident, inputs, instant


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    files = render(inputs(tmp_path_factory.mktemp("root"))).files
    return {uri: data.decode() for uri, data in files.items() if uri.endswith(".md")}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_the_sentence_says_what_took_most_and_what_half_of_it_would_have_saved(pages: dict[str, str]) -> None:
    said = plain(pages["load/index.md"])
    assert "障害 1 件では、影響時間 30分 の 60% を緩和が占めた" in said
    assert "影響時間は 9分(全体の 30%)短くなっていた" in said
    assert "2 件は対象外" in said


def test_every_link_to_a_list_meets_an_anchor(pages: dict[str, str]) -> None:
    links = re.findall(r'href="\.\./load/([\w-]+)/(?:#([\w-]+))?"', pages["load/index.md"])
    assert len(links) > 15
    for name, anchor in links:
        assert not anchor or f'id="{anchor}"' in pages[f"load/{name}.md"], (name, anchor)


def test_a_number_is_as_many_incidents_as_its_list_names(pages: dict[str, str]) -> None:
    counted = 0
    for name, anchor, number in re.findall(
        r'href="\.\./load/([\w-]+)/#([\w-]+)">(?:n=)?(\d+)</a>', pages["load/index.md"]
    ):
        group = re.search(rf'<div id="{anchor}">.*?</div>', pages[f"load/{name}.md"], re.DOTALL)
        assert group is not None
        assert len(re.findall("<a ", group[0])) == int(number), (name, anchor)
        counted += 1
    assert counted > 15


def test_a_promise_stands_on_the_services_page_with_its_budget(pages: dict[str, str]) -> None:
    said = plain(pages["services/予約api.md"])
    assert "99.9% (暦月ごと)。" in said and "停止は復旧までとする。" in said
    assert "1時間30分 対応中 1 件" in said  # October: 30 minutes and an hour so far
    assert "158%" in said and "1時間11分 / 45分" in said  # 30 x 0.35 + 60 of 44.64
    assert "全体として数えた障害: 1 件" in said
    assert "99.842%" in said  # cut, not rounded: 1 - 70.5 / 44640 = 0.998420…


def test_a_promised_service_without_incidents_has_a_page(pages: dict[str, str]) -> None:
    said = plain(pages["services/図書館.md"])
    assert "100%" in said and "0分 / 45分" in said
    assert "エラーバジェットの消費(2026年10月)" in plain(pages["services/index.md"])


def test_without_a_promise_there_is_no_budget(tmp_path: Path) -> None:
    one = incident(1, "2026-10-01 10:00", services=("web",), detected_at=instant("2026-10-01 10:00"),
                   resolved_at=instant("2026-10-01 10:30"))  # fmt: skip
    given = inputs(tmp_path, given=(one,))
    files = render(given).files
    page = plain(files["services/web.md"].decode())
    assert "稼働率を約束していない" in page and "エラーバジェット" not in page and "30分" in page


def test_unknown_times_are_a_dash_with_the_reason_and_never_zero(tmp_path: Path) -> None:
    one = incident(1, "2026-10-01 10:00", services=("web",), detected_at=instant("2026-10-01 10:00"),
                   unknown=frozenset({"resolved_at"}))  # fmt: skip
    files = render(inputs(tmp_path, given=(one,))).files
    page = plain(files["services/web.md"].decode())
    assert "— 時刻が不明(1 件)" in page and "0分" not in page.partition("## ")[2]
    assert "影響時間を数えられない障害: 1 件" in page and "時刻が不明(復旧)" in page
    assert "五つの時刻がすべて分かっている、終わった障害がない" in plain(files["load/index.md"].decode())


def test_what_only_has_a_day_is_named_beside_the_hours_of_the_rota(tmp_path: Path) -> None:
    unknown = frozenset({"started_at", "detected_at", "resolved_at"})
    one = incident(1, None, unknown=unknown, occurred_on=dt.date(2026, 10, 6), anchor=instant("2026-10-06 00:00"))
    files = render(inputs(tmp_path, given=(one,))).files
    assert "日付しか分からない障害が 1 件あり、どの行にも含めていない。" in plain(files["load/index.md"].decode())
    listed = files["load/periods.md"].decode()
    assert '<div id="not-known">' in listed and "時刻不明" in listed
    assert 'href="../load/periods/#not-known"' in files["load/index.md"].decode()
    page = plain(files["services/予約api.md"].decode())
    assert "2026-10-06" in page and "00:00" not in page.rpartition("件、新しい順")[2]


def test_known_times_without_a_minute_between_them_are_not_said_to_be_unknown(tmp_path: Path) -> None:
    then = instant("2026-10-01 10:00")
    one = incident(1, "2026-10-01 10:00", detected_at=then, acknowledged_at=then, mitigated_at=then, resolved_at=then)
    said = plain(render(inputs(tmp_path, given=(one,))).files["load/index.md"].decode())
    assert "五つの時刻がすべて分かっている障害の影響時間が 0 分" in said
    assert "五つの時刻がすべて分かっている、終わった障害がない" not in said


def test_a_cause_that_nobody_wrote_down_is_not_said_to_be_recorded(tmp_path: Path) -> None:
    given = (incident(1, "2026-10-01 10:00"), incident(2, "2026-10-02 10:00", cause="unknown"))
    causes = plain(render(inputs(tmp_path, given=given)).files["load/index.md"].decode())
    causes = causes.partition("原因別")[2].partition("## ")[0]
    assert "割合は全 2 件に対するもの。原因の分類が書かれていない障害は「不明」に数える。" in causes
    assert "記録のある" not in causes


def test_a_site_without_records_has_the_page(tmp_path: Path) -> None:
    files = render(inputs(tmp_path, given=())).files
    assert "障害なし" in plain(files["load/index.md"].decode())


def test_a_line_of_the_rota_without_a_period_is_named(tmp_path: Path) -> None:
    given = inputs(tmp_path)
    early = given.policy.oncall[0]._replace(when={"ja": "早朝"}, period="")
    book_inputs = given.__class__(**{**vars(given), "policy": given.policy._replace(oncall=(early,))})
    said = plain(render(book_inputs).files["load/index.md"].decode())
    assert "「早朝」には period がない" in said and "当番表に該当なし" in said


def test_pages_stay_small_for_a_thousand_records_over_ten_years(tmp_path: Path) -> None:
    def one(number: int) -> object:
        begun = dt.datetime(2016, 11, 1, 9, tzinfo=ZONE) + dt.timedelta(hours=87 * number)
        times = [(begun + dt.timedelta(minutes=10 * step)).astimezone(dt.UTC) for step in range(5)]
        names = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
        impact = Impact(0.5, None, None, (f"機能{number}", f"機能{number % 7}"))
        return incident(number, None, **dict(zip(names, times, strict=True)), anchor=times[0], impact=impact,
                        detection="alertmanager", recovery="service_restart")._replace(
                            id=f"INC-{begun.year}-{number:04d}")  # fmt: skip

    files = render(inputs(tmp_path, given=[one(number) for number in range(1000)])).files  # type: ignore[misc]
    sizes = {uri: len(data) for uri, data in files.items() if uri.startswith("load/")}
    assert sum(uri.count("/") == 1 for uri in sizes) == 7 and max(sizes.values()) < 170_000, sizes


def test_months_of_a_promise_are_the_latest_twelve_and_those_with_impact(tmp_path: Path) -> None:
    old = incident(1, "2024-10-01 10:00", detected_at=instant("2024-10-01 10:00"),
                   resolved_at=instant("2024-10-01 10:30"))  # fmt: skip
    book = Casebook(inputs(tmp_path, given=(old,)))
    months = service_months(book.inputs.load.services["予約API"])
    assert [str(row.month) for row in months][-2:] == ["2025-11", "2024-10"] and len(months) == 13
    assert slugs(["予約API", "図書館"]) == book.service_slugs
