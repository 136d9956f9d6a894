"""What the figures cost, against reading the files: `python benchmarks/kpi.py [RECORDS]`.

1. All figures of ten years (every month with its intervals and comparisons, the whole range, every service and
   severity), against reading the files as every command does, and against `yaml.load` over the same front matters.
2. How much memory the figures take, as the growth from half of the records to all of them.

Times alternate and medians are compared. The reach is 1 against the reading, and 2 KB an incident; beyond it exits 1.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from generator.model.incident import Incident
    from generator.model.policy import Policy

HERE = Path(__file__).parent
AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
REACH, BYTES = 1.0, 2048
ROUNDS = 5


def figures(incidents: Sequence[Incident], policy: Policy) -> object:
    """Compute them all."""
    from generator.measure.measure import group_figures, measure

    table = measure(incidents, policy, AS_OF)
    return table, group_figures(table, lambda fact: fact.services, lambda fact: (fact.severity,))


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def grown(incidents: Sequence[Incident], policy: Policy) -> int:
    """Return how many bytes the figures of these incidents take, once made."""
    tracemalloc.start()
    kept = figures(incidents, policy)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept
    return size


def main() -> int:
    """Print the table; return 1 where a reach is missed."""
    from generator.check.check import check
    from generator.read.records import read

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        subprocess.run([sys.executable, HERE / "make_corpus.py", str(count), root / "incidents"], check=True)
        fronts = [file.read_text(encoding="utf-8").split("---\n")[1] for file in sorted(root.rglob("*.md"))]
        checked = check(read(root), AS_OF, future=AS_OF)
        loads, reads, measures = [], [], []
        for _ in range(ROUNDS):
            loads.append(seconds(lambda: [yaml.load(front, Loader=yaml.CSafeLoader) for front in fronts]))
            reads.append(seconds(lambda: read(root)))
            measures.append(seconds(lambda: figures(checked.incidents, checked.policy)))
            gc.collect()
    load, reading, all_figures = (statistics.median(times) for times in (loads, reads, measures))
    half = checked.incidents[: count // 2]
    growth = grown(checked.incidents, checked.policy) - grown(half, checked.policy)
    each = growth / (len(checked.incidents) - len(half))
    print(f"{count} records, Python {platform.python_version()}, PyYAML {yaml.__version__}, {os.cpu_count()} cores")
    print(f"all figures  {all_figures / reading:5.2f} x reading the files (reach {REACH})   "
          f"{all_figures:.2f} s : {reading:.2f} s; {all_figures / load:.2f} x yaml.load ({load:.2f} s)")  # fmt: skip
    print(f"memory       {each:5.0f} bytes an incident   (reach {BYTES})")
    return int(all_figures / reading > REACH or each > BYTES)


if __name__ == "__main__":
    sys.exit(main())
