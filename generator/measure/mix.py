"""The mix of severities behind every figure that pools them, and what standardising to another mix makes of it.

Direct standardisation (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition 2003,
chapter 19): with the share w of each severity in the reference mix, a share becomes Σ w · share of the severity, a
duration exp(Σ w · mean log minutes of the severity), zero minutes floored at half a minute.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.measure.months import HISTORY
from generator.measure.statistics.compare import FLOOR_MINUTES
from generator.measure.statistics.distributions import SIGNIFICANCE
from generator.measure.statistics.homogeneity import homogeneity_p
from generator.model.kpi import DURATIONS, DurationFigure, Fact, Figures
from generator.model.mix import Reference, SeverityMix, Standardised, shares


def with_mix(months: Sequence[Figures], facts: Iterable[Fact]) -> tuple[Figures, ...]:
    """Return the months, in their order, with the mix of each against that of the (at most 12) months before it."""
    levels = {fact.id: fact.severity for fact in facts}
    found = []
    for index, figures in enumerate(months):
        before = months[max(0, index - HISTORY) : index]
        counts: Counter[str] = Counter()
        for earlier in before:
            counts.update(earlier.incident_rate.by_severity)
        first, last = (before[0].month, before[-1].month) if before else (None, None)
        known = first is not None and last is not None and counts
        reference = Reference(first, last, dict(sorted(counts.items()))) if known else None  # type: ignore[arg-type]  # as `known` says
        found.append(_mixed(figures, reference, counts, levels))
    return tuple(found)


def with_mix_of_range(figures: Figures, facts: Sequence[Fact], everything: Sequence[Fact]) -> Figures:
    """Return the figures of a part (`facts`) with its mix against that of `everything`, of which it is a part.

    The test compares it with the rest; where there is no rest there is nothing to compare with.
    """
    whole = Counter(fact.severity for fact in everything)
    rest = whole - Counter(fact.severity for fact in facts)
    reference = None
    if facts and rest.total():
        months = [fact.month for fact in everything]
        reference = Reference(min(months), max(months), dict(sorted(whole.items())))
    return _mixed(figures, reference, rest, {fact.id: fact.severity for fact in facts})


def _mixed(
    figures: Figures, reference: Reference | None, others: Mapping[str, int], levels: Mapping[str, str]
) -> Figures:
    """Return the figures with their mix tested against `others` and standardised, where it moved, to `reference`."""
    counts = figures.incident_rate.by_severity
    if reference is None:
        return replace(figures, severity_mix=SeverityMix(counts))
    names = sorted(counts.keys() | others.keys())
    seed = f"{figures.month or 'range'}/severity_mix/{','.join(sorted(figures.incident_rate.ids))}"
    p = homogeneity_p([counts.get(name, 0) for name in names], [others.get(name, 0) for name in names], seed)
    moved = None if p is None else p <= SIGNIFICANCE
    standardised = _standardised(figures, shares(reference.counts), levels) if moved else {}
    return replace(figures, severity_mix=SeverityMix(counts, reference, p, moved, standardised))


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
