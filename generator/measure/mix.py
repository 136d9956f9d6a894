"""The mix of severities behind every figure that pools them, and what standardising to another mix makes of it.

Direct standardisation (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition 2003,
chapter 19): with the share w of each severity in the reference mix, a share becomes Σ w · share of the severity, a
duration exp(Σ w · mean log minutes of the severity), zero minutes floored at half a minute.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.measure.frame import Table
from generator.measure.months import HISTORY
from generator.measure.statistics.compare import FLOOR_MINUTES
from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.measure.statistics.homogeneity import homogeneity_p
from generator.model.kpi import DURATIONS, DurationFigure, Figures
from generator.model.mix import Reference, SeverityMix, Standardised, shares
from generator.model.month import Month


class Severities(NamedTuple):
    """How many incidents of each severity there are, and from which month to which."""

    counts: Counter[str]
    first: Month | None = None
    last: Month | None = None


def severities(table: Table) -> Severities:
    """Return the severities of facts in order of time."""
    if table.empty:
        return Severities(Counter())
    first, last = (Month.parse(str(table["month"].iloc[place])) for place in (0, -1))
    return Severities(Counter(table["severity"].to_numpy().tolist()), first, last)


def before_each(months: Sequence[Figures]) -> list[Severities]:
    """Return, for each month in their order, the severities of the (at most 12) months before it."""
    found = []
    for index in range(len(months)):
        before = months[max(0, index - HISTORY) : index]
        counts: Counter[str] = Counter()
        for earlier in before:
            counts.update(earlier.incident_rate.by_severity)
        ends = (before[0].month, before[-1].month) if before else ()
        found.append(Severities(counts, *ends))
    return found


def mix_of_month(figures: Figures, table: Table, before: Severities) -> SeverityMix:
    """Return the mix of a month with its facts, against that of the months before it."""
    return _mix(figures, table, _reference(before), before.counts)


def mix_of_part(figures: Figures, table: Table, whole: Severities) -> SeverityMix:
    """Return the mix of a part with its facts, against that of the whole it is a part of.

    The test compares it with the rest; where there is no rest there is nothing to compare with.
    """
    rest = whole.counts - Counter(figures.incident_rate.by_severity)
    reference = _reference(whole) if figures.incident_rate.count and rest.total() else None
    return _mix(figures, table, reference, rest)


def _reference(severities: Severities) -> Reference | None:
    counts, first, last = severities
    return Reference(first, last, dict(sorted(counts.items()))) if counts and first and last else None


def _mix(figures: Figures, table: Table, reference: Reference | None, others: Mapping[str, int]) -> SeverityMix:
    """Return the mix tested against `others` and standardised, where it moved, to `reference`."""
    counts = figures.incident_rate.by_severity
    if reference is None:
        return SeverityMix(counts)
    names = sorted(counts.keys() | others.keys())
    seed = f"{figures.month or 'range'}/severity_mix/{','.join(sorted(figures.incident_rate.ids))}"
    p = homogeneity_p([counts.get(name, 0) for name in names], [others.get(name, 0) for name in names], seed)
    moved = None if p is None else p <= SIGNIFICANCE
    levels = dict(zip(table.index, table["severity"], strict=True)) if moved else {}
    standardised = _standardised(figures, shares(reference.counts), levels) if moved else {}
    return SeverityMix(counts, reference, p, moved, standardised)


def _standardised(figures: Figures, weights: Mapping[str, float], levels: Mapping[str, str]) -> dict[str, Standardised]:
    target, back = figures.response_target, figures.recurrence_rate
    found = {kpi: standardised_duration(figures.durations[kpi], weights, levels) for kpi in DURATIONS}
    came_back = frozenset(back.ids)
    stayed = [name for name in back.eligible_ids if name not in came_back]
    found["recurrence_rate"] = standardised_share(back.ids, stayed, weights, levels)
    found["response_target"] = standardised_share(target.met_ids, target.missed_ids, weights, levels)
    return found


def standardised_share(
    yes: Iterable[str], no: Iterable[str], weights: Mapping[str, float], levels: Mapping[str, str]
) -> Standardised:
    """Return the share of `yes` among both, and Σ w · share of each severity."""
    hits, misses = Counter(levels[name] for name in yes), Counter(levels[name] for name in no)
    judged = hits + misses
    raw = hits.total() / judged.total() if judged.total() else None
    if any(not judged[level] for level in weights):
        return Standardised(raw, None)
    return Standardised(raw, sum(weight * hits[level] / judged[level] for level, weight in weights.items()))


def standardised_duration(
    figure: DurationFigure, weights: Mapping[str, float], levels: Mapping[str, str]
) -> Standardised:
    """Return the geometric mean, and exp(Σ w · mean log minutes of each severity); minutes."""
    logs: dict[str, list[float]] = {}
    for name, minutes in zip(figure.ids, figure.values, strict=True):
        logs.setdefault(levels[name], []).append(math.log(max(minutes, FLOOR_MINUTES)))
    every = [value for values in logs.values() for value in values]
    raw = math.exp(math.fsum(every) / len(every)) if every else None
    if any(level not in logs for level in weights):
        return Standardised(raw, None)
    means = {level: math.fsum(logs[level]) / len(logs[level]) for level in weights}
    return Standardised(raw, math.exp(math.fsum(weight * means[level] for level, weight in weights.items())))
