"""What holds whatever files hold: no traceback, findings sorted, each inside its file, the same in every report."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import settings

from generator.check.check import Checked, check
from generator.check.fix.plan import plan
from generator.check.record import check_record
from generator.check.sets.cache import load, save
from generator.check.sets.known import known_of
from generator.cli.colour import as_coloured
from generator.exchange.reports import FORMATS, renderer
from generator.model.finding import Finding, Level
from generator.read.record import decode
from generator.read.records import Records, read
from tests.check.support import AS_OF

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
ANSI = re.compile(r"\x1b\[[\d;]*m")
#: Each way of asking: the day of the check, and the instant after which times are errors.
ASKED = ((AS_OF, AS_OF), (LONG_AGO, LONG_AGO), (AS_OF, None))


def examples(few: int) -> settings:
    """Return settings for so many examples; FURIKAERI_EXAMPLES=20000 asks for that many instead."""
    return settings(max_examples=int(os.environ.get("FURIKAERI_EXAMPLES", few)), deadline=None)


def lines_in(data: bytes) -> list[str]:
    """Return the lines of a file as an editor shows them, whatever is in it."""
    text, problem = decode(data)
    if problem is not None:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def lies_inside(finding: Finding, lines: list[str]) -> bool:
    """Tell whether what a finding marks is in the file; what is missing may be marked behind the end of a line."""
    line, column = finding.position
    if not 1 <= line <= len(lines) or finding.length < 1:
        return False
    width = len(lines[line - 1])
    return 1 <= column <= width + 1 and (column - 1 + finding.length <= width or finding.length == 1)


def hold(root: Path) -> Checked:
    """Check the files of a root in every way and hold the laws; return the plain check in Japanese."""
    records = read(root)
    results = []
    for as_of, future in ASKED:
        japanese = check(records, as_of, language="ja", future=future)
        english = check(records, as_of, language="en", future=future)
        assert sorted(_places(japanese)) == sorted(_places(english))
        results += [japanese, english]
    assert check(read(root), AS_OF, language="ja", future=AS_OF) == results[0]
    lines = {record.path: lines_in((root / record.path).read_bytes()) for record in (*records.incidents,
                                                                                     *records.reviews)}  # fmt: skip
    for result in results:
        assert list(result.findings) == sorted(result.findings, key=lambda finding: finding.sort_key)
        assert result.records == len(records.incidents) and result.exit_code() in (0, 1, 3)
        assert len(result.incidents) + len(result.unusable) == len(records.incidents)
        wrong = {finding.path for finding in result.findings if finding.level is Level.ERROR}
        assert len(result.reviews) == sum(note.path not in wrong for note in records.reviews)
        for finding in (*result.findings, *(one.finding for one in result.ignored)):
            assert finding.message and finding.help
            assert lies_inside(finding, lines[finding.path]), finding
    for result in results[:2]:
        _hold_reports(result, records)
    _hold_mends(records, results[0])
    _hold_cache(root, records, results[0])
    return results[0]


def _places(result: Checked) -> list[tuple[str, str, tuple[int, int], int]]:
    return [(finding.path, finding.code, finding.position, finding.length) for finding in result.findings]


def _hold_reports(result: Checked, records: Records) -> None:
    """Render every format; each tells of every finding."""
    said = {form: renderer(form)(result, records, language=result.language, prefix="ops", strict=True)
            for form in FORMATS}  # fmt: skip
    number = len(result.findings)
    said["coloured"] = as_coloured(result, records, result.language)
    assert ANSI.sub("", said["coloured"]) == said["text"]
    for form, text in said.items():
        assert text.encode("utf-8"), form
    assert len(json.loads(said["json"])["findings"]) == number
    assert len(json.loads(said["gitlab"])) == number
    assert len(json.loads(said["rdjson"])["diagnostics"]) == number
    runs = json.loads(said["sarif"])["runs"]
    assert sum("suppressions" not in one for one in runs[0]["results"]) == number
    ElementTree.fromstring(said["junit"])  # our own text
    assert sum(line.startswith("::") for line in said["github"].split("\n")) == number


def _hold_mends(records: Records, result: Checked) -> None:
    """Plan every mend, write nothing."""
    for mend in plan(records, result.policy, as_of=AS_OF):
        assert mend.changes or mend.left
        assert mend.old.encode("utf-8") == (records.root / mend.path).read_bytes()


def _hold_cache(root: Path, records: Records, result: Checked) -> None:
    """What is known of records is kept as it is."""
    known = [known_of(record, check_record(record, result.policy, None)[2]) for record in records.incidents]
    save(root, ((str(number), one) for number, one in enumerate(known)))
    kept = load(root)
    assert [kept.known(one.path, row) for row, one in enumerate(known)] == known
