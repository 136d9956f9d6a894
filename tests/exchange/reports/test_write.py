"""A report as a file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from generator.exchange.reports.write import write_report


def test_it_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old, and longer than the new", encoding="utf-8")
    write_report(file, "障害\n二行目")
    assert file.read_bytes() == "障害\n二行目\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report.json"
    file.write_text("old", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_report(file, "new")
    assert file.read_text(encoding="utf-8") == "old" and list(tmp_path.iterdir()) == [file]
    with pytest.raises(FileNotFoundError):
        write_report(tmp_path / "nowhere/report.json", "new")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "report.json").symlink_to(tmp_path / "kept/report.json")
    write_report(tmp_path / "report.json", "new")
    assert (tmp_path / "report.json").is_symlink()
    assert (tmp_path / "kept/report.json").read_text(encoding="utf-8") == "new\n"


def test_the_rights_are_those_of_any_new_file(tmp_path: Path) -> None:
    write_report(tmp_path / "report", "x")
    (tmp_path / "other").touch()
    assert (tmp_path / "report").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_report(pipe, "x")
    reader.join(timeout=10)
    assert got == [b"x\n"] and pipe.is_fifo()
