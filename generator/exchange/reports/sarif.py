"""SARIF 2.1.0: the rules, every finding, and as suppressed what is ignored."""

from __future__ import annotations

import json
from urllib.parse import quote

from generator import __version__
from generator.check.check import FOUND, OK, RULES, Checked
from generator.check.report import no_record, visible
from generator.exchange.reports.places import joined
from generator.exchange.reports.rule_text import descriptor
from generator.exchange.reports.shown import Shown, shown
from generator.model.finding import Ignored, Level
from generator.model.policy import Language
from generator.read.records import Records

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}
_BASE = "%SRCROOT%"
_INDEX = {rule.code: index for index, rule in enumerate(RULES)}


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return the log, with one run."""
    driver = {
        "name": "furikaeri",
        "version": __version__,
        "language": language,
        "rules": [descriptor(rule, LEVELS[rule.level], language) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the repository."}}},
        "invocations": [_invocation(checked, records, language, strict)],
        "results": [_result(item, prefix) for item in shown(checked, records, prefix)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _invocation(checked: Checked, records: Records, language: Language, strict: bool) -> dict[str, object]:
    code = checked.exit_code(strict)
    invocation: dict[str, object] = {"executionSuccessful": code in (OK, FOUND), "exitCode": code}
    if checked.is_empty:
        text = visible(no_record(records, language))
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": text}}]
    return invocation


def _result(item: Shown, prefix: str) -> dict[str, object]:
    found = item.finding
    region = {"startLine": found.position.line}
    if item.columns is not None:
        region |= {"startColumn": item.columns[0], "endColumn": item.columns[1]}
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": _INDEX[found.code],
        "level": LEVELS[found.level],
        "message": {"text": _plain("\n".join(item.sentences))},
        "locations": [_location(item.path, region)],
        "partialFingerprints": {"furikaeriFinding/v1": item.fingerprint},
    }
    if item.ignored is not None:
        result["suppressions"] = [_suppression(item.ignored, prefix)]
    return result


def _suppression(ignored: Ignored, prefix: str) -> dict[str, object]:
    why: dict[str, object] = {"status": "accepted", "justification": visible(ignored.reason)}
    path, _, line = ignored.where.rpartition(":")
    if not path or not line.isdecimal():
        return {"kind": "external", **why}
    return {"kind": "inSource", **why, "location": _location(joined(prefix, path), {"startLine": max(1, int(line))})}


def _location(path: str, region: dict[str, int]) -> dict[str, object]:
    artifact = {"uri": quote(path), "uriBaseId": _BASE}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _plain(text: str) -> str:
    """Return a message without what SARIF reads as a link, `[text](target)`: a record must not place one."""
    return text.replace("](", "] (")
