"""Which ids are taken: by names, by front matter, in any folder; and which alerts are recorded."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.read.taken import taken
from tests.check.support import put

GROUP = "a" * 16


def record(name: str, *, status: str = "open", marks: str = "f@1", filler: int = 0) -> str:
    return (
        f"---\n{'# x' * filler}\nid: {name}\n# alertmanager-group: {GROUP}\n# alertmanager-alerts: {marks}\n"
        f"status: {status}\n---\nid: INC-2026-999\n"
    )


@pytest.mark.parametrize(
    ("files", "year", "name"),
    [
        ({}, 2026, "INC-2026-001"),
        ({"incidents/2026/INC-2026-014-db.md": ""}, 2026, "INC-2026-015"),
        ({"incidents/2026/INC-2026-014-db.md": ""}, 2025, "INC-2025-001"),
        ({"incidents/INC-2026-002.md": "", "incidents/a/b/inc-2026-005.MD": ""}, 2026, "INC-2026-006"),
        ({"incidents/2026/INC-2026-001.md": "", "incidents/2026/INC-2026-003.md": ""}, 2026, "INC-2026-004"),
        ({"incidents/2026/INC-2026-999.md": ""}, 2026, "INC-2026-1000"),
        ({"incidents/2026/INC-2026-1000.md": "", "incidents/2026/INC-2026-999.md": ""}, 2026, "INC-2026-1001"),
        ({"incidents/x.md": "---\ntitle: a\nid: INC-2026-007\n---\n"}, 2026, "INC-2026-008"),
        ({"incidents/x.md": f"---\nid: INC-2026-{'9' * 5_000}\n---\n"}, 2026, "INC-2026-001"),
        ({"incidents/x.md": "---\r\n'id' : \"INC-2026-007\"\r\n---\r\n"}, 2026, "INC-2026-008"),
        ({"incidents/x.md": '---\n{"id": "INC-2026-007"}\n---\n'}, 2026, "INC-2026-008"),
        ({"incidents/x.md": "---\ntitle: a\n---\nid: INC-2026-007\n"}, 2026, "INC-2026-001"),
        ({"incidents/x.md": "---\nrecurrence_of: INC-2026-007\n---\n"}, 2026, "INC-2026-001"),
        ({"incidents/x.md": f"---\ntitle: {'a' * 9000}\nid: INC-2026-007\n---\n"}, 2026, "INC-2026-008"),
        ({"incidents/INC-2026-12.md": "", "incidents/INC-2026-0120.txt": ""}, 2026, "INC-2026-001"),
        ({"incidents/x.md": b"\xff\xfe---\nid: INC-2026-003\n"}, 2026, "INC-2026-004"),
    ],
)
def test_the_next_id(files: dict[str, str | bytes], year: int, name: str, tmp_path: Path) -> None:
    assert taken(put(tmp_path, files)).next_id(year) == name


def test_links_and_pipes_count_by_name_and_nobody_waits(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/2026/x.txt": ""})
    (tmp_path / "incidents/2026/INC-2026-004.md").symlink_to("nowhere")
    os.mkfifo(tmp_path / "incidents/2026/INC-2026-009.md")
    assert taken(tmp_path).next_id(2026) == "INC-2026-010"


def test_the_same_alert_is_known_for_ever_and_a_group_while_it_lasts(tmp_path: Path) -> None:
    over = record("INC-2026-002", status="resolved", marks="h@3")
    put(tmp_path, {"incidents/a.md": record("INC-2026-001", marks="f@1 g@2"), "incidents/b.md": over})
    found = taken(tmp_path)
    a, b = tmp_path / "incidents/a.md", tmp_path / "incidents/b.md"
    assert found.record_of("b" * 16, frozenset({"g@2"})) == a
    assert found.record_of("b" * 16, frozenset({"h@3"})) == b, "over, but the very same alert"
    assert found.record_of(GROUP, frozenset({"f@9"})) == a, "the group still lasts"
    assert found.record_of("b" * 16, frozenset({"f@9"})) is None
    put(tmp_path, {"incidents/a.md": record("INC-2026-001", status="reviewed")})
    assert taken(tmp_path).record_of(GROUP, frozenset({"f@9"})) is None, "over, and it fired anew"


def test_many_records_cost_little(tmp_path: Path) -> None:
    folder = tmp_path / "incidents" / "2026"
    folder.mkdir(parents=True)
    text = record("INC-2026-001").encode() + b"x" * 3000
    for number in range(1000):
        (folder / f"INC-2026-{number:03d}-x.md").write_bytes(text)
    start = time.perf_counter()
    assert taken(tmp_path).next_id(2026) == "INC-2026-1000"
    assert time.perf_counter() - start < 0.5
