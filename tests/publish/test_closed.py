"""The whole way: a month is closed, a record corrected, and the built site shows the restatement."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from generator.model.policy import Language
from generator.publish.build import build
from generator.publish.pipeline import make_site
from generator.publish.usable import Stopped
from tests.closed import CLOSED, LATER, LOCK, ONE, TWO, close, kpi, month, one, put, remove, resolved

REPOSITORY = Path(__file__).parents[2]


def text_of(page: str) -> str:
    body = page[page.index('id="restated"') : page.index('id="drills"')]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", ["2025-11-01 09:00 時点で報告した数字。", "中央値 1時間 n=2、対応中 1 件", "記録の訂正、時間の経過",
                f"{ONE} 復旧 2025-10-03 09:30 2025-10-03 10:00", f"{TWO} 記録 数字に入っている ない"]),
        ("en", ["Reported as of 2025-11-01 09:00.", "median 1 h n=2, 1 ongoing", "records corrected, time has passed",
                f"{ONE} Resolution 2025-10-03 09:30 2025-10-03 10:00", f"{TWO} Record in the figures not there"]),
    ],
)  # fmt: skip
def test_a_restatement_on_a_built_page(tmp_path: Path, language: Language, expected: list[str]) -> None:
    root = month(tmp_path / "root")
    close(root)
    put(root, ONE, one(resolved="10-03 10:00"))
    put(root, "INC-2025-012", resolved())
    remove(root, TWO)
    site = build(root, tmp_path / "site", as_of=LATER, language=language)  # strict: no warning of MkDocs
    page = text_of((site / "reviews" / "2025-10" / "index.html").read_text(encoding="utf-8"))
    assert [part for part in expected if part not in page] == []
    assert (site / "data" / "reviews" / "2025-10.lock.json").read_bytes() == (root / LOCK).read_bytes()
    figures = json.loads((site / "data" / "kpis.json").read_text(encoding="utf-8"))
    assert figures == kpi(root, LATER)  # today's, whatever was reported


def test_a_site_of_an_earlier_time_knows_no_later_closing(tmp_path: Path) -> None:
    root = month(tmp_path)
    close(root, as_of="2025-12-01T09:00+09:00")
    assert "data/reviews/2025-10.lock.json" not in make_site(root, as_of=CLOSED).files
    assert "data/reviews/2025-10.lock.json" in make_site(root, as_of="2025-12-01T09:00+09:00").files


def test_a_broken_lock_stops_the_build_with_its_finding(tmp_path: Path) -> None:
    root = month(tmp_path)
    close(root)
    (root / LOCK).write_text("{", encoding="utf-8")
    with pytest.raises(Stopped, match="lock-unreadable") as stopped:
        make_site(root, as_of=LATER)
    assert stopped.value.exit_code == 1


def test_the_casebook_has_a_closed_month() -> None:
    files = make_site(REPOSITORY, as_of="2026-11-01T00:00+09:00").files
    page = files["reviews/2026-05.md"].decode()
    assert "2026-07-01 00:00 時点で報告した数字。" in page and "その後の訂正はない。" in page
    assert "締め済み" in files["reviews/index.md"].decode()
