"""What only all records together show."""

from __future__ import annotations

from pathlib import Path

from tests.check.support import checked, edited, names


def record(number: int, front: str = "") -> tuple[str, str]:
    name = f"INC-2026-{number:03d}"
    changes = (("INC-2026-014", name), ("mks-backend", f"s{number}"), ("severity: P1\n", f"severity: P1\n{front}\n"))
    return f"incidents/{name}.md", edited(*changes)


def follows(number: int, other: int) -> tuple[str, str]:
    return record(number, f"recurrence_of: INC-2026-{other:03d}")


def test_a_chain_is_no_circle(tmp_path: Path) -> None:
    assert names(checked(tmp_path, dict([record(1), follows(2, 1), follows(3, 2), follows(4, 2)]))) == []


def test_circles_are_named_once_each(tmp_path: Path) -> None:
    files = [follows(1, 2), follows(2, 3), follows(3, 1), follows(4, 1), follows(5, 5)]
    result = checked(tmp_path, dict(files), language="en")
    assert [f.message.rpartition(": ")[2] for f in result.findings] == [
        "INC-2026-001 → INC-2026-002 → INC-2026-003 → INC-2026-001",
        "INC-2026-005 → INC-2026-005",
    ]


def test_a_reference_to_a_broken_record_is_no_second_mistake(tmp_path: Path) -> None:
    files = dict([follows(2, 1), record(1)])
    files["incidents/INC-2026-001.md"] = "---\nid: INC-2026-001\ntitle: a: b\n---\n"
    assert names(checked(tmp_path, files)) == ["yaml-syntax"]
    files["incidents/INC-2026-001.md"] = record(1)[1].replace("T09:00+09:00", " soon")
    assert names(checked(tmp_path, files)) == ["bad-time"]


def test_a_near_miss_of_an_id_is_suggested(tmp_path: Path) -> None:
    result = checked(tmp_path, dict([record(11), record(12, "related: [INC-2026-O11]\nnot_related: [INC-2026-0011]")]))
    assert [f.name for f in result.findings] == ["id-format", "dangling-reference"]
    assert "INC-2026-011" in result.findings[1].help


def test_an_id_used_three_times_is_reported_on_the_later_files(tmp_path: Path) -> None:
    text = record(1)[1]
    result = checked(tmp_path, {f"incidents/{folder}/INC-2026-001.md": text for folder in "abc"}, language="en")
    assert [(f.name, f.path) for f in result.findings] == [
        ("duplicate-id", "incidents/b/INC-2026-001.md"),
        ("duplicate-id", "incidents/c/INC-2026-001.md"),
    ]
    assert all("incidents/a/" in f.message for f in result.findings)
    assert result.unusable == (("INC-2026-001", "duplicate-id"), ("INC-2026-001", "duplicate-id"))
