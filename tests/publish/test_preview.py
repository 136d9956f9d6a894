"""A saved record's page is the one that a whole site made of the same files has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.check.check import check
from generator.model.page import Preview
from generator.publish.gather import gather, told
from generator.publish.preview import Previews
from generator.publish.usable import instant
from generator.read.records import Records, read
from generator.render.inputs import Inputs
from generator.render.preview import record_pages
from tests.publish.records import break_record, write_records

AS_OF = "2024-03-01T00:00+09:00"
POOL = "incidents/2024/INC-2024-001-db-pool.md"
DISK = "incidents/2024/INC-2024-002-disk.md"
PAGE = "incidents/inc-2024-001.md"
Look = Callable[..., Preview]


def whole(root: Path) -> tuple[Records, list[Inputs]]:
    """Return what the pages of two editions are made of, but for the charts, which no record's page has."""
    records = read(root)
    checked = check(records, instant(AS_OF, records), language="ja", also=("ja", "en"))
    assert not checked.exit_code(), checked.findings
    gathered = gather(checked, records, instant(AS_OF, records), "")
    return records, [
        replace(told(gathered, checked, {}, language), folder=folder, alone=False)
        for language, folder in (("ja", ""), ("en", "en/"))
    ]


@pytest.fixture
def look(root: Path) -> Look:
    records, every = whole(write_records(root))
    previews = Previews(records, every, lambda: instant(AS_OF, records), past=True)
    return lambda *paths: previews.look(paths)


def change(root: Path, old: str, new: str, path: str = POOL) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("予約APIの接続プールが枯渇した。", "接続が **足りなかった**。"),
        ('title: "予約API', 'title: "<b>決済API'),
        ("severity: P1", "severity: P2\nseverity_reason: 夜間だった"),
        ("started_at: 2024-01-15T09:00+09:00", "started_at: 2024-01-15T08:55+09:00"),
        ("report_at: 2024-01-15T18:00+09:00", "report_at: 2024-02-15T18:00+09:00"),
        ("services: [mks-backend]", "services: [mks-backend, payments]"),
        ("db-pool-exhaustion", "disk-full"),
        ("cause:", "exclude_from_kpi: 他社の障害\ncause:"),
    ],
)
def test_a_preview_is_the_page_to_come(root: Path, look: Look, old: str, new: str) -> None:
    assert look(DISK).pages[0]  # another one, before
    change(root, old, new)
    shown = look(POOL)
    assert shown.told == ("", "")
    assert list(shown.pages) == record_pages(whole(root)[1], ["INC-2024-001"])
    assert set(shown.pages[0]) == set(shown.pages[1]) == {PAGE}


def test_a_new_record_has_a_page_and_one_that_is_gone_leads_nowhere(root: Path, look: Look) -> None:
    new = "incidents/2024/INC-2024-003.md"
    text = (root / POOL).read_text(encoding="utf-8").replace("2024-001", "2024-003").replace("2024-01-15", "2024-02-01")
    (root / new).write_text(text, encoding="utf-8")
    shown = look(new)
    assert "INC-2024-001" in shown.pages[0]["incidents/inc-2024-003.md"].decode()  # of the same cause
    (root / POOL).unlink()
    shown = look(new, POOL)
    assert "inc-2024-001" not in shown.pages[0]["incidents/inc-2024-003.md"].decode()


def test_a_broken_record_keeps_its_page_until_it_is_mended(root: Path, look: Look) -> None:
    good = (root / POOL).read_text(encoding="utf-8")
    break_record(root)
    shown = look(POOL)
    assert "error[" in shown.told[0] and f"{POOL}:11:" in shown.told[0]
    assert shown.pages == ({}, {})
    shown = look(DISK)
    assert POOL in shown.told[1], "said until it is mended, whichever file is saved meanwhile"
    assert set(shown.pages[0]) == {"incidents/inc-2024-002.md"}
    (root / POOL).write_text(good, encoding="utf-8")
    shown = look(POOL)
    assert shown.told == ("", "") and set(shown.pages[0]) == {PAGE}


def test_what_only_the_set_shows_is_found(root: Path, look: Look) -> None:
    change(root, "id: INC-2024-001", "id: INC-2024-002")
    assert "INC-2024-002" in look(POOL).told[0]


def test_the_policy_is_followed_as_it_is_now(root: Path, look: Look) -> None:
    policy = root / "incidents" / "policy.yml"
    policy.write_text("services: {mks-backend: {label: {ja: 予約の裏側, en: Booking}}}\n", encoding="utf-8")
    change(root, "services: [mks-backend]", "services: [mks-backed]")
    assert "unknown-service" in look(POOL).told[0] or "mks-backed" in look(POOL).told[0]
    change(root, "services: [mks-backed]", "services: [mks-backend]")
    shown = look(POOL)
    assert shown.told == ("", "") and "予約の裏側" in shown.pages[0][PAGE].decode()
    assert list(shown.pages) == record_pages(whole(root)[1], ["INC-2024-001"])
    policy.write_text("services: {}}\n", encoding="utf-8")
    assert "policy.yml" in look(POOL).told[0]
    policy.unlink()
    assert look(POOL).told == ("", "")
    change(root, "id: INC-2024-001", "id: INC-2024-009")
    (root / POOL).rename(root / "incidents/2024/INC-2024-009.md")
    assert look(POOL, "incidents/2024/INC-2024-009.md").told == ("", "")
    policy.write_text("locale: en\n", encoding="utf-8")
    change(root, "fingerprint: disk-full", "fingerprint: disk-full}\nrelated: [INC-2024-001", DISK)
    change(root, "INC-2024-001}", "INC-2024-001]", DISK)
    assert "INC-2024-001" in look(DISK).told[0], "what is no more is known to be no more"
