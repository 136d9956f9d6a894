"""The switch between the editions in a real browser: it stays on the page, with scripts and without, also from disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.publish.build import build
from tests.browser_support import served
from tests.publish.records import write_records

PAGE = "incidents/inc-2024-001/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(write_records(tmp_path_factory.mktemp("root")), as_of="2024-03-01T00:00+09:00")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


def switch(page: Page, name: str) -> None:
    page.locator(".md-select button").hover()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_switch_stays_on_the_page_at_the_place_and_with_what_was_asked(
    chromium: Browser, address: str, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, locale="ja-JP")
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda said: failed.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(f"{address}{PAGE}?a=b#timeline")
    page.wait_for_load_state("networkidle")
    switch(page, "English")
    assert page.url == f"{address}en/{PAGE}?a=b#timeline"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".md-select__link[aria-current]").all_text_contents() == [
        page.locator("[hreflang=en].md-select__link").text_content()
    ]
    switch(page, "日本語")
    assert page.url == f"{address}{PAGE}?a=b#timeline"
    assert page.locator("html").get_attribute("lang") == "ja"
    page.goto(f"{address}en/data/")
    link = page.get_by_role("link", name="data/kpis.json", exact=True)
    assert link.evaluate("link => link.href") == f"{address}data/kpis.json"
    assert failed == []
    page.close()


def test_without_scripts_each_page_leads_to_its_twin(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    switch(page, "English")
    assert page.url == f"{address}en/{PAGE}"
    page.goto(f"{address}en/")
    switch(page, "日本語")
    assert page.url == address
    context.close()


def test_a_copy_on_disk_has_its_switch_too(chromium: Browser, site: Path) -> None:
    page = chromium.new_page()
    page.goto(f"{(site / PAGE / 'index.html').as_uri()}#timeline")
    switch(page, "English")
    assert page.url == f"{(site / 'en' / PAGE / 'index.html').as_uri()}#timeline"
    page.close()


@pytest.mark.parametrize("width", [360, 390, 1220, 1280])
def test_the_menu_of_languages_makes_no_page_wider(chromium: Browser, site: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto((site / PAGE / "index.html").as_uri())  # where there is no search, it is the last in the header
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".md-select button").hover()
    menu = page.locator(".md-select__inner")
    page.wait_for_function("getComputedStyle(document.querySelector('.md-select__inner')).opacity == 1")
    box = menu.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    page.close()


def test_a_copy_on_disk_is_quiet_and_its_links_lead_to_pages(chromium: Browser, site: Path) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda said: failed.append(said.text) if said.type in ("error", "warning") else None)
    page.goto((site / "index.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert not page.locator(".md-search").is_visible()  # Material's search cannot work there
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.locator(".md-header__button[for=__search]").is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".md-tabs__link[href='incidents/']").click()
    assert page.url == (site / "incidents" / "index.html").as_uri()
    page.locator(".fk-explored a", has_text="INC-2024-001").click()
    assert page.url == (site / PAGE / "index.html").as_uri()
    page.keyboard.press("/")
    page.wait_for_load_state("networkidle")
    assert failed == []
    page.close()
