"""The data files say what the JSON and the pages say, in other people's formats."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from generator.measure.flat import flat
from generator.measure.load_document import load_files
from generator.model.kpi import DURATIONS
from generator.model.policy import PERIODS
from generator.render import data
from generator.render.casebook import Casebook
from generator.render.data import incident_files, incidents_json
from generator.render.data_files import data_files
from tests.render.render_inputs import HOSTILE, incident, inputs


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Casebook:
    return Casebook(inputs(tmp_path_factory.mktemp("root")))


@pytest.fixture(scope="module")
def files(book: Casebook) -> dict[str, bytes]:
    return data_files(book)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def samples(data: bytes) -> dict[str, float]:
    return {family.name: family.samples[0].value for family in text_string_to_metric_families(data.decode("utf-8"))}


def test_a_line_for_each_record_in_the_order_of_the_json(files: dict[str, bytes]) -> None:
    records = json.loads(files["data/incidents.json"])["incidents"]
    assert [row["id"] for row in rows(files["data/incidents.csv"])] == [record["id"] for record in records]


def test_every_cell_is_the_value_of_the_json(files: dict[str, bytes]) -> None:
    records: list[dict[str, Any]] = json.loads(files["data/incidents.json"])["incidents"]
    for row, record in zip(rows(files["data/incidents.csv"]), records, strict=True):
        flat_record = record | record["impact"] | record["response"] | {"cause": record["cause"]["category"]}
        flat_record |= {f"promise_{name}": state for name, state in record["promises"].items()}
        for kpi in DURATIONS:
            value = (record["durations"] or {}).get(kpi, {"state": None, "minutes": None})
            flat_record |= {f"{kpi}_state": value["state"], f"{kpi}_minutes": value["minutes"]}
        compared = row.keys() & flat_record.keys() - {"actions", "communication"}
        assert len(compared) > 40
        assert {name: row[name].removeprefix("'") for name in compared} == {
            name: written(flat_record[name]).removeprefix("'") for name in compared
        }


def written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


def test_an_open_incident_and_unknown_times_are_told_apart(files: dict[str, bytes]) -> None:
    by_id = {row["id"]: row for row in rows(files["data/incidents.csv"])}
    whole, going_on, unknown = by_id["INC-2026-014"], by_id["INC-2026-016"], by_id["INC-2026-007"]
    assert (whole["mttr_minutes"], whole["mttr_state"], whole["resolved_at"]) == (
        *("30.0", "closed"),
        "2026-10-03T09:30:00+09:00",
    )
    assert (going_on["mttr_minutes"], going_on["mttr_state"], going_on["resolved_at"]) == ("60.0", "open", "")
    assert (unknown["mttr_minutes"], unknown["started_at"], unknown["unknown"]) == ("", "", "detected_at;started_at")
    assert (whole["actions"], whole["actions_open"], whole["actions_overdue"]) == ("1", "1", "1")


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    for evil in ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\uff1d1", " =1"):
        one = incident(
            1, "2026-10-01 10:00", title=evil, services=(evil,), team=evil, cause_summary=evil, severity_reason=evil
        )
        (row,) = rows(data_files(Casebook(inputs(tmp_path, given=(one,))))["data/incidents.csv"])
        assert [row[name] for name in ("title", "services", "team", "cause_summary", "severity_reason")] == [
            f"'{evil}"
        ] * 5
        assert not [cell for cell in row.values() if re.match(r"\s*[=+\-@\uff1d]", cell)]


def test_hostile_text_comes_back_whole(files: dict[str, bytes]) -> None:
    row = next(row for row in rows(files["data/incidents.csv"]) if row["id"] == "INC-2026-003")
    assert (row["title"], row["communication"]) == (HOSTILE, f"internal: {HOSTILE};{HOSTILE}: yes")


def test_only_the_file_with_japanese_has_a_byte_order_mark(files: dict[str, bytes]) -> None:
    assert files["data/incidents.csv"].startswith(b"\xef\xbb\xbfid,")
    assert files["data/incidents.csv"].count(b"\xef\xbb\xbf") == 1
    assert files["data/kpis.csv"].startswith(b"month,") and files["data/kpis.csv"].isascii()
    assert not files["data/metrics.prom"].startswith(b"\xef\xbb\xbf")


def test_the_figures_are_those_of_the_table(book: Casebook, files: dict[str, bytes]) -> None:
    assert json.loads(files["data/kpis-flat.json"]) == flat(book.table)
    assert len(rows(files["data/kpis.csv"])) == len(flat(book.table))


def test_the_behaviour_is_that_of_the_table(book: Casebook, files: dict[str, bytes]) -> None:
    document = json.loads(files["data/behaviour.json"])
    assert (document["schema"], document["as_of"]) == ("furikaeri/behaviour/1", book.as_of.isoformat())
    for kpi, part in document["durations"].items():
        figure = book.table.total.durations[kpi]
        assert len(part["control"]["points"]) + part["control"]["earlier"] == figure.n
        assert (part["control"]["open_ids"], part["control"]["unknown"]) == (list(figure.open_ids), figure.unknown)


def test_the_metrics_count_the_actions_that_the_pages_list(book: Casebook, files: dict[str, bytes]) -> None:
    found = samples(files["data/metrics.prom"])
    assert found["furikaeri_actions_open"] == len(book.tasks) == 3
    assert found["furikaeri_actions_overdue"] == sum(task.overdue for task in book.tasks) == 2
    assert found["furikaeri_open_incidents"] == 1


def test_the_promises_are_those_of_the_pages(book: Casebook, files: dict[str, bytes]) -> None:
    """INC-2026-014 (P1) was answered in 2 minutes and reported after 22.5 hours; its action is overdue, as R1 is."""
    document = json.loads(files["data/promises.json"])
    assert document["incidents"]["total"]["response"]["ids"]["met"] == ["INC-2026-014"]
    assert document["incidents"]["total"]["report"]["ids"]["met"] == ["INC-2026-014"]
    assert document["actions"]["total"]["action"]["overdue"] == sum(task.overdue for task in book.tasks) == 2
    assert [row["id"] for row in document["actions"]["open"]][1:] == ["INC-2026-014/A1", "2026-10/R1"]
    totals = [row for row in rows(files["data/promises.csv"]) if row["group"] == "total"]
    assert [(row["promise"], row["kept"], row["judged"]) for row in totals] == [
        (name, str(part[key]["kept"]), str(part[key]["judged"]))
        for name, part, key in (
            *((name, document["incidents"]["total"], name) for name in ("response", "update", "report")),
            ("action", document["actions"]["total"], "action"),
            ("drills", document, "drills"),
        )
    ]


def test_load_and_harm_are_those_of_the_pages(book: Casebook, files: dict[str, bytes]) -> None:
    document = json.loads(files["data/load.json"])
    assert document["schema"] == "furikaeri/load/1" and document["months"] == ["2026-09", "2026-10"]
    assert document["phases"]["total"]["minutes"] == {"detect": 5, "acknowledge": 2, "mitigate": 18, "restore": 5}
    assert document["phases"]["total"]["saved_by_half"]["mitigate"] == {"minutes": 9, "share": 0.3}
    assert document["phases"]["total"]["left_out"] == [
        {"id": "INC-2026-003", "reason": "unknown", "milestones": ["acknowledged_at", "mitigated_at"]},
        {"id": "INC-2026-016", "reason": "open", "milestones": []},
    ]
    service = document["services"]["予約API"]
    assert service["availability"] == {
        "target": 0.999, "partial": "users_affected", "until": "resolved", "weights": None}  # fmt: skip
    september, october = service["budgets"]
    assert (september["spent_minutes"], september["used"], october["observed_minutes"]) == (0, 0, 31 * 24 * 60)
    assert october["spent_minutes"] == pytest.approx(30 * 0.35 + 60) and october["open_ids"] == ["INC-2026-016"]
    assert october["counted_in_full"] == ["INC-2026-016"] and october["used"] > 1
    assert service["impact"]["total"]["minutes"] == 90
    assert document["services"][HOSTILE]["availability"] is None
    total = document["periods"]["total"]
    assert sum(total[period]["n"] for period in PERIODS) == 3 and total["not_known"] == []


def test_past_a_limit_load_and_harm_stand_in_parts_that_together_are_all(book: Casebook) -> None:
    load, zone, slugs = book.inputs.load, book.table.zone, book.service_slugs
    whole = load_files(load, zone, slugs, 10**6)
    assert set(whole) == {"data/load.json"}
    size = len(whole["data/load.json"])
    assert load_files(load, zone, slugs, size) == whole
    files = {name: json.loads(text) for name, text in load_files(load, zone, slugs, size - 1).items()}
    document, head = json.loads(whole["data/load.json"]), files.pop("data/load.json")
    assert [part["url"] for part in head["parts"]] == list(files)
    together: dict[str, Any] = {"breakdowns": {}, "services": {}}
    for part in head["parts"]:
        own = files[part["url"]]
        assert own["schema"] == document["schema"] and (not part["name"] or set(own[part["section"]]) == {part["name"]})
        if part["name"]:
            together[part["section"]] |= own[part["section"]]
        else:
            together[part["section"]] = own[part["section"]]
    assert together == {name: document[name] for name in ("phases", "periods", "breakdowns", "services")}
    assert head["phases"]["total"]["minutes"] == document["phases"]["total"]["minutes"]
    told = re.sub(r'"longest": \{[^}]*\}', "", json.dumps(head, ensure_ascii=False))
    assert "INC-" not in told, "but for the longest of each phase, no record is named"


def test_a_site_without_records_has_the_files_too(tmp_path: Path) -> None:
    files = data_files(Casebook(inputs(tmp_path, given=())))
    assert rows(files["data/incidents.csv"]) == []
    assert samples(files["data/metrics.prom"])["furikaeri_open_incidents"] == 0


@pytest.mark.parametrize("limit", [100, 2_500, 5_000])
def test_past_a_limit_the_records_stand_in_parts_that_together_are_all(
    book: Casebook, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    whole = json.loads(incidents_json(book))
    monkeypatch.setattr(data, "LIMIT", limit)
    files = incident_files(book)
    index = json.loads(files.pop("data/incidents.json"))
    assert {name: index[name] for name in ("schema", "as_of", "timezone")} | {"incidents": whole["incidents"]} == whole
    assert [part["url"] for part in index["parts"]] == list(files)
    parts = [json.loads(files[part["url"]]) for part in index["parts"]]
    assert [part["incidents"] for part in index["parts"]] == [len(part["incidents"]) for part in parts]
    found = [record for part in parts for record in part["incidents"]]
    assert sorted(found, key=lambda each: each["id"]) == sorted(whole["incidents"], key=lambda each: each["id"])
    for name, content in files.items():
        month = "-".join(name.rsplit("/", 1)[1].removesuffix(".json").split("-")[:2])
        those = json.loads(content)["incidents"]
        assert all((record["month"] or f"{month[:4]}-unknown").startswith(month) for record in those)
        assert len(content) <= limit or len(those) == 1, "a record is not split"
    assert limit > 100 or any(name.endswith("-2.json") for name in files)


def test_below_the_limit_there_is_one_file_with_a_line_for_each_record(book: Casebook) -> None:
    files = incident_files(book)
    assert list(files) == ["data/incidents.json"]
    assert len(files["data/incidents.json"].splitlines()) == len(book.incidents) + 2
