"""The JSON of a comparison keeps to its schema, in whatever language it was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from generator.exchange.diff import FORMATS, renderer
from generator.exchange.diff.document import document
from generator.model.comparison import Comparison
from generator.model.incident import Incident
from tests.exchange.diff.support import REVISIONS, comparison, nothing, words
from tests.measure.comparison.sides import compared
from tests.measure.comparison.test_properties import edits
from tests.measure.test_properties import FEW

SCHEMA = json.loads(Path(__file__).with_name("diff.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def printed(one: Comparison) -> dict[str, Any]:
    text = renderer("json")(one, REVISIONS, words("en"))
    assert text == renderer("json")(one, REVISIONS, words("ja"))
    found: dict[str, Any] = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return found


@pytest.mark.parametrize("one", [comparison(), nothing()])
def test_it_keeps_to_the_schema(one: Comparison) -> None:
    VALIDATOR.check_schema(SCHEMA)
    VALIDATOR.validate(printed(one))


@FEW
@given(pair=edits())
def test_whatever_differs_keeps_to_the_schema(pair: tuple[list[Incident], list[Incident]]) -> None:
    VALIDATOR.validate(printed(compared(*pair)))


def test_everything_happens_in_the_example() -> None:
    found = document(comparison(), REVISIONS)
    assert {state for state, rows in found["records"].items() if rows} == {"added", "removed", "changed", "broken"}
    assert {one["change"] for one in found["promises"]} == {"newly_missed", "no_longer_missed"}
    assert {one["change"] for one in found["recurrences"]} == {"found"}
    assert found["policy"] and found["contracts"] and found["total"]
    fields = {f["field"]: f["after"] for row in found["records"]["changed"] for f in row["fields"]}
    assert fields["resolved_at"].endswith("+09:00") and "actions.A1" in fields
    assert found["base"] == {
        "name": "main",
        "commit": "a" * 40,
        "merge_base": True,
        "records": {
            "read": 7, "counted": 6, "unusable": [{"id": "incidents/INC-2026-009 検索.md", "rule": "not-utf8"}],
            "excluded": [{"id": "incidents/INC-2026-009 検索.md", "reason": "unusable: not-utf8"}],
        },
    }  # fmt: skip


def test_nothing_is_said_as_nothing() -> None:
    found = printed(nothing())
    empty = ("months", "promises", "recurrences", "contracts", "policy")
    assert all(found[key] == [] for key in empty) and found["total"] is None
    assert not any(found["records"].values())


def test_the_formats() -> None:
    assert list(FORMATS) == ["text", "markdown", "json"]
    with pytest.raises(KeyError):
        renderer("html")
