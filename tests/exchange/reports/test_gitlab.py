"""GitLab's Code Quality report."""

from __future__ import annotations

import json

from hypothesis import example, given

from generator.check.report import visible
from generator.model.finding import Level
from tests.check.support import PATH, VALID
from tests.exchange.reports.support import NASTY, finding, paths, report, texts, validate


def test_the_documented_fields() -> None:
    found = [finding(f"{level}の文", level=level, line=4 + n) for n, level in enumerate(Level)]
    rows = json.loads(report("gitlab", found, prefix="ops"))
    assert all(set(row) == {"description", "check_name", "fingerprint", "severity", "location"} for row in rows)
    assert [(row["severity"], row["location"]) for row in rows] == [
        ("major", {"path": f"ops/{PATH}", "lines": {"begin": 4}}),
        ("minor", {"path": f"ops/{PATH}", "lines": {"begin": 5}}),
        ("info", {"path": f"ops/{PATH}", "lines": {"begin": 6}}),
    ]
    assert rows[0]["description"] == "errorの文 — help" and rows[0]["check_name"] == "unknown-value"


def test_no_finding_is_an_empty_list() -> None:
    assert report("gitlab") == "[]"


@given(texts, texts, paths)
@example(NASTY, NASTY, NASTY)
def test_whatever_a_record_says_is_valid_and_comes_back(message: str, help_: str, path: str) -> None:
    text = report("gitlab", [finding(message, help=help_, path=path)], files={path: VALID})
    validate("gitlab", text)
    assert not text.startswith("\N{BYTE ORDER MARK}")  # GitLab reads none
    (row,) = json.loads(text)
    assert row["location"]["path"] == path
    assert row["description"] == f"{visible(message)} — {visible(help_)}"
