"""A KpiTable as one flat row for each month and KPI, for spreadsheets and dashboards: nothing nested or rounded."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.measure.csv_text import csv_text
from generator.model.kpi import DURATIONS, Contract, Figures, Interval, KpiTable

Row = dict[str, object]

TOTAL = "total"  # stands for the month in the rows of the whole range
#: Every row has every column; null where it does not speak of the KPI, or where the figure cannot be had.
COLUMNS = (
    *("month", "month_start", "provisional", "exposure_days", "kpi", "n", "unknown", "open"),
    *("mean_minutes", "mean_low_minutes", "mean_high_minutes"),
    *("median_minutes", "median_low_minutes", "median_high_minutes", "p90_minutes", "km_median_minutes"),
    *("change_against", "change_ratio", "change_p", "change_p_adjusted", "change_visible_ratio", "change_verdict"),
    *("count_low", "count_high", "per_30_days", "expected_low", "expected_high", "expected_verdict"),
    *("rate", "rate_low", "rate_high", "met", "missed", "pending", "eligible", "recurred", "repeats"),
    *("from", "to", "clock", "contract_version", "contract_changed"),
)


def flat(table: KpiTable) -> list[Row]:
    """Return the rows: month by month, in each the KPIs in their order, then those of the whole range.

    `n` is what the figure rests on: closed incidents of a duration, all incidents of the rate, the judged of the
    response target, the eligible of the recurrence rate. `month_start` is the month's first instant, in the zone.
    `contract_changed` names the keys, joined by `;`, in which the policy departs from that version of the contract.
    """
    return [row for figures in (*table.months, table.total) for row in _rows(table, figures)]


def kpis_csv(table: KpiTable) -> bytes:
    """Return the rows as CSV. It is ASCII alone, so Excel needs no byte order mark and no other program meets one."""
    return csv_text(COLUMNS, flat(table)).encode("ascii")


def flat_json(table: KpiTable) -> bytes:
    """Return the rows as a JSON list of flat objects, a row a line."""
    rows = ",\n".join(json.dumps(row, allow_nan=False) for row in flat(table))
    return f"[\n{rows}\n]\n".encode("ascii")


def _rows(table: KpiTable, figures: Figures) -> Iterator[Row]:
    month = figures.month
    head: Row = {
        "month": str(month) if month else TOTAL,
        "month_start": month.start(table.zone).astimezone(table.zone).isoformat() if month else None,
        "provisional": figures.provisional,
        "exposure_days": figures.exposure_days,
    }
    for kpi in DURATIONS:
        yield _row(head, table.contracts[kpi], _duration(figures, kpi))
    yield _row(head, table.contracts["incident_rate"], _incident_rate(figures))
    yield _row(head, table.contracts["recurrence_rate"], _recurrence_rate(figures))
    yield _row(head, table.contracts["response_target"], _response_target(figures))


def _row(head: Row, contract: Contract, values: Row) -> Row:
    said: Row = {"from": contract.start, "to": contract.end, "clock": contract.clock}
    said |= {"contract_version": contract.version, "contract_changed": ";".join(contract.changed) or None}
    return dict.fromkeys(COLUMNS) | head | {"kpi": contract.name} | values | said


def _duration(figures: Figures, kpi: str) -> Row:
    figure, change = figures.durations[kpi], figures.change[kpi]
    row: Row = {"n": figure.n, "unknown": figure.unknown, "open": figure.open}
    row |= {"mean_minutes": figure.mean, "median_minutes": figure.median, "p90_minutes": figure.p90}
    row |= {"km_median_minutes": figure.km_median}
    row |= _pair("mean_{}_minutes", figure.mean_interval) | _pair("median_{}_minutes", figure.median_interval)
    if change:
        row |= {"change_against": str(change.against), "change_ratio": change.ratio, "change_p": change.p}
        row |= {"change_p_adjusted": change.p_adjusted, "change_visible_ratio": change.visible_ratio}
        row |= {"change_verdict": change.verdict}
    return row


def _incident_rate(figures: Figures) -> Row:
    rate = figures.incident_rate
    row: Row = {"n": rate.count, "per_30_days": rate.per_30_days, "expected_verdict": rate.verdict}
    return row | _pair("count_{}", rate.interval) | _pair("expected_{}", rate.expected)


def _recurrence_rate(figures: Figures) -> Row:
    back = figures.recurrence_rate
    row: Row = {"n": back.eligible, "rate": back.rate, "eligible": back.eligible, "recurred": back.recurred}
    return row | {"repeats": back.repeats} | _pair("rate_{}", back.interval)


def _response_target(figures: Figures) -> Row:
    target = figures.response_target
    row: Row = {"n": target.met + target.missed, "unknown": target.unknown, "rate": target.rate}
    row |= {"met": target.met, "missed": target.missed, "pending": target.pending}
    return row | _pair("rate_{}", target.interval)


def _pair(name: str, pair: Interval | None) -> Row:
    low, high = pair or (None, None)
    return {name.format("low"): low, name.format("high"): high}
