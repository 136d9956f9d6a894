"""`data/explorer.js` says of every record what `data/incidents.json` says, and what the figures count of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from generator.model.incident import MILESTONES
from generator.model.kpi import DURATIONS
from generator.model.policy import Span
from generator.render import explorer
from generator.render.casebook import Casebook
from generator.render.data import incidents_json
from generator.render.explorer import choices, explorer_files, explorer_uris
from tests.explorer_support import CHANGED, casebook, document, records


@pytest.fixture(scope="module", params=[None, CHANGED], ids=["usual contracts", "changed contracts"])
def book(request: pytest.FixtureRequest) -> Casebook:
    contracts: dict[str, Span] | None = request.param
    return casebook(records(120), contracts=contracts)


def row(columns: dict[str, Any], place: int) -> dict[str, Any]:
    """Return one record with its codes looked up."""
    codes = columns["codes"]
    found = {name: value[place] for name, value in columns.items() if name not in ("codes", "offsets", "schema")
             and isinstance(value, list)}  # fmt: skip
    return found | {name: codes[name][found[name]] for name in codes}


def seconds(text: str | None) -> int | None:
    return int(dt.datetime.fromisoformat(text).timestamp()) if text else None


def test_every_record_is_that_of_the_json(book: Casebook) -> None:
    columns = json.loads(document(explorer_files(book)["data/explorer.js"]))
    published = json.loads(incidents_json(book))["incidents"]
    assert len(columns["id"]) == len(published) == 120
    for place, one in enumerate(published):
        mine = row(columns, place)
        for name in ("id", "title", "kind", "severity", "status", "services", "unknown", "occurred_on"):
            assert mine[name] == one[name], (name, one["id"])
        assert {name: mine[name] for name in (*MILESTONES, "report_at")} == {
            name: seconds(one[name]) for name in (*MILESTONES, "report_at")
        }
        assert mine["month"] == (one["month"] or "") and mine["detection"] == (one["detection"] or "")
        assert (mine["cause"], mine["cause_summary"], mine["fingerprint"]) == tuple(one["cause"].values())
        assert mine["functions"] == one["impact"]["functions"]
        assert mine["response_target"] == (one["response_target"] or "")
        for kpi in DURATIONS:
            value = (one["durations"] or {}).get(kpi, {"state": "", "minutes": None})
            assert (mine[f"{kpi}_state"], mine[f"{kpi}_minutes"]) == (value["state"], value["minutes"])


def test_what_is_left_out_is_what_the_figures_leave_out(book: Casebook) -> None:
    columns = json.loads(document(explorer_files(book)["data/explorer.js"]))
    reasons = {columns["id"][place]: row(columns, place)["left_out"] for place in range(120)}
    assert {name: reason for name, reason in reasons.items() if reason} == {
        one.id: one.reason for one in book.table.excluded
    }
    assert set(reasons.values()) == {"", "drill", "near_miss", "他社の障害", "start and detection unknown"}


def test_the_standing_in_the_recurrence_rate_gives_its_figure(book: Casebook) -> None:
    columns = json.loads(document(explorer_files(book)["data/explorer.js"]))
    rows = [row(columns, place) for place in range(120)]
    states = [one["recurrence_rate"] for one in rows if not one["left_out"]]
    figure = book.table.total.recurrence_rate
    assert (states.count("recurred"), states.count("recurred") + states.count("stayed")) == (
        figure.recurred, figure.eligible)  # fmt: skip
    assert figure.recurred > 3 and {"open", "unknown", "window"} & set(states)


def test_a_filter_offers_what_records_have_and_counts_it() -> None:
    book = casebook(records(120))
    offered = choices(book)
    assert [one.code for one in offered["severity"]] == ["P0", "P1", "P2", "P3"]
    assert [one.code for one in offered["status"]] == ["open", "mitigated", "resolved", "reviewed"]
    assert (offered["detection"][-1].code, offered["detection"][-1].label) == ("", "記録なし")
    assert sum(one.count for one in offered["kind"]) == 120
    assert {one.code: one.count for one in offered["service"]}["batch"] == sum(
        "batch" in incident.services for incident in book.incidents
    )


def test_the_records_of_many_come_in_scripts_of_like_size(book: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(document(explorer_files(book)["data/explorer.js"]))
    monkeypatch.setattr(explorer, "_MANY", 50)
    files = explorer_files(book)
    assert tuple(files) == explorer_uris(book) == ("data/explorer.js", "data/explorer/2.js", "data/explorer/3.js")
    together = json.loads(document(files["data/explorer.js"]))
    for uri in ("data/explorer/2.js", "data/explorer/3.js"):
        before, after = explorer._MORE.split("%s")
        added = json.loads(files[uri].decode().removeprefix(before).removesuffix(after))
        assert added.keys() == {name for name, value in whole.items() if isinstance(value, list)} - {"offsets"}
        for name, more in added.items():
            together[name] += more
    assert together == whole
    sizes = sorted(map(len, files.values()))
    assert sizes[-1] < sizes[0] * 1.5


def test_hostile_text_stays_text() -> None:
    text = explorer_files(casebook(records(40)))["data/explorer.js"].decode()
    assert "<img src=x onerror=alert(1)>" in text and text.count("\n") == 1
    assert json.loads(document(text.encode()))["schema"] == "furikaeri/explorer/1"


def test_a_list_without_records_offers_nothing() -> None:
    book = casebook(())
    assert choices(book) == {}
    assert json.loads(document(explorer_files(book)["data/explorer.js"]))["id"] == []
