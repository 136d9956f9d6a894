"""Fingerprints: the same finding keeps its own, and no two findings share one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.reports.shown import counting, shown
from generator.model.finding import Ignored, Level
from tests.check.support import PATH, VALID, checked, edited
from tests.exchange.reports.support import checked_with, finding, records_of, report, texts


def fingerprints(root: Path, text: str) -> dict[str, list[str]]:
    from generator.read.records import read

    result = checked(root, text)
    found: dict[str, list[str]] = {}
    for item in shown(result, read(root), ""):
        found.setdefault(item.finding.name, []).append(item.fingerprint)
    return found


BROKEN = edited(
    ("severity: P1", "severity: P9"),
    ("35%", "350%"),
    ("owner: SRE, due", "due"),
    ("kind: detect", "kind: look"),
    ("| 09:25 |", "| 9時 |"),
)


def test_inserted_lines_change_no_fingerprint(tmp_path: Path) -> None:
    before = fingerprints(tmp_path, BROKEN)
    assert len(before) >= 4
    more = edited(
        ("detection: alertmanager", "sources: []\nvisibility: internal\n\n# comment\ndetection: alertmanager"),
        ("## 概要\n", "## 学習事項\n\n十行\n\n## 概要\n"),
        text=BROKEN,
    )
    assert fingerprints(tmp_path, more) == before


def test_another_indent_changes_no_fingerprint(tmp_path: Path) -> None:
    before = fingerprints(tmp_path, BROKEN)
    assert fingerprints(tmp_path, edited(("  - {id: A1, ", "      -   {id: A1, "), text=BROKEN)) == before


def test_numbers_in_a_message_change_no_fingerprint() -> None:
    one, other = (
        shown(checked_with([finding(f"{minutes} 分遅れ")]), records_of({PATH: VALID}), "") for minutes in (61, 7200)
    )
    assert one[0].fingerprint == other[0].fingerprint


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    text = VALID.replace("| 09:25 | 緩和 | 再起動 | SRE |", "| 09:30 | 復旧 | 平常に戻る | SRE |")
    same = [finding(line=line) for line in (33, 34)]
    every = shown(checked_with(same), records_of({PATH: text}), "")
    assert every[0].line == every[1].line
    assert every[0].fingerprint != every[1].fingerprint


@pytest.mark.parametrize(
    "other",
    [
        finding("another message"),
        finding(name="other-rule"),
        finding(line=5),
        finding(column=11, length=2),
        finding(path="incidents/other.md"),
    ],
)
def test_what_differs_has_another_fingerprint(other: object) -> None:
    files = records_of({PATH: VALID, "incidents/other.md": VALID})
    every = shown(checked_with([finding(), other]), files, "")  # type: ignore[list-item]
    assert len({item.fingerprint for item in every}) == 2


@given(st.lists(st.builds(finding, texts, line=st.integers(1, 6), column=st.integers(1, 4)), max_size=12))
def test_no_two_findings_share_a_fingerprint(found: list) -> None:  # type: ignore[type-arg]
    rows = json.loads(report("gitlab", found))
    assert len({row["fingerprint"] for row in rows}) == len(found)


def test_to_ignore_one_of_two_equal_findings_leaves_the_other_its_fingerprint() -> None:
    first, second = finding(line=2), finding(line=999)
    files = records_of({PATH: VALID})
    before = shown(checked_with([first, second]), files, "")
    after = shown(checked_with([second], [Ignored(first, "理由", "policy")]), files, "")
    assert [item.fingerprint for item in after] == [item.fingerprint for item in before]
    assert [item.finding for item in counting(after)] == [second]


def test_a_finding_knows_its_line_and_its_path_in_the_repository() -> None:
    (item,) = shown(checked_with([finding(level=Level.ADVICE)]), records_of({PATH: VALID}), "a/b")
    assert item.path == f"a/b/{PATH}" and item.line == "severity: P1"
