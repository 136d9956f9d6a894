"""A root with as few records as make every kind of page, and which page shows which kind."""

from __future__ import annotations

from pathlib import Path

from generator.publish.packaged import defaults
from generator.render.templates import Sheet
from tests.publish.records import FEATURES, POOL, write_records

AS_OF = "2024-04-20T12:00+09:00"

#: What authors write, and what must neither break the outline of a page nor shut anybody out.
WILD = """
# 大きすぎる見出し

#### 深すぎる見出し

- [ ] 確かめていないこと
- [x] 確かめたこと

![構成図](https://example.com/diagram.png)

| 列 | とても長い見出しの列 | もう一つの列 | さらに一つの列 |
|---|--:|---|---|
| `pool.max_connections.primary.tokyo` | 12 | [手順](https://example.com/) | INC-2024-001 |

```
connection pool exhausted: 100 of 100 connections are in use by mks-backend-7f9c, waited 30000 ms for one to become free
```

本文に [外への道](https://example.com/) と `コード` がある。
"""

_ACTIONS = """\
actions:
  - {id: A1, title: 監視, kind: detect, owner: SRE, due: 2024-03-31, status: open, tracker: "https://a.example/1"}
  - {id: A2, title: 上限を上げる, kind: prevent, owner: SRE, due: 2024-05-31, status: in_progress}
  - {id: A3, title: 手順, kind: process, owner: SRE, due: 2024-02-20, status: done,
     done_at: 2024-02-20, evidence: "https://a.example"}
"""

_REVIEW = """\
---
month: 2024-01
held_on: 2024-02-05
facilitator_role: SRE
decisions: [接続プールの監視を先に直す]
actions:
  - {id: R1, title: 当番表を見直す, kind: process, owner: SRE, due: 2024-02-28, status: open}
---

## 話したこと

再発を防ぐ手だて。
"""


def write_root(root: Path) -> Path:
    """Write two resolved incidents, one that came back and is still open, a drill, a near miss and a month's note."""
    write_records(root)
    folder = root / "incidents" / "2024"
    wild = POOL.replace("\n---\n\n", f"\n{_ACTIONS}---\n\n", 1).replace(
        "再起動した。\n", f"再起動した。\n{WILD}{FEATURES}", 1
    )
    (folder / "INC-2024-001-db-pool.md").write_text(wild, encoding="utf-8")
    again = "INC-2024-003", "2024-04-18", "recurrence_of: INC-2024-001\n"
    _write(folder, *again, "resolved_at: ", "mitigated_at: ", "report_at: ", status="open")
    _write(folder, "INC-2024-004", "2024-03-05", "kind: drill\n")
    _write(folder, "INC-2024-005", "2024-03-06", "kind: near_miss\n")
    reviews = root / "incidents" / "reviews"
    reviews.mkdir()
    (reviews / "2024-01.md").write_text(_REVIEW, encoding="utf-8")
    return root


def _write(folder: Path, ident: str, day: str, more: str, *without: str, status: str = "resolved") -> None:
    text = (
        POOL.replace("INC-2024-001", ident).replace("2024-01-15", day).replace("status: resolved", f"status: {status}")
    )
    text = text.replace("\n---\n\n", f"\n{more}---\n\n", 1)
    if without:  # it is not over: neither are its milestones, in the front matter and in the timeline
        lines = [line for line in text.split("\n") if not line.startswith(without)]
        text = "\n".join(line for line in lines if "| 緩和 |" not in line and "| 復旧 |" not in line)
    (folder / f"{ident}.md").write_text(text, encoding="utf-8")


def kinds(pages: list[Sheet]) -> dict[str, str]:
    """Return the address of one page of every kind, by kind: its template and the site's folder it stands in."""
    found: dict[str, str] = {}
    for sheet in pages:
        parts = sheet.uri.removesuffix(".md").split("/")
        kind = f"{sheet.template} {parts[0]}"
        if sheet.template == "kpi":  # a duration, a count and two shares are drawn and told differently
            kind = f"kpi {parts[-1]}" if parts[-1] in ("incident-rate", "response-target", "mttr") else "kpi mttr"
        if kind not in found:
            found[kind] = "/".join(parts).removesuffix("index").removesuffix("/") + "/"
    return {kind: address.lstrip("/") for kind, address in found.items()}


def templates() -> set[str]:
    """Return the names of the templates that are pages; `record` is a new record's text."""
    names = {file.name.removesuffix(".md.j2") for file in (defaults() / "site_templates").glob("[!_]*.md.j2")}
    return names - {"record"}
