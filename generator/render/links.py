"""Addresses: where each page lives, and the relative way to it from another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from generator.model.month import Month

#: Names that would collide with a folder's own page or that Windows refuses.
_RESERVED = {"index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_LONGEST = 60


def slug(name: str) -> str:
    """Return a readable last part of an address: letters of any script and digits, lower case, hyphens."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "x"
    return f"{text}-x" if text in _RESERVED else text


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a slug for every name, no two alike (not even on a file system blind to case)."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in sorted(set(names)):
        wanted = slug(name)
        chosen, count = wanted, 1
        while chosen in taken:
            count += 1
            chosen = f"{wanted}-{count}"
        taken.add(chosen)
        found[name] = chosen
    return found


@dataclass(slots=True)
class Links:
    """Relative addresses from one page; `root` is the way up to its edition's home, such as `../../`.

    `site` is the way up to the main edition, where the data files of all stand; "" is `root`. Templates keep one for
    all their pages (`stand_at`).
    """

    root: str
    site: str = ""

    @classmethod
    def of(cls, uri: str, folder: str = "") -> Links:
        """Return the links of the page with that uri: `incidents/x.md` is served as `incidents/x/`.

        `folder` is that of the page's edition: "", or `en/`.
        """
        root = "../" * (uri.count("/") + (not uri.endswith("index.md")))
        return cls(root or "./", f"{root}{'../' * folder.count('/')}")

    def stand_at(self, uri: str, folder: str = "") -> None:
        """Lead from another page; see `of`."""
        there = Links.of(uri, folder)
        self.root, self.site = there.root, there.site

    def page(self, path: str) -> str:
        """Return the address of a page of this edition (`kpis/mttr/`), or of a file of all (`data/kpis.json`)."""
        return ((is_shared(path) and self.site) or self.root) + _quoted(path)

    def incident(self, incident_id: str) -> str:
        """Return the address of an incident's page."""
        return self.page(f"incidents/{incident_id.lower()}/")

    def month(self, month: Month | str) -> str:
        """Return the address of a month's page."""
        return self.page(f"reviews/{month}/")

    def year(self, year: int) -> str:
        """Return the address of the list of a year's incidents."""
        return self.page(f"incidents/{year}/")

    def kpi(self, name: str) -> str:
        """Return the address of a KPI's page."""
        return self.page(f"kpis/{name.replace('_', '-')}/")

    def rule(self, name: str) -> str:
        """Return the address of a rule's explanation."""
        return self.page(f"rules/#{name}")


@lru_cache(maxsize=1 << 13)  # what stands near each other in time leads to the same pages
def _quoted(path: str) -> str:
    return quote(path, safe="/#")


def is_shared(path: str) -> bool:
    """Tell whether an address is that of a data file: these hold no words, so one serves every edition."""
    return path.startswith("data/") and "." in path.rpartition("/")[2]


def web_address(text: str) -> str:
    """Return `text` if it is an http(s) address that may be linked, else ""."""
    return text if re.fullmatch(r"https?://[^\s<>\"']+", text, re.IGNORECASE) else ""
