"""The flat rows say what the document says, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from generator.measure.document import document
from generator.measure.flat import COLUMNS, TOTAL, flat, flat_json, kpis_csv
from generator.measure.measure import measure
from generator.model.kpi import DURATIONS, KPIS, KpiTable
from tests.measure.made import POLICY, at, made


@pytest.fixture(scope="module")
def table() -> KpiTable:
    some = [
        made(n, started=f"01-{n:02d} 10:00", detected=f"01-{n:02d} 10:0{n % 7}", acked=f"01-{n:02d} 10:30",
             resolved=f"01-{n:02d} 1{n % 8 + 1}:07", fingerprint="same" if n < 4 else "")
        for n in range(1, 13)
    ]  # fmt: skip
    some += [
        made(20, started="03-05 10:00", detected="03-05 10:02", acked="unknown", resolved="03-05 12:00"),
        made(21, started="04-05 10:00", detected="04-05 10:02"),
        made(22, started="03-06 10:00", kind="drill"),
    ]
    return measure(some, POLICY, at("04-10 00:00"))


def by_month(table: KpiTable) -> dict[str, dict[str, Any]]:
    printed = document(table)
    return {row["month"] or TOTAL: row for row in (*printed["months"], printed["total"])}


def test_a_row_for_each_month_and_kpi_and_those_of_the_total_last(table: KpiTable) -> None:
    found = [(row["month"], row["kpi"]) for row in flat(table)]
    months = ["2026-01", "2026-02", "2026-03", "2026-04", TOTAL]
    assert found == [(month, kpi) for month in months for kpi in (*DURATIONS, *KPIS[len(DURATIONS) :])]
    assert all(tuple(row) == COLUMNS for row in flat(table))


def test_the_durations_are_those_of_the_document(table: KpiTable) -> None:
    months = by_month(table)
    for row in flat(table):
        month, kpi = months[str(row["month"])], str(row["kpi"])
        if kpi in DURATIONS:
            figure, change = month[kpi], month["change"][kpi] or {}
            assert [row[name] for name in ("n", "unknown", "open")] == [figure[k] for k in ("n", "unknown", "open")]
            for statistic in ("mean", "median", "p90", "km_median"):
                assert row[f"{statistic}_minutes"] == figure[statistic]
            for statistic in ("mean", "median"):
                both = [row[f"{statistic}_low_minutes"], row[f"{statistic}_high_minutes"]]
                assert both == (figure[f"{statistic}_interval"] or [None, None])
            for name in ("against", "ratio", "p", "p_adjusted", "visible_ratio", "verdict"):
                assert row[f"change_{name}"] == change.get(name)
    january = next(row for row in flat(table) if row["kpi"] == "mttr")
    assert january["mean_low_minutes"] is not None and january["median_high_minutes"] is not None


def test_counts_and_shares_are_those_of_the_document(table: KpiTable) -> None:
    months = by_month(table)
    for row in flat(table):
        month, kpi = months[str(row["month"])], str(row["kpi"])
        assert (row["provisional"], row["exposure_days"]) == (month["provisional"], month["exposure_days"])
        if kpi == "incident_rate":
            rate = month[kpi]
            assert (row["n"], row["per_30_days"]) == (rate["count"], rate["per_30_days"])
            assert [row["count_low"], row["count_high"]] == rate["interval"]
            assert [row["expected_low"], row["expected_high"]] == (rate["expected"] or [None, None])
            assert row["expected_verdict"] == rate["verdict"]
        elif kpi not in DURATIONS:
            share = month[kpi]
            assert row["rate"] == share["rate"]
            assert [row["rate_low"], row["rate_high"]] == (share["interval"] or [None, None])
            keys = share.keys() & {"met", "missed", "pending", "unknown", "eligible", "recurred", "repeats"}
            assert len(keys) >= 3
            assert {key: row[key] for key in keys} == {key: share[key] for key in keys}
            assert row["rate"] is None or row["rate"] == (share.get("met") or share.get("recurred") or 0) / row["n"]  # type: ignore[operator]


def test_what_cannot_be_had_is_null_and_an_empty_cell_and_never_zero(table: KpiTable) -> None:
    row = next(row for row in flat(table) if (row["month"], row["kpi"]) == ("2026-02", "mttr"))
    assert {row[f"{s}_minutes"] for s in ("mean", "median", "p90", "km_median")} == {None}
    cells = next(row for row in read(table) if (row["month"], row["kpi"]) == ("2026-02", "mttr"))
    assert {cells[f"{s}_minutes"] for s in ("mean", "median", "p90", "km_median")} == {""}
    assert (cells["n"], cells["rate"], cells["met"]) == ("0", "", "")


def read(table: KpiTable) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(kpis_csv(table).decode("ascii"), newline="")))


def test_csv_and_json_hold_the_same_rows(table: KpiTable) -> None:
    rows = json.loads(flat_json(table))
    assert rows == flat(table)
    for cells, row in zip(read(table), rows, strict=True):
        assert {name: told(cells[name], value) for name, value in row.items()} == row


def told(written: str, value: Any) -> Any:
    """Return a cell as a value of the type that `value` has."""
    if value is None or isinstance(value, bool):
        return {"": None, "true": True, "false": False}[written]
    return type(value)(written)


def test_the_months_first_instant_is_in_the_zone(table: KpiTable) -> None:
    starts = {str(row["month"]): row["month_start"] for row in flat(table)}
    assert starts["2026-02"] == "2026-02-01T00:00:00+09:00"
    assert starts[TOTAL] is None


def test_without_incidents_the_total_alone_is_left() -> None:
    empty = measure([], POLICY, at("04-10 00:00"))
    assert {row["month"] for row in flat(empty)} == {TOTAL}
    assert next(row for row in flat(empty) if row["kpi"] == "incident_rate")["n"] == 0
