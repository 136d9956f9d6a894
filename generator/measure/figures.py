"""Figures of one group of facts: a month, a service, or everything."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.measure.statistics.compare import geometric_ratio, permutation_p, verdict, visible_ratio
from generator.measure.statistics.intervals import garwood, mean, mean_interval, median, median_interval, p90, wilson
from generator.measure.statistics.survival import kaplan_meier
from generator.model.kpi import Change, DurationFigure, RateFigure, RecurrenceFigure, TargetFigure
from generator.model.month import Month


def _ids(table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(str(name) for name in table.index)


def duration_figure(table: pd.DataFrame, kpi: str, seed: str) -> DurationFigure:
    """Return the statistics of one duration: over its closed values, Kaplan-Meier over the open ones too."""
    if table.empty:
        return DurationFigure()  # what follows says the same, slowly: most months of a quiet site are empty
    state = table[f"{kpi}_state"]
    closed, still, unknown = table[state == "closed"], table[state == "open"], table[state == "unknown"]
    values = [float(value) for value in closed[kpi]]
    both = table[state != "unknown"]
    curve = kaplan_meier([float(v) for v in both[kpi]], [bool(v) for v in both[f"{kpi}_state"] == "closed"])
    ids = _ids(closed)
    return DurationFigure(
        n=len(values),
        unknown=len(unknown),
        open=len(still),
        mean=mean(values) if values else None,
        median=median(values) if values else None,
        p90=p90(values) if values else None,
        mean_interval=mean_interval(values, f"{seed}/{kpi}/{','.join(sorted(ids))}"),
        median_interval=median_interval(values),
        km_median=curve.median,
        ids=ids,
        values=tuple(values),
        unknown_ids=_ids(unknown),
        open_ids=_ids(still),
    )


def rate_figure(
    table: pd.DataFrame, exposure_days: float, expected: tuple[int, int] | None, verdict: str | None
) -> RateFigure:
    """Return the count with Garwood's interval, and per 30 days of exposure."""
    count = len(table)
    by_severity = {str(name): int(n) for name, n in table["severity"].value_counts().sort_index().items()}
    per_30 = count * 30 / exposure_days if exposure_days > 0 else None
    return RateFigure(count, garwood(count), per_30, expected, verdict, _ids(table), by_severity)


def target_figure(table: pd.DataFrame) -> TargetFigure:
    """Return how many met the response target; the share rests on met and missed alone."""
    ids = {state: _ids(table[table["response"] == state]) for state in ("met", "missed", "pending", "unknown")}
    met, missed = len(ids["met"]), len(ids["missed"])
    rate = met / (met + missed) if met + missed else None
    interval = wilson(met, met + missed)
    pending, unknown = len(ids["pending"]), len(ids["unknown"])
    return TargetFigure(met, missed, pending, unknown, rate, interval, ids["met"], ids["missed"], ids["unknown"])


def recurrence_figure(table: pd.DataFrame) -> RecurrenceFigure:
    """Return how many of the eligible incidents came back within the window."""
    eligible, recurred = table[table["eligible"]], table[table["recurred"]]
    repeats = table[table["repeat"]]
    n, k = len(eligible), len(recurred)
    return RecurrenceFigure(n, k, k / n if n else None, wilson(k, n), len(repeats), _ids(recurred), _ids(repeats))


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
