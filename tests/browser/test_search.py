"""The search field in a real browser: what is found, how it is shown, and what is said where an index is missing."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from generator.publish.build import build
from generator.render.search_index import fold
from tests.browser_support import served
from tests.publish.records import DISK, write_records

MADE_UP = (
    DISK.replace("INC-2024-002", "INC-2024-013")
    .replace("2024-02-20", "2024-02-21")
    .replace("予約API: ディスクの満杯", "ｷｬｯｼｭ <img src=x> &amp; 全損")
    .replace("再起動した。", "コードロールバックした。Replica lag exceeded; active=200 。𠮷野家😀 ΟΔΟΣ ㍿")
)
RESULTS = ".md-search-result__link"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_records(tmp_path_factory.mktemp("root"))
    (root / "incidents" / "2024" / "INC-2024-013.md").write_text(MADE_UP, encoding="utf-8")
    return build(root, as_of="2024-03-01T00:00+09:00")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Yield a page on which nothing may fail; only what the network refuses is told to the console by the browser."""
    failed: list[str] = []
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP")
    opened = context.new_page()
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert [text for text in failed if not text.startswith("Failed to load resource")] == []


def search(page: Page, address: str, words: str) -> Locator:
    """Fill the search field, and return where the results appear."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("[data-md-component=search-query]").fill(words)
    return page.locator("[data-md-component=search-result]")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("ロールバック", "inc-2024-013"),  # the newest first; it stands inside コードロールバック
        ("コードロールバック", "inc-2024-013"),
        ("キャッシュ", "inc-2024-013"),
        ("ｷｬｯｼｭ", "inc-2024-013"),
        ("ＲＥＰＬ", "inc-2024-013"),
        ("lag exceed", "inc-2024-013"),
        ("枯渇で", "inc-2024-001"),  # in a title before all texts
        ("接続プール", "inc-2024-013"),
        ("期限切れ", "actions/"),  # the heading of a page before the texts of records
        ("東京リージョン", "inc-2024-013"),
        ("inc-2024-00", "inc-2024-002"),
        ("ＩＮＣ－２０２４－１３", "inc-2024-013"),
        ("INC-2024-1", "inc-2024-001"),  # the number as it is read, before those that begin so
        ("応答目標", "kpis/response-target/"),
        ("F204", "rules/"),
    ],
)
def test_what_is_found_first(page: Page, address: str, words: str, name: str) -> None:
    result = search(page, address, words)
    result.locator(RESULTS).first.wait_for()
    assert name in str(result.locator(RESULTS).first.get_attribute("href"))


def test_what_is_not_there_is_not_found(page: Page, address: str) -> None:
    result = search(page, address, "スロットリング")
    result.locator(".md-search-result__meta", has_text="見つかりません").wait_for()
    assert result.locator(RESULTS).count() == 0


def test_a_result_says_what_it_is_and_shows_an_author_s_text_as_text(page: Page, address: str) -> None:
    result = search(page, address, "全損")
    result.locator(RESULTS).first.wait_for()
    told = result.locator(RESULTS).first.inner_text().split("\n")
    assert told[0].split() == ["▲", "P1", "High", "INC-2024-013", "2024-02-21", "09:00", "mks-backend"]
    assert told[1] == "ｷｬｯｼｭ <img src=x> &amp; 全損"
    assert result.locator("img").count() == 0
    assert result.locator("mark").all_inner_texts() == ["全損"]


def test_the_excerpt_shows_the_words_in_the_form_they_have(page: Page, address: str) -> None:
    result = search(page, address, "ACTIVE=200 株式会社 οδος")
    result.locator(RESULTS).first.wait_for()
    assert result.locator("mark").all_inner_texts() == ["active=200", "ΟΔΟΣ", "㍿"]
    assert result.locator(RESULTS).count() == 1


def test_keys_lead_to_the_page_where_the_words_are_marked(page: Page, address: str) -> None:
    result = search(page, address, "キャッシュ")
    result.locator(RESULTS).first.wait_for()
    page.keyboard.press("ArrowDown")
    assert "inc-2024-013" in page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "query"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/incidents/inc-2024-013/"))
    page.locator("article mark", has_text="ｷｬｯｼｭ").first.wait_for()


def test_a_search_loads_little_and_only_when_somebody_searches(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url.startswith("search/")] == ["search/search_index.json"]
    assert page.request.get(address + "search/search_index.json").json()["docs"] == [], "the theme's own stays empty"
    asked.clear()
    search(page, address, "接続プール").locator(RESULTS).first.wait_for()
    files = [url.rsplit("/", 1)[-1] for url in asked if re.match(r"search/\w+/", url)]
    assert "docs.bin" in files and "t0.json" in files
    assert 3 <= len(files) <= 5
    assert len(files) == len(set(files))


def changed(page: Page, **changes: Any) -> None:
    """Answer the first request for the search's own settings with others."""

    def answer(route: Route) -> None:
        document = route.fetch().json()
        for name, value in changes.items():
            document[name] = {**document[name], **value} if isinstance(value, dict) else value
        route.fulfill(json=document)

    page.route("**/search/furikaeri.json", answer, times=1)


def test_more_than_the_list_bears_is_counted(page: Page, address: str) -> None:
    changed(page, pages=[[f"p{n}/", f"試験の頁 {n}", "<b>文</b>"] for n in range(34)])
    result = search(page, address, "試験の頁")
    result.locator(".md-search-result__meta", has_text="34 件のうち 20 件").wait_for()
    assert result.locator("b").count() == 0
    page.locator("[data-md-component=search-query]").fill("試験の頁 33")
    result.locator(".md-search-result__meta", has_text="1件見つかりました").wait_for()


def test_a_site_that_was_built_anew_meanwhile_is_read_anew(page: Page, address: str) -> None:
    changed(page, records={"at": "000000000000/"})
    result = search(page, address, "枯渇で")
    result.locator(RESULTS).first.wait_for()
    assert "inc-2024-001" in str(result.locator(RESULTS).first.get_attribute("href"))


@pytest.mark.parametrize("missing", ["furikaeri.json", "*/p*.bin", "*/t*.json", "*/docs.bin"])
def test_a_missing_file_is_said(page: Page, address: str, missing: str) -> None:
    page.route(f"**/search/{missing}", lambda route: route.fulfill(status=404))
    result = search(page, address, "接続プール")
    result.locator(".md-search-result__meta", has_text="検索の索引を読み込めなかった").wait_for()
    assert result.locator(RESULTS).all_inner_texts() == ["障害一覧"]
    page.unroute_all()
    page.locator("[data-md-component=search-query]").fill("枯渇で")
    result.locator(".md-search-result__meta", has_text="1件見つかりました").wait_for()


#: Asks the worker itself, one word after another.
ASK = """words => new Promise(resolve => {
    const worker = new Worker(JSON.parse(document.getElementById("__config").textContent).search)
    const found = []
    const next = () => worker.postMessage({ type: 2, data: words[found.length] })
    worker.onmessage = ({ data }) => {
        if (data.type === 3) found.push(data.data.items.map(([item]) => item.location))
        if (found.length < words.length) next()
        else resolve(found)
    }
    worker.postMessage({ type: 0, data: { docs: [] } })
})"""


def test_every_part_of_every_word_is_found_and_nothing_else(page: Page, address: str, site: Path) -> None:
    changed(page, pages=[])
    (block,) = site.glob("search/*/t0.json")
    records = json.loads(block.read_text(encoding="utf-8"))
    texts = {f"incidents/{each['id'].lower()}/": fold(f"{each['title']}\n{each['text']}") for each in records}
    assert len(texts) == 3
    rng = random.Random(5)
    parts = []
    for word in rng.choices([word for text in texts.values() for word in text.split()], k=300):
        begin = rng.randrange(len(word))
        parts.append(word[begin : begin + rng.randint(1, 12)])
    page.goto(address)
    found = page.evaluate(ASK, parts)
    wanted = [{location for location, text in texts.items() if part in text} for part in parts]
    assert [part for part, own, of in zip(parts, found, wanted, strict=True) if set(own) != of] == []
