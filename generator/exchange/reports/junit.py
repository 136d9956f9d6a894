"""JUnit XML as Jenkins and GitLab read it: a test case for each file, failed where the file has an error.

Both show one failure of a case, so all errors of a file stand in one; what does not fail goes to its
`system-out`, which Jenkins shows for every case and GitLab for failed ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from xml.etree import ElementTree as ET

from generator.check.check import Checked
from generator.check.report import masked, no_record, one_as_text, visible
from generator.exchange.reports.places import joined
from generator.model.finding import Finding, Level
from generator.model.policy import Language
from generator.read.records import FOLDER, Records

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMES = {"ja": "記録の検査", "en": "records"}


def render(checked: Checked, records: Records, *, language: Language, prefix: str, strict: bool) -> str:
    """Return the XML of one test suite; `strict` makes warnings failures."""
    failing = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        found[finding.path].append(finding._replace(path=joined(prefix, finding.path)))
    cases = [_case(path, found.get(path, []), records, prefix, failing) for path in _paths(records, found)]
    if checked.is_empty:
        cases.append(_failed(_empty_case(joined(prefix, FOLDER)), "no-record", no_record(records, language), ""))
    failures = sum(case.find("failure") is not None for case in cases)
    numbers = {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    suites = ET.Element("testsuites", {"name": "furikaeri", **numbers})
    suite = ET.SubElement(suites, "testsuite", {"name": f"furikaeri: {_NAMES[language]}", **numbers, "skipped": "0"})
    suite.extend(cases)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _paths(records: Records, found: dict[str, list[Finding]]) -> list[str]:
    paths = {record.path for record in (*records.incidents, *records.reviews)}
    return sorted(paths | found.keys() | ({records.policy.path} if records.policy.lines else set()))


def _case(path: str, found: list[Finding], records: Records, prefix: str, failing: set[Level]) -> ET.Element:
    name = joined(prefix, path)
    case, lines = _empty_case(name), records.lines_of(path) if found else ()
    lines = masked(lines, name, [finding for finding in found if finding.masked])
    failed = [finding for finding in found if finding.level in failing]
    if failed:
        first = failed[0]
        more = f" (+{len(failed) - 1})" if len(failed) > 1 else ""
        _failed(case, first.name, visible(first.message) + more, "\n\n".join(one_as_text(f, lines) for f in failed))
    said = [one_as_text(finding, lines) for finding in found if finding.level not in failing]
    if said:
        ET.SubElement(case, "system-out").text = legal("\n\n".join(said))
    return case


def _empty_case(path: str) -> ET.Element:
    """Return a case; the folder is its class, so that Jenkins groups by year."""
    folder = path.rpartition("/")[0].replace("/", ".")
    return ET.Element("testcase", {"classname": legal(folder or "furikaeri"), "name": legal(path)})


def _failed(case: ET.Element, kind: str, message: str, text: str) -> ET.Element:
    ET.SubElement(case, "failure", {"type": kind, "message": legal(message)}).text = legal(text or message)
    return case


def legal(text: str) -> str:
    """Return a text with only the characters that XML 1.0 can hold."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
