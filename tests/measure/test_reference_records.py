"""The reference cases about whole records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.check.check import check
from generator.measure.document import document
from generator.measure.measure import measure
from generator.measure.statistics.intervals import mean, median
from generator.measure.statistics.more_intervals import jeffreys_share
from generator.measure.statistics.survival import kaplan_meier
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import KpiTable
from generator.model.month import MINUTE, Month
from generator.read.records import read
from tests.measure.made import POLICY, at, made
from tests.measure.reference import BY_ID, agree, by_category

#: The cases answered here, which the other files leave.
ON_RECORDS = (
    "sla.boundary",
    "attribution.tools_disagree",
    "recurrence.none",
    "month.zero_incidents",
    "validate.order",
)


def test_sla_boundary() -> None:
    given = BY_ID["sla.boundary"]["input"]
    as_of = at("01-05 12:00")
    incidents = []
    for number, item in enumerate(given["items"], 1):
        assert POLICY.severities[item["sev"]].response.minutes == item["limit_min"]  # type: ignore[union-attr]  # it has one
        passed = given["as_of_elapsed_min"].get(f"{item['sev']}_open") if item["ack_min"] is None else 60
        times = {"detected": as_of - passed * MINUTE}
        if item["acknowledged"]:
            times["acked"] = times["detected"] + item["ack_min"] * MINUTE
        incidents.append(made(number, severity=item["sev"], started=times["detected"], **times))
    table = measure(incidents, POLICY, as_of)
    states = {fact.id: fact.response for fact in table.facts}
    figure = table.total.response_target
    compliance = [figure.met, figure.met + figure.missed]
    answer = {
        "status": [states[incident.id] for incident in incidents],
        "compliance": compliance,
        "wilson": figure.interval,
        "jeffreys": jeffreys_share(*compliance),
    }
    agree(BY_ID["sla.boundary"], answer)


def _disagreeing() -> list[Incident]:
    rows = BY_ID["attribution.tools_disagree"]["input"]["incidents"]
    return [
        made(
            number,
            started=row["start"],
            detected=row["start"],
            **({"resolved": row["recovered"]} if row["recovered"] else {}),
        )
        for number, row in enumerate(rows, 1)
    ]


def _both(minutes: list[float]) -> dict[str, object]:
    return {"n_closed": len(minutes), "mean": mean(minutes), "median": median(minutes)}


def _start_months(table: KpiTable) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for figures in table.months:
        mttr = figures.durations["mttr"]
        counts = {"count": figures.incident_rate.count, "open": mttr.open, "n_closed": mttr.n}
        found[str(figures.month)] = counts | {"mean": mttr.mean, "median": mttr.median}
    return found


def _recovered_months(incidents: list[Incident]) -> dict[str, dict[str, object]]:
    """Return what tools say that file an incident under the month of its end; no figure of ours does."""
    minutes: dict[str, list[float]] = {}
    for incident in incidents:
        start, end = incident.at("started_at"), incident.at("resolved_at")
        if start is not None and end is not None:
            minutes.setdefault(str(Month.of(end, POLICY.zone)), []).append((end - start) / MINUTE)
    return {month: _both(values) for month, values in minutes.items()}


def test_incidents_belong_to_the_month_of_their_start() -> None:
    case = BY_ID["attribution.tools_disagree"]
    table = measure(_disagreeing(), POLICY, at(case["input"]["as_of"]))
    assert [(str(figures.month), figures.provisional) for figures in table.months] == [
        ("2026-01", False),
        ("2026-02", True),
    ]
    (january,) = measure(_disagreeing(), POLICY, at("02-01 00:00")).months
    assert (january.provisional, january.durations["mttr"].open, january.incident_rate.count) == (True, 2, 3)
    published = january.durations["mttr"]
    february = [fact.durations["mttr"] for fact in table.facts if str(fact.month) == "2026-02"]
    running = [so_far.minutes for so_far in february], [so_far.state != "open" for so_far in february]
    assert table.months[1].durations["mttr"].km_median == kaplan_meier(*running).median
    answer = {
        "start_month": _start_months(table),
        "recovered_month": _recovered_months(_disagreeing()),
        "january_page_as_published_on_2026-02-01_closed_only": {
            "n_closed": published.n,
            "mean": published.mean,
            "median": published.median,
        },
        "february_km": {
            "durations": running[0],
            "closed": running[1],
            "S": kaplan_meier(*running).survival,
            "median": table.months[1].durations["mttr"].km_median,
        },
    }
    agree(case, answer)


def test_no_recurrence_of_nothing() -> None:
    case = BY_ID["recurrence.none"]
    assert case["input"] == {"incidents": [], "window_days": POLICY.recurrence_days}
    rate = measure([], POLICY, at("06-01 00:00")).total.recurrence_rate.rate
    agree(case, {"share": rate})


def test_a_month_without_incidents() -> None:
    case = BY_ID["month.zero_incidents"]
    before = made(1, started="05-05 10:00", detected="05-05 10:00", resolved="05-05 11:00")
    printed = document(measure([before], POLICY, at("07-01 00:00")))["months"][1]
    assert (printed["month"], printed["exposure_days"]) == (case["input"]["month"], case["input"]["days"])
    for name in ("mttd", "mtta", "mttm", "mttr", "mrt"):
        assert {printed[name][key] for key in ("mean", "median", "p90", "km_median")} == {None}
        assert (printed[name]["n"], printed[name]["mean_interval"], printed[name]["median_interval"]) == (0, None, None)
    answer = {
        "count": printed["incident_rate"]["count"],
        "rate_ci_per_month": printed["incident_rate"]["interval"],
        "MTTR": printed["mttr"]["mean"],
        "MTTD": printed["mttd"]["mean"],
        "recurrence": printed["recurrence_rate"]["rate"],
        "sla": printed["response_target"]["rate"],
    }
    agree(case, answer)


@pytest.mark.parametrize("case", [case for case in by_category("time_zone") if "started_at" in case.values[0]["input"]])
def test_the_month_in_the_zone_of_the_policy(case: dict[str, Any]) -> None:
    started = case["input"]["started_at"]
    table = measure([made(1, started=started, detected=started)], POLICY, at("2024-12-01T00:00:00"))
    assert str(table.months[0].month) == case["expected"]["month"]
    assert table.months[0].incident_rate.count == 1


def test_the_exposure_of_a_running_month() -> None:
    case = BY_ID["rate.partial_month"]
    incidents = [made(n, started="09-02 10:00", detected="09-02 10:00") for n in range(case["input"]["count"])]
    found = measure(incidents, POLICY, at(case["input"]["as_of"])).of(Month(2026, 9))
    assert found is not None
    assert found.exposure_days == case["expected"]["exposure_days"]
    assert found.incident_rate.per_30_days == pytest.approx(case["expected"]["per_30_days"], rel=1e-6)


def _is_usable(root: Path, swapped: int | None) -> bool:
    """Tell whether a record stands whose milestones are one moment, but for one later than that after it."""
    minutes = [int(place == swapped) for place in range(len(MILESTONES))]
    lines = [f"{name}: 2026-01-05T10:0{minute}+09:00" for name, minute in zip(MILESTONES, minutes, strict=True)]
    front = ["id: INC-2026-001", "title: t", "severity: P3", "status: resolved", "services: [api]", *lines]
    text = "\n".join(["---", *front, "---", "## Summary", "s", "## Impact", "i", "## Response", "r", ""])
    (root / "incidents").mkdir(parents=True)
    (root / "incidents" / "INC-2026-001.md").write_text(text, encoding="utf-8")
    as_of = at("01-06 00:00")
    checked = check(read(root), as_of, future=as_of)
    assert len(checked.incidents) + len(checked.unusable) == 1
    return bool(checked.incidents)


def test_the_order_of_milestones(tmp_path: Path) -> None:
    usable = [_is_usable(tmp_path / str(swapped), swapped) for swapped in range(len(MILESTONES) - 1)]
    answer = {"violations_are_errors": not any(usable), "equal_allowed": _is_usable(tmp_path / "equal", None)}
    agree(BY_ID["validate.order"], answer)
