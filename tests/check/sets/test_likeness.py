"""Records beside each other: recurrences nobody has named, twins, and references that cannot be meant."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.check.sets.known import Known
from generator.check.sets.references import set_hits
from generator.check.sets.together import Together
from tests.check.support import checked, edited, names

DAY = 86_400.0


def known(number: int, day: float, **more: object) -> Known:
    """A resolved incident that began on a day of 2026 (counted in days) and took an hour."""
    name = f"INC-2026-{number:03d}"
    base = Known(
        f"incidents/2026/{name}.md",
        name,
        services=("api",),
        cause="capacity",
        began=day * DAY,
        resolved=day * DAY + 3600,
    )
    return base._replace(**more)


def told(*records: Known, window: int = 30) -> list[tuple[str, str, str]]:
    """Return (id, rule, what it names) of everything told."""
    by_path = {one.path: one for one in records}
    return [
        (by_path[hit.path].id[-3:], hit.rule.name, str(hit.values.get("other") or hit.values.get("id", ""))[-3:])
        for hit in set_hits(Together(records, window_days=window))
        if hit.rule.name not in ("dangling-reference", "recurrence-cycle", "duplicate-id")
    ]


def test_the_same_services_and_cause_within_the_window() -> None:
    assert told(known(1, 0), known(2, 20)) == [("002", "probable-recurrence", "001")]
    assert told(known(1, 0), known(2, 30.04)) == [("002", "probable-recurrence", "001")]  # 30 days after its resolution
    assert told(known(1, 0), known(2, 31)) == []
    assert told(known(1, 0), known(2, 20), window=10) == []


@pytest.mark.parametrize(
    "more",
    [
        {"services": ("web",)},
        {"cause": "data"},
        {"cause": "unknown"},
        {"cause": ""},
        {"services": ()},
        {"kind": "drill"},
        {"began": None},
        {"recurrence_of": "INC-2026-001"},
        {"not_related": ("INC-2026-001",)},
        {"related": ("INC-2026-001",)},
        {"fingerprint": "pool"},
    ],
)
def test_what_keeps_a_record_from_being_a_recurrence(more: dict[str, object]) -> None:
    assert told(known(1, 0), known(2, 20, **more)) == []


@pytest.mark.parametrize(
    "more",
    [{"kind": "near_miss"}, {"resolved": None}, {"not_related": ("INC-2026-002",)}, {"related": ("INC-2026-002",)}],
)
def test_what_keeps_a_record_from_having_one(more: dict[str, object]) -> None:
    assert told(known(1, 0, **more), known(2, 20)) == []


def test_a_fingerprint_says_more_than_services_and_cause() -> None:
    one, other = known(1, 0, fingerprint="pool"), known(2, 5, fingerprint="pool", services=("web",), cause="data")
    assert told(one, other) == [("002", "probable-recurrence", "001")]
    assert told(one, known(2, 5, fingerprint="disk")) == []


def test_it_is_the_latest_before_it_that_was_not_turned_down() -> None:
    first, second = known(1, 0), known(2, 5, not_related=("INC-2026-001",))
    assert told(first, second, known(3, 9, not_related=("INC-2026-002",))) == [("003", "probable-recurrence", "001")]
    assert told(first, second, known(3, 9)) == [("003", "probable-recurrence", "002")]


def test_the_order_of_files_does_not_matter() -> None:
    assert told(known(1, 20), known(2, 0)) == [("001", "probable-recurrence", "002")]


def test_one_that_began_while_the_other_lasted_is_no_recurrence() -> None:
    assert told(known(1, 0, resolved=3 * DAY), known(2, 2)) == []


def test_twins_begin_in_the_same_minute() -> None:
    twins = [known(1, 0, cause="data"), known(2, 30 / DAY)]
    assert told(*twins) == [("002", "near-duplicate-record", "001")]
    assert told(twins[0], twins[1]._replace(services=("web",))) == []
    assert told(twins[0], twins[1]._replace(kind="drill")) == []
    assert told(twins[0]._replace(related=("INC-2026-002",)), twins[1]) == []


def test_ids_that_differ_in_zeros() -> None:
    other = known(1, 90)._replace(id="INC-2026-0001", path="incidents/2026/INC-2026-0001.md")
    assert told(known(1, 0), other) == [("001", "near-duplicate-id", "001")]
    assert told(known(1, 0), other._replace(id="INC-2025-0001", path="incidents/2025/x.md")) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("incidents/2025/INC-2026-001.md", True),
        ("incidents/2026/INC-2026-001.md", False),
        ("incidents/INC-2026-001.md", False),
        ("incidents/db/INC-2026-001.md", False),
        ("incidents/2025/db/INC-2026-001.md", False),
        ("incidents/20250/INC-2026-001.md", False),
    ],
)
def test_folders_named_like_years(path: str, expected: bool) -> None:
    assert bool(told(known(1, 0, path=path))) is expected
    assert bool(told(known(1, 0, path=path, id=""))) is expected  # a broken file is called by its name


def test_references_to_oneself() -> None:
    assert told(known(1, 0, related=("INC-2026-001",))) == [("001", "self-reference", "001")]
    assert told(known(1, 0, not_related=("INC-2026-001",))) == [("001", "self-reference", "001")]
    assert told(known(1, 0, recurrence_of="INC-2026-001")) == []  # a circle, and reported as one


def test_a_recurrence_follows_its_original() -> None:
    early = known(1, 0, recurrence_of="INC-2026-002")
    assert told(early, known(2, 60)) == [("001", "recurrence-before-original", "002")]
    assert told(early, known(2, 60, start_known=False)) == []  # it may have begun long before it was detected
    assert told(early, known(2, 0, services=("web",))) == []


def test_two_verdicts_on_one_question() -> None:
    one = known(1, 0, related=("INC-2026-002",), not_related=("INC-2026-002",))
    assert told(one, known(2, 60)) == [("001", "related-and-not-related", "002")]
    assert told(known(1, 0, not_related=("INC-2026-002",)), known(2, 60, recurrence_of="INC-2026-001")) == [
        ("002", "related-and-not-related", "001")]  # fmt: skip


def test_findings_stand_where_they_are_mended(tmp_path: Path) -> None:
    files = {
        "incidents/2026/INC-2026-014.md": edited(
            ("severity: P1\n", "severity: P1\nrelated: [INC-2026-015, INC-2026-014]\n")
        ),
        "incidents/2026/INC-2026-015.md": edited(("INC-2026-014", "INC-2026-015"), ("mks-backend", "nginx")),
    }
    (finding,) = checked(tmp_path, files).findings
    assert (finding.name, finding.position.line, finding.position.column) == ("self-reference", 5, 25)


def test_a_circle_of_one_has_one_finding(tmp_path: Path) -> None:
    text = edited(("severity: P1\n", "severity: P1\nrecurrence_of: INC-2026-014\n"))
    assert names(checked(tmp_path, text)) == ["recurrence-cycle"]


def test_ten_thousand_records_are_no_matter() -> None:
    records = [
        known(number, number / 10, id=f"INC-2026-{number:05d}", fingerprint="one") for number in range(1, 10_000)
    ]
    begun = time.process_time()
    assert len(list(set_hits(Together(records)))) > 9_000
    assert time.process_time() - begun < 2
