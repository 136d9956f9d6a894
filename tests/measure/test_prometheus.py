"""The exposition as Prometheus' own parser reads it, and as promtool judges it where it is installed."""

from __future__ import annotations

import math
import shutil
import subprocess

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from generator.measure.measure import measure
from generator.measure.prometheus import MONTHS, metrics
from generator.measure.undone import Undone, undone
from generator.model.incident import Action, Incident, Review
from generator.model.kpi import KpiTable
from tests.measure.made import POLICY, at, made

TASKS = Undone(4, 1)


def some() -> KpiTable:
    return measure(
        [
            made(1, started="01-05 10:00", detected="01-05 10:01", acked="01-05 10:02", resolved="01-05 11:00"),
            made(2, started="03-05 10:00", detected="03-05 10:02", acked="03-05 12:30", resolved="03-05 13:00"),
            made(3, started="03-06 10:00", detected="03-06 10:10", severity="P0", mitigated="03-06 10:30"),
            made(4, started="03-07 10:00", kind="drill"),
        ],
        POLICY,
        at("04-10 00:00"),
    )


def parsed(data: bytes) -> dict[str, Metric]:
    return {metric.name: metric for metric in text_string_to_metric_families(data.decode("utf-8"))}


def values(metric: Metric, *labels: str) -> dict[tuple[str, ...], float]:
    return {tuple(sample.labels[label] for label in labels): sample.value for sample in metric.samples}


def test_every_metric_is_a_gauge_with_help_and_our_prefix() -> None:
    found = parsed(metrics(some(), TASKS))
    assert len(found) > 15
    for name, metric in found.items():
        assert name.startswith("furikaeri_")
        assert metric.type == "gauge"
        assert metric.documentation.endswith(".")
        assert metric.samples


def test_durations_are_seconds_of_the_documents_minutes() -> None:
    table = some()
    found = values(parsed(metrics(table))["furikaeri_time_to_resolve_seconds"], "month", "statistic")
    figures = {str(figures.month): figures.durations["mttr"] for figures in table.months}
    assert found[("2026-01", "mean")] == 3600
    assert figures["2026-03"].p90 is not None
    assert found[("2026-03", "p90")] == figures["2026-03"].p90 * 60
    behind = values(parsed(metrics(table))["furikaeri_time_to_resolve_incidents"], "month", "state")
    assert [behind[("2026-03", state)] for state in ("closed", "open", "unknown")] == [1, 1, 0]


def test_what_cannot_be_had_has_no_sample_and_what_was_counted_as_none_has_a_zero() -> None:
    found = parsed(metrics(some(), TASKS))
    for name in ("time_to_resolve_seconds", "response_target_met_ratio", "recurrence_ratio"):
        assert "2026-02" not in {sample.labels["month"] for sample in found[f"furikaeri_{name}"].samples}
    assert "furikaeri_time_to_mitigate_seconds" in found
    counts = values(found["furikaeri_incidents"], "month", "severity")
    assert (counts[("2026-02", "P0")], counts[("2026-03", "P0")], counts[("2026-03", "P1")]) == (0, 1, 1)
    assert not [s for metric in found.values() for s in metric.samples if not math.isfinite(s.value)]
    assert b"None" not in metrics(some(), TASKS)


def test_a_family_of_which_nothing_is_known_is_left_out() -> None:
    table = measure([made(1, started="01-05 10:00", detected="unknown", resolved="unknown")], POLICY, at("02-01 00:00"))
    assert "furikaeri_time_to_resolve_seconds" not in parsed(metrics(table))
    assert b"time_to_resolve_seconds" not in metrics(table)


def test_the_state_of_now() -> None:
    found = parsed(metrics(some(), TASKS))
    assert found["furikaeri_as_of_timestamp_seconds"].samples[0].value == at("04-10 00:00").timestamp()
    assert found["furikaeri_open_incidents"].samples[0].value == 1
    assert (found["furikaeri_actions_open"].samples[0].value, found["furikaeri_actions_overdue"].samples[0].value) == (
        4,
        1,
    )
    assert values(found["furikaeri_records"], "state") == {("counted",): 3, ("excluded",): 1, ("outside",): 0}
    assert not [name for name in parsed(metrics(some())) if "actions" in name], "nobody counted them"


def test_shares() -> None:
    found = parsed(metrics(some()))
    states = values(found["furikaeri_response_target_incidents"], "month", "state")
    assert [states[("2026-03", state)] for state in ("met", "missed", "pending", "unknown")] == [0, 2, 0, 0]
    assert values(found["furikaeri_response_target_met_ratio"], "month")[("2026-01",)] == 1
    assert values(found["furikaeri_recurrence_eligible_incidents"], "month")[("2026-01",)] == 1
    assert values(found["furikaeri_recurrence_recurred_incidents"], "month")[("2026-01",)] == 0


def test_updates_and_reports_are_counted_by_state_and_not_recorded_is_in_no_share() -> None:
    """January: 1 (P1) without a Kind column, its report missed. March: 2 (P1, resolved) likewise, 3 (P0) ongoing."""
    found = parsed(metrics(some()))
    updates = values(found["furikaeri_status_update_incidents"], "month", "state")
    reports = values(found["furikaeri_final_report_incidents"], "month", "state")
    states = ("met", "missed", "not_recorded", "unknown", "pending", "none")
    assert [updates[("2026-03", state)] for state in states] == [0, 0, 2, 0, 0, 0]
    assert [reports[("2026-03", state)] for state in states] == [0, 1, 0, 0, 1, 0]
    assert [reports[("2026-02", state)] for state in states] == [0] * 6
    assert "furikaeri_status_update_met_ratio" not in found, "no month has one that can be judged"
    assert values(found["furikaeri_final_report_met_ratio"], "month") == {("2026-01",): 0, ("2026-03",): 0}


def test_the_last_thirteen_months_are_shown() -> None:
    table = measure([made(1, started="2024-01-05T10:00+09:00", detected="unknown")], POLICY, at("04-10 00:00"))
    months = [sample.labels["month"] for sample in parsed(metrics(table))["furikaeri_month_provisional"].samples]
    assert (len(months), months[0], months[-1]) == (MONTHS, "2025-04", "2026-04")


def test_label_values_are_escaped() -> None:
    hostile = 'P"1\\\n}'
    table = measure([made(1, started="01-05 10:00", severity=hostile)], POLICY, at("02-01 00:00"))
    assert values(parsed(metrics(table))["furikaeri_incidents"], "severity")[(hostile,)] == 1


def test_the_same_figures_give_the_same_bytes() -> None:
    assert metrics(some(), TASKS) == metrics(some(), TASKS)


def test_promtool_accepts_it() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    for data in (metrics(some(), TASKS), metrics(measure([], POLICY, at("02-01 00:00")))):
        done = subprocess.run([promtool, "check", "metrics"], input=data, capture_output=True, check=False)
        assert (done.returncode, done.stdout + done.stderr) == (0, b"")


def test_actions_of_records_and_reviews_are_counted_by_what_is_still_to_do() -> None:
    day = at("04-10 12:00").date()
    late, later = at("04-09 12:00").date(), day

    def action(status: str, due: object) -> Action:
        return Action("A1", "t", "prevent", status, "SRE", due)  # type: ignore[arg-type]  # a date or None

    records: list[Incident] = [
        made(1, actions=(action("open", late), action("in_progress", later), action("done", late)))
    ]
    reviews = [Review("2026-03", "p", actions=(action("open", None), action("dropped", late)))]
    assert undone(records, reviews, day) == Undone(open=3, overdue=1)
