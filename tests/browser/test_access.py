"""Every kind of page for everybody: axe-core, without scripts, headings, tables, drawings, weight."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import EveryKind
from tests.browser.every_kind import templates
from tests.browser_support import served

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another scheme and another width can change.
SEEN = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable", "aria-hidden-focus"]
#: What Material's own frame does wrong: rule, the start of the selector, why it is not ours to mend.
MATERIALS = (
    # Its search is a dialog without a name; the name would need a copy of its template.
    ("aria-dialog-name", ".md-search"),
    # Its drawer nests a nav in a nav, both named after the site.
    ("landmark-unique", 'nav[aria-labelledby="__nav_'),
)
WEIGHT = 200_000  # bytes of a page without the theme's shared files
LOOKS = (("light", 1280, TAGS), ("dark", 390, TAGS), ("light", 390, SEEN), ("dark", 1280, SEEN))


@pytest.fixture(scope="module")
def address(every_kind: EveryKind) -> Iterator[str]:
    with served(every_kind.folder) as url:
        yield url


def new_page(browser: Browser, scheme: Any, width: int, scripts: bool = True) -> Page:
    size: Any = {"width": width, "height": 900}
    return browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=scripts).new_page()


def test_every_template_has_a_page_here(every_kind: EveryKind) -> None:
    """A new kind of page is looked at too: give `every_kind.write_root` the records that make it."""
    assert every_kind.templates == templates()


@pytest.mark.parametrize("look", LOOKS, ids=[f"{scheme}-{width}" for scheme, width, _ in LOOKS])
def test_axe_finds_nothing_of_ours(
    chromium: Browser, address: str, every_kind: EveryKind, look: tuple[str, int, list[str]]
) -> None:
    scheme, width, rules = look
    page, found = new_page(chromium, scheme, width), []
    for kind, path in every_kind.pages.items():
        page.goto(address + path)
        answer = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": rules})
        for violation in answer.response["violations"]:
            for node in violation["nodes"]:
                target = str(node["target"][0])
                if not any(violation["id"] == rule and target.startswith(start) for rule, start in MATERIALS):
                    found.append(f"{kind}: {violation['id']} {target} {node['failureSummary']}")
    page.context.close()
    assert found == []


#: What a page holds, asked from outside: it works where scripts of the page do not run.
HELD = r"""() => {
    const article = document.querySelector("article")
    const all = selector => [...document.querySelectorAll(selector)]
    const seen = element => element.checkVisibility({visibilityProperty: true})
    const hiddenAway = element => element.closest("details:not([open]), template, [hidden], svg, .md-source-file")
    const texts = all("article :is(h1, h2, h3, p, dt, dd, th, td, li, summary, figcaption)")
    return {
        lang: document.documentElement.lang,
        headings: all("article :is(h1, h2, h3, h4, h5, h6)").map(heading => Number(heading.tagName[1])),
        scopeless: all("article th:not([scope])").map(cell => cell.textContent),
        unnamed: all("article :is(img:not([alt]), [role=img])").filter(image => image.tagName != "IMG"
            && !(image.getAttribute("aria-label") || (image.getAttribute("aria-labelledby") || "").split(" ")
                .map(id => document.getElementById(id)?.textContent || "").join(""))).map(image => image.outerHTML),
        styled: all("article [style]").map(element => element.outerHTML.slice(0, 80)),
        unseen: texts.filter(element => element.textContent.trim() && !seen(element) && !hiddenAway(element)
            && !element.closest(".headerlink")).map(element => element.outerHTML.slice(0, 120)),
        words: article.innerText.length,
        charts: all("article figure svg").map(svg => ({
            said: svg.querySelector("desc")?.textContent || "",
            title: svg.querySelector("title")?.textContent || "",
        })),
    }
}"""


@pytest.fixture(scope="module")
def held(chromium: Browser, address: str, every_kind: EveryKind) -> Iterator[dict[str, dict[str, Any]]]:
    page = new_page(chromium, "light", 1280, scripts=False)
    found = {}
    for kind, path in every_kind.pages.items():
        page.goto(address + path)
        found[kind] = page.evaluate(HELD)
    yield found
    page.context.close()


def test_a_page_says_everything_without_scripts(held: dict[str, dict[str, Any]]) -> None:
    assert {kind: page["unseen"] for kind, page in held.items() if page["unseen"]} == {}
    assert min(page["words"] for page in held.values()) > 40
    assert {page["lang"] for page in held.values()} == {"ja"}


def test_the_outline_has_one_beginning_and_skips_no_level(held: dict[str, dict[str, Any]]) -> None:
    for kind, page in held.items():
        levels = page["headings"]
        assert levels[0] == 1 and levels.count(1) == 1, (kind, levels)
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (kind, levels)
    assert 3 in held["incident incidents"]["headings"], "the author's own headings are among them"


def test_tables_and_drawings_are_named_and_nothing_has_a_style_of_its_own(held: dict[str, dict[str, Any]]) -> None:
    for kind, page in held.items():
        assert (page["scopeless"], page["unnamed"], page["styled"]) == ([], [], []), kind
    charts = [chart for page in held.values() for chart in page["charts"]]
    assert len(charts) > 5
    for chart in charts:  # the figures in words
        assert chart["title"] and any(sign.isdigit() for sign in chart["said"]), chart


def test_details_and_the_navigation_open_without_scripts(chromium: Browser, address: str) -> None:
    page = new_page(chromium, "light", 390, scripts=False)
    page.goto(f"{address}kpis/mttr/")
    opened = page.locator("details.fk-data").first
    opened.locator("summary").click()
    assert opened.evaluate("details => details.open && details.lastElementChild.checkVisibility()")
    page.locator("label.md-header__button[for=__drawer]").click()
    links = page.locator(".md-nav--primary a.md-nav__link[href]")
    assert links.count() > 5
    page.goto(address)
    page.context.close()


def test_whatever_the_keyboard_reaches_shows_that_it_is_there(chromium: Browser, address: str) -> None:
    page = new_page(chromium, "light", 1280)
    page.goto(f"{address}incidents/inc-2024-001/")
    page.locator("article h1").evaluate("heading => { heading.tabIndex = -1; heading.focus() }")
    seen = 0
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const e = document.activeElement; if (!e.closest('article')) return null;"
            " const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth), e.outerHTML] })()"
        )
        if style is None:
            break
        seen += 1
        assert style[0] != "none" and style[1] >= 1, style[2]
    page.context.close()
    assert seen > 10


def test_pages_are_light(every_kind: EveryKind) -> None:
    weights = {str(page): page.stat().st_size for page in every_kind.folder.rglob("*.html")}
    assert {page: weight for page, weight in weights.items() if weight > WEIGHT} == {}
    assert json.loads((every_kind.folder / "data" / "kpis.json").read_text(encoding="utf-8"))["months"]
