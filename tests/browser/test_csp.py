"""The whole site under the policy that `furikaeri csp` prints: nothing is stopped, and everything works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from generator.publish.csp import content_policy
from tests.browser.conftest import EveryKind
from tests.browser_support import served

#: Kept by the page itself, before any script of it runs.
HEARD = """
window.stopped = []
document.addEventListener("securitypolicyviolation", found =>
    window.stopped.push(`${found.effectiveDirective} ${found.blockedURI} ${found.sourceFile}`))
"""


@pytest.fixture(scope="module")
def address(every_kind: EveryKind) -> Iterator[str]:
    policy = content_policy(every_kind.folder)
    assert policy.stopped == ()
    with served(every_kind.folder, {"Content-Security-Policy": policy.text()}) as url:
        yield url


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ja-JP")
    context.add_init_script(HEARD)
    yield context.new_page()
    context.close()


def test_no_kind_of_page_needs_what_the_policy_stops(page: Page, address: str, every_kind: EveryKind) -> None:
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{page.url}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for path in every_kind.pages.values():
        page.goto(address + path)
        said += page.evaluate("window.stopped")
    assert said == []


def test_the_policy_is_in_force(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert [line.split()[0] for line in page.evaluate("window.stopped")] == ["script-src-elem", "style-src-attr"]


def test_the_search_and_the_switch_work_under_the_policy(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("label[for^=__palette]:visible").click()
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.press_sequentially("接続プール")
    box.press("End")
    page.locator("[data-md-component=search-result] a[href*='inc-2024-001']").first.wait_for(state="attached")
    assert page.evaluate("window.stopped") == []
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "default"
