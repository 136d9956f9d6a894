"""The benchmark of builds: what it measures, how it judges, and that each contestant can be prepared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import build
from benchmarks.build import Taken, as_text, checked, taken
from benchmarks.contestants import CONTESTANTS, Place, changed_page, changed_record, machine
from tests.publish.records import write_records


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "root", tmp_path / "tree", tmp_path / "out")
    write_records(place.root)
    render = [sys.executable, "-m", "generator", "render", "--root", place.root, "--out", place.tree]
    subprocess.run([*render, "--as-of", "2024-03-01T00:00+09:00"], check=True, stdout=subprocess.DEVNULL)
    place.out.mkdir()
    return place


def test_a_process_is_measured_whole(tmp_path: Path) -> None:
    work = "x = bytearray(80_000_000)\nfor _ in range(3_000_000): pass"
    used = taken([[sys.executable, "-c", work], [sys.executable, "-c", ""]], tmp_path)
    idle = taken([[sys.executable, "-c", ""]], tmp_path)
    assert used.cpu > idle.cpu
    assert used.wall >= idle.wall
    assert 80 < used.memory - idle.memory < 200 or used.memory > 80


def test_a_command_that_fails_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        taken([[sys.executable, "-c", "raise SystemExit(3)"]], tmp_path)


@pytest.mark.parametrize(("ratio", "is_well"), [(0.1, True), (0.5, True), (0.6, True), (0.61, False), (2.0, False)])
def test_a_ratio_is_held_to_what_was_measured(ratio: float, is_well: bool) -> None:
    problem = checked(ratio, {"ratio": 0.5, "tolerance": 0.2})
    assert (problem == "") == is_well
    if not is_well:
        assert "0.60 is the limit" in problem and "bench-ci UPDATE=1" in problem


def test_what_ci_expects_is_written_down() -> None:
    known = json.loads(build.EXPECTED.read_text(encoding="utf-8"))
    assert 0 < known["ratio"] < 1 and 0 < known["tolerance"] < 0.5


def test_the_table_has_ratios_to_mkdocs() -> None:
    cells = build._cells([Taken(2.0, 3.0, 100.0), None, Taken(0.5, 0.5, 40.0)], Taken(8.0, 8.0, 90.0))
    assert cells == ["2.0 s", "0.250", "", "", "0.5 s", "0.062", "100 MB"]
    rows = [["a", "b"], ["long", ""]]
    assert as_text(rows, markdown=True) == "| a | b |\n|---|---|\n| long |  |"
    assert as_text(rows, markdown=False).splitlines() == ["a     b", "long   "]


def test_every_contestant_can_begin(place: Place) -> None:
    for contestant in CONTESTANTS:
        contestant.prepare(place)
        commands = contestant.commands(place, True)
        assert commands and all(map(str, command) for command in commands)
    pages = {path.name for path in (place.out / "hugo" / "content").rglob("inc-*.md")}
    assert pages == {"inc-2024-001.md", "inc-2024-002.md"}
    assert (place.out / "hugo" / "content" / "en" / "incidents" / "_index.md").is_file()
    assert machine()


def test_one_record_and_its_pages_can_be_changed(place: Place) -> None:
    record = sorted((place.root / "incidents").glob("2*/*.md"))[-1]
    before = record.read_text(encoding="utf-8")
    changed_record(place)
    assert len(record.read_text(encoding="utf-8").splitlines()) == len(before.splitlines()) + 2
    pages = [place.tree / docs / "incidents" / "inc-2024-002.md" for docs in ("docs", "docs.en")]
    sizes = [page.stat().st_size for page in pages]
    changed_page(place)
    assert all(page.stat().st_size > size for page, size in zip(pages, sizes, strict=True))
