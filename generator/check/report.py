"""Findings as text for people and as JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from generator.check.check import Checked
from generator.model.finding import Finding, Ignored, counts
from generator.model.policy import Language
from generator.read.records import Records

_MOVING = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, direction marks, halves of characters, line separators
SCHEMA = "furikaeri/findings/1"
LONGEST_LINE = 400  # characters of a line that are shown


def as_json(checked: Checked) -> str:
    """Return the document of SPEC 3; where something is ignored, with one more key that lists it."""
    rows = [
        {
            "code": f.code, "name": f.name, "level": f.level.value, "path": f.path, "line": f.position.line,
            "column": f.position.column, "message": f.message, "help": f.help,
        }
        for f in checked.findings
    ]  # fmt: skip
    document = {"schema": SCHEMA, "records": checked.records, "counts": counts(checked.findings), "findings": rows}
    if checked.ignored:
        document["ignored"] = [
            {
                "code": f.code, "name": f.name, "path": f.path, "line": f.position.line, "reason": reason,
                "where": where,
            }
            for f, reason, where in checked.ignored
        ]  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_report(checked: Checked, records: Records, language: Language) -> str:
    """Return the whole report for people: the findings, what is ignored, the closing line."""
    parts = [as_text(checked.findings, records) + "\n"] if checked.findings else []
    parts += [ignored_text(checked.ignored, language)] if checked.ignored else []
    return "\n".join([*parts, closing(checked, records, language)])


def as_text(findings: Iterable[Finding], records: Records) -> str:
    """Return each finding with its line, a caret, a note and help."""
    return "\n\n".join(one_as_text(finding, lines) for finding, lines in with_lines(findings, records))


def with_lines(findings: Iterable[Finding], records: Records) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Yield each finding, sorted by path, with the lines of its file as anybody may see them: without secrets."""
    for path, group in groupby(findings, key=lambda finding: finding.path):
        shown = list(group)
        lines = masked(records.lines_of(path), path, [finding for finding in shown if finding.masked])
        for finding in shown:
            yield finding, lines


def masked(lines: tuple[str, ...], path: str, secrets: Iterable[Finding]) -> tuple[str, ...]:
    """Return the lines of a file with `*` in place of every character that a masked finding marks."""
    changed: list[str] | None = None
    for secret in secrets:
        if secret.path == path and 0 < secret.position.line <= len(lines):
            changed = changed or list(lines)
            line, start = changed[secret.position.line - 1], secret.position.column - 1
            end = start + secret.length
            changed[secret.position.line - 1] = line[:start] + "*" * len(line[start:end]) + line[end:]
    return tuple(changed) if changed else lines


def one_as_text(finding: Finding, lines: tuple[str, ...]) -> str:
    """Return one finding, with the source line where there is one."""
    number = finding.position.line
    gutter = " " * len(str(number))
    parts = [
        f"{finding.level.value}[{finding.code}] {finding.name}: {visible(finding.message)}",
        f"{gutter}--> {visible(finding.path)}:{number}:{finding.position.column}",
    ]
    if 0 < number <= len(lines):
        line, start = _excerpt(lines[number - 1], finding.position.column - 1)
        before = width(line[:start])
        marked = line[start : start + finding.length]
        caret = " " * before + "^" * max(1, width(marked))
        parts += [f"{gutter} |", f"{number} | {visible(line)}", f"{gutter} | {caret}"]
    if finding.note:
        parts.append(f"{gutter} = note: {visible(finding.note)}")
    parts.append(f"{gutter} = help: {visible(finding.help)}")
    return "\n".join(parts)


def _excerpt(line: str, start: int) -> tuple[str, int]:
    """Return a line and where in it the mark begins; of one too long to be read, what stands around the mark."""
    if len(line) <= LONGEST_LINE:
        return line, start
    first = max(0, min(start, len(line)) - LONGEST_LINE // 4)
    shown = line[first : first + LONGEST_LINE]
    before, after = "…" if first else "", "…" if first + len(shown) < len(line) else ""
    return f"{before}{shown}{after}", start - first + len(before)


def visible(line: str) -> str:
    """Return a text as one line without what would move or colour a terminal (tab and line end become a space)."""
    if line.isprintable():  # nearly every text, and much faster than a look at every character
        return line
    return "".join(
        " " if c in "\t\n" else "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _MOVING else c for c in line
    )


def width(text: str) -> int:
    """Return the columns a text takes in a terminal: full-width characters take two."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def ignored_text(ignored: Iterable[Ignored], language: Language) -> str:
    """Return what is ignored, one line for each rule and reason."""
    by_rule = sorted(ignored, key=_rule_and_reason)
    groups = [(key, list(group)) for key, group in groupby(by_rule, key=_rule_and_reason)]
    ja = language == "ja"
    head = f"無視 {len(by_rule)} 件:" if ja else f"ignored {len(by_rule)}:"
    lines = []
    for (name, _, reason), group in groups:
        places = dict.fromkeys(item.where for item in group)
        first = next(iter(places))
        if first == "policy":
            where = "方針" if ja else "policy"
        else:
            more = len(places) - 1
            where = visible(first) + ((f" ほか {more} か所" if ja else f" and {more} more") if more else "")
        why = f"{where}: {visible(reason)}"
        lines.append(f"{name} ×{len(group)}" + (f"({why})" if ja else f" ({why})"))
    return f"{head} {lines[0]}" if len(lines) == 1 else "\n".join([head, *(f"  {line}" for line in lines)])


def _rule_and_reason(item: Ignored) -> tuple[str, bool, str]:
    return (item.finding.name, item.where != "policy", item.reason)


def closing(checked: Checked, records: Records, language: Language) -> str:
    """Return the last line of a report: the numbers, or that there is no record."""
    return no_record(records, language) if checked.is_empty else summary(checked, language)


def no_record(records: Records, language: Language) -> str:
    """Return what is said where `incidents/` holds no record."""
    folder = records.root / "incidents"
    if language == "ja":
        return f"{folder} に記録がありません。`furikaeri new` で作るか、INC-<年>-<番号>.md を置いてください"
    return f"no record in {folder}: make one with `furikaeri new`, or put INC-<year>-<number>.md files there"


def summary(checked: Checked, language: Language) -> str:
    """Return the closing line."""
    number = counts(checked.findings)
    if language == "ja":
        among = f"(全 {checked.records + checked.others} 件のうち変更のあったもの)" if checked.others else ""
        said = f"誤り {number['error']}、警告 {number['warning']}、助言 {number['advice']}"
        return f"{checked.records} 件の記録{among}: {said}"
    records = "1 record" if checked.records == 1 else f"{checked.records} records"
    among = f" (those changed, of {checked.records + checked.others})" if checked.others else ""
    return f"{records}{among}: errors {number['error']}, warnings {number['warning']}, advice {number['advice']}"
