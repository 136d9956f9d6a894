from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SERVER = """
import sys
from pathlib import Path
from generator.publish import build, plugin
from tests.publish import made_up

def make(root, **options):
    text = (Path(root) / "incidents" / "note.md").read_text(encoding="utf-8")
    if "broken" in text:
        raise made_up.stopped()
    return made_up.made(text)

plugin.make = make
build.serve(Path(sys.argv[1]), address=sys.argv[2])
"""


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def get(address: str) -> str:
    """Return a page of the edition that is built last."""
    with urllib.request.urlopen(f"http://{address}/en/incidents/inc-2026-014/", timeout=5) as answer:
        return str(answer.read().decode("utf-8"))


def wait_for(address: str, text: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if text in get(address):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{text!r} did not appear within {seconds} s")


def wait_for_log(log: Path, text: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while text not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < end, f"{text!r} was not said within {seconds} s"
        time.sleep(0.2)


def test_the_server_follows_the_records_and_outlives_broken_ones(root: Path, tmp_path: Path) -> None:
    note, log, address = root / "incidents" / "note.md", tmp_path / "log", free_address()
    note.write_text(" first", encoding="utf-8")
    with log.open("wb") as stream:
        server = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", SERVER, str(root), address],
            stderr=stream,
            stdout=stream,
            cwd=Path(__file__).parents[2],
        )
    try:
        wait_for(address, "first")
        note.write_text(" second", encoding="utf-8")
        wait_for(address, "second")
        note.write_text("broken", encoding="utf-8")
        wait_for_log(log, "もう一つの誤り")
        wait_for(address, "second")
        note.write_text(" third", encoding="utf-8")
        wait_for(address, "third")
    finally:
        server.terminate()
        server.wait(timeout=20)
