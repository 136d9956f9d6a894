"""A record that is right, ways to break it, and folders to put it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from generator.check.check import Checked, check
from generator.model.policy import Language
from generator.read.records import read

AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
PATH = "incidents/2026/INC-2026-014-db-pool.md"

# The lines are numbered in the tests: id 2, title 3, severity 4, status 5, services 6, started 7, detected 8,
# acknowledged 9, mitigated 10, resolved 11, report 12, detection 13, impact 14, response 15, cause 16, actions 17-18,
# communication 19, 概要 22, タイムライン 26 with rows 30-34, 影響範囲 36, 根本原因 40, 対応内容 44,
# 予防対策 48.
VALID = """---
id: INC-2026-014
title: "予約API: 全リクエスト失敗"
severity: P1
status: resolved
services: [mks-backend]
started_at: 2026-10-03T09:00+09:00
detected_at: 2026-10-03T09:05+09:00
acknowledged_at: 2026-10-03T09:07+09:00
mitigated_at: 2026-10-03T09:25+09:00
resolved_at: 2026-10-03T09:30+09:00
report_at: 2026-10-04T08:00+09:00
detection: alertmanager
impact: {users_affected: 35%, business: high, data_loss: false}
response: {team: SRE, escalated_to: [level1]}
cause: {category: capacity, summary: 接続プールの上限}
actions:
  - {id: A1, title: 監視, kind: detect, owner: SRE, due: 2026-11-30, status: open}
communication: {internal: "#incidents", status_page: true, customers_emailed: true}
---

## 概要

予約に失敗した。

## タイムライン

| 時刻 | 種別 | イベント | 担当者 |
|---|---|---|---|
| 09:00 | その他 | 失敗が始まる | |
| 09:05 | 検知 | 警報 | 監視 |
| 09:07 | 対応開始 | 着手 | SRE |
| 09:25 | 緩和 | 再起動 | SRE |
| 09:30 | 復旧 | 平常に戻る | SRE |

## 影響範囲

予約の作成。

## 根本原因

上限が低すぎた。

## 対応内容

再起動した。

## 予防対策

上限を監視する。
"""


def edited(*changes: tuple[str, str], text: str = VALID) -> str:
    """Return the record with each `old` replaced once; an `old` that is not there is a mistake of the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def without(*keys: str, text: str = VALID) -> str:
    """Return the record without those lines of its front matter."""
    kept = [line for line in text.split("\n") if not line.startswith(tuple(f"{key}:" for key in keys))]
    return "\n".join(kept)


def put(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a root; paths are relative to it."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return root


def checked(
    root: Path,
    files: Mapping[str, str | bytes] | str | bytes,
    *,
    policy: str | None = None,
    language: Language | None = None,
    future: dt.datetime | None = AS_OF,
) -> Checked:
    """Write files (or one record) and check them as of 2026-11-01."""
    named = files if isinstance(files, Mapping) else {PATH: files}
    put(root, named if policy is None else {**named, "incidents/policy.yml": policy})
    return check(read(root), AS_OF, language=language, future=future)


def names(result: Checked) -> list[str]:
    """Return the names of all findings, in order."""
    return [finding.name for finding in result.findings]


def places(result: Checked) -> list[tuple[str, str, int, int]]:
    """Return code, name, line and column of all findings, in order."""
    return [(f.code, f.name, f.position.line, f.position.column) for f in result.findings]
