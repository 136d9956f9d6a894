"""The month's page in a real browser: the presentation by keyboard, and what is printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from generator.publish.build import build
from tests.browser_support import served
from tests.publish.records import write_records

MONTH = "reviews/2024-01/"
SHOWN = """() => [...document.querySelectorAll("article > *")].filter(part => part.checkVisibility()).length"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write_records(tmp_path_factory.mktemp("root"))
    with served(build(root, as_of="2024-03-01T00:00+09:00")) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    yield context.new_page()
    context.close()


def at(page: Page) -> tuple[int, int]:
    first, _, last = page.locator("[data-at]").inner_text().partition(" / ")
    return int(first), int(last)


def test_the_keys_turn_the_screens_and_the_address_follows(page: Page, address: str) -> None:
    page.goto(address + MONTH)
    page.keyboard.press("m")
    page.wait_for_selector(".fk-present-bar")
    assert page.url.endswith("#present")
    _, last = at(page)
    assert at(page) == (1, last) and last >= 3
    order = [("ArrowRight", 2), ("ArrowLeft", 1), ("Space", 2), ("Shift+Space", 1), ("ArrowLeft", 1), ("PageDown", 2),
             ("PageUp", 1), ("End", last), ("ArrowRight", last), ("Home", 1)]  # fmt: skip
    for key, place in order:
        page.keyboard.press(key)
        assert at(page) == (place, last), key
    page.keyboard.press("ArrowRight")
    heading = page.evaluate("document.activeElement.id")
    assert page.url.endswith(f"#present-{heading}")
    assert page.evaluate(SHOWN) == 3  # the heading, its block, the bar
    page.keyboard.press("n")  # the theme's key for the next page
    assert page.url.endswith(f"{MONTH}#present-{heading}")


def test_a_reload_stays_and_escape_leaves_everything_as_it_was(page: Page, address: str) -> None:
    page.goto(address + MONTH)
    before = page.evaluate(SHOWN)
    page.goto(address + MONTH + "#present-figures")  # no screen of its own: the page alone
    assert page.locator(".fk-present-bar").count() == 0
    page.goto(address + MONTH + "#present-compare")
    page.reload()
    page.wait_for_selector(".fk-present-bar")
    place, last = at(page)
    assert 1 < place < last and not page.locator(".md-header").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector(".fk-present-bar", state="detached")
    assert page.url.endswith("#compare") and page.locator(".md-header").is_visible()
    assert page.evaluate(SHOWN) == before
    assert page.evaluate("document.activeElement.matches('[data-present]')")


def test_the_key_does_nothing_while_somebody_types(page: Page, address: str) -> None:
    page.goto(address + MONTH)
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("mm")
    assert page.locator(".fk-present-bar").count() == 0
    assert page.locator("[data-md-component=search-query]").input_value() == "mm"


def test_the_button_opens_and_an_item_of_the_agenda_leads_to_its_screen(page: Page, address: str) -> None:
    page.goto(address + MONTH)
    page.locator("[data-present]").click()
    page.wait_for_selector(".fk-present-bar")
    page.locator(".fk-agenda li a").last.click()
    assert page.url.endswith("#present-incidents")
    page.locator("[data-go=leave]").click()
    assert page.locator(".fk-present-bar").count() == 0


def test_without_scripts_the_page_says_it_all(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MONTH)
    assert not page.locator("[data-present]").is_visible()
    assert page.locator("#incidents").is_visible() and page.locator("#note").is_visible()
    context.close()


@pytest.mark.parametrize("path", [MONTH, "reviews/2024-q1/", "incidents/inc-2024-001/", "kpis/mttr/"])
def test_on_paper_the_page_stands_alone(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.emulate_media(media="print", color_scheme="dark")
    hidden = (".md-header", ".md-sidebar", ".md-footer", ".headerlink", ".fk-pager", "details.fk-data:not(.fk-number)")
    for chosen in hidden:
        assert not any(one.is_visible() for one in page.locator(chosen).all()), chosen
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")  # as the theme does
    for number in page.locator("details.fk-number").all():  # the figure stays, what stands behind it does not
        assert number.locator("summary").is_visible() and not number.locator("dl").first.is_visible()
    assert page.locator("article h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= 1
