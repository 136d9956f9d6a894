"""Facts as Parquet: nothing is lost, many sources become one, and what does not fit is said."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_type_hints
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")

import pyarrow as pa
import pyarrow.parquet as pq

from generator.measure import arrow
from generator.measure.about import About, BadFacts
from generator.measure.assemble import EVERYTHING, Scope
from generator.measure.columns import COLUMNS, kind_of
from generator.measure.dataset import measure_facts, open_facts, read_month, write_facts
from generator.measure.document import as_json, document
from generator.measure.frame import Table, by_month, frame, joined
from generator.measure.measure import counted, measure
from generator.measure.prometheus import metrics
from generator.model.incident import MILESTONES, Incident
from generator.model.kpi import DURATIONS, Duration, Excluded, Fact, KpiTable
from generator.model.month import Month
from generator.model.policy import Policy, Span
from tests.measure.made import POLICY, at, made
from tests.measure.test_properties import INSTANTS, incidents

NOON = at("05-10 12:00")


def write(out: Path, given_: Sequence[Incident], source: str = "", *, as_of: dt.datetime = NOON,
          policy: Policy = POLICY, unusable: Sequence[Excluded] = ()) -> None:  # fmt: skip
    basis, facts = counted(given_, policy, as_of, unusable=unusable)
    services = tuple(sorted({name for incident in given_ for name in incident.services}))
    write_facts(facts, About(source, basis, tuple(policy.severities), services, {}), out)


def one(number: int, day: str, **values: object) -> Incident:
    times = {"started": f"{day} 09:00", "detected": f"{day} 09:10", "acked": f"{day} 09:15", "resolved": f"{day} 11:00"}
    return made(number, **{**times, "services": ("api",), **values})


def whole(place: Path) -> Table:
    dataset = open_facts(place)
    return joined([read_month(str(month), parts, tuple(COLUMNS)) for month, parts in dataset.months.items()])


FEW = [one(1, "01-20"), one(2, "02-03", severity="P0"), one(3, "02-03", services=("web", "api")), one(4, "04-30")]


@settings(max_examples=25, deadline=None)
@given(incidents(), INSTANTS)
def test_what_is_written_is_read_and_gives_the_same_figures(given_: list[Incident], as_of: dt.datetime) -> None:
    _, facts = counted(given_, POLICY, as_of)
    plain = as_json(measure(given_, POLICY, as_of))
    with tempfile.TemporaryDirectory() as name:
        for out in (Path(name) / "facts.parquet", Path(name) / "folder"):
            write(out, given_, as_of=as_of)
            if facts:
                pd.testing.assert_frame_equal(whole(out)[list(frame([]).columns)], frame(facts), check_freq=False)
            assert as_json(measure_facts(open_facts(out))) == plain


SAMPLES: dict[Any, tuple[object, object]] = {
    str: ("書", "書"),
    tuple[str, ...]: (("a", "b"), ("a", "b")),
    bool: (True, True),
    float: (0.1, 0.1),
    int: (3, 3),
    dt.datetime: (dt.datetime(2026, 3, 1, 2, 3, 4, 567_891, dt.UTC), pd.Timestamp("2026-03-01T02:03:04.567891Z")),
    Month: (Month(2026, 3), "2026-03"),
}


def sample(annotation: Any) -> tuple[object, object]:
    """Return a value of a type that differs from every default, and what the frame shows for it."""
    kinds = [kind for kind in SAMPLES if annotation in (kind, kind | None)]
    return SAMPLES[kinds[0]]


def test_every_field_of_a_fact_is_carried(tmp_path: Path) -> None:
    hints = get_type_hints(Fact)
    samples = {name: sample(hints[name]) for name in Fact._fields if name != "durations"}
    durations = {kpi: Duration("closed", 1 / (place + 3)) for place, kpi in enumerate(DURATIONS)}
    values: dict[str, Any] = {name: value for name, (value, _) in samples.items()}
    fact = Fact(**values, durations=durations)
    basis, _ = counted((), POLICY, NOON)
    write_facts([fact], About("", basis, (), (), {}), tmp_path / "facts.parquet")
    (row,) = whole(tmp_path / "facts.parquet").reset_index().to_dict("records")
    for name, (_, shown) in samples.items():
        assert row[name] == shown, name
    for kpi, duration in durations.items():
        assert (row[kpi], row[f"{kpi}_state"]) == (duration.minutes, "closed")
    assert set(Fact._fields) - {"durations"} <= set(COLUMNS)


def test_a_field_without_a_column_is_refused() -> None:
    assert kind_of("x", str | None) == "text"
    assert kind_of("x", Literal["met", "missed"]) == "text"
    assert kind_of("x", int | None) == "number"
    for annotation in (Mapping[str, int], bool | None, tuple[str, ...] | None, str | float, object):
        with pytest.raises(TypeError, match=r"Fact\.x: no column"):
            kind_of("x", annotation)


def test_what_is_not_known_is_null_in_the_file(tmp_path: Path) -> None:
    write(tmp_path / "facts.parquet", [made(1, detected="01-20 22:00", started="unknown")])
    (row,) = pq.read_table(tmp_path / "facts.parquet").to_pylist()
    assert (row["started_at"], row["resolved_at"], row["mttr"], row["users_affected"]) == (None, None, None, None)
    assert (row["mttr_state"], row["unknown"], row["recurred_by"]) == ("unknown", ["started_at"], [])


def test_a_folder_is_partitioned_and_files_hold_their_month(tmp_path: Path) -> None:
    write(tmp_path, FEW, "shop")
    assert sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*")) == [
        "_sources/shop.json", "month=2026-01/shop.parquet", "month=2026-02/shop.parquet",
        "month=2026-04/shop.parquet",
    ]  # fmt: skip
    table = pq.read_table(tmp_path)  # as any other reader does it: the month is the folder's
    assert sorted(zip(table["id"].to_pylist(), map(str, table["month"].to_pylist()), strict=True)) == [
        ("shop/INC-2026-001", "2026-01"), ("shop/INC-2026-002", "2026-02"), ("shop/INC-2026-003", "2026-02"),
        ("shop/INC-2026-004", "2026-04"),
    ]  # fmt: skip


def both(folder: Path) -> KpiTable:
    write(folder, [*FEW[:2], made(9, kind="drill")], "shop", unusable=[Excluded("INC-2026-008", "unusable: bad-time")])
    write(folder, FEW[2:], "api")
    return measure_facts(open_facts(folder))


def test_many_sources_are_measured_as_one(tmp_path: Path) -> None:
    table = both(tmp_path)
    assert (table.read, table.counted, table.outside) == (5, 4, 0)
    assert [(row.id, row.reason) for row in table.excluded] == [
        ("shop/INC-2026-008", "unusable: bad-time"), ("shop/INC-2026-009", "drill"),
    ]  # fmt: skip
    assert [figures.incident_rate.count for figures in table.months] == [1, 2, 0, 1, 0]
    assert table.months[1].incident_rate.ids == ("api/INC-2026-003", "shop/INC-2026-002")  # as both began at once
    assert table.total.durations["mttr"].mean == 120


def test_ids_in_other_columns_bear_the_name_too(tmp_path: Path) -> None:
    write(tmp_path, [one(1, "01-20", fingerprint="pool"), one(2, "01-25", fingerprint="pool")], "shop")
    table = whole(tmp_path)
    assert table["recurred_by"].tolist() == [("shop/INC-2026-002",), ()]
    assert table["repeats"].tolist() == [(), ("shop/INC-2026-001",)]


def test_a_source_replaces_what_it_wrote_and_nothing_else(tmp_path: Path) -> None:
    both(tmp_path)
    write(tmp_path, FEW[:1], "shop")
    dataset = open_facts(tmp_path)
    assert (dataset.size, dataset.basis.read) == (3, 3)
    assert [str(month) for month in dataset.months] == ["2026-01", "2026-02", "2026-04"]
    write(tmp_path, [], "shop")  # a repository without an incident has a word, and no file
    assert measure_facts(open_facts(tmp_path)).counted == 2
    write(tmp_path, [], "api")
    assert document(measure_facts(open_facts(tmp_path)))["months"] == []


@pytest.mark.parametrize("scope", [
    EVERYTHING, Scope(services=frozenset({"api"})), Scope(services=frozenset({"web"}), severities=frozenset({"P1"})),
    Scope(severities=frozenset({"P0"})), Scope(first=Month(2026, 2), last=Month(2026, 3)),
    Scope(services=frozenset({"nobody"})), Scope(first=Month(2030, 1)),
])  # fmt: skip
def test_a_scope_is_the_same_for_files_as_for_records(tmp_path: Path, scope: Scope) -> None:
    still = made(5, started="05-09 09:00", detected="05-09 09:05", services=("api",))
    write(tmp_path, [*FEW, still])
    found, plain = measure_facts(open_facts(tmp_path), scope), measure([*FEW, still], POLICY, NOON, scope)
    assert as_json(found) == as_json(plain)
    assert metrics(found) == metrics(plain)
    assert (found.counted, plain.facts and found.facts) == (len(plain.facts), ())
    assert found.still_open == sum(fact.is_open for fact in plain.facts)


def test_a_scope_takes_the_same_rows_as_facts() -> None:
    _, facts = counted(FEW, POLICY, NOON)
    for scope in (Scope(services=frozenset({"web"})), Scope(frozenset({"api"}), frozenset({"P0", "P3"})), EVERYTHING):
        assert list(scope.within(frame(facts)).index) == [fact.id for fact in facts if scope.takes(fact)]


def bad(folder: Path) -> str:
    with pytest.raises(BadFacts) as caught:
        measure_facts(open_facts(folder))
    return str(caught.value)


def test_sources_must_agree(tmp_path: Path) -> None:
    write(tmp_path, FEW, "shop")
    write(tmp_path, FEW, "late", as_of=NOON + dt.timedelta(days=1))
    assert "as of when" in (said := bad(tmp_path))
    assert "2026-05-11T12:00:00+09:00 in late; 2026-05-10T12:00:00+09:00 in shop" in said
    write(tmp_path, FEW, "late", policy=POLICY._replace(recurrence_days=7))
    assert "contract of recurrence_rate" in (said := bad(tmp_path)) and '"window_days": 7' in said
    spans = {**POLICY.contracts, "mttr": Span("detected_at", "resolved_at", changed=("from",))}
    write(tmp_path, FEW, "late", policy=POLICY._replace(contracts=spans))
    assert "contract of mttr" in bad(tmp_path)
    write(tmp_path, FEW, "late", policy=POLICY._replace(zone=ZoneInfo("UTC")))
    assert "timezone" in (said := bad(tmp_path)) and "UTC in late; Asia/Tokyo in shop" in said
    write(tmp_path, FEW, "late")
    assert measure_facts(open_facts(tmp_path)).counted == 8


def test_a_source_that_is_not_whole_is_named(tmp_path: Path) -> None:
    both(tmp_path)
    file = tmp_path / "month=2026-01" / "shop.parquet"
    kept = file.read_bytes()
    file.unlink()
    assert "what shop wrote is not whole" in bad(tmp_path)
    file.write_bytes(kept[:-9])
    assert f"{file} cannot be read as facts" in bad(tmp_path)
    arrow.write(pq.read_table(file.parent.parent / "month=2026-02" / "shop.parquet").slice(0, 0), file)
    assert f"{file} holds 0 facts of 2026-01 instead of 1" in bad(tmp_path)
    file.write_bytes(kept)
    assert measure_facts(open_facts(tmp_path)).counted == 4
    (tmp_path / "_sources" / "api.json").unlink()  # as when its writing was interrupted
    assert "what api wrote is not whole" in bad(tmp_path)


def test_other_files_are_no_facts(tmp_path: Path) -> None:
    assert "holds no facts" in bad(tmp_path)
    (tmp_path / "text.parquet").write_text("no parquet", encoding="utf-8")
    assert "text.parquet cannot be read as facts" in bad(tmp_path / "text.parquet")
    pq.write_table(arrow.to_arrow(frame([])), tmp_path / "other.parquet")
    assert "other.parquet holds no facts" in bad(tmp_path / "other.parquet")
    write(tmp_path / "folder", FEW)
    word = tmp_path / "folder" / "_sources" / "facts.json"
    row = json.loads(word.read_bytes())
    word.write_text(json.dumps(row | {"columns": row["columns"][2:]}), encoding="utf-8")
    assert "another version wrote it (furikaeri/facts/1, without id, title)" in bad(tmp_path / "folder")
    word.write_text(json.dumps(row | {"schema": "furikaeri/facts/9"}), encoding="utf-8")
    assert "another version wrote it (furikaeri/facts/9" in bad(tmp_path / "folder")
    for wrong in ({"source": "../other"}, {"months": {"../x": 1}}, {"months": 3}, {"timezone": "../x"}, {"as_of": ""}):
        word.write_text(json.dumps(row | wrong), encoding="utf-8")
        assert "facts.json cannot be read as facts" in bad(tmp_path / "folder")
    word.write_text("[]", encoding="utf-8")
    assert "facts.json cannot be read as facts" in bad(tmp_path / "folder")


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "_x", "a b", "x" * 101])
def test_a_source_has_a_name_that_any_folder_takes(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFacts, match="no name for a source"):
        write(tmp_path / "out", FEW, name)
    assert not (tmp_path / "out").exists()


def test_a_source_without_a_name_is_alone(tmp_path: Path) -> None:
    write(tmp_path / "a", FEW)
    write(tmp_path / "a", FEW)
    with pytest.raises(BadFacts, match="each needs a name"):
        write(tmp_path / "a", FEW, "shop")
    write(tmp_path / "b", FEW, "shop")
    with pytest.raises(BadFacts, match="each needs a name"):
        write(tmp_path / "b", FEW)
    assert [open_facts(tmp_path / name).size for name in "ab"] == [4, 4]


class Trap:
    """Once unpickled, it has left a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.file,)


def test_nothing_that_is_read_is_run(tmp_path: Path) -> None:
    """Types and metadata of Python's making are not looked at: pyarrow once unpickled a column's type."""
    write(tmp_path, FEW)
    trap = pickle.dumps(Trap(tmp_path / "run"))
    file = tmp_path / "month=2026-01" / "facts.parquet"
    table = pq.read_table(file, partitioning=None)
    kind = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": trap}
    schema = pa.schema([field.with_metadata(kind) for field in table.schema], {b"pandas": trap, b"pickle": trap})
    pq.write_table(table.cast(schema), file)
    assert (
        trap in file.read_bytes() and pq.read_schema(file).field("title").metadata[b"ARROW:extension:metadata"] == trap
    )
    assert measure_facts(open_facts(tmp_path)).counted == 4
    assert not (tmp_path / "run").exists()
    pickle.loads(trap)
    assert (tmp_path / "run").exists()


def test_the_milestones_are_instants() -> None:
    assert {COLUMNS[name] for name in ("at", *MILESTONES)} == {"instant"}
    assert {str(frame([])[name].dtype) for name in MILESTONES} == {"datetime64[us, UTC]"}
    assert dict(by_month(frame([]))) == {}
