"""An example's lines take the place of the sample's, and nothing else of the sample changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.explain.example import POLICY_PATH, SAMPLE, files_of, judged, merged, put, shown_lines
from generator.check.rule import RECORD_PATH, Example


def lines_shown(text: str) -> list[str]:
    found = merged(text)
    return [line for number, line in enumerate(found.text.split("\n"), 1) if number in found.shown]


def test_nothing_changes_nothing() -> None:
    assert merged("").text == SAMPLE
    assert merged("").shown == frozenset()
    assert judged(Example(""), "ja")[1].findings == ()


def test_a_key_takes_its_place_with_all_its_lines() -> None:
    text = "actions:\n  - {id: A1, title: x, kind: detect, status: open}\n  - {id: A2}"
    found = merged(text)
    assert found.text.count("actions:") == 1 and "due: 2026-11-30" not in found.text
    assert lines_shown(text) == text.split("\n")
    assert found.text.index("actions:") < found.text.index("communication:")


def test_a_key_written_twice_stays_twice() -> None:
    assert "severity: P1\nseverity: P2\nstatus:" in merged("severity: P1\nseverity: P2").text


def test_a_new_key_stands_last_and_keeps_its_comment() -> None:
    text = "# furikaeri: ignore x because\nseverity_reason: y"
    assert f"customers_emailed: true}}\n{text}\n---\n" in merged(text).text


@pytest.mark.parametrize("heading", ["概要", "Summary", "SUMMARY"])
def test_a_section_takes_the_place_of_the_same_section(heading: str) -> None:
    found = merged(f"## {heading}\n\n短く。\n")
    assert found.text.count("\n## ") == SAMPLE.count("\n## ")
    assert f"---\n\n## {heading}\n\n短く。\n\n## タイムライン\n" in found.text


def test_another_section_stands_last() -> None:
    assert merged("## 余談\n\n何か。").text.endswith("監視する。\n\n## 余談\n\n何か。\n")


def test_front_matter_and_sections_may_stand_together() -> None:
    assert lines_shown("status: open\n\n## 概要\n\nx")[:3] == ["status: open", "## 概要", ""]


def test_what_it_does_without_is_gone() -> None:
    text = merged("", ("title", "根本原因", "Impact")).text
    assert "\ntitle:" not in text and "## 根本原因" not in text and "## 影響範囲" not in text
    assert "## 対応内容" in text


def test_whole_files_a_policy_links_and_folders_are_put_there(tmp_path: Path) -> None:
    example = Example(
        "",
        others={"incidents/INC-2026-015.md": "id: INC-2026-015"},
        policy="locale: en\n", files={RECORD_PATH: b"\xff", "incidents/INC-2026-020.md": "x"},
        links={"incidents/INC-2026-021.md": "../outside.md"}, folders=("incidents/INC-2026-022.md",),
    )  # fmt: skip
    put(example, tmp_path)
    assert files_of(example).keys() == {
        RECORD_PATH,
        POLICY_PATH,
        "incidents/INC-2026-020.md",
        "incidents/INC-2026-015.md",
    }
    assert (tmp_path / RECORD_PATH).read_bytes() == b"\xff"
    assert (tmp_path / "incidents/INC-2026-021.md").is_symlink()
    assert (tmp_path / "incidents/INC-2026-022.md").is_dir()
    assert shown_lines(example, RECORD_PATH) is None and shown_lines(Example("status: open"), RECORD_PATH) == {5}
    assert shown_lines(example, "incidents/INC-2026-015.md") == {2}
