"""Small tables of figures made by hand, for the tests of the charts."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from generator.model.kpi import (
    DURATIONS,
    Change,
    Contract,
    Duration,
    DurationFigure,
    Fact,
    Figures,
    KpiTable,
    RateFigure,
    RecurrenceFigure,
    TargetFigure,
)
from generator.model.month import Month, month_range
from generator.model.policy import SPANS, BusinessHours, Communication, ImpactRule, Policy, Severity
from generator.model.words import Words

TOKYO = ZoneInfo("Asia/Tokyo")
AS_OF = dt.datetime(2026, 11, 10, tzinfo=TOKYO)
CATALOGUES = Path(__file__).parents[2] / "generator" / "locale" / "ja"


def policy() -> Policy:
    """Return a policy with the four default severities and little else."""
    names = {"P0": "Critical", "P1": "High", "P2": "Medium", "P3": "Low"}
    severities = {
        name: Severity(name, rank, {"en": label}, {}, {}, {}, None, ())
        for rank, (name, label) in enumerate(names.items())
    }
    hours = BusinessHours(frozenset(range(5)), dt.time(9), dt.time(18), "JP", frozenset(), TOKYO)
    rule = ImpactRule(0.8, 0.3, "P0", "P1", "P1", "P2", "P3")
    promises = Communication(30, frozenset({"P0", "P1"}), 24)
    return Policy(TOKYO, "ja", hours, severities, rule, promises, (), (), (), {}, {}, {}, {}, 30, 1, ())


def messages() -> dict[str, str]:
    """Return the Japanese catalogues of the charts."""
    found: dict[str, str] = {}
    for name in sorted(CATALOGUES.glob("draw*.po")):
        with name.open("rb") as file:
            found |= {str(entry.id): str(entry.string) for entry in read_po(file, locale="ja") if entry.id}
    return found


def japanese() -> Words:
    return Words("ja", TOKYO, messages())


def english() -> Words:
    return Words("en", TOKYO, {})


def fact(number: int, month: Month, day: float, minutes: float | None, **changes: object) -> Fact:
    """Return an incident of `month` with the same minutes for every duration (None: unknown)."""
    at = month.start(TOKYO) + dt.timedelta(days=day)
    state = "open" if changes.get("is_open") else "closed" if minutes is not None else "unknown"
    fields: dict[str, object] = {
        "id": f"INC-{month.year}-{number:03d}", "title": f"Failure {number}", "severity": "P2", "services": (),
        "month": month, "at": at, "is_open": False, "response": "met", "window_elapsed": True, "recurred_by": (),
        "repeats": (), "durations": {kpi: Duration(state, minutes) for kpi in DURATIONS},
    }  # fmt: skip
    return Fact(**(fields | changes))  # type: ignore[arg-type]  # fields of many types by name


def table(facts: Sequence[Fact], first: Month | None = None, last: Month | None = None) -> KpiTable:
    """Return a table of every month between the facts' (or the given) first and last month."""
    inside = [entry.month for entry in facts]
    months = month_range(first or min(inside), last or max(inside)) if inside or first else ()
    rows: list[Figures] = []
    for month in months:
        rows.append(_figures(month, [entry for entry in facts if entry.month == month], rows))
    spans = {name: Contract(name, "mean", "", start=span.start, end=span.end) for name, span in SPANS.items()}
    contracts = spans | {"recurrence_rate": Contract("recurrence_rate", "share", "resolved", window_days=30)}
    total = _figures(None, list(facts), [])
    still = sum(entry.is_open for entry in facts)
    return KpiTable(AS_OF, TOKYO, len(facts), 0, (), contracts, tuple(rows), total, still, tuple(facts))


def _figures(month: Month | None, facts: Sequence[Fact], before: Sequence[Figures]) -> Figures:
    durations = {kpi: _duration(kpi, facts) for kpi in DURATIONS}
    provisional = any(entry.is_open for entry in facts) or (month is not None and month == Month(2026, 11))
    return Figures(
        month, provisional, 30.0, _rate(facts, before), durations, _changes(durations, before), _target(facts),
        _recurrence(facts),
    )  # fmt: skip


def _duration(kpi: str, facts: Sequence[Fact]) -> DurationFigure:
    closed = [entry for entry in facts if entry.durations[kpi].state == "closed"]
    unknown = tuple(entry.id for entry in facts if entry.durations[kpi].state == "unknown")
    still_open = tuple(entry.id for entry in facts if entry.durations[kpi].state == "open")
    values = tuple(entry.durations[kpi].minutes or 0.0 for entry in closed)
    middle = statistics.median(values) if values else None
    mean = statistics.fmean(values) if values else None
    ids = tuple(entry.id for entry in closed)
    return DurationFigure(
        len(values), len(unknown), len(still_open), mean, middle, max(values, default=None), None, None, middle, ids,
        values, unknown, still_open,
    )  # fmt: skip


def _rate(facts: Sequence[Fact], before: Sequence[Figures]) -> RateFigure:
    by_severity: dict[str, int] = {}
    for entry in facts:
        by_severity[entry.severity] = by_severity.get(entry.severity, 0) + 1
    counts = [row.incident_rate.count for row in before][-12:]
    usual = sum(counts) / max(1, len(counts))
    expected = (max(0, int(usual - 2 * usual**0.5)), int(usual + 2 * usual**0.5 + 1)) if len(counts) > 2 else None
    verdict = None
    if expected:
        verdict = "above" if len(facts) > expected[1] else "below" if len(facts) < expected[0] else "inside"
    ids = tuple(entry.id for entry in facts)
    return RateFigure(len(facts), (0.6, 8.8), float(len(facts)), expected, verdict, ids, by_severity)


def _changes(durations: Mapping[str, DurationFigure], before: Sequence[Figures]) -> dict[str, Change | None]:
    changes: dict[str, Change | None] = {}
    for kpi, figure in durations.items():
        earlier = next((row for row in reversed(before) if row.durations[kpi].n), None)
        changes[kpi] = None
        if earlier is not None and earlier.month is not None and figure.n:
            changes[kpi] = Change(earlier.month, (earlier.durations[kpi].n, figure.n), 0.8, 0.6, 0.2, "consistent")
    return changes


def _target(facts: Sequence[Fact]) -> TargetFigure:
    ids = {kind: tuple(f.id for f in facts if f.response == kind) for kind in ("met", "missed", "pending", "unknown")}
    met, missed = len(ids["met"]), len(ids["missed"])
    rate = met / (met + missed) if met + missed else None
    interval = (0.2, 0.9) if rate is not None else None
    pending, unknown = len(ids["pending"]), len(ids["unknown"])
    return TargetFigure(met, missed, pending, unknown, rate, interval, ids["met"], ids["missed"], ids["unknown"])


def _recurrence(facts: Sequence[Fact]) -> RecurrenceFigure:
    eligible = [entry for entry in facts if entry.window_elapsed and not entry.is_open]
    recurred = [entry for entry in eligible if entry.recurred_by]
    rate = len(recurred) / len(eligible) if eligible else None
    ids = tuple(entry.id for entry in recurred)
    repeats = tuple(entry.id for entry in facts if entry.repeats)
    interval = (0.1, 0.9) if eligible else None
    return RecurrenceFigure(len(eligible), len(recurred), rate, interval, len(repeats), ids, repeats)
