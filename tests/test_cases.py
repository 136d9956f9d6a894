"""Whole folders: `furikaeri check` in each folder of tests/cases prints exactly its expected.txt.

FURIKAERI_REWRITE=1 writes what is printed now, to be read before it is committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main

CASES = Path(__file__).parent / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir())
AS_OF = "2026-11-01T00:00+09:00"
NUMBER_OF_CASES = 18


def printed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the command prints in a folder (args.json: more arguments), with the exit code as last line."""
    args = folder / "args.json"
    more = json.loads(args.read_text(encoding="utf-8")) if args.exists() else []
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["check", "--as-of", AS_OF, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return f"{result.output}[exit code {result.exit_code}]\n"


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_the_expected_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said, expected = printed(CASES / name, monkeypatch), CASES / name / "expected.txt"
    if os.environ.get("FURIKAERI_REWRITE"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_no_case_is_lost() -> None:
    assert len(NAMES) == NUMBER_OF_CASES
    assert {"seed-example", "no-record", "policy-slips"} <= set(NAMES)


def test_the_seeds_own_example_takes_thirty_minutes_from_detection_to_recovery() -> None:
    root = str(CASES / "seed-example")
    result = CliRunner().invoke(main, ["kpi", "--root", root, "--as-of", AS_OF, "--format", "json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.output)
    (april,) = [month for month in document["months"] if month["month"] == "2024-04"]
    assert april["mrt"]["mean"] == 30 and april["mrt"]["ids"] == ["INC-2024-001"]
    assert april["mtta"]["mean"] == 5
    assert april["mttr"]["mean"] is None and april["mttd"]["mean"] is None  # when it began is not written
