"""The page of an incident in a real browser: messages chosen and copied, marks that lead to rows, no scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.publish.build import build
from tests.browser_support import served

RECORD = """---
id: INC-2026-014
title: "予約API: 失敗 & <遅延>"
severity: P1
status: resolved
services: [mks-backend]
started_at: 2026-10-03T09:00+09:00
detected_at: 2026-10-03T09:05+09:00
acknowledged_at: 2026-10-03T09:07+09:00
mitigated_at: 2026-10-03T09:25+09:00
resolved_at: 2026-10-03T09:30+09:00
detection: alertmanager
impact: {users_affected: 35%, business: high, data_loss: false, functions: [予約作成]}
cause: {category: capacity, summary: 接続プールの上限}
---

## 概要

予約が **すべて** 失敗した。

## タイムライン

| 時刻 | 種別 | イベント | 担当者 |
|---|---|---|---|
| 2026-10-03 09:05 | 検知 | 検知 | 監視 |
| 09:07 | 対応開始 | 開始 | SRE |
| 09:30 | 復旧 | 復旧 | SRE |
""" + "".join(f"\n## {name}\n\n記した。\n" for name in ("影響範囲", "根本原因", "対応内容", "予防対策"))

ADDRESS = "incidents/inc-2026-014/"
RECOVERED = (
    "*【復旧】INC-2026-014 予約API: 失敗 &amp; &lt;遅延&gt;*\n"
    "\n"
    "- 深刻度: P1 High\n"
    "- 対象: mks-backend、予約作成\n"
    "- 影響範囲: 利用者の 35%、ビジネス影響 高、データ損失なし\n"
    "- 発生: 2026-10-03 09:00 JST\n"
    "- 復旧: 2026-10-03 09:30 JST\n"
    "- 継続時間: 30分\n"
    "- 原因: 容量不足 — 接続プールの上限\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("root")
    folder = root / "incidents" / "2026"
    folder.mkdir(parents=True)
    (folder / "INC-2026-014.md").write_text(RECORD, encoding="utf-8")
    (root / "incidents" / "policy.yml").write_text("communication: {report_hours: null}\n", encoding="utf-8")
    return build(root, as_of="2026-11-01T00:00+09:00")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(address + ADDRESS)
    opened.locator("#share-box summary").click()
    return opened


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def copy(page: Page, what: str) -> str:
    page.locator(f"#share-box [data-copy={what}]").click()
    page.locator("#share-box [role=status]", has_text="コピーした。").wait_for()
    return clipboard(page)


def test_the_message_that_fits_best_stands_first_and_is_copied_with_the_pages_address(page: Page, address: str) -> None:
    assert page.locator("#share-box select").evaluate_all("all => all.map(one => one.selectedOptions[0].text)") == [
        "日本語", "復旧", "Slack",
    ]  # fmt: skip
    assert copy(page, "message") == f"{RECOVERED}- 詳細: {address}{ADDRESS}"
    assert copy(page, "link") == address + ADDRESS
    assert copy(page, "id") == "INC-2026-014"
    name = f"[INC-2026-014 予約API: 失敗 \\& \\<遅延\\>]({address}{ADDRESS})"
    assert copy(page, "markdown") == f"{name}\n\n予約が すべて 失敗した。"


def test_every_choice_shows_its_message(page: Page) -> None:
    tongue, kind, channel = (page.locator("#share-box select").nth(place) for place in range(3))
    seen = set()
    for language in ("ja", "en"):
        tongue.select_option(language)
        for place in range(kind.locator("option").count()):
            kind.select_option(index=place)
            for name in ("slack", "teams", "status_page", "mail"):
                channel.select_option(name)
                text = page.locator("#share-box .fk-message").inner_text()
                assert "undefined" not in text and len(text) > 40
                if name in ("status_page", "mail"):
                    assert "mks-backend" not in text and "INC-" not in text
                seen.add((language, text if name != "mail" else page.locator(".fk-subject").inner_text() + text))
    assert len(seen) == 16, "of what is over, two kinds"
    assert page.locator(".fk-subject").inner_text() == "Final report: Disruption of 予約作成"
    assert copy(page, "subject") == "Final report: Disruption of 予約作成"
    assert page.locator("#share-box .fk-message").get_attribute("lang") == "en"


def test_a_file_copies_without_a_clipboard_and_without_an_address(context: BrowserContext, site: Path) -> None:
    opened = context.new_page()
    opened.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    opened.goto((site / ADDRESS / "index.html").as_uri())
    opened.locator("#share-box summary").click()
    opened.evaluate("document.addEventListener('copy', () => { window.copied = String(document.activeElement.value) })")
    opened.locator("#share-box [data-copy=message]").click()
    opened.locator("#share-box [role=status]", has_text="コピーした。").wait_for()
    assert opened.evaluate("window.copied") == RECOVERED.strip()
    assert opened.locator("textarea").count() == 0


def test_without_scripts_the_page_says_all_and_offers_no_button(chromium: Browser, address: str) -> None:
    made = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    opened = made.new_page()
    opened.goto(address + ADDRESS)
    opened.locator("#share-box summary").click()
    assert opened.locator("#share-box .fk-message").inner_text() == RECOVERED.strip()
    assert opened.locator("#share-box button:visible, #share-box select:visible").count() == 0
    assert opened.locator("svg.fk-narrow").is_visible() and not opened.locator("svg.fk-wide").is_visible()
    made.close()


def test_a_mark_leads_to_its_row(page: Page) -> None:
    marks = page.locator("svg.fk-wide a")
    assert marks.evaluate_all("all => all.map(one => one.getAttribute('href'))") == ["#t1", "#t2", "#t3"]
    assert marks.nth(2).locator("title").text_content() == "2026-10-03 09:30 復旧: 復旧"
    marks.nth(2).click()
    assert page.locator("tr:target").get_attribute("id") == "t3"
