"""A made-up site, so that publishing is tried without the stages before it."""

from __future__ import annotations

from pathlib import Path

from generator.model.page import Edition, Made, Site
from generator.model.policy import Language
from generator.publish.usable import Stopped

SEARCHED = (
    "予約APIで接続プールが枯渇した。期限切れではない。東京リージョンだけで起きた。切り戻しはロールバックで行った。"
)


def page(title: str, text: str) -> bytes:
    return f'---\ntitle: "{title}"\n---\n\n{text}\n'.encode()


def site(extra: str = "", folder: str = "") -> Site:
    files = {
        "index.md": page("今月のふりかえり", "<h1>今月のふりかえり</h1>\n\n[障害の一覧](incidents/index.md)"),
        "incidents/index.md": page("障害", "# 障害\n\n[INC-2026-014](inc-2026-014.md)"),
        "incidents/inc-2026-014.md": page("DB接続の枯渇", f"# DB接続の枯渇\n\n{SEARCHED}{extra}"),
        "incidents/2026.md": page("2026年", "# 2026年"),
        "reviews/2026-10.md": page("2026年10月", "# 2026年10月"),
        "data/incidents.json": b'{"schema": "furikaeri/incidents/1"}\n',
        "assets/furikaeri.css": b":root { --fk: 1 }\n",
    }
    nav: list[dict[str, object]] = [
        {"ホーム": "index.md"},
        {"障害": ["incidents/index.md"]},
        {"ふりかえり": [{"2026年10月": "reviews/2026-10.md"}]},
    ]
    return Site({uri: text for uri, text in files.items() if not folder or "data/" not in uri}, nav)


def made(extra: str = "", *languages: Language, day: str = "2026-11-01") -> Made:
    main, *others = languages or ("ja", "en")
    beside = [Edition(each, f"{each}/", site(extra, f"{each}/")) for each in others]
    return Made((Edition(main, "", site(extra)), *beside), day)


def stopped() -> Stopped:
    return Stopped("復旧が開始より前です\n\nもう一つの誤り", (), 1, 1, "ja")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
