"""How fast `furikaeri check` is, as ratios in one run: `make bench`, or `python benchmarks/check.py [RECORDS]`.

1. The whole check, in one process: reading all files, every rule, the report as text, against `yaml.load` with
   CSafeLoader over the same front matters, which finds nothing and keeps no position.
2. One changed record among all, start to finish, as processes: `furikaeri check --changed HEAD`, against a Python that
   imports yaml and click and reads what the context of that record needs: git's list of files with their content
   hashes, git's list of what differs, and what is kept of the other records.

Both alternate, and the medians are compared. The first reach is 2.5, the second 1.5; a ratio above it exits 1.
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
from collections.abc import Callable
from pathlib import Path

import yaml

HERE = Path(__file__).parent
AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WHOLE, CHANGED = 2.5, 1.5
ROUNDS, STARTS = 5, 25

#: What is read is read in the quickest way there is, side by side, and nothing is made of it but Python's own values.
READING = """
import json, subprocess, yaml, click
words = (["ls-files", "-t", "-s", "-m", "-o", "--exclude-standard", "-z", "--", "incidents"],
         ["diff", "--name-only", "-z", "--relative", "--no-renames", "--merge-base", "HEAD", "--", "incidents"])
started = [subprocess.Popen(["git", *those], stdout=subprocess.PIPE) for those in words]
with open(".furikaeri_cache/known.json", "rb") as stream:
    known = json.loads(stream.read().partition(b"\\n")[2])
listed, differing = (process.communicate()[0].decode().split("\\0") for process in started)
assert known and len(listed) > 1 and len(differing) == 2
"""


def corpus(folder: Path, records: int) -> None:
    """Write the records and commit them: a repository as a team has it."""
    subprocess.run([sys.executable, HERE / "make_corpus.py", str(records), folder / "incidents"], check=True)
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Records"]):
        subprocess.run([*git, *words], cwd=folder, check=True)


def whole(folder: Path) -> tuple[list[float], list[float]]:
    """Return the seconds of loading all front matters, and of the whole check."""
    from generator.check.check import check
    from generator.check.report import as_report
    from generator.read.records import read

    fronts = [file.read_text(encoding="utf-8").split("---\n")[1] for file in sorted(folder.rglob("*.md"))]

    def load() -> None:
        for front in fronts:
            yaml.load(front, Loader=yaml.CSafeLoader)

    def checked() -> None:
        records = read(folder)
        result = check(records, AS_OF, future=AS_OF)
        assert result.records == len(fronts) and not any(f.level.value == "error" for f in result.findings)
        assert as_report(result, records, "ja")
        kept.extend((records, result))  # the command leaves without taking them apart; so it is not timed here

    loads, checks, kept = [], [], []
    gc.disable()  # as the command does; it favours both
    for _ in range(ROUNDS):
        loads.append(seconds(load))
        checks.append(seconds(checked))
        kept.clear()
        gc.collect()
    gc.enable()
    return loads, checks


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def changed(folder: Path) -> tuple[list[float], list[float], list[float]]:
    """Return the seconds of the bare imports, of these with the reading, and of checking one changed record."""
    record = sorted(folder.rglob("INC-2020-*.md"))[0]
    record.write_text(record.read_text(encoding="utf-8").replace("severity: P", "severity: Q", 1), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(HERE.parent)

    def run(*words: str, code: int = 0) -> float:
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, check=False)
        taken = time.perf_counter() - begun
        assert done.returncode == code, done.stderr.decode()
        return taken

    check = ("-m", "generator", "check", "--changed", "HEAD")
    run(*check, code=1)  # keeps what is known of the others, and Python's compiled modules
    imports, readings, checks = [], [], []
    for _ in range(STARTS):
        imports.append(run("-c", "import yaml, click"))
        readings.append(run("-c", READING))
        checks.append(run(*check, code=1))
    return imports, readings, checks


def main() -> int:
    """Print the table; return 1 where a reach is missed."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        corpus(Path(name), records)
        loads, checks = (statistics.median(times) for times in whole(Path(name)))
        imports, readings, starts = (statistics.median(times) for times in changed(Path(name)))
    print(f"{records} records, Python {platform.python_version()}, PyYAML {yaml.__version__}, {os.cpu_count()} cores")
    print(f"whole check   {checks / loads:5.2f} x yaml.load          (reach {WHOLE})   {checks:.2f} s : {loads:.2f} s")
    print(f"one changed   {starts / readings:5.2f} x imports + reading  (reach {CHANGED})   "
          f"{starts * 1e3:.0f} ms : {readings * 1e3:.0f} ms (imports alone {imports * 1e3:.0f} ms)")  # fmt: skip
    return int(checks / loads > WHOLE or starts / readings > CHANGED)


if __name__ == "__main__":
    sys.exit(main())
