"""The document of promises says what the figures say, and its CSV the same."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from generator.measure.csv_text import BOM
from generator.measure.kept import kept_promises
from generator.measure.measure import measure
from generator.measure.promises_document import COLUMNS, promises_csv, promises_files
from generator.model.kept import ACTION_STATES, PROMISES, STATES, KeptPromises
from tests.measure.made import POLICY, TOKYO, at, made
from tests.measure.test_deeds import ten
from tests.measure.test_promises import six

AS_OF = at("03-01 09:00")


def some() -> KeptPromises:
    """Return the promises of the six incidents and ten actions that their tests work out by hand."""
    incidents, reviews = ten()
    drill = made(102, kind="drill", started="02-01 10:00", actions=incidents[1].actions)
    extra = made(101, started="01-01 10:00", exclude_from_kpi="test", severity="P0", actions=incidents[0].actions)
    everything = [*six(), extra, drill]
    return kept_promises(measure(everything, POLICY, AS_OF), everything, reviews, POLICY)


def read(kept: KeptPromises) -> dict[str, Any]:
    files = promises_files(kept, POLICY, AS_OF.astimezone(TOKYO), TOKYO, limit=1_000_000)
    found: dict[str, Any] = json.loads(files["data/promises.json"])
    return found


def test_the_document_says_what_was_promised_and_what_of_it_was_kept() -> None:
    document = read(some())
    assert (document["schema"], document["as_of"], document["timezone"]) == (
        *("furikaeri/promises/1", "2026-03-01T09:00:00+09:00", "Asia/Tokyo"),
    )
    assert document["promised"]["response"]["P3"] == {"minutes": 540, "clock": "business"}
    assert document["promised"]["update"] == {"minutes": 30, "severities": ["P0", "P1"]}
    assert (document["promised"]["report"], document["promised"]["drills_per_quarter"]) == ({"minutes": 1440}, 1)
    update = document["incidents"]["total"]["update"]
    assert [update[state] for state in STATES] == [2, 1, 2, 0, 0, 1]
    assert (update["kept"], update["judged"], update["ids"]["missed"]) == (2, 3, ["INC-2026-002"])


def test_actions_of_every_kind_and_of_reviews_are_in_it() -> None:
    actions = read(some())["actions"]
    total = actions["total"]["action"]
    assert [total[state] for state in ACTION_STATES] == [2, 1, 2, 1, 1, 1, 1, 1]
    assert (total["kept"], total["judged"], total["rate"]) == (2, 5, 0.4)
    assert actions["total"]["days_to_done"]["km_median"] == 30
    assert [row["month"] for row in actions["by_due_month"]] == ["", "2026-01", "2026-02", "2026-03"]
    assert [(row["id"], row["age_days"], row["days_past_due"]) for row in actions["open"]][::3] == [
        *(("INC-2026-101/A4", 59, 29), ("2026-01/R1", 24, 9)),
    ]


def test_drills_are_named_by_quarter() -> None:
    drills = read(some())["drills"]
    assert drills["held"] == [{"quarter": "2026-Q1", "state": "met", "ids": ["INC-2026-102"]}]
    assert (drills["kept"], drills["judged"], drills["quarters"]["met"]) == (1, 1, ["2026-Q1"])


def test_the_csv_has_a_line_for_every_promise_and_group_of_the_document() -> None:
    kept = some()
    rows = list(csv.DictReader(io.StringIO(promises_csv(kept).decode("ascii"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    document = read(kept)
    for promise in (*PROMISES, "action"):
        part = document["actions" if promise == "action" else "incidents"]
        for kind in ("severity", "month", "month_and_severity", "total"):
            groups = [part["total"]] if kind == "total" else part[f"by_{kind}"]
            own = [row for row in rows if row["promise"] == promise and row["group"] == kind]
            assert [(row["kept"], row["judged"], row["not_recorded"]) for row in own] == [
                tuple(str(group[promise][name]) for name in ("kept", "judged", "not_recorded")) for group in groups
            ]
    by_key = {(row["promise"], row["group"], row["month"], row["severity"]): row for row in rows}
    assert by_key[("action", "severity", "", "none")]["overdue"] == "1", "the review's, which has no severity"
    assert by_key[("response", "total", "", "")]["overdue"] == "", "no state of a response"
    assert by_key[("action", "total", "", "")]["median_days_to_done"] == "30.0"
    assert by_key[("drills", "total", "", "")]["met"] == "1"


def test_a_site_without_records_promised_nothing_yet() -> None:
    nothing = kept_promises(measure([], POLICY, AS_OF), [], [], POLICY)
    document = read(nothing)
    assert (document["incidents"]["total"]["response"]["rate"], document["incidents"]["by_month"]) == (None, [])
    assert (document["actions"]["open"], document["drills"]["held"]) == ([], [])


def test_a_severity_in_japanese_brings_the_mark_that_excel_needs() -> None:
    named = [made(1, severity="重大", started="01-05 10:00", detected="01-05 10:01")]
    kept = kept_promises(measure(named, POLICY, AS_OF), named, [], POLICY)
    assert promises_csv(kept).decode().startswith(BOM + "promise,")


def test_a_large_document_names_its_ids_in_parts() -> None:
    kept, zone = some(), TOKYO
    given = (kept, POLICY, AS_OF.astimezone(zone), zone)
    whole = read(kept)
    at_most = len(promises_files(*given, limit=1_000_000)["data/promises.json"])
    assert {name: json.loads(text) for name, text in promises_files(*given, limit=at_most).items()} == {
        "data/promises.json": whole
    }
    assert len(promises_files(*given, limit=at_most - 1)) > 1
    files = {name: json.loads(content) for name, content in promises_files(*given, limit=10).items()}
    main = files.pop("data/promises.json")
    assert [part["url"] for part in main["parts"]] == list(files)
    assert {part["year"] for part in main["parts"]} == {part["year"] for part in files.values()} >= {"2026"}
    assert main["drills"] == whole["drills"] and "open" not in main["actions"]
    counted = main["incidents"]["total"]["response"]
    assert counted == {name: n for name, n in whole["incidents"]["total"]["response"].items() if name != "ids"}
    for section, names in (("incidents", ["by_month"]), ("actions", ["by_due_month", "by_month_and_severity", "open"])):
        for name in (*names, "by_month_and_severity"):
            rows = [row for part in files.values() for row in part[section].get(name, ())]
            assert sorted(map(str, rows)) == sorted(map(str, whole[section][name])), name
    named = {id for row in whole["incidents"]["by_month"] for ids in row["response"]["ids"].values() for id in ids}
    assert named and not any(id in json.dumps(main["incidents"]) for id in named)


def test_a_year_past_the_limit_is_a_file_for_each_month() -> None:
    kept, zone = some(), TOKYO
    given = (kept, POLICY, AS_OF.astimezone(zone), zone)
    just = len(promises_files(*given, limit=1_000_000)["data/promises.json"]) - 1
    year = {name: json.loads(text) for name, text in promises_files(*given, limit=just).items()}
    assert "data/promises/2026.json" in year, "a year under the limit is one file"
    files = {name: json.loads(text) for name, text in promises_files(*given, limit=10).items()}
    months = {name: part for name, part in files.items() if name.startswith("data/promises/2026-")}
    assert len(months) >= 2 and "data/promises/2026.json" not in files
    assert [{"url": name, "year": "2026", "month": part["month"]} for name, part in months.items()] == [
        part for part in files["data/promises.json"]["parts"] if part["year"] == "2026"
    ]
    whole = year["data/promises/2026.json"]
    for section in ("incidents", "actions"):
        for name, rows in whole[section].items():
            found = [row for part in months.values() for row in part[section].get(name, ())]
            assert sorted(map(str, found)) == sorted(map(str, rows)), name
            assert all(row["month"] == part["month"] for part in months.values() for row in part[section].get(name, ()))
