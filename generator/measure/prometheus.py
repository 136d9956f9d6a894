"""A KpiTable as Prometheus' text format 0.0.4.

A sample carries no timestamp: Prometheus gives each the time of its scrape, and what it says is "so it was known
then". Hence every figure of a month carries the month as a label, and no series means another month tomorrow. The last
13 months are shown, the current one and the same month a year before included; older ones simply end. Seconds, as
Prometheus asks for; what cannot be known has no sample, never 0 and never NaN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.measure.undone import Undone
from generator.model.contract_words import NOUNS, departure
from generator.model.kept import STATES, Kept
from generator.model.kpi import Contract, DurationFigure, Figures, KpiTable
from generator.model.words import BARE

MONTHS = 13
_SECONDS = 60  # of a minute
_DURATION_NAMES = {
    "mttd": "time_to_detect",
    "mtta": "time_to_acknowledge",
    "mttm": "time_to_mitigate",
    "mttr": "time_to_resolve",
    "mrt": "detection_to_resolution",  # names of series last for ever; what a policy makes of one stands in its HELP
}
_PROMISE_NAMES = {
    "update": ("status_update", "the interval of status updates"),
    "report": ("final_report", "the limit of the final report"),
}
_ENGLISH = BARE[1]


class Sample(NamedTuple):
    """One value under its labels; None has no line."""

    labels: dict[str, str]
    value: float | None


class Family(NamedTuple):
    """A gauge: its name without the prefix, what it means, its samples."""

    name: str
    meaning: str
    samples: list[Sample]


def metrics(table: KpiTable, tasks: Undone | None = None) -> bytes:
    """Return the exposition; `tasks` None where the figures are of a part only, whose actions nobody counted."""
    months = table.months[-MONTHS:]
    families = [*_now(table, tasks), *_counts(table, months), *_durations(table, months), *_shares(months)]
    families += _promises(months)
    return "".join(line for family in families for line in _lines(family)).encode()


def _now(table: KpiTable, tasks: Undone | None) -> Iterator[Family]:
    yield Family("as_of_timestamp_seconds", "The instant whose knowledge the figures show", [
        Sample({}, table.as_of.timestamp())])  # fmt: skip
    yield Family("open_incidents", "Counted incidents that are not resolved", [Sample({}, table.still_open)])
    if tasks is not None:
        yield Family("actions_open", "Actions of records and reviews still to be done", [Sample({}, tasks.open)])
        yield Family("actions_overdue", "Open actions past their due date", [Sample({}, tasks.overdue)])
    excluded = len(table.excluded)
    states = {"counted": table.counted, "excluded": excluded, "outside": table.outside}
    yield Family("records", "Records by what became of them: counted in the figures, excluded from every figure, or "
                 "outside of what was asked for", [Sample({"state": s}, n) for s, n in states.items()])  # fmt: skip


def _counts(table: KpiTable, months: tuple[Figures, ...]) -> Iterator[Family]:
    severities = sorted(table.total.incident_rate.by_severity)
    yield Family("incidents", "Incidents of the month they began in (were detected in where the start is unknown), by "
                 "severity", [
        Sample(_month(figures) | {"severity": severity}, figures.incident_rate.by_severity.get(severity, 0))
        for figures in months for severity in severities])  # fmt: skip
    yield Family("month_provisional", "1 while figures of the month may still change, else 0", [
        Sample(_month(figures), int(figures.provisional)) for figures in months])  # fmt: skip


def _durations(table: KpiTable, months: tuple[Figures, ...]) -> Iterator[Family]:
    for kpi, name in _DURATION_NAMES.items():
        yield Family(f"{name}_seconds", _meaning(table.contracts[kpi]), [
            Sample(_month(figures) | {"statistic": statistic}, None if value is None else value * _SECONDS)
            for figures in months for statistic, value in _statistics(figures.durations[kpi])])  # fmt: skip
        yield Family(f"{name}_incidents", "How many incidents stand behind it: closed ones are in the statistics", [
            Sample(_month(figures) | {"state": state}, count)
            for figures in months for state, count in _states(figures.durations[kpi])])  # fmt: skip


def _meaning(contract: Contract) -> str:
    """Return what a duration measures by its contract, and how that departs from the usual one."""
    clock = "in business hours " if contract.clock == "business" else ""
    start, end = NOUNS[contract.start or ""], NOUNS[contract.end or ""]
    said = f"Time {clock}from {start} to {end}, over the month's incidents with both known"
    return f"{said}. {departure(_ENGLISH, contract)}".rstrip(". ")


def _shares(months: tuple[Figures, ...]) -> Iterator[Family]:
    yield Family("response_target_incidents", "Incidents of the month by how they kept their response target", [
        Sample(_month(figures) | {"state": state}, getattr(figures.response_target, state))
        for figures in months for state in ("met", "missed", "pending", "unknown")])  # fmt: skip
    yield Family("response_target_met_ratio", "Share of the judged incidents that kept their response target", [
        Sample(_month(figures), figures.response_target.rate) for figures in months])  # fmt: skip
    yield Family("recurrence_eligible_incidents", "Resolved incidents whose whole recurrence window has passed", [
        Sample(_month(figures), figures.recurrence_rate.eligible) for figures in months])  # fmt: skip
    yield Family("recurrence_recurred_incidents", "Eligible incidents that came back within the window", [
        Sample(_month(figures), figures.recurrence_rate.recurred) for figures in months])  # fmt: skip
    yield Family("recurrence_ratio", "Share of the eligible incidents that came back within the window", [
        Sample(_month(figures), figures.recurrence_rate.rate) for figures in months])  # fmt: skip


def _promises(months: tuple[Figures, ...]) -> Iterator[Family]:
    for promise, (name, meaning) in _PROMISE_NAMES.items():
        kept = [(_month(figures), figures.kept.get(promise, Kept())) for figures in months]
        yield Family(f"{name}_incidents", f"Incidents of the month by how they kept {meaning}: not_recorded is not "
                     "missed, none means that nothing is promised", [
            Sample(month | {"state": state}, share.count(state)) for month, share in kept for state in STATES
        ])  # fmt: skip
        yield Family(f"{name}_met_ratio", f"Share of the judged incidents that kept {meaning}", [
            Sample(month, share.rate) for month, share in kept])  # fmt: skip


def _month(figures: Figures) -> dict[str, str]:
    return {"month": str(figures.month)}


def _statistics(figure: DurationFigure) -> Iterable[tuple[str, float | None]]:
    return (("mean", figure.mean), ("median", figure.median), ("p90", figure.p90))


def _states(figure: DurationFigure) -> Iterable[tuple[str, int]]:
    return (("closed", figure.n), ("open", figure.open), ("unknown", figure.unknown))


def _lines(family: Family) -> Iterator[str]:
    """Yield the lines of a family, and none where nothing of it is known."""
    name, known = f"furikaeri_{family.name}", [(s.labels, s.value) for s in family.samples if s.value is not None]
    if not known:
        return
    yield f"# HELP {name} {family.meaning}.\n# TYPE {name} gauge\n"
    for labels, value in known:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{inside}}} {_number(value)}\n" if inside else f"{name} {_number(value)}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return repr(int(value) if value == int(value) else float(value))
