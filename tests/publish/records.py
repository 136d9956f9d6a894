"""A root with two records, for tests of the whole way."""

from __future__ import annotations

from pathlib import Path

POOL = """\
---
id: INC-2024-001
title: "予約API: DB接続の枯渇で全リクエスト失敗"
severity: P1
status: resolved
services: [mks-backend]
started_at: 2024-01-15T09:00+09:00
detected_at: 2024-01-15T09:00+09:00
acknowledged_at: 2024-01-15T09:05+09:00
mitigated_at: 2024-01-15T09:20+09:00
resolved_at: 2024-01-15T09:30+09:00
report_at: 2024-01-15T18:00+09:00
detection: alertmanager
impact: {users_affected: 60%, business: high, data_loss: false, functions: [予約作成]}
response: {team: SRE, escalated_to: [level1], recovery: service_restart}
cause: {category: capacity, summary: 接続プールの上限が低すぎた, fingerprint: db-pool-exhaustion}
---

## 概要

予約APIの接続プールが枯渇した。証明書の期限切れではない。切り戻しはロールバックで行った。

## タイムライン

| 時刻 | 種別 | イベント | 担当者 |
|---|---|---|---|
| 09:00 | 検知 | 監視が知らせた | SRE |
| 09:05 | 対応開始 | 調べ始めた | SRE |
| 09:20 | 緩和 | 再起動した | SRE |
| 09:30 | 復旧 | 元に戻った | SRE |

## 影響範囲

東京リージョンの利用者の 60%。

## 根本原因

接続プールの上限が低すぎた。

## 対応内容

再起動した。

## 予防対策

上限を上げる。

## 学習事項

プールを監視していなかった。
"""

DISK = (
    POOL.replace("INC-2024-001", "INC-2024-002")
    .replace("2024-01-15", "2024-02-20")
    .replace("予約API: DB接続の枯渇で全リクエスト失敗", "予約API: ディスクの満杯")
    .replace("db-pool-exhaustion", "disk-full")
)

#: What GitHub knows of a text beyond Markdown, with characters that some step of a build could act on.
FEATURES = """
> [!WARNING]
> 切り戻しは手動[^手順]。{{ 7 }} `{x}` ~a~

詳しくはhttps://example.com/を見る(www.example.com、sre@example.com)。もう一度[^手順]。

```python
def wait(pool):  # {{ 1 }} `{y}` [z](w)

    return {"limit": [1, 2.5, None], "name": f"~{pool}~"}
```

```diff
- limit: 100
+ limit: 200
```

```mermaid
graph TD; A[予約API] --> B{接続}
```

~~取り消した~~

[^手順]: 手順書の二章。`code` と [外](https://example.com/)

    続きの段落。
"""


def write_records(root: Path) -> Path:
    folder = root / "incidents" / "2024"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "INC-2024-001-db-pool.md").write_text(POOL, encoding="utf-8")
    (folder / "INC-2024-002-disk.md").write_text(DISK, encoding="utf-8")
    return root


def break_record(root: Path) -> None:
    file = root / "incidents" / "2024" / "INC-2024-001-db-pool.md"
    file.write_text(POOL.replace("resolved_at: 2024-01-15T09:30", "resolved_at: 2024-01-15T08:30"), encoding="utf-8")
