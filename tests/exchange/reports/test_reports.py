"""Every format, about the records of tests/cases and of this repository."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.check.check import Checked, check
from generator.cli.colour import as_coloured
from generator.exchange.reports import FORMATS, automatic, renderer
from generator.exchange.reports.step_summary import summary
from generator.model.finding import Ignored
from generator.model.policy import Language
from generator.read.records import Records, read
from tests.check.support import AS_OF, PATH, edited, put
from tests.exchange.reports.runner import commands
from tests.exchange.reports.support import CASES, finding, report, validate

NAMES = sorted(folder.name for folder in CASES.iterdir())
WITH_SCHEMA = ("gitlab", "sarif", "junit", "rdjson")


def read_and_checked(name: str, language: Language) -> tuple[Checked, Records]:
    records = read(CASES / name)
    return check(records, AS_OF, language=language, future=AS_OF), records


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_case_is_valid_in_every_format_and_loses_no_finding(name: str, language: Language) -> None:
    checked, records = read_and_checked(name, language)
    said = {
        form: renderer(form)(checked, records, language=language, prefix="a/b", strict=False)
        for form in ("github", *WITH_SCHEMA)
    }
    for form in WITH_SCHEMA:
        validate(form, said[form])
    number = len(checked.findings)
    assert len(commands(said["github"])) == number
    assert len(json.loads(said["gitlab"])) == number
    assert len({row["fingerprint"] for row in json.loads(said["gitlab"])}) == number
    assert len(json.loads(said["rdjson"])["diagnostics"]) == number
    assert len(json.loads(said["sarif"])["runs"][0]["results"]) == number
    shown = "".join(ET.fromstring(said["junit"]).itertext())
    assert shown.count("--> a/b/incidents") == number
    broken = {f.path for f in checked.findings if f.level.value == "error"}
    assert said["junit"].count("<failure") == len(broken) + (checked.records == 0)


def test_the_cases_have_errors_warnings_and_every_kind_of_ending() -> None:
    every = [read_and_checked(name, "ja")[0] for name in NAMES]
    assert {f.level.value for checked in every for f in checked.findings} >= {"error", "warning"}
    assert {checked.exit_code() for checked in every} == {0, 1, 2, 3}


def test_the_repositorys_own_records_are_valid_in_every_format() -> None:
    records = read(Path(__file__).parents[3])
    checked = check(records, AS_OF, future=AS_OF)
    for form in WITH_SCHEMA:
        validate(form, renderer(form)(checked, records, language="ja", prefix="", strict=True))


@pytest.mark.parametrize("form", [*FORMATS, "colour", "summary"])
def test_no_format_shows_a_secret(form: str, tmp_path: Path) -> None:
    first, second = "AKIA" + "IOSFODNN7ABCDEFG", "himitsu" + "2026"
    text = edited(("予約の作成。", f"鍵 {first}、パスワード: {second} を失効させた。"))
    records = read(put(tmp_path, {PATH: text}))
    checked = check(records, AS_OF, language="ja", future=AS_OF)
    assert [f.name for f in checked.findings] == ["secret-found", "secret-found"]
    if form == "colour":
        said = as_coloured(checked, records, "ja")
    elif form == "summary":
        said = summary(checked, records, language="ja", prefix="", environ={}, limit=100_000)
    else:
        said = renderer(form)(checked, records, language="ja", prefix="a/b", strict=False)
    assert first not in said and second not in said
    assert "*" * len(first) in said or form not in ("text", "junit", "colour")


@pytest.mark.parametrize("form", ["github", "gitlab", "rdjson", "junit"])
def test_what_is_ignored_is_no_finding_of_the_formats_that_know_no_reasons(form: str) -> None:
    assert report(form, [finding("a")], ignored=[Ignored(finding("b"), "理由", "policy")]) == report(
        form, [finding("a")]
    )


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_the_same_every_time_and_ends_without_a_line_end(form: str) -> None:
    once, again = (
        renderer(form)(*read_and_checked("fields", "ja"), language="ja", prefix="", strict=False) for _ in range(2)
    )
    assert once == again and once == once.rstrip("\n")


def test_every_format_has_a_module_and_no_other_has() -> None:
    for form, module in FORMATS.items():
        assert renderer(form) is importlib.import_module(module).render
    with pytest.raises(KeyError):
        renderer("xml")


def test_only_a_step_of_github_actions_gets_annotations_unasked() -> None:
    assert automatic({"GITHUB_ACTIONS": "true"}) == "github"
    assert automatic({}) == automatic({"GITHUB_ACTIONS": ""}) == automatic({"CI": "true"}) == "text"
