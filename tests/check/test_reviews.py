"""A month's note: its front matter, its actions, its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.support import PATH, VALID, checked, places

NOTE = """---
month: 2026-10
held_on: 2026-11-05
facilitator_role: SRE lead
decisions: [監視を増やす]
actions:
  - {id: R1, title: 監視, kind: detect, owner: SRE, due: 2026-11-30, status: open}
---

自由な文。

## 話したこと

いろいろ。
"""


def of(note: str, root: Path, name: str = "2026-10.md") -> list[tuple[str, str, int, int]]:
    return places(checked(root, {PATH: VALID, f"incidents/reviews/{name}": note}))


def test_a_note_that_is_right(tmp_path: Path) -> None:
    result = checked(tmp_path, {PATH: VALID, "incidents/reviews/2026-10.md": NOTE})
    assert not result.findings and result.records == 1
    (review,) = result.reviews
    assert (review.month, review.facilitator_role, review.decisions) == ("2026-10", "SRE lead", ("監視を増やす",))
    assert [action.id for action in review.actions] == ["R1"]
    assert "自由な文。" in review.text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("month: 2026-10", "month: 2026-13", ("F122", "wrong-type", 2, 8)),
        ("month: 2026-10\n", "", ("F121", "missing-field", 2, 1)),
        ("held_on: 2026-11-05", "held_on: soon", ("F122", "wrong-type", 3, 10)),
        ("held_on:", "held_at:", ("F120", "unknown-key", 3, 1)),
        ("[監視を増やす]", "監視", ("F122", "wrong-type", 5, 12)),
        ("owner: SRE, ", "", ("F501", "action-without-owner", 7, 6)),
        ("due: 2026-11-30, ", "", ("F502", "action-without-due", 7, 6)),
        ("status: open", "status: done", ("F503", "action-done-without-date", 7, 6)),
        ("いろいろ。", "[x](javascript:y)", ("F702", "unsafe-link", 14, 5)),
        ("いろいろ。\n", "", ("F402", "empty-section", 12, 1)),
        ("---\nmonth", "month", ("F106", "front-matter-missing", 1, 1)),
    ],
)
def test_slips(old: str, new: str, expected: tuple[str, str, int, int], tmp_path: Path) -> None:
    assert old in NOTE
    assert of(NOTE.replace(old, new, 1), tmp_path) == [expected]


def test_the_file_is_called_like_its_month(tmp_path: Path) -> None:
    assert of(NOTE, tmp_path, "2026-11.md") == [("F302", "id-file-mismatch", 2, 8)]


def test_a_note_alone_is_no_record(tmp_path: Path) -> None:
    result = checked(tmp_path, {"incidents/reviews/2026-10.md": NOTE})
    assert (result.records, result.exit_code()) == (0, 3)


def test_a_note_with_an_error_is_no_record_left_out_of_the_figures(tmp_path: Path) -> None:
    result = checked(tmp_path, {PATH: VALID, "incidents/reviews/2026-10.md": NOTE.replace("kind: detect", "kind: x")})
    assert result.exit_code() == 1 and result.reviews == () and result.unusable == ()
