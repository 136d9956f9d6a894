"""`furikaeri close`: what it writes, what it refuses, and that nothing reported is ever lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.closed import (
    BEFORE,
    CLOSED,
    DRILL,
    LATER,
    LOCK,
    ONE,
    OPEN,
    TWO,
    close,
    kpi,
    lock_of,
    month,
    one,
    put,
    record,
    remove,
    resolved,
    run,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return month(tmp_path)


def test_the_lock_says_what_kpi_says_and_what_each_record_said(root: Path) -> None:
    lock = close(root)
    printed = kpi(root, CLOSED)
    assert lock["schema"] == "furikaeri/lock/1" and lock["month"] == "2025-10" and lock["timezone"] == "Asia/Tokyo"
    assert lock["as_of"] == printed["as_of"] == "2025-11-01T09:00:00+09:00"
    assert [lock["figures"]] == [row for row in printed["months"] if row["month"] == "2025-10"]
    assert lock["contracts"] == printed["contracts"]
    assert lock["ids"] == [ONE, TWO, OPEN]
    assert lock["figures"]["mttr"]["median"] == 60 and lock["figures"]["mttr"]["open_ids"] == [OPEN]
    assert [row["id"] for row in lock["records"]] == [ONE, TWO, OPEN, DRILL]  # and not the one of September
    assert [row.get("excluded") for row in lock["records"]] == [None, None, None, "drill"]
    first, second, still, _ = lock["records"]
    assert first["path"] == f"incidents/2025/{ONE}.md"
    assert first["sha256"] == hashlib.sha256((root / first["path"]).read_bytes()).hexdigest()
    assert first["fields"]["resolved_at"] == "2025-10-03T09:30:00+09:00"
    assert first["fields"]["cause.fingerprint"] == "pool"
    assert second["fields"]["acknowledged_at"] == "unknown" and second["fields"]["mitigated_at"] is None
    assert still["fields"]["status"] == "open" and still["fields"]["resolved_at"] is None


def test_the_bytes_are_the_same_each_time_and_readable(root: Path) -> None:
    close(root)
    first = (root / LOCK).read_bytes()
    (root / LOCK).unlink()
    close(root)
    assert (root / LOCK).read_bytes() == first
    text = first.decode("utf-8")
    assert text.endswith("}\n") and not text.endswith("\n\n") and "\r" not in text
    assert f'\n  "ids": ["{ONE}", "{TWO}", "{OPEN}"],\n' in text  # a short list on one line
    keys = list(json.loads(text))
    assert keys == sorted(keys)


def test_a_draft_is_printed_and_nothing_written(root: Path) -> None:
    result = run(root, "2025-10", "--draft")
    assert result.exit_code == 0 and not (root / LOCK).exists()
    close(root)
    assert result.stdout == (root / LOCK).read_text(encoding="utf-8")


def test_the_path_is_printed_alone_and_the_open_incident_is_warned_of(root: Path) -> None:
    result = run(root, "2025-10")
    assert result.stdout.splitlines() == [str(root / LOCK)]
    assert f"2025-10 is provisional: {OPEN} not resolved yet" in result.stderr
    assert "Closed 2025-10 as of 2025-11-01 09:00: 3 incidents." in result.stderr
    japanese = run(root, "2025-10", "--draft", "--reclose", "確かめる", lang="ja")
    assert f"2025-10 は暫定です({OPEN} が未復旧)" in japanese.stderr
    quiet = run(root, "2025-09")
    assert quiet.exit_code == 0 and "provisional" not in quiet.stderr


@pytest.mark.parametrize(
    ("which", "as_of", "english", "japanese"),
    [
        (
            "2025-10",
            "2025-10-31T23:59+09:00",
            "it ends at 2025-11-01 00:00.",
            "まだ終わっていません",
        ),
        ("2025-08", CLOSED, "2025-08 is not among the months of the figures", "集計の月にありません"),
        ("2025-10", "2199-12-01T00:00+09:00", "Nobody knows yet", "まだ来ていません"),
    ],
)
def test_what_cannot_be_closed(root: Path, which: str, as_of: str, english: str, japanese: str) -> None:
    for lang, text in (("en", english), ("ja", japanese)):
        result = run(root, which, as_of=as_of, lang=lang)
        assert (result.exit_code, result.stdout) == (1, "")
        assert text in result.stderr
    assert not (root / "incidents" / "reviews").exists()


def test_the_first_instant_after_the_month_is_enough(root: Path) -> None:
    assert run(root, "2025-10", as_of="2025-11-01T00:00+09:00").exit_code == 0


def test_an_unusable_record_stops_it(root: Path) -> None:
    put(root, ONE, one(resolved="10-03 08:00"))
    result = run(root, "2025-10")
    assert result.exit_code == 1 and "resolved-before-started" in result.stderr and not (root / LOCK).exists()


@pytest.mark.parametrize("options", [["10-2025"], ["2025-10", "--reclose", "  "], []])
def test_wrong_usage(root: Path, options: list[str]) -> None:
    assert run(root, *options).exit_code == 2


def test_a_closed_month_is_not_closed_again_without_a_reason(root: Path) -> None:
    close(root)
    before = (root / LOCK).read_bytes()
    put(root, OPEN, resolved())
    for lang, text in (("en", "To close it again say why: --reclose REASON"), ("ja", "--reclose 理由")):
        result = run(root, "2025-10", as_of=LATER, lang=lang)
        assert result.exit_code == 1 and text in result.stderr and "2025-11-01 09:00" in result.stderr
    assert (root / LOCK).read_bytes() == before


def test_what_was_reported_before_stays_in_the_history(root: Path) -> None:
    first = close(root)
    put(root, OPEN, resolved())
    put(root, ONE, one(resolved="10-03 10:00"))
    remove(root, TWO)
    second = close(root, "--reclose", "監視の記録で確かめた", as_of="2025-12-01T09:00+09:00")
    assert second["reason"] == "監視の記録で確かめた" and first["reason"] == ""
    assert second["figures"]["mttr"]["n"] == 2 and second["ids"] == [ONE, OPEN]
    (former,) = second["history"]
    assert all(former[key] == first[key] for key in ("as_of", "figures", "contracts", "policy", "ids", "reason"))
    assert [(row["id"], row["field"], row["was"], row["now"]) for row in former["changed"]] == [
        (ONE, "resolved_at", "2025-10-03T09:30:00+09:00", "2025-10-03T10:00:00+09:00"),
        (TWO, "record", f"incidents/2025/{TWO}.md", None),
        (OPEN, "resolved_at", None, "2025-11-03T09:00:00+09:00"),
        (OPEN, "status", "open", "resolved"),
    ]
    third = close(root, "--reclose", "もう一度", as_of=LATER)
    assert [row["as_of"][:10] for row in third["history"]] == ["2025-11-01", "2025-12-01"]
    assert third["history"][0] == former and third["history"][1]["changed"] == []


def test_it_is_not_closed_again_as_of_an_earlier_time(root: Path) -> None:
    close(root, as_of=LATER)
    result = run(root, "2025-10", "--reclose", "x", as_of=CLOSED)
    assert result.exit_code == 1 and "which is later" in result.stderr


def test_a_broken_lock_is_not_written_over(root: Path) -> None:
    close(root)
    edited = (root / LOCK).read_text(encoding="utf-8").replace('"median": 60.0', '"median": 50.0')
    (root / LOCK).write_text(edited, encoding="utf-8")
    result = run(root, "2025-10", "--reclose", "x")
    assert result.exit_code == 1 and "lock-edited" in result.stderr
    assert (root / LOCK).read_text(encoding="utf-8") == edited


def test_an_error_while_writing_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close(root)
    before = (root / LOCK).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    result = run(root, "2025-10", "--reclose", "x", as_of=LATER)
    assert result.exit_code == 1 and "No space left on device" in result.stderr
    assert (root / LOCK).read_bytes() == before
    assert [file.name for file in (root / LOCK).parent.iterdir()] == ["2025-10.lock.json"]


def test_a_link_that_leads_out_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / "incidents" / "reviews").symlink_to(outside)
    assert run(root, "2025-10").exit_code != 0
    assert list(outside.iterdir()) == []


def test_a_month_without_incidents_can_be_closed(root: Path) -> None:
    put(root, "INC-2025-020", record("INC-2025-020", started="12-01 09:00", detected="12-01 09:01",
                                     resolved="12-01 09:30"))  # fmt: skip
    assert run(root, "2025-11", as_of="2025-12-05T09:00+09:00").exit_code == 0
    text = (root / "incidents/reviews/2025-11.lock.json").read_text(encoding="utf-8")
    assert json.loads(text)["ids"] == [] and json.loads(text)["figures"]["mttr"]["median"] is None


def test_the_present_is_written_to_the_second(root: Path) -> None:
    assert run(root, "2025-10", as_of=None).exit_code == 0
    assert "." not in lock_of(root)["as_of"]
    assert lock_of(root)["records"][0]["id"] == ONE and BEFORE not in lock_of(root)["ids"]
