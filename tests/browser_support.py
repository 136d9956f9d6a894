"""A real browser and a web server for the tests that look at a built site."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A browser of its own accord asks for updates, translations and safe browsing; these tests count requests.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)


def executable() -> str:
    """Return the path of a Chromium; without one skip, or fail where CI promised one."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI=true, but there is no Chromium: .ci/run installs one")
    return found or pytest.skip("no Chromium on this machine (chromium, chromium-browser or google-chrome)")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    path = executable()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield chromium
        finally:
            chromium.close()


class _Silent(http.server.SimpleHTTPRequestHandler):
    headers_sent: Mapping[str, str]

    def __init__(self, *args: object, headers: Mapping[str, str], directory: str) -> None:
        self.headers_sent = headers
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]  # what a server gives a handler

    def end_headers(self) -> None:
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve the parent of `folder` with `headers`, and yield the address of `folder` in it: a site below a sub-path."""
    handler = functools.partial(_Silent, headers=headers or {}, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/{folder.name}/"
        finally:
            server.shutdown()
            thread.join()
