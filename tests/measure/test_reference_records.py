"""The reference cases about whole records, and what becomes of every case that is answered nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from generator.check.check import check
from generator.measure.document import document
from generator.measure.measure import measure
from generator.measure.statistics.survival import kaplan_meier
from generator.model.incident import MILESTONES, Incident
from generator.model.month import MINUTE, Month
from generator.read.records import read
from tests.measure.made import POLICY, at, made
from tests.measure.test_reference_cases import ANSWERED, CASES, NOT_HERE

BY_ID: dict[str, dict[str, Any]] = {case["id"]: case for case in CASES}

#: Answered below, on whole records.
ON_RECORDS = {
    "sla.boundary",
    "attribution.tools_disagree",
    "recurrence.none",
    "month.zero_incidents",
    "validate.order",
}
#: Answered nowhere: figures that the specification does not name.
NOT_PUBLISHED = {
    "compare.Ng.41_vs_15": "two rates are not compared; a month's count stands against its expected range",
    "compare.3_vs_0": "as above",
    "compare.8_vs_4": "as above",
    "logrank.R_bu": "curves are not compared; changes are, by permutation",
    "chart.c.NIST_wafers": "no control charts: the expected range takes their place",
    "chart.xmr_log_durations": "as above",
    "chart.g": "as above",
    "dispersion.zeros": "no dispersion test",
    "dispersion.over": "as above",
    "trend.mann_kendall.down12": "no trend test",
    "trend.mann_kendall.const": "as above",
    "trend.poisson_regression": "as above",
    "mom.exact_bootstrap_prob": "a bootstrap probability is no p; the case itself calls it over-confident",
    "davidovic.A": "a simulation over data that is not public",
    "davidovic.C": "as above",
    "davidovic.tables": "as above",
    "multiplicity": "no adjusted p is printed",
}


def test_no_case_is_skipped_in_silence() -> None:
    assert ON_RECORDS | NOT_PUBLISHED.keys() == set(NOT_HERE)
    assert not ON_RECORDS & NOT_PUBLISHED.keys()
    assert {case["id"] for case in ANSWERED} | ON_RECORDS | NOT_PUBLISHED.keys() == BY_ID.keys()


def test_sla_boundary() -> None:
    given, expected = BY_ID["sla.boundary"]["input"], BY_ID["sla.boundary"]["expected"]
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
    assert [states[incident.id] for incident in incidents] == expected["status"]
    figure = table.total.response_target
    assert [figure.met, figure.met + figure.missed] == expected["compliance"]
    assert figure.interval == pytest.approx(expected["wilson"], rel=1e-6)


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


def test_incidents_belong_to_the_month_of_their_start() -> None:
    case = BY_ID["attribution.tools_disagree"]
    expected = case["expected"]
    table = measure(_disagreeing(), POLICY, at(case["input"]["as_of"]))
    for figures in table.months:
        mttr = figures.durations["mttr"]
        found = {"count": figures.incident_rate.count, "open": mttr.open, "n_closed": mttr.n}
        assert found | {"mean": mttr.mean, "median": mttr.median} == expected["start_month"][str(figures.month)]
    assert [(str(figures.month), figures.provisional) for figures in table.months] == [
        ("2026-01", False),
        ("2026-02", True),
    ]
    february = expected["february_km"]
    assert table.months[1].durations["mttr"].km_median == february["median"]
    assert list(kaplan_meier(february["durations"], february["closed"]).survival) == february["S"]
    so_far = {fact.id: fact.durations["mttr"] for fact in table.facts}["INC-2026-005"]
    assert (so_far.state, so_far.minutes) == ("open", february["durations"][1])


def test_the_january_page_of_the_first_of_february_is_provisional() -> None:
    expected = BY_ID["attribution.tools_disagree"]["expected"]["january_page_as_published_on_2026-02-01_closed_only"]
    (january,) = measure(_disagreeing(), POLICY, at("02-01 00:00")).months
    mttr = january.durations["mttr"]
    assert {"n_closed": mttr.n, "mean": mttr.mean, "median": mttr.median} == expected
    assert (january.provisional, mttr.open, january.incident_rate.count) == (True, 2, 3)


def test_no_recurrence_of_nothing() -> None:
    case = BY_ID["recurrence.none"]
    assert case["input"] == {"incidents": [], "window_days": POLICY.recurrence_days}
    assert measure([], POLICY, at("06-01 00:00")).total.recurrence_rate.rate is case["expected"]["share"]


def test_a_month_without_incidents() -> None:
    case = BY_ID["month.zero_incidents"]
    before = made(1, started="05-05 10:00", detected="05-05 10:00", resolved="05-05 11:00")
    printed = document(measure([before], POLICY, at("07-01 00:00")))["months"][1]
    expected = case["expected"]
    assert (printed["month"], printed["exposure_days"]) == (case["input"]["month"], case["input"]["days"])
    assert printed["incident_rate"]["count"] == expected["count"] == 0
    assert printed["incident_rate"]["interval"] == pytest.approx(expected["rate_ci_per_month"], rel=1e-6)
    for name in ("mttd", "mtta", "mttm", "mttr", "mrt"):
        assert {printed[name][key] for key in ("mean", "median", "p90", "km_median")} == {None}
        assert (printed[name]["n"], printed[name]["mean_interval"], printed[name]["median_interval"]) == (0, None, None)
    assert printed["recurrence_rate"]["rate"] is expected["recurrence"] is None
    assert printed["response_target"]["rate"] is expected["sla"] is None


@pytest.mark.parametrize("case", [c for c in CASES if c["id"].startswith("tz.month.")], ids=lambda case: case["id"])
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


@pytest.mark.parametrize("swapped", [None, *range(4)])
def test_the_order_of_milestones(tmp_path: Any, swapped: int | None) -> None:
    assert BY_ID["validate.order"]["expected"] == {"violations_are_errors": True, "equal_allowed": True}
    minutes = [0, 0, 0, 0, 0]  # all at once: equality is allowed
    if swapped is not None:
        minutes[swapped] = 1  # later than the one after it
    lines = [f"{name}: 2026-01-05T10:0{minute}+09:00" for name, minute in zip(MILESTONES, minutes, strict=True)]
    front = ["id: INC-2026-001", "title: t", "severity: P3", "status: resolved", "services: [api]", *lines]
    text = "\n".join(["---", *front, "---", "## Summary", "s", "## Impact", "i", "## Response", "r", ""])
    folder = tmp_path / "incidents"
    folder.mkdir()
    (folder / "INC-2026-001.md").write_text(text, encoding="utf-8")
    as_of = at("01-06 00:00")
    checked = check(read(tmp_path), as_of, future=as_of)
    assert len(checked.incidents) == (swapped is None)
    assert bool(checked.unusable) is (swapped is not None)
