"""A lock file gives a closed month or a problem at its place, never an exception."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.lock import as_text, seal_of
from generator.read.locks import EDITED, UNREADABLE, LockFile, parse_lock, read_lock, sums
from generator.read.records import read
from tests.closed import LOCK, ONE, close, month


@pytest.fixture
def text(tmp_path: Path) -> str:
    close(month(tmp_path))
    return (tmp_path / LOCK).read_text(encoding="utf-8")


def problem(file: LockFile) -> tuple[str, int]:
    assert file.problem is not None and file.lock is None
    return file.problem.name, file.problem.position.line


def sealed(document: dict[str, object]) -> str:
    return json.dumps({**document, "seal": seal_of(document)}, ensure_ascii=False)


def test_what_is_written_is_read(text: str) -> None:
    found = parse_lock(text, LOCK)
    assert found.problem is None and found.lock is not None
    assert as_text(found.lock) == text
    assert found.lock.records[0].id == ONE and str(found.lock.month) == "2025-10"


def test_a_history_is_read_too(tmp_path: Path) -> None:
    close(month(tmp_path))
    close(tmp_path, "--reclose", "もう一度")
    text = (tmp_path / LOCK).read_text(encoding="utf-8")
    lock = parse_lock(text, LOCK).lock
    assert lock is not None and as_text(lock) == text and len(lock.history) == 1


def test_where_a_record_is_listed(text: str) -> None:
    position, length = parse_lock(text, LOCK).place(ONE)
    assert text.split("\n")[position.line - 1][position.column - 1 :][:length] == f'"{ONE}"'
    assert parse_lock(text, LOCK).place("INC-1999-001")[0].line == 1


def test_a_hand_that_edits_is_noticed(text: str) -> None:
    for edited in (text.replace('"median": 60.0', '"median": 50.0'), text.replace('"seal": "', '"seal": "0')):
        name, line = problem(parse_lock(edited, LOCK))
        assert name == EDITED and '"seal"' in edited.split("\n")[line - 1]
    spaced = json.dumps(json.loads(text), indent=8)  # another form of the same is no other content
    assert parse_lock(spaced, LOCK).lock == parse_lock(text, LOCK).lock
    assert parse_lock(text.replace("\n", "\r\n"), LOCK).problem is None


@pytest.mark.parametrize(
    "broken",
    [
        "", "[]", "null", "{", '{"schema": "furikaeri/lock/2"}', '{"schema": 3}', "[" * 100_000, "1" * 10_000,
        '{"schema": "furikaeri/lock/1"}', '{"a": 1, "a": 2}', '{"a": NaN}', "<<<<<<< HEAD\n{}\n",
    ],
)  # fmt: skip
def test_what_is_no_lock(broken: str) -> None:
    assert problem(parse_lock(broken, LOCK)) == (UNREADABLE, 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("month", "2025-11"), ("month", "2025-13"), ("month", 202510), ("timezone", "Mars/Base"), ("timezone", "../x"),
        ("as_of", "2025-11-01T09:00"), ("as_of", "soon"), ("figures", []), ("ids", [1]), ("ids", "INC-2025-010"),
        ("records", [{}]), ("records", [[]]), ("history", [{"as_of": 1}]), ("history", None), ("version", None),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_found_at_their_key(text: str, key: str, value: object) -> None:
    document = json.loads(text)
    document.pop("seal")
    found = parse_lock(sealed({**document, key: value}), LOCK)
    assert problem(found)[0] == UNREADABLE
    missing = {name: said for name, said in document.items() if name != key}
    assert problem(parse_lock(sealed(missing), LOCK))[0] == UNREADABLE


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_nothing_makes_it_raise(text: str) -> None:
    assert parse_lock(text, LOCK).problem is not None


@given(at=st.integers(0, 5000), by=st.characters(codec="utf-8"))
def test_no_slip_of_the_hand_is_taken_for_a_lock(at: int, by: str) -> None:
    text = _sample()
    slipped = text[: at % len(text)] + by + text[at % len(text) + 1 :]
    found = parse_lock(slipped, LOCK)
    assert found.problem is not None or json.loads(slipped) == json.loads(text)


def _sample(kept: list[str] = []) -> str:  # noqa: B006  made once, as each takes a second
    if not kept:
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            close(month(Path(folder)))
            kept.append((Path(folder) / LOCK).read_text(encoding="utf-8"))
    return kept[0]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "2025-10.lock.json"
    assert problem(read_lock(file, LOCK))[0] == "not-a-file"
    file.write_bytes(b"\xff\xfe{}")
    assert problem(read_lock(file, LOCK))[0] == "not-utf8"
    file.unlink()
    file.mkdir()
    assert problem(read_lock(file, LOCK))[0] == "not-a-file"


def test_a_root_reads_its_locks_and_takes_none_for_a_record(tmp_path: Path) -> None:
    close(month(tmp_path))
    records = read(tmp_path)
    assert [file.path for file in records.locks] == [LOCK]
    assert not any("lock" in record.path for record in (*records.incidents, *records.reviews))
    assert records.lines_of(LOCK)[0] == "{"
    assert read(tmp_path / "nowhere").locks == ()


def test_a_link_that_leads_out_is_not_read(tmp_path: Path) -> None:
    month(tmp_path)
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    (tmp_path / "incidents" / "reviews").mkdir()
    (tmp_path / LOCK).symlink_to(tmp_path / "secret.json")
    (found,) = read(tmp_path).locks
    assert found.problem is not None and found.problem.name == "symlink-escape" and found.text == ""


def test_sums_of_what_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sums(tmp_path, ["a", "b"]) == {"a": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
