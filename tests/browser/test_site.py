"""The built site in a real browser: it asks nobody else, nothing fails, the switch and the search work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from generator.publish.build import build
from tests.browser_support import served
from tests.publish.records import write_records

PAGES = (
    "",
    "incidents/",
    "incidents/inc-2024-001/",
    "reviews/2024-01/",
    "kpis/",
    "kpis/mttr/",
    "promises/",
    "response/",
    "data/",
    "quality/",
    "rules/",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write_records(tmp_path_factory.mktemp("root"))
    with served(build(root, as_of="2024-03-01T00:00+09:00")) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_other_host_is_asked_and_nothing_fails(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda said: failed.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert failed == []
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_the_switch_goes_from_light_to_dark_and_stays(page: Page, address: str) -> None:
    def background() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page.goto(address)
    page.wait_for_load_state("networkidle")
    seen = [background()]
    for _ in range(2):  # as the system says, then light, then dark
        page.locator("label[for^=__palette]:visible").click()
        seen.append(background())
    assert seen[0] == seen[1] == "rgb(255, 255, 255)"
    assert seen[2] != seen[1]
    page.goto(address + "incidents/")
    assert background() == seen[2]


def test_the_system_s_dark_mode_is_followed(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "slate"


@pytest.mark.parametrize(
    "words", ["接続プール", "期限切れ", "東京リージョン", "ロールバック", "切り戻し", "枯渇", "予約API", "INC-2024-001"]
)
def test_the_search_finds_japanese_words(page: Page, address: str, words: str) -> None:
    search(page, address, words)
    page.wait_for_function(LEADS_TO, arg="inc-2024-001")


def test_the_search_does_not_find_everything(page: Page, address: str) -> None:
    result = search(page, address, "スロットリング")
    result.locator(".md-search-result__meta", has_text="見つかりません").wait_for()
    assert result.locator(".md-search-result__link").count() == 0


#: The theme answers every key while the next is typed, and shows the first results before the rest: asked again and
#: again until it holds, each time of the page as it is at that moment, the list drawn on to its end.
LEADS_TO = """name => {
    const links = [...document.querySelectorAll("[data-md-component=search-result] .md-search-result__link")]
    links.at(-1)?.scrollIntoView()
    return links.some(link => link.getAttribute("href").includes(name))
}"""


def search(page: Page, address: str, words: str) -> Locator:
    """Type into the search field, and return where the results appear."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.press_sequentially(words)
    box.press("End")  # the theme listens to keys, and Japanese is not typed with any
    return page.locator("[data-md-component=search-result]")


def test_the_list_of_incidents_is_filtered_below_the_theme(page: Page, address: str) -> None:
    page.goto(f"{address}incidents/?text=満杯")
    assert page.locator("[data-explorer] tbody .fk-id").all_inner_texts() == ["INC-2024-002"]
    assert page.locator("[data-md-toggle=search]").is_checked() is False
    page.locator("[data-reset]").click()
    assert page.locator("[data-explorer] tbody tr").count() == 2
    assert page.evaluate("location.search") == ""


def test_the_site_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = []
    for path in PAGES:
        page.goto(address + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append((path, width))
    assert wide == []


# Not link.href: in an SVG it is an object.
HREFS = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href.split('#')[0])"


def test_every_link_inside_the_site_leads_somewhere(page: Page, address: str) -> None:
    links: set[str] = set()
    for path in PAGES:
        page.goto(address + path)
        found = page.eval_on_selector_all("a[href]", HREFS)
        links |= {link for link in found if link.startswith(address)}
    assert len(links) > 20
    assert sorted(link for link in links if page.request.get(link).status != 200) == []
