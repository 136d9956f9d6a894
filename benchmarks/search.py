"""What the search costs, as ratios in one run: `python benchmarks/search.py [RECORDS]`.

Builds made-up records as `furikaeri build` does up to the pages, then indexes the same texts three ways, each timed
by the processor it used: ours; Material's (its parser over the same text as HTML, and its JSON); and the rendering of
the pages itself, of which ours is a part. Prints sizes on disk and what a query loads. Exits 1 where our index takes
more than a tenth of rendering, or a query of `QUERIES` more than a megabyte.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.check.check import check
from generator.publish.gather import gather
from generator.read.records import read
from generator.render import search
from generator.render.search_index import Document, Index, fold, index, shard_of
from generator.render.site import render

HERE = Path(__file__).parent
AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TENTH, MEGABYTE, SHOWN = 0.1, 1_000_000, 20
QUERIES = (
    "接続プール",
    "期限切れ",
    "東京リージョン",
    "ロールバック",
    "INC-2026-014",
    "threshold",
    "影響範囲を確認",
    "DB",
    "の",
)


def main(records: int) -> int:
    """Run everything once, print it, and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, HERE / "make_corpus.py", str(records), f"{folder}/incidents"], check=True)
        root = Path(folder)
        read_all = read(root)
        inputs = gather(check(read_all, AS_OF, future=AS_OF), read_all, AS_OF, "")
    taken: list[Document] = []
    spent: list[float] = []

    def watched(documents: list[Document]) -> Index:
        taken.extend(documents)
        made, seconds = timed(lambda: index(documents))
        spent.append(seconds)
        return made

    search.index = watched  # type: ignore[assignment, attr-defined]  # the same call, with a clock beside it
    site, rendering = timed(lambda: render(inputs))
    _, theirs = timed(lambda: material(taken))
    ours = spent[0]
    made = index(taken)
    print(f"{records} records, {sum(len(each.text) for each in taken) / 1e6:.1f} M characters")
    print(f"index {ours:.1f} s; rendering, index included {rendering:.1f} s: {ours / rendering:.3f}")
    print(f"Material's index of the same texts {theirs:.1f} s: ours is {ours / theirs:.2f} of it")
    sizes: Counter[str] = Counter()
    for name, content in made.files.items():
        sizes[name[0]] += len(content)
    print(f"on disk: lists {sizes['p'] / 1e6:.1f} MB, texts {sizes['t'] / 1e6:.1f} MB, {len(made.files)} files")
    fixed = sum(len(content) for uri, content in site.files.items() if uri.startswith("assets/scripts/search"))
    fixed += len(site.files["search/furikaeri.json"]) + len(made.files["docs.bin"])
    worst = 0
    texts = sum(sorted((len(made.files[name]) for name in made.files if name.startswith("t")), reverse=True)[:SHOWN])
    for query in QUERIES:
        lists = loaded(made, query)
        worst = max(worst, fixed + lists + texts)
        print(f"  {query}: {fixed / 1e3:.0f} + lists {lists / 1e3:.0f} + texts at most {texts / 1e3:.0f} KB")
    return int(ours > TENTH * rendering or worst > MEGABYTE)


def timed(made: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a call makes, and the seconds of the processor it took."""
    begun = time.process_time()
    value = made()
    return value, time.process_time() - begun


def material(documents: list[Document]) -> bytes:
    """Return Material's index of the documents."""
    from material.plugins.search.plugin import Parser  # no part of the package: compared with, not used

    docs = []
    for number, document in enumerate(documents):
        parser = Parser()
        lines = "".join(f"<p>{html.escape(line)}</p>" for line in document.text.split("\n"))
        parser.feed(f"<h1>{html.escape(document.title)}</h1>{lines}")
        parser.close()
        docs += [{"location": str(number), "title": "".join(s.title), "text": "".join(s.text)} for s in parser.data]
    return json.dumps({"docs": docs}, separators=(",", ":")).encode()


def loaded(made: Index, query: str) -> int:
    """Return the bytes of the shards that a query needs."""
    sys.path.insert(0, str(HERE.parent))
    from tests.render.search_twin import cover

    keys = [key for word in fold(query).split() for key in [name for name, _ in cover(word)] or [word]]
    return sum(len(made.files[f"p{number}.bin"]) for number in {shard_of(key, made.shards) for key in keys})


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
