"""Findings that nobody would write, reports about them, and the published schemas."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import jsonschema
import xmlschema
from hypothesis import strategies as st

from generator.check.check import Checked, check
from generator.exchange.reports import renderer
from generator.model.finding import Finding, Ignored, Level, Position
from generator.model.policy import Language
from generator.read.record import parse_record
from generator.read.records import Records, read_policy
from tests.check.support import AS_OF, PATH, VALID

SCHEMAS = Path(__file__).parents[2] / "schemas"
CASES = Path(__file__).parents[2] / "cases"

#: Everything a format escapes, and what terminals, XML, Markdown and UTF-16 stumble over.
NASTY = (
    "%25 %0A,:;|=]]>`<&\"'[x](y)##[error]::warning::{0}\\ "
    "\r\n\t\x00\x07\x1b[31m\u2028\ufffe\N{RIGHT-TO-LEFT OVERRIDE}😀漢A"
)
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(NASTY), max_size=60)
paths = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0/") | st.sampled_from("%,:|=` #]漢😀\n"),
                min_size=1, max_size=30).map(lambda name: f"incidents/{name}.md")  # fmt: skip


def finding(
    message: str = "message", *, path: str = PATH, line: int = 4, column: int = 1, length: int = 8, **more: object
) -> Finding:
    values = {"code": "F123", "name": "unknown-value", "level": Level.ERROR, "help": "help", **more}
    return Finding(path=path, position=Position(line, column), length=length, message=message, **values)  # type: ignore[arg-type]


def records_of(files: dict[str, str]) -> Records:
    records = tuple(parse_record(text, path) for path, text in sorted(files.items()))
    return Records(Path("nowhere"), read_policy(Path("nowhere")), records, ())


@cache
def _clean() -> Checked:
    result = check(records_of({PATH: VALID}), AS_OF)
    assert result.findings == ()
    return result


def checked_with(
    findings: Sequence[Finding] = (), ignored: Sequence[Ignored] = (), records: int = 1, language: Language = "ja"
) -> Checked:
    inorder = tuple(sorted(findings, key=lambda found: found.sort_key))
    return _clean()._replace(findings=inorder, ignored=tuple(ignored), records=records, language=language)


def report(
    name: str,
    findings: Sequence[Finding] = (),
    *,
    ignored: Sequence[Ignored] = (),
    files: dict[str, str] | None = None,
    language: Language = "ja",
    prefix: str = "",
    strict: bool = False,
) -> str:
    """Return a report about made findings in made files (default: the valid record)."""
    files = {PATH: VALID} if files is None else files
    checked = checked_with(findings, ignored, len(files), language)
    return renderer(name)(checked, records_of(files), language=language, prefix=prefix, strict=strict)


@cache
def _validator(path: str) -> jsonschema.protocols.Validator:
    schema = json.loads((SCHEMAS / path).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)(schema)


@cache
def _junit() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMAS / "jenkins-xunit/junit-10.xsd"))


def validate(name: str, text: str) -> None:
    """Hold a report to the published schema of its format."""
    if name == "junit":
        _junit().validate(text)
    elif name == "gitlab":
        for row in json.loads(text):
            _validator("gitlab/codeclimate.json").validate(row)
    else:
        path = {"sarif": "sarif/sarif-2.1.0-rtm.5.json", "rdjson": "reviewdog/DiagnosticResult.jsonschema"}[name]
        _validator(path).validate(json.loads(text))
