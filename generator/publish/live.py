"""The server of `mkdocs serve` and `furikaeri serve`: a saved record's page at once, then the whole site anew."""

from __future__ import annotations

import html
import logging
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from generator.model.page import Made, Preview
from generator.publish.anew import Anew
from generator.publish.changes import Changes
from generator.publish.kept import store_of
from generator.publish.setting import Setting

log = logging.getLogger("mkdocs.plugins.furikaeri")
_STAYS = {
    "ja": "直るまで、最後に正しかったページを表示しています",
    "en": "The last good pages stay until this is mended",
}
#: Over the page, in the theme's own colours; only a server on one's own machine shows it.
_PANEL = (
    '<details open style="position:fixed;inset:auto 0 0 0;z-index:9;max-height:60vh;overflow:auto;padding:.6rem 1rem;'
    "font-size:.7rem;color:var(--md-default-fg-color);background:var(--md-default-bg-color);"
    'border-top:.2rem solid #c62828" role="alert"><summary>{stays}</summary><pre style="white-space:pre-wrap">'
    "{told}</pre></details>"
)


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is served: what it was made from, how its pages are set, and how it is made anew."""

    made: Made
    settings: Sequence[Setting]  # of the editions, the main one first; empty: pages cannot be set one by one
    changes: Changes
    order: Mapping[str, Any]


class LiveServer(LiveReloadServer):
    """Serves a site. The pages of saved records are there at once, everything else when the site is made anew."""

    def __init__(self, like: LiveReloadServer, served: Served) -> None:
        """Take the place of a server that has not begun."""
        host, port = like.server_address[:2]
        super().__init__(self._refresh, str(host), int(port), like.root, like.mount_path)
        like.server_close()
        self.observer = served.changes  # type: ignore[assignment]  # it has what is used of MkDocs' own
        self.error_handler = self._error_page
        self._served = served
        self._origin = Path(like.root)
        self._anew = Anew(served.order, self._origin, self._ended)
        self._told = ("",) * len(served.made.editions)
        self._look([])  # what the first saved record would have to wait for

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer as MkDocs does, with what is wrong with the records over each page."""
        told = self._told_at(str(environ.get("PATH_INFO", "")))
        if not told:
            return super().serve_request(environ, start_response)
        heads: list[tuple[str, list[tuple[str, str]]]] = []
        body = super().serve_request(environ, lambda status, headers: heads.append((status, headers)))
        status, headers = heads[-1]
        if dict(headers).get("Content-Type") == "text/html":
            body = [b"".join(body) + told.encode()]
            headers = [(name, str(len(body[0])) if name == "Content-Length" else value) for name, value in headers]
        start_response(status, headers)
        return body

    def shutdown(self, wait: bool = False) -> None:
        """End, and give up what is under way."""
        self._anew.stop()
        store_of(self._origin).unlink(missing_ok=True)
        super().shutdown(wait)

    def _refresh(self) -> None:
        """Show what changed: MkDocs reloads the browsers when this returns."""
        touched = self._served.changes.take()
        if not touched.records and not touched.others:
            self._anew.take()
            return
        try:
            preview = self._look(sorted(touched.records)) if touched.records else None
        except Exception as error:  # whatever a template of the root raises; the whole build tells it once more
            log.warning(f"furikaeri: {type(error).__name__}: {error}")
            preview = None
        if preview is not None:
            self._show(preview)
        if any(self._told):
            self._anew.stop()
            self._say(self._told[0])
        if touched.others or not any(self._told):
            self._anew.begin()

    def _ended(self, is_made: bool) -> None:
        if is_made:
            self._served.changes.ring()
        else:
            self._say()  # why, the process that failed has said

    def _say(self, *told: str) -> None:
        print(*told, _STAYS[self._served.made.main.language], sep="\n", file=sys.stderr, flush=True)

    def _look(self, paths: Sequence[str]) -> Preview | None:
        """Return what saved records show; None where they show nothing by themselves."""
        look = self._served.made.preview
        return look(paths) if look and self._served.settings else None

    def _show(self, preview: Preview) -> None:
        self._told = preview.told
        for setting, pages in zip(self._served.settings, preview.pages, strict=True):
            for uri, content in pages.items():
                place, text = setting.finished(uri, content)
                file = Path(self.root, place.relative_to(self._origin))
                file.parent.mkdir(parents=True, exist_ok=True)
                new = file.with_suffix(".new")  # not into the file itself: a site that is being made may have it too
                new.write_bytes(text)
                new.replace(file)

    def _told_at(self, path: str) -> str:
        """Return what stands over a page while records are not in order."""
        below = path.removeprefix(self.mount_path)
        editions = self._served.made.editions
        number = next((at for at, each in enumerate(editions) if each.folder and below.startswith(each.folder)), 0)
        stays = _STAYS[editions[number].language]
        return _PANEL.format(stays=stays, told=html.escape(self._told[number])) if self._told[number] else ""

    def _error_page(self, code: int) -> bytes | None:
        page = Path(self.root, f"{code}.html")
        return page.read_bytes() if page.is_file() else None
