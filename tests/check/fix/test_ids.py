"""Ids: padded where the file or a record is called so, and left where that is not sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.fix.support import changed, mended, planned, wide
from tests.check.support import PATH, VALID, checked, edited, names

OTHER = "incidents/2026/INC-2026-003.md"
OTHER_TEXT = edited(("INC-2026-014", "INC-2026-003"))


@pytest.mark.parametrize(
    "written", ["INC-2026-14", "inc-2026-014", "Inc-2026-14", '"INC-2026-14"', "'inc-2026-14'", wide("INC-2026-14")]
)
def test_an_own_id_that_the_files_name_confirms(written: str, tmp_path: Path) -> None:
    text = edited(("id: INC-2026-014", f"id: {written}  # the id"))
    mark = written[0] if written[0] in "\"'" else ""
    after = mended(tmp_path, text)
    assert changed(text, after) == [(f"id: {written}  # the id", f"id: {mark}INC-2026-014{mark}  # the id")]
    assert names(checked(tmp_path, {PATH: after})) == []


def test_a_file_named_otherwise_keeps_its_id_and_is_told_its_name(tmp_path: Path) -> None:
    for name, wanted in (("INC-2026-14-db.md", "INC-2026-014-db.md"), ("db-pool.md", "INC-2026-014.md")):
        path = f"incidents/2026/{name}"
        mends = planned(tmp_path / name, {path: edited(("id: INC-2026-014", "id: INC-2026-14"))})
        assert not mends[path].changes
        assert [pair[1] for pair in mends[path].left] == [f"rename it to {wanted}, then its id can be mended"]


def test_an_id_that_another_record_has_is_not_taken(tmp_path: Path) -> None:
    second = edited(("id: INC-2026-014", "id: INC-2026-14"))
    assert planned(tmp_path / "held", {PATH: VALID, "incidents/2026/INC-2026-014-b.md": second}) == {}
    both = {PATH: second, "incidents/2026/INC-2026-014-b.md": second}
    assert planned(tmp_path / "both", both) == {}


def test_an_id_of_another_year_is_left(tmp_path: Path) -> None:
    path = "incidents/2026/INC-2025-014.md"
    mend = planned(tmp_path, {path: edited(("id: INC-2026-014", "id: INC-2025-14"))})[path]
    assert not mend.changes and "id-year-mismatch" in mend.left[0][1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("recurrence_of: INC-2026-3", "recurrence_of: INC-2026-003"),
        ("recurrence_of: inc-2026-003 # as before", "recurrence_of: INC-2026-003 # as before"),
        ("related: [INC-2026-3]", "related: [INC-2026-003]"),
        ("not_related: [INC-2026-003, 'inc-2026-3']", "not_related: [INC-2026-003, 'INC-2026-003']"),
        ("related:\n  - INC-2026-3   # why\n", "related:\n  - INC-2026-003   # why\n"),
        ("recurrence_of: INC-2026-4", "recurrence_of: INC-2026-4"),
        ("recurrence_of: INC-2026-0003", "recurrence_of: INC-2026-0003"),
        ("related: INC-2026-3", "related: INC-2026-3"),
    ],
)
def test_references_to_a_record_that_is_there(before: str, after: str, tmp_path: Path) -> None:
    text = edited(("actions:\n", f"{before}\nactions:\n"))
    assert mended(tmp_path, text, more={OTHER: OTHER_TEXT}) == text.replace(before, after)


def test_a_reference_to_a_record_whose_id_is_mended_too(tmp_path: Path) -> None:
    files = {
        PATH: edited(("actions:\n", "recurrence_of: inc-2026-3\nactions:\n")),
        OTHER: OTHER_TEXT.replace("id: INC-2026-003", "id: INC-2026-3"),
    }
    mends = planned(tmp_path, files)
    assert "recurrence_of: INC-2026-003" in mends[PATH].new and "id: INC-2026-003" in mends[OTHER].new
    assert names(checked(tmp_path, {path: mend.new for path, mend in mends.items()})) == []


def test_a_reference_that_would_close_a_circle_is_left(tmp_path: Path) -> None:
    first = edited(("actions:\n", "recurrence_of: INC-2026-3\nactions:\n"), ("severity: P1", "severity: P1  "))
    second = OTHER_TEXT.replace("actions:\n", "recurrence_of: INC-2026-014\nactions:\n")
    mends = planned(tmp_path, {PATH: first, OTHER: second})
    assert not mends[PATH].changes and "among the records" in mends[PATH].left[0][1]


def test_ids_in_prose_are_left(tmp_path: Path) -> None:
    text = edited(("上限が低すぎた。", "inc-2026-3 と同じ INC-2026-3。"))
    assert mended(tmp_path, text, more={OTHER: OTHER_TEXT}) == text
