"""The list of incidents in a real browser: its figures are the build's, its address says what is shown."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from generator.measure.frame import frame
from generator.measure.months import group_alone
from generator.measure.statistics.intervals import garwood, median_interval, wilson
from generator.model.kpi import DURATIONS
from generator.model.policy import Language
from generator.model.words import BARE
from generator.render import explorer
from generator.render.casebook import Casebook
from tests.browser_support import served
from tests.explorer_support import CHANGED, casebook, records, write_list

NUMBER = 260
WORDS = ("プール", "ﾌﾟｰﾙ", "デプロイ", "STRASSE", "inc-2026-01", "１ 全角", "監視", "容量 上限", "決済")
FACETS = ("severity", "service", "cause", "detection", "status", "kind")
#: The page's own objects once more: what the table shows is held by other tests.
FIGURES = """query => {
    const names = Object.fromEntries(furikaeri.FACETS.map(facet => [facet, new Map(
        [...document.querySelectorAll(`input[name="${facet}"]`)].map(box =>
            [box.value, box.parentElement.querySelector("[data-name]").textContent.trim()]))]))
    const records = new furikaeri.Records(furikaeri.records, names)
    const { shown } = records.choose(furikaeri.state.parse(query))
    return { ids: shown.map(i => records.data.id[i]), ...records.figures(shown) }
}"""


@pytest.fixture(scope="module")
def book() -> Casebook:
    return casebook(records(NUMBER))


@pytest.fixture(scope="module")
def file(book: Casebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the list, whose records come in several scripts, as those of many do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explorer, "_MANY", 100)
        return write_list(book, tmp_path_factory.mktemp("explorer"))


@pytest.fixture(scope="module")
def address(file: Path) -> Iterator[str]:
    with served(file.parents[1]) as url:
        yield f"{url}incidents/"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP")
    opened = context.new_page()
    failed: list[str] = []
    opened.on("console", lambda said: failed.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: failed.append(str(error)))
    yield opened
    context.close()
    assert failed == []


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def chosen(book: Casebook, query: dict[str, Any]) -> set[str]:
    """Return the ids that a filter shows, as `data/incidents.json` has them: worked out a second time."""
    found = set()
    for one in book.incidents:
        month = str(book.month(one) or "")
        values = {"severity": [one.severity], "service": list(one.services) or [""], "cause": [one.cause],
                  "detection": [one.detection or ""], "status": [one.status], "kind": [one.kind]}  # fmt: skip
        source = book.policy.detection_sources.get(one.detection or "")
        labels = [book.cause(one.cause), book.words.of(source.label) if source else "記録なし"]
        text = folded("\n".join([one.id, one.title, one.cause_summary, one.fingerprint, one.cause, one.detection or "",
                                 *one.services, *one.impact.functions, *labels]))  # fmt: skip
        begun = query.get("from", "") <= month and (not query.get("to") or month <= query["to"])
        dated = bool(month) or not (query.get("from") or query.get("to"))
        fits = all(not query.get(facet) or set(query[facet]) & set(values[facet]) for facet in FACETS)
        if begun and dated and fits and all(term in text for term in folded(query.get("text", "")).split()):
            found.add(one.id)
    return found


def random_filter(dice: random.Random) -> dict[str, Any]:
    """Return a filter that often leaves some records."""
    query: dict[str, Any] = {}
    offered = {"severity": ["P0", "P1", "P2", "P3"], "service": ["予約API", "batch", "a,b", "通知", ""],
               "cause": ["capacity", "network", "unknown"], "detection": ["alertmanager", "user_report", ""],
               "status": ["open", "mitigated", "resolved", "reviewed"], "kind": ["incident", "drill"]}  # fmt: skip
    for facet in dice.sample(FACETS, dice.randrange(4)):
        query[facet] = dice.sample(offered[facet], dice.randint(1, 2))
    if dice.random() < 0.4:
        query["from"] = f"202{dice.randint(4, 5)}-{dice.randint(1, 12):02d}"
    if dice.random() < 0.4:
        query["to"] = f"202{dice.randint(5, 6)}-{dice.randint(1, 12):02d}"
    if dice.random() < 0.4:
        query["text"] = dice.choice(WORDS)
    return query


@pytest.mark.parametrize("contracts", [None, CHANGED], ids=["usual contracts", "changed contracts"])
def test_the_figures_of_fifty_filters_are_the_build_s(page: Page, tmp_path: Path, contracts: Any) -> None:
    book = casebook(records(NUMBER), contracts=contracts)
    dice = random.Random(5)
    sizes = []
    with served(write_list(book, tmp_path / "site").parents[1]) as url:
        page.goto(f"{url}incidents/")
        for query in [{}, *(random_filter(dice) for _ in range(50))]:
            mine = page.evaluate(FIGURES, urlencode(query, doseq=True))
            assert set(mine["ids"]) == chosen(book, query), query
            assert_equal(mine, book)
            sizes.append(mine["count"])
    assert sizes[0] > 150 and len(set(sizes)) > 20 and 0 in sizes


def assert_equal(mine: dict[str, Any], book: Casebook) -> None:
    ids = set(mine["ids"])
    facts = [fact for fact in book.table.facts if fact.id in ids]
    theirs = group_alone(frame(facts), 30.0, False, "x")
    assert (mine["count"], mine["left"]) == (len(facts), len(ids) - len(facts))
    near(mine["interval"], theirs.incident_rate.interval)
    for kpi in DURATIONS:
        own, figure = mine["durations"][kpi], theirs.durations[kpi]
        assert (own["n"], own["open"], own["unknown"]) == (figure.n, figure.open, figure.unknown)
        for name in ("mean", "median", "p90"):
            near([own[name]], [getattr(figure, name)])
        near(own["interval"], figure.median_interval)
    target, returned = theirs.response_target, theirs.recurrence_rate
    assert {name: mine["response_target"][name] for name in ("met", "missed", "pending", "unknown")} == {
        name: getattr(target, name) for name in ("met", "missed", "pending", "unknown")
    }
    near(mine["response_target"]["interval"], target.interval)
    own = mine["recurrence_rate"]
    assert (own["eligible"], own["recurred"]) == (returned.eligible, returned.recurred)
    near(own["interval"], returned.interval)


def near(mine: Any, theirs: Any) -> None:
    assert (mine is None) == (theirs is None)
    if mine is not None:
        assert list(mine) == [value if value is None else pytest.approx(value, rel=1e-9, abs=1e-12) for value in theirs]


def test_the_intervals_are_those_of_the_build_at_every_size(page: Page, address: str) -> None:
    page.goto(address)
    sizes = [*range(130), 200, 345, 999, 1000, 2500, 9999, 10000]
    js = "sizes => sizes.map(n => furikaeri.statistics.{}(n))"
    for n, pair in zip(sizes, page.evaluate(js.format("garwood"), sizes), strict=True):
        near(pair, garwood(n))
    ordered = "sizes => sizes.map(n => furikaeri.statistics.medianInterval([...Array(n).keys()]))"
    for n, pair in zip(sizes, page.evaluate(ordered, sizes), strict=True):
        near(pair, median_interval(range(n)))
    pairs = [(k, n) for n in (1, 7, 40, 3000) for k in {0, 1, n // 3, n}]
    shares = page.evaluate("pairs => pairs.map(pair => furikaeri.statistics.wilson(...pair))", pairs)
    for (k, n), pair in zip(pairs, shares, strict=True):
        near(pair, wilson(k, n))


@pytest.mark.parametrize("words", BARE, ids=["ja", "en"])
def test_durations_and_shares_read_as_on_the_pages(page: Page, address: str, words: Any) -> None:
    dice = random.Random(1)
    minutes = [0, 0.25, 0.75, 1.05, 2.25, 9.95, 9.96, 9.999, 10, 59.5, 60, 61, 90.5, 1439.4, 1439.5, 1440, 1470, 2879.9]
    minutes += [dice.uniform(0, 10 ** dice.uniform(-1, 6)) for _ in range(400)] + [n / 8 for n in range(200)]
    page.goto(address)
    js = "([units, percent, values]) => { const f = furikaeri.words(units, percent); return values.map(f.duration) }"
    assert page.evaluate(js, [words.units(), words.percent(0), minutes]) == [words.duration(one) for one in minutes]
    shares = [k / n for n in (1, 3, 7, 8, 40, 200, 1000) for k in range(n + 1)]
    js = js.replace("f.duration", "f.percent")
    assert page.evaluate(js, [words.units(), words.percent(0), shares]) == [words.percent(one) for one in shares]


def test_letters_are_folded_as_unicode_folds_them(page: Page, address: str) -> None:
    texts = ["ＡＢＣ１２３", "ｱｲｳ ｶﾞｷﾞｸﾞ", "Straße", "ΟΔΟΣ οδος", "㈱①", "İstanbul", "が", "ﬁnal", "予約API"]
    page.goto(address)
    assert page.evaluate("texts => texts.map(furikaeri.fold)", texts) == [folded(text) for text in texts]


def ids(page: Page) -> list[str]:
    return page.locator("[data-explorer] tbody .fk-id").all_inner_texts()


def query(page: Page) -> dict[str, list[str]]:
    parts = urlsplit(page.evaluate("location.href"))  # what the page itself says: `page.url` follows later
    return parse_qs(parts.query or parts.fragment)


def pick(page: Page, facet: str, code: str) -> None:
    page.locator(f'[data-facet="{facet}"]').evaluate("pick => { pick.open = true }")
    page.locator(f'input[name="{facet}"][value="{code}"]').click()


def test_the_address_says_what_is_shown_and_the_way_back_works(page: Page, address: str, book: Casebook) -> None:
    page.goto(address)
    assert len(ids(page)) == 100 and page.locator("[data-explorer-latest]").is_hidden()
    dated = [one.id for one in reversed(book.incidents) if one.anchor or one.occurred_on]
    newest = dated[:100]
    assert len(dated) < NUMBER  # the others come last
    assert ids(page) == newest and query(page) == {}
    pick(page, "severity", "P1")
    pick(page, "severity", "P2")
    page.select_option("select[name=from]", "2025-03")
    page.locator("input[name=text]").press_sequentially("ﾌﾟｰﾙ")
    wanted = {"severity": ["P1", "P2"], "from": ["2025-03"], "text": ["ﾌﾟｰﾙ"]}
    assert query(page) == wanted and set(ids(page)) == chosen(book, wanted | {"from": "2025-03", "text": "ﾌﾟｰﾙ"})
    seen = ids(page)
    page.go_back()  # the word, typed in one go
    assert query(page) == {"severity": ["P1", "P2"], "from": ["2025-03"]} and len(ids(page)) > len(seen)
    assert page.locator("input[name=text]").input_value() == ""
    page.go_forward()
    assert ids(page) == seen and page.locator("input[name=text]").input_value() == "ﾌﾟｰﾙ"
    page.goto(page.url)  # as somebody else would open it
    assert ids(page) == seen and page.locator('input[name="severity"]:checked').count() == 2
    page.locator("[data-reset]").click()
    assert query(page) == {} and ids(page) == newest


def test_an_address_with_a_value_nobody_has_shows_nothing_and_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}?service=gone")
    assert ids(page) == [] and page.locator(".fk-nothing").inner_text() == "当てはまる記録がない。"
    assert page.locator('[data-facet="service"] [data-chosen]').inner_text() == "gone"
    assert page.locator('[data-kpi="mttr"] dd').inner_text().startswith("—")


@pytest.mark.parametrize("query", ["sort=weather", "sort=-toString", "only=__proto__.x", "only=constructor.y&page=x"])
def test_an_address_that_makes_no_sense_is_no_error(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}?{query}")
    page.locator("[data-explorer]:not([hidden])").wait_for()
    assert page.locator("[data-explorer] tbody tr").count() > 0


def test_each_count_leads_to_the_records_behind_it(page: Page, address: str, book: Casebook) -> None:
    page.goto(address)
    page.locator('[data-kpi="response_target"] a[data-only$="missed"]').click()
    assert query(page) == {"only": ["response_target.missed"]}
    assert set(ids(page)) == set(book.table.total.response_target.missed_ids)
    page.goto(f"{address}?only=left_out")
    assert set(ids(page)) == {one.id for one in book.table.excluded}
    page.goto(f"{address}?only=mttr.unknown&sort=incident")
    assert ids(page) == sorted(book.table.total.durations["mttr"].unknown_ids)[:100]


def test_columns_sort_and_say_so_with_what_is_missing_last(page: Page, address: str, book: Casebook) -> None:
    page.goto(address)
    page.locator("[data-column=lasted] button").click()
    head = page.locator("[data-column=lasted]")
    assert head.get_attribute("aria-sort") == "descending" and page.locator("[aria-sort]").count() == 1
    known = {one.id: book.line(one.id).minutes for one in book.incidents}
    longest = sorted((name for name in known if known[name] is not None), key=lambda name: -(known[name] or 0))
    assert [known[name] for name in ids(page)] == [known[name] for name in longest[:100]]
    page.locator("[data-page=next]").click()
    page.locator("[data-page=next]").click()
    assert query(page) == {"sort": ["-lasted"], "page": ["3"]}
    assert known[ids(page)[-1]] is None and len(ids(page)) == NUMBER - 200
    page.locator("[data-column=severity] button").click()
    assert query(page) == {"sort": ["severity"]}
    assert {book.by_id[name].severity for name in ids(page)[:10]} == {"P0"}


def test_the_csv_is_what_is_shown_with_the_cells_of_the_published_one(page: Page, address: str, file: Path) -> None:
    page.goto(f"{address}?severity=P1&severity=P3&sort=incident")
    with page.expect_download() as caught:
        page.locator("[data-csv]").click()
    data = caught.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,") and data.count(b"\xef\xbb\xbf") == 1
    mine = read_csv(data)
    theirs = {row["id"]: row for row in read_csv((file.parents[1] / "data" / "incidents.csv").read_bytes())}
    severities = [name for name in sorted(theirs) if theirs[name]["severity"] in ("P1", "P3")]
    assert [row["id"] for row in mine] == severities and len(mine) > 100
    assert mine == [{name: theirs[row["id"]][name] for name in row} for row in mine]
    assert {"'=HYPERLINK(1)", "''-1, \"quoted\"", "'＋１ 全角"} <= {row["title"] for row in mine}


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_is_used_with_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("input[name=text]").focus()
    page.keyboard.type("P")
    for _ in range(3):  # the two ends of the range, then the first list of choices
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator('[data-facet="severity"]').get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert query(page) == {"text": ["P"], "severity": ["P0"]}
    page.keyboard.press("Escape")
    assert page.locator('[data-facet="severity"]').get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator("[data-column=service] button").focus()
    page.keyboard.press("Enter")
    assert query(page)["sort"] == ["service"]
    assert page.evaluate("document.activeElement.closest('th').dataset.column") == "service"
    shown, total = page.locator("[role=status]").inner_text().split(" 件中 ")[::-1]
    assert (int(shown.removesuffix(" 件")), int(total)) == (len(ids(page)), NUMBER)


def test_it_works_from_a_folder(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    pick(page, "severity", "P0")
    assert page.evaluate("location.hash") == "#severity=P0" and len(ids(page)) > 20
    seen = ids(page)
    page.goto("about:blank")
    page.goto(f"{file.as_uri()}#severity=P0")
    assert ids(page) == seen
    page.select_option("select[name=to]", "2025-03")
    assert len(ids(page)) < len(seen)
    page.go_back()
    assert ids(page) == seen
    page.goto(f"{file.as_uri()}#text=INC-2026-001")
    link = page.locator("[data-explorer] tbody a", has=page.locator(".fk-id")).first.get_attribute("href")
    assert link == "../incidents/inc-2026-001/index.html"


def test_text_of_a_record_is_never_markup(page: Page, address: str) -> None:
    page.goto(f"{address}?text=onerror")
    assert len(ids(page)) > 5 and page.locator("[data-explorer] tbody img").count() == 0


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_fits_a_phone_in_both_languages(page: Page, tmp_path: Path, language: Language) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    with served(write_list(casebook(records(60), language), tmp_path / "site").parents[1]) as url:
        page.goto(f"{url}incidents/")
        assert page.locator(".fk-filters").is_hidden() and page.locator(".fk-strip").is_hidden()
        assert "(n=" in page.locator("section .fk-fold > summary").inner_text()
        page.locator("form .fk-fold > summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.select_option("select[name=sort]", "lasted")
        assert query(page) == {"sort": ["lasted"]}
        words = page.locator("[data-explorer]").inner_text()
    assert ("60 件中 60 件" if language == "ja" else "60 of 60 records") in words
