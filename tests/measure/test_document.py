"""The published JSON: every key that the contract prints, null for what cannot be had, never NaN."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from generator.measure.document import as_json, document
from generator.measure.measure import measure
from generator.model.kpi import DURATIONS, KpiTable
from tests.measure.made import POLICY, at, made

RATE = {"count", "interval", "per_30_days", "expected", "verdict"}
DURATION = {"n", "unknown", "open", "mean", "median", "p90", "mean_interval", "median_interval", "km_median", "ids"}
CHANGE = {"against", "n", "ratio", "p", "p_adjusted", "visible_ratio", "verdict"}
TARGET = {"met", "missed", "pending", "unknown", "rate", "interval", "missed_ids"}
RECURRENCE = {"eligible", "recurred", "rate", "interval", "repeats", "ids"}
MONTH = {"month", "provisional", "exposure_days", "incident_rate", "change", "response_target", "recurrence_rate"}


def some() -> KpiTable:
    return measure(
        [
            made(1, started="01-05 10:00", detected="01-05 10:01", acked="01-05 10:02", resolved="01-05 11:00"),
            made(2, started="03-05 10:00", detected="03-05 10:02", acked="03-05 10:30", resolved="03-05 12:00"),
            made(3, started="03-06 10:00", kind="drill"),
        ],
        POLICY,
        at("04-10 00:00"),
    )


@pytest.fixture(scope="module")
def printed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(some()))
    return found


def rows(printed: dict[str, Any]) -> list[dict[str, Any]]:
    return [*printed["months"], printed["total"]]


def test_the_keys_of_the_document(printed: dict[str, Any]) -> None:
    assert printed.keys() >= {"schema", "as_of", "timezone", "records", "contracts", "months", "total"}
    assert printed["schema"] == "furikaeri/kpi/1"
    assert (printed["as_of"], printed["timezone"]) == ("2026-04-10T00:00:00+09:00", "Asia/Tokyo")
    assert printed["records"].keys() >= {"read", "counted", "excluded"}
    assert printed["records"]["excluded"] == [{"id": "INC-2026-003", "reason": "drill"}]


def test_the_keys_of_every_month_and_of_the_total(printed: dict[str, Any]) -> None:
    for row in rows(printed):
        assert row.keys() >= MONTH | set(DURATIONS)
        assert row["incident_rate"].keys() >= RATE
        assert row["response_target"].keys() >= TARGET
        assert row["recurrence_rate"].keys() >= RECURRENCE
        assert row["change"].keys() == set(DURATIONS)
        for name in DURATIONS:
            assert row[name].keys() >= DURATION
            assert row["change"][name] is None or row["change"][name].keys() >= CHANGE
    assert printed["months"][2]["change"]["mttr"]["against"] == "2026-01"
    assert printed["total"].keys() == printed["months"][0].keys()


def test_the_contracts(printed: dict[str, Any]) -> None:
    agreed = printed["contracts"]
    assert agreed.keys() == {*DURATIONS, "incident_rate", "recurrence_rate", "response_target"}
    wanted = {
        "from": "started_at",
        "to": "resolved_at",
        "statistic": "mean",
        "clock": "elapsed",
        "month_of": "started_at",
    }
    assert agreed["mttr"].items() >= wanted.items()
    assert agreed["recurrence_rate"]["window_days"] == 30
    assert (agreed["response_target"]["from"], agreed["response_target"]["to"]) == ("detected_at", "acknowledged_at")
    assert None not in [value for contract in agreed.values() for value in contract.values()]


def test_an_empty_month_has_nulls_and_no_zero_but_its_count(printed: dict[str, Any]) -> None:
    february = printed["months"][1]
    assert february["month"] == "2026-02"
    for name in DURATIONS:
        averages = {key: february[name][key] for key in DURATION - {"n", "unknown", "open", "ids"}}
        assert set(averages.values()) == {None}
        assert [february[name][key] for key in ("n", "unknown", "open", "ids")] == [0, 0, 0, []]
        assert february["change"][name] is None
    assert (february["response_target"]["rate"], february["response_target"]["interval"]) == (None, None)
    assert (february["recurrence_rate"]["rate"], february["recurrence_rate"]["interval"]) == (None, None)
    assert february["incident_rate"]["count"] == 0
    assert february["incident_rate"]["interval"][1] == pytest.approx(3.6888794541139363)


def test_numbers_are_not_rounded() -> None:
    times = [("01-05 10:00", "01-05 10:00"), ("01-06 10:00", "01-06 10:01"), ("01-07 10:00", "01-07 10:01")]
    incidents = [made(n, started=start, detected=seen) for n, (start, seen) in enumerate(times)]
    assert document(measure(incidents, POLICY, at("02-01 00:00")))["total"]["mttd"]["mean"] == 2 / 3


def test_the_text_is_the_document_in_strict_json() -> None:
    table = some()

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    assert json.loads(as_json(table), parse_constant=refuse) == document(table)


def test_japanese_stays_readable() -> None:
    table = measure([made(1, started="01-05 10:00", exclude_from_kpi="自社の障害ではない")], POLICY, at("02-01 00:00"))
    assert "自社の障害ではない" in as_json(table)


def test_no_number_is_nan(printed: dict[str, Any]) -> None:
    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict | list):
            return [n for part in (value.values() if isinstance(value, dict) else value) for n in numbers(part)]
        return [value] if isinstance(value, float) else []

    assert len(numbers(printed)) > 50
    assert all(math.isfinite(number) for number in numbers(printed))
