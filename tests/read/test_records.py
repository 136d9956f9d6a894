"""A root: which files are records, in which order, and that nothing outside is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.read.records import read
from tests.check.support import VALID, put


def paths(root: Path) -> list[str]:
    return [record.path for record in read(root).incidents]


def test_records_anywhere_below_in_order_of_path(tmp_path: Path) -> None:
    put(tmp_path, {f"incidents/{name}": VALID for name in ("b/c/INC-2.md", "a/INC-3.md", "INC-1.md", "a/INC-1.MD")})
    assert paths(tmp_path) == sorted(f"incidents/{n}" for n in ("INC-1.md", "a/INC-1.MD", "a/INC-3.md", "b/c/INC-2.md"))


def test_what_is_no_record(tmp_path: Path) -> None:
    names = ("README.md", "a/readme.ja.md", "_draft.md", ".hidden.md", ".git/x.md", "policy.yml", "note.txt")
    put(tmp_path, {f"incidents/{name}": VALID for name in names})
    put(tmp_path, {"INC-2026-001.md": VALID})
    assert paths(tmp_path) == []


def test_reviews_are_apart(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/reviews/2026-10.md": "---\nmonth: 2026-10\n---\n", "incidents/x.md": VALID})
    records = read(tmp_path)
    assert [record.path for record in records.incidents] == ["incidents/x.md"]
    assert [record.path for record in records.reviews] == ["incidents/reviews/2026-10.md"]


def test_a_root_without_records(tmp_path: Path) -> None:
    records = read(tmp_path)
    assert records.incidents == records.reviews == () and records.policy.node is None


def test_a_link_to_a_file_inside_is_read_and_a_folder_is_not_read_twice(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/2026/INC-2026-001.md": VALID})
    (tmp_path / "incidents/INC-2026-002.md").symlink_to(tmp_path / "incidents/2026/INC-2026-001.md")
    (tmp_path / "incidents/again").symlink_to(tmp_path / "incidents/2026")
    (tmp_path / "incidents/circle").symlink_to(tmp_path / "incidents/circle")
    (tmp_path / "incidents/README.md").symlink_to(tmp_path / "incidents/2026/INC-2026-001.md")
    assert paths(tmp_path) == ["incidents/2026/INC-2026-001.md", "incidents/INC-2026-002.md"]


@pytest.mark.parametrize("target", ["/etc/passwd", "../../outside.md", "nowhere.md"])
def test_links_say_nothing_of_what_is_outside(target: str, tmp_path: Path) -> None:
    put(tmp_path, {"outside.md": "secret", "incidents/x/keep.txt": ""})
    (tmp_path / "incidents/x/INC-2026-001.md").symlink_to(target)
    (record,) = read(tmp_path).incidents
    assert record.front is None and record.lines == () and record.problems


def test_a_name_may_be_any_bytes(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/x.md": VALID})
    odd = os.fsencode(tmp_path / "incidents") + b"/INC-2026-001-\xff.md"
    Path(os.fsdecode(odd)).write_text(VALID, encoding="utf-8")
    assert paths(tmp_path) == ["incidents/INC-2026-001-\N{REPLACEMENT CHARACTER}.md", "incidents/x.md"]


def test_lines_of_a_path(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/x.md": VALID, "incidents/policy.yml": "locale: en\n"})
    records = read(tmp_path)
    assert records.lines_of("incidents/x.md")[1] == "id: INC-2026-014"
    assert records.lines_of("incidents/policy.yml")[0] == "locale: en"
    assert records.lines_of("elsewhere") == ()
