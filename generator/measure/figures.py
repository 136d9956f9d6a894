"""Figures of one group of facts: a month, a service, or everything."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from generator.measure.frame import Objects, Table
from generator.measure.statistics.compare import geometric_ratio, permutation_p, verdict, visible_ratio
from generator.measure.statistics.intervals import garwood, mean, mean_interval, median, median_interval, p90, wilson
from generator.measure.statistics.multiple import holm
from generator.measure.statistics.survival import kaplan_meier
from generator.model.kpi import Change, DurationFigure, RateFigure, RecurrenceFigure, TargetFigure
from generator.model.month import Month


def duration_figure(table: Table, kpi: str, seed: str) -> DurationFigure:
    """Return the statistics of one duration: over its closed values, Kaplan-Meier over the open ones too."""
    if table.empty:
        return DurationFigure()  # what follows says the same, slowly: most months of a quiet site are empty
    ids, minutes, state = table.index.to_numpy(), table[kpi].to_numpy(), table[f"{kpi}_state"].to_numpy()
    closed, still = state == "closed", state == "open"
    values = minutes[closed].tolist()
    names = _named(ids, closed)
    curve = kaplan_meier([*values, *minutes[still].tolist()], [True] * len(values) + [False] * int(still.sum()))
    return DurationFigure(
        n=len(values),
        unknown=int((state == "unknown").sum()),
        open=int(still.sum()),
        mean=mean(values),
        median=median(values),
        p90=p90(values),
        mean_interval=mean_interval(values, f"{seed}/{','.join(sorted(names))}"),
        median_interval=median_interval(values),
        km_median=curve.median,
        ids=names,
        values=array("d", values) if values else (),  # a quarter of what as many Python numbers take
        unknown_ids=_named(ids, state == "unknown"),
        open_ids=_named(ids, still),
    )


def rate_figure(
    table: Table, exposure_days: float, expected: tuple[int, int] | None, verdict: str | None
) -> RateFigure:
    """Return the count with Garwood's interval, and per 30 days of exposure."""
    count = len(table)
    by_severity = Counter(table["severity"].to_numpy().tolist())
    per_30 = count * 30 / exposure_days if exposure_days > 0 else None
    ids = tuple(table.index.to_numpy().tolist())
    return RateFigure(count, garwood(count), per_30, expected, verdict, ids, dict(sorted(by_severity.items())))


def target_figure(table: Table) -> TargetFigure:
    """Return how many met the response target; the share rests on met and missed alone."""
    names, states = table.index.to_numpy(), table["response"].to_numpy()
    ids = {state: _named(names, states == state) for state in ("met", "missed", "pending", "unknown")}
    met, missed = len(ids["met"]), len(ids["missed"])
    rate = met / (met + missed) if met + missed else None
    interval = wilson(met, met + missed)
    pending, unknown = len(ids["pending"]), len(ids["unknown"])
    return TargetFigure(
        met, missed, pending, unknown, rate, interval, ids["met"], ids["missed"], ids["unknown"], ids["pending"]
    )


def recurrence_figure(table: Table) -> RecurrenceFigure:
    """Return how many of the eligible incidents came back within the window."""
    names = table.index.to_numpy()
    eligible = _named(names, table["window_elapsed"].to_numpy())
    recurred, repeats = _named(names, table["recurred"].to_numpy()), _named(names, table["repeat"].to_numpy())
    n, k = len(eligible), len(recurred)
    return RecurrenceFigure(n, k, k / n if n else None, wilson(k, n), len(repeats), recurred, repeats, eligible)


def _named(ids: Objects, chosen: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(ids[chosen].tolist())


def change_figure(
    kpi: str, month: Month, figure: DurationFigure, earlier: Mapping[Month, DurationFigure], sigma: float
) -> Change | None:
    """Compare a month's duration with the last earlier month that has any; None where there is nothing to compare."""
    against = max((m for m, f in earlier.items() if m < month and f.n), default=None)
    if against is None or not figure.n:
        return None
    before = earlier[against]
    ratio = geometric_ratio(figure.values, before.values)
    p = permutation_p(before.values, figure.values, f"{month}/{kpi}/{','.join(sorted((*before.ids, *figure.ids)))}")
    if ratio is None or p is None:  # both groups have values, so both exist
        return None
    visible = visible_ratio(before.n, figure.n, sigma)
    return Change(against, (before.n, figure.n), ratio, p, visible, verdict(ratio, p))


def adjusted(changes: Mapping[str, Change | None]) -> dict[str, Change | None]:
    """Return the changes of one month with what each is worth beside the others (Holm 1979)."""
    found = {kpi: change for kpi, change in changes.items() if change is not None}
    ps = dict(zip(found, holm([change.p for change in found.values()]), strict=True))
    return {kpi: change and _adjusted(change, ps[kpi]) for kpi, change in changes.items()}


def _adjusted(change: Change, p: float) -> Change:
    return replace(change, p_adjusted=p, verdict_adjusted=verdict(change.ratio, p))
