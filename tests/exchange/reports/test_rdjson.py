"""The Reviewdog Diagnostic Format."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model.finding import Level
from tests.check.support import PATH
from tests.exchange.reports.support import NASTY, finding, paths, report, texts, validate


def test_one_diagnostic() -> None:
    document = json.loads(report("rdjson", [finding(note="note", line=4, column=11, length=2)], prefix="ops"))
    assert document == {
        "source": {"name": "furikaeri"},
        "severity": "ERROR",
        "diagnostics": [
            {
                "message": "unknown-value: message\nnote\nhelp",
                "location": {
                    "path": f"ops/{PATH}",
                    "range": {"start": {"line": 4, "column": 11}, "end": {"line": 4, "column": 13}},
                },
                "severity": "ERROR",
                "code": {"value": "F123"},
            }
        ],
    }


@pytest.mark.parametrize(
    ("levels", "severity"),
    [
        ([Level.ADVICE], "INFO"),
        ([Level.ADVICE, Level.WARNING], "WARNING"),
        ([Level.WARNING, Level.ERROR, Level.ADVICE], "ERROR"),
        ([], None),
    ],
)
def test_the_severity_is_that_of_the_gravest(levels: list[Level], severity: str | None) -> None:
    document = json.loads(report("rdjson", [finding(str(n), level=level) for n, level in enumerate(levels)]))
    assert document.get("severity") == severity and len(document["diagnostics"]) == len(levels)


@given(st.text(st.sampled_from("aé漢😀 "), min_size=1, max_size=20), st.data())
def test_columns_are_bytes_and_the_end_is_exclusive(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    length = data.draw(st.integers(1, len(line) - start))
    text = report("rdjson", [finding(line=1, column=start + 1, length=length)], files={PATH: line})
    place = json.loads(text)["diagnostics"][0]["location"]["range"]
    first, after = place["start"]["column"] - 1, place["end"]["column"] - 1
    assert line.encode()[first:after].decode() == line[start : start + length]


def test_without_the_line_there_is_no_column() -> None:
    text = report("rdjson", [finding(line=999)])
    validate("rdjson", text)
    assert json.loads(text)["diagnostics"][0]["location"]["range"] == {"start": {"line": 999}}


@given(texts, paths)
@example(NASTY, NASTY)
def test_whatever_a_record_says_is_valid(message: str, path: str) -> None:
    text = report("rdjson", [finding(message, path=path)], files={path: message})
    validate("rdjson", text)
    assert json.loads(text)["diagnostics"][0]["location"]["path"] == path
