"""The page of an incident in a real browser: messages chosen and copied, marks that lead to rows, and without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.publish.build import build
from tests.browser_support import browser, served

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
"""
