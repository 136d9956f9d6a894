"""Actions on a phone, the escalation page on one sheet, and the feeds that the pages name, in a real browser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from generator.publish.build import build
from tests.browser_support import served
from tests.publish.records import POOL

_ACTIONS = """\
actions:
  - {id: A1, title: 接続プールの使用率を監視し八割で知らせる, kind: detect, owner: SRE, due: 2024-02-10, status: open}
  - {id: A2, title: prevent_connection_pool_exhaustion_everywhere_and_for_ever, kind: prevent, status: in_progress}
---

## 概要
"""
_BOTH = ("ja", "en")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Yield the address of the site of one record in each language."""
    root = tmp_path_factory.mktemp("root")
    (root / "incidents" / "2024").mkdir(parents=True)
    record = POOL.replace("---\n\n## 概要\n", _ACTIONS, 1)
    assert "A2" in record
    (root / "incidents" / "2024" / "INC-2024-001.md").write_text(record, encoding="utf-8")
    built = {name: build(root, root / name, as_of="2024-03-01T00:00+09:00", language=name) for name in _BOTH}
    with served(built["ja"]) as ja, served(built["en"]) as en:
        yield {"ja": ja, "en": en}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    yield context.new_page()
    context.close()


_TOO_WIDE = """() => [...document.querySelectorAll(".fk-scroll")]
    .filter(box => box.scrollWidth > box.clientWidth).map(box => box.getAttribute("aria-label"))"""


@pytest.mark.parametrize("path", ["actions/", "actions/owners/sre/", "recurrences/", "detection/", "recovery/"])
@pytest.mark.parametrize("language", _BOTH)
def test_nothing_scrolls_sideways_on_a_phone(phone: Page, sites: dict[str, str], language: str, path: str) -> None:
    phone.goto(sites[language] + path)
    assert phone.locator(".fk-scroll").count() or path == "recurrences/"
    assert phone.evaluate(_TOO_WIDE) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("language", _BOTH)
def test_the_escalation_page_prints_on_one_sheet(chromium: Browser, sites: dict[str, str], language: str) -> None:
    page = chromium.new_page()
    page.goto(sites[language] + "response/oncall/")
    page.emulate_media(media="print")
    assert not page.locator(".md-header, .md-sidebar, .md-footer").locator("visible=true").count()
    sheet = page.pdf(prefer_css_page_size=True)
    page.close()
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") == 1
    assert b"/MediaBox [0 0 594.95996 841.91998]" in sheet or b"/MediaBox [0 0 595" in sheet


def test_a_service_s_page_names_its_feed_and_the_feed_leads_back(phone: Page, sites: dict[str, str]) -> None:
    failed: list[str] = []
    phone.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    phone.goto(sites["ja"] + "services/mks-backend/")
    phone.wait_for_load_state("networkidle")
    assert failed == []  # Material asks for a sitemap beside what it takes for another language's pages
    links = phone.locator("link[type='application/atom+xml']")
    feeds = [str(link.evaluate("link => link.href")) for link in links.all()]
    assert feeds == [sites["ja"] + "feed.xml", sites["ja"] + "services/mks-backend/feed.xml"]
    for feed in feeds:
        answer = phone.request.get(feed)
        entry = ET.fromstring(answer.text()).find("{*}entry/{*}link")
        assert entry is not None
        target = phone.evaluate("([href, base]) => new URL(href, base).href", [entry.get("href"), feed])
        assert target == sites["ja"] + "incidents/inc-2024-001/"
        assert phone.request.get(target).ok


def test_the_calendars_on_the_page_of_data_are_there(phone: Page, sites: dict[str, str]) -> None:
    phone.goto(sites["ja"] + "data/")
    links = phone.locator("a[href$='.ics']")
    assert links.count() == 3
    for link in links.all():
        assert phone.request.get(str(link.evaluate("link => link.href"))).text().startswith("BEGIN:VCALENDAR")
