"""Charts and the first page as a reader sees them: the size of text, where charts stand, numbers that open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from generator.publish.build import build
from tests.browser_support import served
from tests.publish.records import write_records

_SIZES = """() => [...document.querySelectorAll('svg.fk-chart text')].filter(text => text.getClientRects().length).map(
    text => parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getBoundingClientRect().width / 640)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write_records(tmp_path_factory.mktemp("root"))
    with served(build(root, as_of="2024-03-01T00:00+09:00")) as url:
        yield url


def opened(chromium: Browser, address: str, width: int) -> Page:
    page = chromium.new_context(viewport={"width": width, "height": 900}, locale="ja-JP").new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("path", ["", "kpis/mttr/"])
def test_text_in_charts_is_as_large_as_the_pages_small_type(
    chromium: Browser, address: str, path: str, width: int
) -> None:
    page = opened(chromium, address + path, width)
    sizes = page.evaluate(_SIZES)
    assert sizes and min(sizes) >= 10.9 and max(sizes) <= 14.0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_charts_of_the_first_page_stand_beside_each_other_where_there_is_room(
    chromium: Browser, address: str
) -> None:
    places = {}
    for width in (1280, 390):
        page = opened(chromium, address, width)
        places[width] = [svg.bounding_box() for svg in page.locator("svg.fk-chart").all()]
        page.context.close()
    wide, phone = places[1280], places[390]
    assert wide[0] and wide[1] and phone[0] and phone[1]
    assert abs(wide[0]["y"] + wide[0]["height"] - wide[1]["y"] - wide[1]["height"]) < 1
    assert wide[1]["x"] >= wide[0]["x"] + wide[0]["width"]
    assert phone[1]["y"] >= phone[0]["y"] + phone[0]["height"]


def test_a_number_of_the_first_page_opens_to_its_incidents(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, 1280)
    figure = page.locator("details.fk-number[data-kpi=incident_rate]")
    assert not figure.locator("a.fk-id").first.is_visible()
    figure.locator("summary").press("Enter")
    assert figure.locator("a.fk-id").first.is_visible()
    page.context.close()
