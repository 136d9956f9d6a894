"""The proof: edits that do more than they should are refused, whoever makes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check.fix.draft import Draft, Setting
from generator.check.fix.text import Edit, Text
from generator.check.fix.verify import objection
from generator.check.policy import read_policy
from generator.read.record import parse_record
from generator.read.records import read_policy as read_file
from tests.check.support import AS_OF, PATH, VALID, edited


def judged(tmp_path: Path, old: str, new: str, text: str = VALID, key: str = "") -> str:
    """Return the objection (in English) to replacing `old` by `new` in a record, "" where there is none."""
    setting = Setting(read_policy(read_file(tmp_path))[0], AS_OF)
    before = text[: text.index(old)]
    edit = Edit(before.count("\n") + 1, len(before) - before.rfind("\n") - 1, 0, new, key)
    edit = Edit(edit.line, edit.start, edit.start + len(old), new, key)
    draft = Draft(Text.of(text), parse_record(text, PATH), setting)
    why = objection(draft, draft.edited([edit]), [edit])
    return why[1] if why else ""


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("severity: P1", "severity: P2", ""),
        ("severity: P1", "severity: P2", "started_at"),
        ("severity: P1", "severity: P2", "severity"),  # it could be read before
        ("severity: P1", "mine: P1", "severity"),
        ("severity: P1", "severity: 'P1'", ""),
        ("title:", "kind: drill # ", "title"),
        ("2026-10-03T09:05+09:00", "2026-10-03T09:06+09:00", "detected_at"),
        ("owner: SRE", "owner: SRE2", "actions"),
        ("| 09:07 |", "| 09:08 |", "timeline"),
        ("| 着手 |", "| 着手した |", "timeline"),
        ("| 着手 |", "| 着手した |", ""),
        ("id: INC", "id: [", "id"),
    ],
)
def test_another_value(old: str, new: str, key: str, tmp_path: Path) -> None:
    assert judged(tmp_path, old, new, key=key) == "other values would change"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("予約に失敗した。", "予約に失敗した。 ", ""),
        ("予約に失敗した。", "予約に失敗。", "timeline"),
        ("## 概要", "## 概要 ", ""),
        ("|---|---|---|---|", "|--|---|---|---|", ""),
        ("予約に失敗した。", "予約に\n失敗した。", ""),
    ],
)
def test_another_text(old: str, new: str, key: str, tmp_path: Path) -> None:
    assert judged(tmp_path, old, new, key=key) == "other text would change"


def test_a_finding_that_was_not_there(tmp_path: Path) -> None:
    text = edited(("started_at: 2026-10-03T09:00+09:00", "started_at: soon"))
    said = judged(tmp_path, "soon", "2026-10-03T09:06+09:00", text, "started_at")
    assert said == "mending would bring up detected-before-started"
    assert judged(tmp_path, "soon", "2026-10-03T09:00+09:00", text, "started_at") == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [("severity: P1\nstatus", "severity: P1  \nstatus"), ("| 警報 | 監視 |", "| 警報 | 監視 | "), ("# x", "# y")],
)
def test_what_is_no_value(old: str, new: str, tmp_path: Path) -> None:
    text = edited(("title:", "# x\ntitle:"))
    assert judged(tmp_path, old.split("\n", maxsplit=1)[0], new.split("\n", maxsplit=1)[0], text) == ""
