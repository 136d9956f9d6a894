"""Required sections and fields, and text that must not reach a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import islice

from generator.check.rule import Report
from generator.check.rules.body import DUPLICATE_SECTION, EMPTY_SECTION, MISSING_SECTION, UNCLOSED
from generator.check.rules.fields import MISSING_FIELD
from generator.check.rules.safety import UNSAFE_HTML, UNSAFE_LINK
from generator.check.schema import RECORD
from generator.check.shape import Values, meant_in
from generator.model.finding import Position
from generator.model.policy import Policy, Requirement
from generator.read.body import COMMENT, HEADINGS, RawSection, fence_after
from generator.read.node import NULLS, Lines, Node
from generator.read.record import Record

_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>\n]*>?")
_LINK = re.compile(r"(?im)(?:\]\(|^ {0,3}\[[^\]\n]+\]:)[\s<]*((?:javascript|vbscript|data|file):[^)\s]*)")
_LOOKED_AT = 40  # headings that are no template's: who has more of them has not misspelt one
_ALIKE = 0.6  # headings that are more alike than this are one that was misspelt
_MOST = 50  # links reported in one section: more of the same help nobody
_SUSPECTS = ("<", "](", "]:")  # without one of these there is neither a tag nor a link
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//")
_ALLOWED = re.compile(r"(?i)https?:|mailto:")
_SKIPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")  # browsers look past them
_EXAMPLE = {field.key: field.example for field in RECORD}


def check_required(record: Record, front: Node, values: Values, policy: Policy, report: Report) -> None:
    """Report sections and fields that the policy requires of a record like this and that are not there."""
    kind, status = str(values.get("kind", "incident")), str(values.get("status", ""))
    severity = str(values.get("severity", ""))
    present = {section.key for section in record.sections}
    waiting = {section.key: section for section in record.sections if section.is_empty} if _lasts(record) else {}
    asked = meant_in(report) if report.hits else set()  # a misspelt field is said already
    for need in policy.requirements:
        if not _applies(need, kind, status, severity):
            continue
        for key in need.sections:
            if key in waiting:
                _report_empty(waiting.pop(key), report)
            if key not in present | asked:
                asked.add(key)
                ja, en = HEADINGS[key]
                where = front.key("status") or front
                report.add(
                    MISSING_SECTION, where, heading_ja=ja, heading_en=en, severity=severity, status=status,
                    **_near(record, (ja, en)),
                )  # fmt: skip
        for key in need.fields:
            if key not in asked and not _has(values, key) and not _is_written(front, values, key):
                asked.add(key)
                report.add(MISSING_FIELD, front.key("status") or front, key=key, example=_EXAMPLE.get(key, "…"))


def _near(record: Record, headings: tuple[str, str]) -> dict[str, str]:
    """Return where a section stands whose heading is nearly the missing one."""
    from difflib import SequenceMatcher  # only a mistake needs it

    others = (section for section in record.sections if not section.key and section.heading.strip())
    for section in islice(others, _LOOKED_AT):
        said = section.heading.strip().lower()
        for heading in headings:
            wanted = heading.lower()
            if said in wanted or wanted in said or SequenceMatcher(None, said, wanted).ratio() > _ALIKE:
                line = section.position.line
                return {
                    "near_ja": f"。{line} 行目の「{section.heading}」のことなら、見出しを改めてください",
                    "near_en": f"; if line {line} (`{section.heading}`) is meant, change its heading",
                }  # fmt: skip
    return {"near_ja": "", "near_en": ""}


def _applies(need: Requirement, kind: str, status: str, severity: str) -> bool:
    severe = not need.severities or severity in need.severities
    return kind in need.kinds and status in need.statuses and severe


def _has(values: Values, path: str) -> bool:
    value: object = values
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value not in (None, "", (), {})


def _is_written(front: Node, values: Values, path: str) -> bool:
    """Tell whether something without a value is written there: `unknown`, or what has been reported already."""
    node: Node | None = front
    value: object = values
    for key in path.split("."):
        node = node.get(key) if node else None
        value = value.get(key) if isinstance(value, dict) else None
        if node is not None and value in (None, "", (), {}):
            return bool(node.items or node.entries or node.text.strip() not in NULLS)
    return False


def check_sections(record: Record, report: Report) -> None:
    """Report empty and repeated sections, raw HTML and dangerous links.

    While an incident lasts a section may wait for its text, unless the policy asks for it (see `check_required`).
    """
    seen: set[str] = set()
    lasts = _lasts(record)
    text = record.text or ""
    is_suspect = any(text.find(sign, record.body_at) >= 0 for sign in _SUSPECTS)
    for section in record.sections:
        if section.key and section.key in seen:
            report.add(DUPLICATE_SECTION, section.position, len(section.heading) + 3, heading=section.heading)
        seen.add(section.key)
        if section.is_empty and not lasts:
            _report_empty(section, report)
        if is_suspect and any(sign in section.text for sign in _SUSPECTS):
            check_text(section, report)
    _check_closed(record, report)


def _check_closed(record: Record, report: Report) -> None:
    """Report the code block that no line closes: it runs to the file's end, so it begins in the last section."""
    last = record.sections[-1] if record.sections else None
    text, line = (last.text, last.line) if last else (record.body, 0)
    if "```" not in text and "~~~" not in text:
        return
    line = line or (record.text or "").count("\n", 0, record.body_at) + 1
    fence, opened = "", Position()
    for number, written in enumerate(text.split("\n"), line):
        after = fence_after(written, fence)
        if after and not fence:
            opened = Position(number, written.index(after) + 1)
        fence = after
    if fence:
        words = {"what_ja": "コードブロック", "what_en": "the code block", "close": fence}
        report.add(UNCLOSED, opened, len(fence), **words)


def _lasts(record: Record) -> bool:
    status = record.front.get("status") if record.front else None
    return status is not None and status.text in ("open", "mitigated")


def _report_empty(section: RawSection, report: Report) -> None:
    report.add(EMPTY_SECTION, section.position, len(section.heading) + 3, heading=section.heading)


def check_text(section: RawSection, report: Report) -> None:
    """Report raw HTML (once a section: it is shown as text) and links that a page must not have."""
    text = without_code(section.text)
    line, counted = section.line, 0
    for match in islice(_LINK.finditer(text), _MOST):
        start = match.start(1)
        line += text.count("\n", counted, start)
        counted = start
        report.add(UNSAFE_LINK, Position(line, start - text.rfind("\n", 0, start)), len(match[1]), link=match[1])
    if text.rfind("<!--") > text.rfind("-->"):
        at = text.find("<!--", text.rfind("-->") + 1)
        words = {"what_ja": "コメント", "what_en": "the comment", "close": "-->"}
        report.add(UNCLOSED, Lines(text, section.line).at(at), 4, **words)
    visible = COMMENT.sub(lambda match: blank(match[0]), text)
    if tag := _HTML.search(visible):
        report.add(UNSAFE_HTML, Lines(visible, section.line).at(tag.start()), len(tag[0]), tag=tag[0])


def without_code(text: str) -> str:
    """Return a text with blanks in place of its code, blocks and spans; every other character keeps its place."""
    lines, fence = [], ""
    for line in text.split("\n"):
        after = fence_after(line, fence)
        lines.append(blank(line) if fence or after else line)
        fence = after
    plain = "\n".join(lines)
    marks = [(mark.start(), mark.end()) for mark in re.finditer("`+", plain)]
    same: defaultdict[int, list[int]] = defaultdict(list)  # a span ends at the next mark of the same length
    for index, (start, end) in enumerate(marks):
        same[end - start].append(index)
    parts, at, index = [], 0, 0
    while index < len(marks):
        start, end = marks[index]
        later = same[end - start]
        following = bisect_right(later, index)
        if following < len(later):
            index = later[following]
            parts += [plain[at:start], blank(plain[start : marks[index][1]])]
            at = marks[index][1]
        index += 1
    return "".join([*parts, plain[at:]])


def blank(text: str) -> str:
    """Return a text with a space for every character but line ends."""
    return re.sub(r"[^\n]", " ", text)


def check_addresses(front: Node, report: Report) -> None:
    """Report addresses in the front matter that are no web, mail or relative address."""
    sources = front.get("sources")
    nodes = [item.get("url") or item for item in sources.items] if sources else []
    actions = front.get("actions")
    for action in actions.items if actions else ():
        nodes += [node for key in ("tracker", "evidence") if (node := action.get(key))]
    for node in nodes:
        text = _SKIPPED.sub("", node.text) if node.kind == "scalar" else ""
        if _SCHEME.match(text) and not _ALLOWED.match(text):
            report.add(UNSAFE_LINK, node, link=node.text)
