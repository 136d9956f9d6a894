"""The figures of many processes: the same bytes as those of one, whatever is asked and whoever is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra `dask` is not installed")
pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

import psutil
from distributed import Client

from benchmarks.repositories import write
from generator.measure.assemble import EVERYTHING, Scope, assemble
from generator.measure.cluster import Dasked, cluster, measure_on
from generator.measure.dataset import Dataset, measure_facts, open_facts
from generator.measure.document import as_json
from generator.model.month import Month

ROWS, SOURCES = 2_000, 20


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("facts")
    write(folder, ROWS, SOURCES, years=1)
    return open_facts(folder)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with cluster(None, workers=2) as found:
        yield found


def test_what_is_measured(dataset: Dataset) -> None:
    assert (dataset.size, len(dataset.months)) == (ROWS, 12)
    assert len({part.file for parts in dataset.months.values() for part in parts}) > 9 * SOURCES


PART = Scope(frozenset({"予約API"}), frozenset({"P0", "P1"}), Month(2026, 3), Month(2026, 9))


@pytest.mark.parametrize("scope", [EVERYTHING, PART, Scope(services=frozenset({"nobody"}))])
def test_the_same_bytes(dataset: Dataset, client: Client, scope: Scope) -> None:
    found = assemble(dataset.basis, scope, Dasked(client, dataset, scope))
    assert as_json(found) == as_json(measure_facts(dataset, scope))


class Killing(Dasked):
    """Kills the worker of its first result, and goes on."""

    killed = 0

    def results(self, runs: Sequence[Any]) -> list[Any]:
        if not self.killed:
            while not (done := [run for run in runs if run.done()]):
                time.sleep(0.01)
            assert len(done) < len(runs), "all was over before anybody could be killed"
            (address,) = self._client.who_has(done[:1])[done[0].key]
            self.killed = self._client.run(os.getpid, workers=[address])[address]
            os.kill(self.killed, signal.SIGKILL)
        return super().results(runs)


def test_the_same_bytes_when_a_worker_is_killed(dataset: Dataset, client: Client) -> None:
    before = set(client.run(os.getpid).values())
    engine = Killing(client, dataset, EVERYTHING)
    assert as_json(assemble(dataset.basis, EVERYTHING, engine)) == as_json(measure_facts(dataset))
    assert engine.killed in before
    assert engine.killed not in client.run(os.getpid).values()
    with pytest.raises(ProcessLookupError):
        os.kill(engine.killed, 0)


def test_a_scheduler_that_is_given(dataset: Dataset, client: Client) -> None:
    scope = Scope(severities=frozenset({"P0"}))
    assert as_json(measure_on(dataset, scope, client.scheduler.address)) == as_json(measure_facts(dataset, scope))
    assert client.run(os.getpid), "it was not ours to end"


def test_a_cluster_of_our_own_hears_nobody_else(client: Client) -> None:
    family = [psutil.Process(pid) for pid in (os.getpid(), *client.run(os.getpid).values())]
    heard = [one for process in family for one in process.net_connections() if one.status == psutil.CONN_LISTEN]
    assert len(heard) >= len(family)
    assert {one.laddr.ip for one in heard} == {"127.0.0.1"}


def test_no_facts_at_all(tmp_path: Path, client: Client) -> None:
    write(tmp_path, 0, 1)
    none = open_facts(tmp_path)
    assert as_json(assemble(none.basis, EVERYTHING, Dasked(client, none, EVERYTHING))) == as_json(measure_facts(none))
