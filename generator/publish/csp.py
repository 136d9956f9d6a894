"""The content security policy of a built site: nothing but its own files, and its inline scripts by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
#: What runs; another type is data, which no policy stops.
_RUNS = {"", "module", "text/javascript", "application/javascript"}
#: An attribute that the policy stops, in a tag.
_STOPPED = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*?\s(style|on[a-z]+)\s*=\s*["']""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContentPolicy:
    """What a site's pages need: hashes of inline scripts and styles, and pages with attributes no hash can allow.

    `stopped` has pairs of a page's path below the site and the name of the attribute (`style`, `onclick`).
    """

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    stopped: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """Return the value of the header `Content-Security-Policy`."""
        return "; ".join((
            "default-src 'none'",
            " ".join(("script-src 'self'", *self.scripts)),
            " ".join(("style-src 'self'", *self.styles)),
            "img-src 'self' data:",  # the theme's icons are data: addresses in its style sheet
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ))  # fmt: skip


def content_policy(site: Path) -> ContentPolicy:
    """Return the policy of all pages below a folder; it may hold several editions."""
    scripts: set[str] = set()
    styles: set[str] = set()
    stopped: list[tuple[str, str]] = []
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        bare = _ELEMENT.sub("", text)
        stopped += [(page.relative_to(site).as_posix(), name) for name in _names(_STOPPED.findall(bare))]
        for kind, attributes, content in _ELEMENT.findall(text):
            if kind.lower() == "style":
                styles.add(_hash(content))
            elif _runs(attributes):
                scripts.add(_hash(content))
    return ContentPolicy(tuple(sorted(scripts)), tuple(sorted(styles)), tuple(stopped))


def _runs(attributes: str) -> bool:
    kind = _TYPE.search(attributes)
    return not _SOURCE.search(attributes) and (kind[1].lower() if kind else "") in _RUNS


def _names(found: Iterable[str]) -> list[str]:
    return sorted({name.lower() for name in found})


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
