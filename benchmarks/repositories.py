"""What the figures of many repositories cost: `python benchmarks/repositories.py [ROWS] [SOURCES] [FOLDER]`.

Writes a folder of made-up facts (default: 1,000,000 rows of 200 sources over ten years, log-normal durations), then
runs `furikaeri kpi --facts FOLDER --format json` three times: with pandas, with Dask on a local cluster, and with Dask
while one of its workers is killed half-way. Prints for each the time, the processor's time, the largest memory of all
its processes together and the SHA-256 of the JSON; exits 1 where these differ or no worker was lost.
FOLDER keeps the facts, and is not written again where it has some.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import psutil

from generator.check.policy import read_policy
from generator.measure.about import About
from generator.measure.arrow import to_arrow
from generator.measure.assemble import Basis
from generator.measure.columns import COLUMNS
from generator.measure.contracts import contracts
from generator.measure.dataset import SOURCES, write_source
from generator.measure.frame import Table, by_month, column, framed
from generator.model.kpi import DURATIONS, Excluded
from generator.read.records import read_policy as read_file

ZONE_HOURS = 9  # the default policy's zone has no summer time
YEARS = 10
MINUTE = np.timedelta64(60_000_000, "us")
POLICY = read_policy(read_file(Path("no such root")))[0]
AS_OF = dt.datetime(2026, 11, 1, tzinfo=POLICY.zone)
LAST = np.datetime64("2026-10-31T15:00", "us")  # the same in UTC
SEEN = 2 * 24 * 60  # minutes before `AS_OF` by which all is detected and acknowledged: nothing known lies after it
SERVICES = ("shop", "search", "payment", "予約API", "batch")
TARGETS = {"P0": 15.0, "P1": 60.0, "P2": 240.0, "P3": 540.0}


def made_up(source: str, rows: int, seed: int, years: int = YEARS) -> Table:
    """Return the facts of one source: every column of the frame, in order of time, over the years before `AS_OF`."""
    chance = np.random.default_rng(seed)
    span = (AS_OF - AS_OF.replace(year=AS_OF.year - years)).days * 24 * 60
    at = LAST - span * MINUTE + np.sort(chance.integers(0, span - SEEN, rows)) * MINUTE
    number = np.arange(rows)
    still = number >= rows - max(1, rows // 200)
    lost = (chance.random(rows) < 0.03) & ~still  # nobody knows the start
    detect, mitigate, resolve = (
        np.floor(chance.lognormal(*shape, rows)) for shape in ((1.6, 1.0), (3.2, 1.0), (2.6, 1.27))
    )
    acknowledge = np.floor(chance.random(rows) * 40)
    severity = chance.choice(list(TARGETS), rows, p=[0.05, 0.2, 0.35, 0.4])
    started = np.where(lost, np.datetime64("NaT"), at)
    detected = at + np.where(lost, 0, detect).astype(np.int64) * MINUTE
    acknowledged = detected + acknowledge.astype(np.int64) * MINUTE
    mitigated = np.where(still, np.datetime64("NaT"), acknowledged + mitigate.astype(np.int64) * MINUTE)
    resolved = np.where(still, np.datetime64("NaT"), acknowledged + (mitigate + resolve).astype(np.int64) * MINUTE)
    ends = {"started_at": started, "detected_at": detected, "acknowledged_at": acknowledged,
            "mitigated_at": mitigated, "resolved_at": resolved}  # fmt: skip
    back = (chance.random(rows) < 0.1) & ~still & (number < rows - 1)
    ids = [f"{source}/INC-{year}-{n:05d}" for year, n in zip(at.astype("datetime64[Y]"), number, strict=True)]
    month = (at + ZONE_HOURS * 60 * MINUTE).astype("datetime64[M]").astype(str)
    values: dict[str, Any] = {
        "id": ids, "title": [f"{source}: failure {n}" for n in number], "severity": severity.tolist(),
        "services": [(name,) for name in chance.choice(SERVICES, rows).tolist()], "month": month.tolist(),
        "is_open": still, "window_elapsed": ~still & (number < rows - max(2, rows // 100)),
        "recurred_by": [(ids[n + 1],) if back[n] else () for n in number],
        "repeats": [(ids[n - 1],) if n and back[n - 1] else () for n in number],
        "status": np.where(still, "open", "resolved").tolist(),
        "unknown": [("started_at",) if one else () for one in lost],
        "response": np.where(acknowledge <= [TARGETS[name] for name in severity], "met", "missed").tolist(),
        "users_affected": chance.random(rows),
    }  # fmt: skip
    values |= {"at": at, **ends}
    for kpi in DURATIONS:
        values |= _duration(kpi, ends)
    values["recurred"] = values["window_elapsed"] & back
    values["repeat"] = [bool(names) for names in values["repeats"]]
    return framed({name: _column(kind, values.get(name), rows) for name, kind in COLUMNS.items()})


def _column(kind: str, values: Any, rows: int) -> Any:
    """Return a column of values; of those that no figure reads, one that says nothing."""
    if kind == "instant":
        moments = values if values is not None else np.full(rows, np.datetime64("NaT", "us"))
        return pd.DatetimeIndex(moments).as_unit("us").tz_localize("UTC")
    nothing = {"text": "", "texts": (), "flag": False, "count": 0, "number": np.nan}
    return column(kind, values if values is not None else [nothing[kind]] * rows)


def _duration(kpi: str, ends: dict[str, Any]) -> dict[str, Any]:
    """Return minutes and state as the contract has them; what is open runs until `AS_OF`."""
    agreed = contracts(POLICY)[kpi]
    start, end = ends[agreed.start or ""], ends[agreed.end or ""]
    minutes = (np.where(np.isnat(end), LAST, end) - start) / MINUTE
    state = np.where(np.isnat(start), "unknown", np.where(np.isnat(end), "open", "closed"))
    return {kpi: minutes, f"{kpi}_state": state.tolist()}


def write(folder: Path, rows: int, sources: int, years: int = YEARS) -> None:
    """Write the facts of all sources; they are of unlike sizes, as repositories are."""
    weights = np.random.default_rng(0).lognormal(0, 0.7, sources)
    sizes = np.diff(np.rint(np.concatenate(([0.0], np.cumsum(weights))) / weights.sum() * rows)).astype(int)
    for seed, size in enumerate(sizes.tolist()):
        name = f"team-{seed:03d}"
        table = made_up(name, size, seed, years)
        excluded = (Excluded(f"{name}/INC-2026-90000", "drill"),)
        basis = Basis(AS_OF, POLICY.zone, contracts(POLICY), size + 1, excluded)
        months = {month: len(part) for month, part in by_month(table)}
        write_source(to_arrow(table), About(name, basis, tuple(TARGETS), SERVICES, months), folder)


class Run(NamedTuple):
    """What one run took, and what it printed."""

    seconds: float
    processor: float
    peak: int  # bytes of all processes together
    size: int
    digest: str
    lost: int  # pid of the worker that was killed; 0: none


def run(folder: Path, *options: str, kill_after: float | None = None) -> Run:
    """Run the command, watch its processes and, after so many seconds, kill one of its workers."""
    command = [sys.executable, "-m", "generator", "kpi", "--facts", str(folder), "--format", "json", *options]
    begun, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    watch = Watch(process.pid, kill_after)
    watch.start()
    digest, size = hashlib.sha256(), 0
    assert process.stdout
    while piece := process.stdout.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    if process.wait():
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    watch.join()
    seconds, after = time.perf_counter() - begun, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, processor, watch.peak, size, digest.hexdigest(), watch.lost)


class Watch(threading.Thread):
    """Sums up the memory of a process and its children, and kills a worker among them in time."""

    def __init__(self, pid: int, kill_after: float | None) -> None:
        super().__init__(daemon=True)
        self.peak, self.lost = 0, 0
        self._pid, self._kill_after, self._begun = pid, kill_after, time.perf_counter()

    def run(self) -> None:
        """Watch until the process ends."""
        try:
            process = psutil.Process(self._pid)
            while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                family = [process, *process.children(recursive=True)]
                self.peak = max(self.peak, sum(memory(one) for one in family))
                if self._kill_after and not self.lost and time.perf_counter() - self._begun > self._kill_after:
                    self.lost = kill_one(family[1:])
                time.sleep(0.2)
        except psutil.NoSuchProcess:
            pass


def memory(process: psutil.Process) -> int:
    """Return a process's resident bytes, 0 once it is gone."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def kill_one(children: list[psutil.Process]) -> int:
    """Kill the busiest worker; return its pid, 0 where there is none."""
    try:
        workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        if not workers:
            return 0
        chosen = max(workers, key=lambda child: sum(child.cpu_times()[:2]))
        os.kill(chosen.pid, signal.SIGKILL)
    except (psutil.Error, ProcessLookupError):
        return 0
    return chosen.pid


def main() -> int:
    """Print the table; return 1 where the runs differ."""
    given = sys.argv[1:]
    rows, sources = (int(text) for text in (*given[:2], *("1000000", "200")[len(given) :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(name)
        if not (folder / SOURCES).exists():
            begun = time.perf_counter()
            write(folder, rows, sources)
            files = [file.stat().st_size for file in folder.rglob("*.parquet")]
            print(f"written      {time.perf_counter() - begun:7.1f} s   {len(files)} files, {sum(files) / 1e6:.0f} MB")
        print(f"{rows} facts of {sources} sources, Python {platform.python_version()}, {os.cpu_count()} cores")
        runs = {"pandas": run(folder), "dask": run(folder, "--engine", "dask")}
        show(runs)
        runs["worker lost"] = run(folder, "--engine", "dask", kill_after=runs["dask"].seconds / 2)
        show(dict(list(runs.items())[2:]))
    same = len({one.digest for one in runs.values()}) == 1
    print("the same bytes" if same else "THE FIGURES DIFFER")
    return int(not same or not runs["worker lost"].lost)


def show(runs: dict[str, Run]) -> None:
    """Print a line each."""
    for name, one in runs.items():
        lost = f"   killed: {one.lost}" if one.lost else ""
        print(f"{name:12} {one.seconds:7.1f} s   processor {one.processor:7.1f} s   peak {one.peak / 1e6:6.0f} MB   "
              f"{one.size / 1e6:.1f} MB of JSON   sha256 {one.digest}{lost}", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
