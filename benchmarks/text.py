"""Who might turn authors' Markdown into HTML: `python -m benchmarks.text [RECORDS]`.

The texts are the sections of this repository's `incidents/` and of made-up records. Each parser has every extension
that it has for what GitHub shows, and nh3 behind it; `render.body` stands below them, as the site uses it. All run in
turn, in one process, by the processor's time; the ratio is to markdown-it-py, medians of `ROUNDS`. What a parser knows
is tried, not believed. One that is not installed is named; none of them but ours is needed for anything else.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.metadata
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.check.check import check
from generator.model.words import BARE
from generator.read.records import read
from generator.render.body import Body
from generator.render.clean import cleaned
from generator.render.links import Links
from generator.render.plain_text import plain_html

HERE = Path(__file__).parent
AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
ROUNDS = 5
Convert = Callable[[str], str]

#: What is written, and what must stand in the HTML where a parser knows it.
FEATURES: Mapping[str, tuple[str, str]] = {
    "tables": ("| a |\n|---|\n| b |", "<td>b</td>"),
    "tasks": ("- [x] a", "checkbox"),
    "footnotes": ("a[^1]\n\n[^1]: b", "(?s)<sup.*href=.*b"),
    "strikethrough": ("~~a~~", "<(s|del)>a"),
    "alerts": ("> [!NOTE]\n> a", "alert"),
    "bare addresses": ("see https://e.org/ now", 'href="https://e.org/"'),
    "HTML stays text": ("a <b>c</b>", "&lt;b&gt;c&lt;/b&gt;"),
}


class Parser(NamedTuple):
    """One candidate: its distribution and module, when it last appeared, and what it gives for rules of our own."""

    name: str
    module: str
    released: int
    walk: str
    make: Callable[[Any], Convert]


def _markdown_it(module: Any) -> Convert:
    from mdit_py_plugins.gfm import gfm_plugin

    made = module.MarkdownIt("commonmark", {"html": False}).use(gfm_plugin)
    return lambda text: str(made.render(text))


def _python_markdown(module: Any) -> Convert:
    made = module.Markdown(extensions=["fenced_code", "footnotes", "sane_lists", "tables"])
    return lambda text: str(made.reset().convert(text))


def _cmarkgfm(module: Any) -> Convert:
    from cmarkgfm.cmark import Options

    return lambda text: str(module.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_FOOTNOTES))


def _comrak(module: Any) -> Convert:
    extensions, options = module.ExtensionOptions(), module.RenderOptions()
    for name in ("alerts", "autolink", "footnotes", "strikethrough", "table", "tasklist"):
        setattr(extensions, name, True)
    options.escape = True
    return lambda text: str(module.render_markdown(text, extension_options=extensions, render_options=options))


def _pyromark(module: Any) -> Convert:
    names = ("FOOTNOTES", "GFM", "STRIKETHROUGH", "TABLES", "TASKLISTS")
    options = module.Options(sum(getattr(module.Options, f"ENABLE_{name}") for name in names))
    return lambda text: str(module.html(text, options=options))


PARSERS = (
    Parser("markdown-it-py", "markdown_it", 2026, "tokens, read and changed", _markdown_it),
    Parser("pyromark", "pyromark", 2026, "events, read only", _pyromark),
    Parser("comrak", "comrak", 2026, "addresses, changed by a callback", _comrak),
    Parser("cmarkgfm", "cmarkgfm", 2025, "no", _cmarkgfm),
    Parser("Markdown", "markdown", 2026, "a tree, changed by extensions", _python_markdown),
)


def main(records: int) -> None:
    """Time all that are installed on both sets of texts, and tell what each knows."""
    ready: dict[str, Convert] = {}
    for parser in PARSERS:
        try:
            ready[parser.name] = parser.make(importlib.import_module(parser.module))
        except ModuleNotFoundError:
            print(f"{parser.name}: not installed")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, HERE / "make_corpus.py", str(records), f"{folder}/incidents"], check=True)
        for name, root in (("incidents/", HERE.parent), (f"{records} made-up records", Path(folder))):
            _compared(name, _texts(root), ready)
    _known(ready)


def _texts(root: Path) -> list[str]:
    found = read(root)
    incidents = check(found, AS_OF, future=AS_OF).incidents
    # a timeline is read into rows
    return [part.text for each in incidents for part in each.sections if part.text and part.key != "timeline"]


def _compared(name: str, texts: Sequence[str], ready: Mapping[str, Convert]) -> None:
    plain = sum(plain_html(text) is not None for text in texts)
    size = sum(map(len, texts))
    print(f"\n{name}: {len(texts)} texts, {size} characters, {plain / len(texts):.0%} read without a parser")
    runs: dict[str, Convert] = dict(ready)
    runs |= {f"{each} + nh3": _cleaning(convert) for each, convert in ready.items()}
    body, links = Body(()), Links("../../")
    runs["render.body, its parser"] = lambda text: str(body._parsed(text, links, BARE[0]))
    runs["render.body"] = lambda text: str(Body.block(body, text, links, BARE[0]))
    taken: dict[str, list[float]] = {each: [] for each in runs}
    for _ in range(ROUNDS):
        for each, convert in runs.items():
            body._blocks.clear()  # what it keeps is for the page in the other language
            taken[each].append(_seconds(texts, convert))
    base = statistics.median(taken["markdown-it-py"])
    for each, seconds in taken.items():
        middle = statistics.median(seconds)
        print(f"  {each:26} {middle / base:6.3f}  {middle / len(texts) * 1e6:7.1f} µs a text")


def _cleaning(convert: Convert) -> Convert:
    return lambda text: cleaned(convert(text))


def _seconds(texts: Sequence[str], convert: Convert) -> float:
    begun = time.process_time()
    for text in texts:
        convert(text)
    return time.process_time() - begun


def _known(ready: Mapping[str, Convert]) -> None:
    print()
    for parser in PARSERS:
        if parser.name in ready:
            convert = ready[parser.name]
            known = {name: bool(re.search(sought, convert(text))) for name, (text, sought) in FEATURES.items()}
            without = ", ".join(name for name, there in known.items() if not there) or "nothing"
            version = importlib.metadata.version(parser.name)
            print(f"{parser.name} {version} ({parser.released}): without {without}; to walk: {parser.walk}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
