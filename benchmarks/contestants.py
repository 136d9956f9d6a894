"""Who builds the same site: each as the commands for a clean build, for no change and for one changed record."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

AS_OF = "2026-11-01T00:00+09:00"
SENTENCE = "この一文は後から書き足した。\n"
Command = Sequence[str | Path]
OURS = (sys.executable, "-m", "generator")

_HUGO = """\
baseURL = "https://example.org/"
title = "Furikaeri"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""
_BARE = """\
<!doctype html>
<html><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One workload: `root` with the records, `tree` as `furikaeri render` wrote it, `out` for what is built."""

    root: Path
    tree: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Contestant:
    """A builder; `commands` are for a build (`clean` or not), `prepare` what stands before the clock runs."""

    name: str
    version: Callable[[], str]
    commands: Callable[[Place, bool], list[Command]]
    prepare: Callable[[Place], None] = lambda place: None
    again: bool = True  # whether it can build without beginning anew


def changed_record(place: Place) -> None:
    """Append a sentence to the summary of one record."""
    record = sorted((place.root / "incidents").glob("2*/*.md"))[-1]
    text = record.read_text(encoding="utf-8")
    heading = next(line for line in text.splitlines(keepends=True) if line.startswith("## "))
    record.write_text(text.replace(heading, f"{heading}\n{SENTENCE}", 1), encoding="utf-8")


def changed_page(place: Place) -> None:
    """Append a sentence to one page of the tree in each language, as the changed record would."""
    for docs in ("docs", "docs.en"):
        page = sorted((place.tree / docs / "incidents").glob("inc-*.md"))[-1]
        page.write_text(page.read_text(encoding="utf-8") + f"\n<p>{SENTENCE}</p>\n", encoding="utf-8")


def _ours(place: Place, clean: bool, *options: str) -> list[Command]:
    out = place.out / "ours"
    if clean:
        shutil.rmtree(out, ignore_errors=True)
        shutil.rmtree(place.root / ".furikaeri_cache", ignore_errors=True)
    return [[*OURS, "build", "--root", place.root, "--out", out, "--as-of", AS_OF, *options]]


def _render(place: Place, clean: bool) -> list[Command]:
    return [[*OURS, "render", "--root", place.root, "--out", place.tree, "--as-of", AS_OF]]


def _mkdocs(place: Place, clean: bool) -> list[Command]:
    files = ("mkdocs.yml", "mkdocs.en.yml")
    return [[sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", place.tree / file] for file in files]


def _zensical(place: Place, clean: bool) -> list[Command]:
    files = ("mkdocs.yml", "mkdocs.en.yml")
    options = ["-c"] if clean else []
    tool = Path(sys.executable).with_name("zensical")
    return [[tool, "build", *options, "-f", place.tree / file] for file in files]


def _hugo(place: Place, clean: bool) -> list[Command]:
    site = place.out / "hugo"
    if clean:
        shutil.rmtree(site / "public", ignore_errors=True)
    return [["hugo", "--quiet", "--source", site]]


def _hugo_site(place: Place) -> None:
    """Lay the tree out as Hugo wants it: the pages below content/, three bare templates."""
    site = place.out / "hugo"
    (site / "layouts" / "_default").mkdir(parents=True, exist_ok=True)
    (site / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    (site / "config.toml").write_text(_HUGO, encoding="utf-8")  # the name before 0.110
    for name in ("single", "list"):
        (site / "layouts" / "_default" / f"{name}.html").write_text(_BARE, encoding="utf-8")
    (site / "layouts" / "index.html").write_text(_BARE, encoding="utf-8")
    for docs, folder in (("docs", "content"), ("docs.en", "content/en")):
        for page in (place.tree / docs).rglob("*.md"):
            target = site / folder / page.relative_to(place.tree / docs)
            target = target.with_name("_index.md") if target.name == "index.md" else target
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page, target)


def _of(distribution: str) -> str:
    return importlib.metadata.version(distribution)


def _hugo_version() -> str:
    said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
    return said.split()[1].removeprefix("v").partition("-")[0].partition("+")[0]


CONTESTANTS = (
    Contestant("furikaeri build", lambda: _of("furikaeri"), _ours),
    Contestant("furikaeri build --plain", lambda: _of("furikaeri"), lambda p, c: _ours(p, c, "--plain"), again=False),
    Contestant("furikaeri render", lambda: _of("furikaeri"), _render, again=False),  # the tree of those below
    Contestant("MkDocs + Material", lambda: f"{_of('mkdocs')} + {_of('mkdocs-material')}", _mkdocs, again=False),
    Contestant("Zensical", lambda: _of("zensical"), _zensical),
    Contestant("Hugo", _hugo_version, _hugo, _hugo_site, again=False),
)


def machine() -> str:
    """Return what the figures were taken on."""
    names = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in names if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"
