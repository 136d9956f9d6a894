"""How long a saved record takes to stand on its page: `python -m benchmarks.serve [SIZE …]`.

For each size a made-up corpus is served by `furikaeri serve`; then one record is saved again and again. The time runs
from the end of writing the file until the server answers with the new text, in both languages. Ratios are to the time
that the server took for its first site, in the same run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.contestants import AS_OF, OURS, machine

HERE = Path(__file__).parent
SIZES = (100, 1_000, 10_000)
SAVES = 7


def page(address: str) -> str:
    """Return what a server answers, "" where it does not."""
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode("utf-8"))
    return ""


def waited(address: str, text: str) -> float:
    """Return how many seconds it took until a page had a text."""
    begun = time.perf_counter()
    while text not in page(address):
        time.sleep(0.01)
    return time.perf_counter() - begun


def measured(root: Path) -> tuple[float, list[float]]:
    """Return the seconds until the first site was there, and those of each save."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    record = sorted((root / "incidents").glob("2*/*.md"))[-20]
    name, text = record.stem.lower(), record.read_text(encoding="utf-8")
    command = [*OURS, "serve", "--root", root, "--address", place, "--as-of", AS_OF]
    with subprocess.Popen(command, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}) as server:
        try:
            first = waited(f"http://{place}/sitemap.xml", "<urlset")
            saves = []
            for number in range(SAVES):
                record.write_text(f"{text}\n{number} 回目の保存。\n", encoding="utf-8")
                spent = waited(f"http://{place}/incidents/{name}/", f"{number} 回目の保存。")
                saves.append(spent + waited(f"http://{place}/en/incidents/{name}/", f"{number} 回目の保存。"))
                time.sleep(2)
        finally:
            server.terminate()
    return first, saves


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    print(machine(), file=sys.stderr)
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            corpus = [sys.executable, HERE / "make_corpus.py", str(size), Path(folder, "incidents")]
            subprocess.run(corpus, check=True, stdout=subprocess.DEVNULL)
            first, saves = measured(Path(folder))
        middle = statistics.median(saves)
        print(
            f"{size:,} records: saved and shown {middle:.2f} s ({min(saves):.2f}–{max(saves):.2f}), "
            f"{middle / first:.4f} of the first site ({first:.0f} s)",
            flush=True,
        )


if __name__ == "__main__":
    main()
