"""Writing: whole or not at all, never outside the folder of records, and only what was read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.check.fix import write
from generator.check.fix.mend import Mend
from tests.check.fix.support import planned, written
from tests.check.support import PATH, VALID, edited, put

LOOSE = edited(("severity: P1\n", "severity: P1  \n"))


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}


def test_only_what_needs_it_is_written(tmp_path: Path) -> None:
    other = "incidents/2026/INC-2026-003.md"
    put(tmp_path, {other: VALID.replace("INC-2026-014", "INC-2026-003")})
    os.utime(tmp_path / other, ns=(0, 0))
    assert [mend.path for mend in written(tmp_path, {PATH: LOOSE}) if mend.changes] == [PATH]
    assert (tmp_path / PATH).read_text(encoding="utf-8") == VALID
    assert (tmp_path / other).stat().st_mtime_ns == 0
    assert files(tmp_path) == {PATH, other}


def test_bytes_are_kept(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + LOOSE.replace("\n", "\r\n").encode().replace("予約に".encode(), b"\x0c\xe2\x80\xa8\x07")
    written(tmp_path, {PATH: data})
    assert (tmp_path / PATH).read_bytes() == data.replace(b"P1  \r", b"P1\r")


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_is_kept(mode: int, tmp_path: Path) -> None:
    put(tmp_path, {PATH: LOOSE})
    (tmp_path / PATH).chmod(mode)
    mends = planned(tmp_path, {})
    assert write.apply(tmp_path, mends.values())[0].changes
    assert (tmp_path / PATH).stat().st_mode & 0o777 == mode


def test_a_file_that_has_changed_meanwhile_is_left(tmp_path: Path) -> None:
    mends = planned(tmp_path, LOOSE)
    put(tmp_path, {PATH: LOOSE + "\n追記"})
    (done,) = write.apply(tmp_path, mends.values())
    assert not done.changes and done.left[-1][1] == "it has changed since it was read"
    assert (tmp_path / PATH).read_text(encoding="utf-8") == LOOSE + "\n追記"


def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    mends = planned(tmp_path, LOOSE)
    (tmp_path / PATH).unlink()
    (done,) = write.apply(tmp_path, mends.values())
    assert not done.changes and "cannot be written" in done.left[-1][1]
    assert files(tmp_path) == set()


def test_a_link_that_leads_out_is_never_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(LOOSE, encoding="utf-8")
    root = put(tmp_path / "root", {"incidents/README.md": ""})
    (root / PATH).parent.mkdir(parents=True)
    (root / PATH).symlink_to(outside)
    assert planned(root, {}) == {}
    (done,) = write.apply(root, [Mend(PATH, LOOSE, VALID, (("x", "x"),))])  # as if it had become a link since
    assert not done.changes and done.left == (("incidents/ の外にあります", "it lies outside incidents/"),)
    assert outside.read_text(encoding="utf-8") == LOOSE and (root / PATH).is_symlink()


def test_a_path_that_leads_out_is_never_written(tmp_path: Path) -> None:
    put(tmp_path, {"x.md": LOOSE, "incidents/README.md": ""})
    (done,) = write.apply(tmp_path, [Mend("incidents/../x.md", LOOSE, VALID)])
    assert not done.changes and (tmp_path / "x.md").read_text(encoding="utf-8") == LOOSE


def test_a_link_within_stays_a_link(tmp_path: Path) -> None:
    put(tmp_path, {"incidents/kept.txt": LOOSE})
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).symlink_to("../kept.txt")
    (done,) = written(tmp_path, {})
    assert done.changes and (tmp_path / PATH).is_symlink()
    assert (tmp_path / "incidents/kept.txt").read_text(encoding="utf-8") == VALID


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    mends = planned(tmp_path, LOOSE)
    monkeypatch.setattr(os, "replace", full)
    (done,) = write.apply(tmp_path, mends.values())
    assert not done.changes and done.left[-1][1] == "it cannot be written: No space left on device"
    assert (tmp_path / PATH).read_text(encoding="utf-8") == LOOSE and files(tmp_path) == {PATH}
