from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.folder import Refused, check_replaceable, replacing


def never(folder: Path) -> bool:
    return False


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "sub").mkdir(parents=True)
    (out / "sub" / "old.txt").write_text("old", encoding="utf-8")
    with replacing(out) as new:
        (new / "new.txt").write_text("new", encoding="utf-8")
        assert (out / "sub" / "old.txt").exists(), "the old folder stands until the new one is whole"
    assert [entry.name for entry in out.iterdir()] == ["new.txt"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"], "nothing is left beside it"


def test_after_an_error_everything_is_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError, match="half way"), replacing(out) as new:
        (new / "new.txt").write_text("new", encoding="utf-8")
        raise RuntimeError("half way")
    assert [entry.name for entry in out.iterdir()] == ["old.txt"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_hidden_entries_stay_and_the_folder_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".git").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    plain = tmp_path / "plain"
    plain.mkdir()
    with replacing(out):
        pass
    assert (out / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"
    assert out.stat().st_mode == plain.stat().st_mode, "a temporary folder's 0700 must not stay"


def test_a_folder_that_does_not_exist_yet_is_made_with_its_parents(tmp_path: Path) -> None:
    with replacing(tmp_path / "a" / "b") as new:
        (new / "x").touch()
    assert (tmp_path / "a" / "b" / "x").exists()


@pytest.mark.parametrize("place", [".", "..", "incidents", "incidents/2026", "site_templates", "site_templates/docs"])
def test_sources_are_never_replaced(root: Path, place: str) -> None:
    with pytest.raises(Refused, match="choose another one"):
        check_replaceable(root / place, root, lambda folder: True)


def test_somebody_elses_folder_is_never_replaced(root: Path) -> None:
    mine = root / "letters"
    mine.mkdir()
    check_replaceable(mine, root, never)  # empty: nothing can be lost
    (mine / "letter.txt").touch()
    with pytest.raises(Refused, match="not empty"):
        check_replaceable(mine, root, never)
    check_replaceable(mine, root, lambda folder: True)


def test_a_file_or_a_link_to_the_sources_is_refused(root: Path) -> None:
    (root / "file").touch()
    with pytest.raises(Refused, match="not a folder"):
        check_replaceable(root / "file", root, never)
    (root / "link").symlink_to(root / "incidents")
    with pytest.raises(Refused, match="choose another one"):
        check_replaceable(root / "link", root, lambda folder: True)
