"""The server with real records: what is saved is shown, and what breaks takes nothing away."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publish.records import POOL, break_record, write_records

ROOT = Path(__file__).parents[2]
RECORD = "incidents/2024/INC-2024-001-db-pool.md"
PAGE, ENGLISH = "incidents/inc-2024-001/", "en/incidents/inc-2024-001/"


class Server:
    """A server of a root, what it prints, and its pages."""

    def __init__(self, root: Path, log: Path, command: list[str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.log = log
        self.log.write_bytes(b"")
        with log.open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-m", *command, self.address], stdout=stream, stderr=stream, cwd=root,
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(log.parent)},
            )  # fmt: skip

    def page(self, path: str) -> str:
        """Return a page, "" where there is none."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=20) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            return ""

    def said(self) -> str:
        """Return what it printed."""
        return self.log.read_text(encoding="utf-8")

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        end = time.monotonic() + 120
        while not until():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, f"{what}\n{self.said()}"
            time.sleep(0.1)

    def wait_for(self, path: str, text: str) -> None:
        """Wait until a page has a text."""
        self.wait(lambda: text in self.page(path), f"{text!r} did not appear on {path}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return where a server has its sites."""
    (tmp_path / "served").mkdir()
    return tmp_path / "served"


@pytest.fixture
def server(root: Path, folder: Path) -> Iterator[Server]:
    write_records(root)
    (root / "site_templates").mkdir()
    made = Server(root, folder / "log", ["generator", "serve", "--address"])
    try:
        yield made
    finally:
        made.process.terminate()
        assert made.process.wait(timeout=20) == 0
    assert [file.name for file in folder.iterdir()] == ["log"], "nothing is left behind"


def save(root: Path, old: str, new: str) -> None:
    assert old in POOL
    (root / RECORD).write_text(POOL.replace(old, new), encoding="utf-8")


def test_what_is_saved_is_shown_and_what_breaks_takes_nothing_away(root: Path, folder: Path, server: Server) -> None:
    server.wait_for(ENGLISH, "東京リージョン")
    save(root, "東京リージョン", "大阪リージョン")
    server.wait_for(PAGE, "大阪リージョン")
    assert "大阪リージョン" in server.page(ENGLISH), "both editions are shown together"
    assert any(each.is_dir() and "-" in each.name for each in folder.iterdir()), "the whole site is being made"

    break_record(root)
    server.wait_for(PAGE, 'role="alert"')
    assert "大阪リージョン" in server.page(PAGE), "the last good page stays"
    assert "resolved-before-started" in server.page("") and "resolved-before-started" in server.said()
    assert "stay until this is mended" in server.page(ENGLISH)

    save(root, "予約API: DB接続の枯渇", "決済API: 接続の枯渇")
    server.wait_for(PAGE, "決済API: 接続の枯渇")
    assert 'role="alert"' not in server.page("")
    server.wait_for("incidents/2024/", "決済API: 接続の枯渇")  # the whole site is there

    (root / "site_templates" / "incident.md.j2").write_text("{{ nothing.there }}", encoding="utf-8")
    server.wait(lambda: "'nothing' is undefined" in server.said(), "a broken template was not told")
    assert "決済API: 接続の枯渇" in server.page(PAGE)


def test_mkdocs_serves_the_same_way(root: Path, folder: Path) -> None:
    write_records(root)
    settings = "site_name: 記録\nsite_url: https://example.com/within/\ntheme: material\nplugins: [furikaeri]\n"
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "guide.md").write_text("# 手引き\n", encoding="utf-8")
    server = Server(root, folder / "log", ["mkdocs", "serve", "--dev-addr"])
    try:
        server.wait_for("within/guide/", "手引き")
        save(root, "東京リージョン", "大阪リージョン")
        server.wait_for(f"within/{PAGE}", "大阪リージョン")
        (root / "docs" / "guide.md").write_text("# 新しい手引き\n", encoding="utf-8")
        server.wait_for("within/guide/", "新しい手引き")
        assert "大阪リージョン" in server.page(f"within/{PAGE}")
    finally:
        server.process.terminate()
        server.process.wait(timeout=20)
