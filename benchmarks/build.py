"""How long a site takes, against others on the same pages: `python benchmarks/build.py [SIZE …] [--markdown]`.

For each size a made-up corpus is written. Then, one after the other in one run:
`furikaeri build` (which reads, checks, measures, draws, renders and builds both editions), the same with `--plain`,
`furikaeri render` (which does all of that but build), and those that only build what was rendered: MkDocs with
Material, Zensical, Hugo with three bare templates where it is installed. So what a whole site takes by one of these is
its row and that of `render`; and what building takes of ours is what its row has more than that of `render`. Whole
commands are timed; ratios are of wall time, to MkDocs with Material. Memory is the greatest of any one process.
`--check` takes one small size, and exits 1 where the processor time of ours to that of `--plain` is above what
`benchmarks/expected.json` allows; with `--update` it writes that file instead.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import (
    AS_OF,
    CONTESTANTS,
    OURS,
    Command,
    Contestant,
    Place,
    changed_page,
    changed_record,
    machine,
)  # fmt: skip

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.json"
SIZES = (100, 1_000, 10_000)
CHECKED = 300  # records of `--check`
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What commands took: seconds of the wall and of the processors, and megabytes of the largest process."""

    wall: float
    cpu: float
    memory: float


def taken(commands: Iterable[Command], folder: Path) -> Taken:
    """Run commands one after the other, each a process of its own. Raise CalledProcessError where one fails."""
    wall = cpu = memory = 0.0
    for command in commands:
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, list(map(str, command)))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall += time.perf_counter() - begun
        cpu += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        memory = max(memory, used.ru_maxrss / 1024)
    return Taken(wall, cpu, memory)


def corpus(folder: Path, records: int) -> Place:
    """Write made-up records; the plain files that the others build come from the row of `furikaeri render`."""
    place = Place(folder / "root", folder / "tree", folder / "out")
    subprocess.run([sys.executable, HERE / "make_corpus.py", str(records), place.root / "incidents"], check=True)
    place.out.mkdir()
    return place


def row(contestant: Contestant, place: Place) -> list[Taken | None]:
    """Return what a clean build, no change and one changed record take; None: it begins anew each time."""
    contestant.prepare(place)
    found: list[Taken | None] = [taken(contestant.commands(place, True), place.root)]
    if not contestant.again:
        return [*found, None, None]
    found.append(taken(contestant.commands(place, False), place.root))
    (changed_record if contestant is CONTESTANTS[0] else changed_page)(place)
    return [*found, taken(contestant.commands(place, False), place.root)]


def table(sizes: Sequence[int]) -> list[list[str]]:
    """Run everything, and return the table's rows; what fails says so in its row and stops nothing."""
    rows = [["records", "builder", "clean", "ratio", "no change", "ratio", "one changed", "ratio", "memory"]]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            place = corpus(Path(folder), size)
            done: list[tuple[str, list[Taken | None]]] = []
            for contestant in CONTESTANTS:
                try:
                    name = f"{contestant.name} {contestant.version()}"
                    done.append((name, row(contestant, place)))
                except (OSError, subprocess.CalledProcessError) as error:
                    print(f"{size}: {contestant.name}: {error}", file=sys.stderr)
                    rows.append([f"{size:,}", contestant.name, "failed or not installed", *[""] * 6])
            base = next((times[0] for name, times in done if name.startswith("MkDocs")), None)
            rows += [[f"{size:,}", name, *_cells(times, base)] for name, times in done]
            for line in (*weights(place.out / "ours"), *commands(place)):
                print(f"{size:,}: {line}", file=sys.stderr)
    return rows


def _cells(times: Sequence[Taken | None], base: Taken | None) -> list[str]:
    cells: list[str] = []
    for one in times:
        cells += [f"{one.wall:.1f} s", f"{one.wall / base.wall:.3f}" if base else ""] if one else ["", ""]
    return [*cells, f"{max(one.memory for one in times if one):.0f} MB"]


def weights(site: Path) -> list[str]:
    """Return how heavy the pages of a site are."""
    pages = [(len(text), len(gzip.compress(text, 6))) for text in (page.read_bytes() for page in site.rglob("*.html"))]
    raw, small = [one for one, _ in pages], [one for _, one in pages]
    return [
        f"{len(pages):,} pages: median {statistics.median(raw) / 1e3:.0f} KB, largest {max(raw) / 1e3:.0f} KB; "
        f"compressed {statistics.median(small) / 1e3:.0f} and {max(small) / 1e3:.0f} KB"
    ]


def commands(place: Place) -> list[str]:
    """Return what the other commands take on the same records."""
    lines = []
    for name, words in {"check": ["check", "--format", "json"], "kpi": ["kpi", "--format", "json"]}.items():
        command: list[str | Path] = [*OURS, *words, "--root", place.root, "--as-of", AS_OF]
        used = taken([["sh", "-c", '"$@" >/dev/null || [ $? = 1 ]', "sh", *command]], place.root)
        lines.append(f"{name}: {used.wall:.1f} s, {used.memory:.0f} MB")
    return lines


def ratio_now() -> float:
    """Return the processor time of our build to that of `--plain`, the least of three each, by turns."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder, "root"), Path(folder, "tree"), Path(folder, "out"))
        subprocess.run([sys.executable, HERE / "make_corpus.py", str(CHECKED), place.root / "incidents"], check=True)
        place.out.mkdir()
        turns = [[taken(one.commands(place, True), place.root).cpu for one in CONTESTANTS[:2]] for _ in range(3)]
    return min(fast for fast, _ in turns) / min(plain for _, plain in turns)


def checked(ratio: float, expected: dict[str, float]) -> str:
    """Return what is wrong with a ratio, "" where nothing is."""
    limit = expected["ratio"] * (1 + expected["tolerance"])
    if ratio <= limit:
        return ""
    return (
        f"furikaeri build takes {ratio:.2f} of the processor time of --plain; {expected['ratio']:.2f} was measured, "
        f"and {limit:.2f} is the limit. Find what became slower (`make bench`), or, where it is worth it, write down "
        "the new ratio with `make bench-ci UPDATE=1` and say why."
    )


def as_text(rows: Sequence[Sequence[str]], *, markdown: bool) -> str:
    """Return a table for the terminal, or in Markdown."""
    if markdown:
        lines = [f"| {' | '.join(cells)} |" for cells in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
    widths = [max(len(cells[column]) for cells in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) for cells in rows)


def main() -> int:
    """Run what is asked for, and return the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    for name in ("markdown", "check", "update"):
        options.add_argument(f"--{name}", action="store_true")
    asked = options.parse_args()
    print(machine())
    if not asked.check:
        print(as_text(table(asked.sizes), markdown=asked.markdown))
        return 0
    ratio = ratio_now()
    print(f"{CHECKED} records: furikaeri build takes {ratio:.3f} of the processor time of --plain")
    known = json.loads(EXPECTED.read_text(encoding="utf-8"))
    if asked.update:
        EXPECTED.write_text(json.dumps({**known, "ratio": round(ratio, 3)}, indent=2) + "\n", encoding="utf-8")
        return 0
    if problem := checked(ratio, known):
        print(problem, file=sys.stderr)
    return bool(problem)


if __name__ == "__main__":
    sys.exit(main())
