"""The engine of many processes: the same functions, called by Dask with a month of facts each.

Needs the extra `dask`. Whoever runs the scheduler runs code: it must be trusted as this machine is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import dask
import dask.dataframe as dd
from dask.delayed import delayed
from distributed import Client, KilledWorker, LocalCluster

from generator.measure.about import BadFacts
from generator.measure.assemble import Scope, assemble
from generator.measure.dataset import Dataset, columns_for, read_month
from generator.measure.frame import joined
from generator.model.kpi import KpiTable
from generator.model.month import Month

HERE = "127.0.0.1"  # a cluster of one's own hears nobody else
PATIENCE = "30s"  # with a scheduler that does not answer


def measure_on(dataset: Dataset, scope: Scope, scheduler: str | None) -> KpiTable:
    """Return the figures of facts in files that every worker sees under the same path, as `measure_facts` does.

    Raise BadFacts where the scheduler does not answer, or where all workers fail at the same work.
    """
    with cluster(scheduler) as client:
        try:
            return assemble(dataset.basis, scope, Dasked(client, dataset, scope))
        except KilledWorker as error:
            raise BadFacts(f"workers are lost again and again, as for want of memory: {error}") from None


@contextmanager
def cluster(scheduler: str | None, workers: int | None = None) -> Iterator[Client]:
    """Connect to a scheduler, or start a cluster of processes on this machine and end it again."""
    if scheduler:
        try:
            connected = Client(scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise BadFacts(f"the scheduler {scheduler} does not answer: {error}") from None
        with connected as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=HERE,
            silence_logs=logging.ERROR,
            scheduler_kwargs={"dashboard": False, "dashboard_address": f"{HERE}:0"},
        ) as local,
        Client(local, set_as_default=False) as client,
    ):
        yield client


class Dasked:
    """The engine: months are partitions of a `dask.dataframe`; a run is a future, and its arguments may be runs."""

    def __init__(self, client: Client, dataset: Dataset, scope: Scope) -> None:
        self._client = client
        self._scope = scope
        self._names = list(dataset.months)
        self.first = self._names[0] if self._names else None
        columns = columns_for(scope)
        self._empty = read_month("", (), columns)
        parts = self._partitions(dataset, columns) if self._names else ([], [])
        self._everything, self._taken = parts[0], dict(zip(self._names, parts[1], strict=True))

    def _partitions(self, dataset: Dataset, columns: Sequence[str]) -> tuple[list[Any], list[Any]]:
        """Return all partitions, and those of the scope."""
        with dask.config.set({"dataframe.convert-string": False}):  # tuples are no texts
            everything = dd.from_map(
                read_month,
                [str(month) for month in self._names],
                list(dataset.months.values()),
                columns=columns,
                meta=self._empty,
                enforce_metadata=False,
            )
            if not self._scope.is_partial:
                return everything.to_delayed(), everything.to_delayed()
            taken = everything.map_partitions(self._scope.within, meta=self._empty)
            return everything.to_delayed(), taken.to_delayed()

    def month(self, month: Month) -> Any:
        """Return a month's partition."""
        return self._taken.get(month, self._empty)

    def months(self, months: Sequence[Month]) -> Any:
        """Return partitions as one."""
        return self._joined([self._taken[month] for month in months if month in self._taken])

    def everything(self) -> Any:
        """Return all partitions as one."""
        return self._joined(self._everything)

    def _joined(self, parts: Sequence[Any]) -> Any:
        return delayed(joined, pure=True)(list(parts)) if parts else self._empty

    def run(self, function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Send calls to the cluster."""
        made = [delayed(function, pure=True)(*arguments) for arguments in calls]
        return list(self._client.compute(made))

    def results(self, runs: Sequence[Any]) -> list[Any]:
        """Wait for runs; what a lost worker had is computed again by another."""
        return list(self._client.gather(list(runs)))
