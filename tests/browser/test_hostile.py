"""A record whose every text is an attack: it is shown as it was written, nothing of it runs or becomes markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.publish.build import build
from tests.browser_support import served
from tests.publish.records import POOL, write_records

SCRIPT = "</script></title></textarea><script>window.hit=1</script><img src=x onerror=window.hit=2><!--"
BREAKS = "\"'><svg onload=window.hit=3>"
MACRO = "{{ 7*7 }} {% raw %} [a](javascript:window.hit=4) `x` & =1+1"
MORE = "<b onclick=window.hit=6>b</b> <style>body { display: none }</style> ]]>"
ACTIONS = f"actions:\n  - {{id: A1, title: '{SCRIPT}', kind: detect, owner: 'B \"><svg onload=window.hit=5>', " \
    "due: 2024-05-31, status: open}\n"  # fmt: skip


def _record() -> str:
    quoted = BREAKS.replace("'", "''")
    text = POOL.replace("INC-2024-001", "INC-2024-006").replace("2024-01-15", "2024-02-21")
    for plain, hostile in {
        '"予約API: DB接続の枯渇で全リクエスト失敗"': f"'悪意 {SCRIPT} {quoted} {MACRO}'",
        "summary: 接続プールの上限が低すぎた": f"summary: '{SCRIPT}{quoted}'",
        "functions: [予約作成]": f"functions: ['{quoted}']",
        "team: SRE": f"team: '{SCRIPT}'",
        "\n---\n\n": f"\n{ACTIONS}---\n\n",
        "監視が知らせた": f"監視 {SCRIPT}",
        "予約APIの接続プールが": f"{SCRIPT} {BREAKS} 予約APIの接続プールが",
        "再起動した。\n": f"再起動した。 {SCRIPT} {MORE}\n",
    }.items():
        assert plain in text
        text = text.replace(plain, hostile, 1)
    return text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_records(tmp_path_factory.mktemp("root"))
    (root / "incidents" / "2024" / "INC-2024-006.md").write_text(_record(), encoding="utf-8")
    return build(root, as_of="2024-04-20T12:00+09:00")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Yield a page in which no text of the record may act, whatever is opened and pressed."""
    opened = chromium.new_page(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    failed: list[str] = []
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    yield opened
    _is_harmless(opened)
    opened.close()
    assert failed == []


def _is_harmless(page: Page) -> None:
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x], svg[onload], [onerror], [onclick], a[href^='javascript:window']").count() == 0
    assert page.locator("body").is_visible()


@pytest.mark.parametrize(
    "place",
    ["", "incidents/inc-2024-006/", "en/incidents/inc-2024-006/", "reviews/2024-02/", "actions/", "recurrences/"],
)
def test_a_page_shows_what_was_written(page: Page, address: str, place: str) -> None:
    page.goto(address + place)
    page.wait_for_load_state("networkidle")
    if "inc-2024-006" in place:
        assert "悪意 </script></title>" in page.title() and "<svg onload=window.hit=3>" in page.title()
        assert "悪意 </script></title>" in page.locator("h1").inner_text()
        for details in page.locator("details").all():
            details.evaluate("details => { details.open = true; }")


def test_the_explorer_finds_and_lists_it(page: Page, address: str) -> None:
    page.goto(f"{address}incidents/?text=window.hit")
    page.wait_for_load_state("networkidle")
    assert "悪意 </script></title>" in page.locator("main table").first.inner_text()


def test_the_search_shows_its_title_and_excerpt(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("[data-md-component=search-query]").fill("onerror")
    found = page.locator(".md-search-result__link").first
    found.wait_for()
    assert "悪意 </script></title>" in found.inner_text()


def test_presenting_the_month_shows_it(page: Page, address: str) -> None:
    page.goto(f"{address}reviews/2024-02/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("m")
    for _ in range(8):
        page.keyboard.press("ArrowRight")


def test_feeds_and_calendars_hold_it_as_text(site: Path) -> None:
    feed = ET.fromstring((site / "feed.xml").read_text(encoding="utf-8"))
    titles = [title.text or "" for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert any("悪意 </script></title>" in title for title in titles)
    summaries = [summary.text or "" for summary in feed.iter("{http://www.w3.org/2005/Atom}summary")]
    assert not any("<script" in summary or "<svg" in summary or "<img" in summary for summary in summaries)
    calendar = (site / "calendar" / "actions.ics").read_bytes().replace(b"\r\n ", b"").decode("utf-8")
    assert "</script></title>" in calendar and calendar.count("BEGIN:VEVENT") == 1
