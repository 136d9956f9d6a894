"""Required sections and fields, and text that must not reach a page."""

from __future__ import annotations

import re

from generator.check.rule import Report
from generator.check.rules.body import DUPLICATE_SECTION, EMPTY_SECTION, MISSING_SECTION
from generator.check.rules.fields import MISSING_FIELD
from generator.check.rules.safety import UNSAFE_HTML, UNSAFE_LINK
from generator.check.schema import RECORD
from generator.check.shape import Values
from generator.model.finding import Position
from generator.model.policy import Policy, Requirement
from generator.read.body import HEADINGS, RawSection, section_line
from generator.read.record import Record
from generator.read.tree import Node

_CODE = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?^ {0,3}\1|(`+)(?!`).*?(?<!`)\2(?!`)")
_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>\n]*>?")
_LINK = re.compile(r"(?i)\]\(\s*<?\s*((?:javascript|vbscript|data|file):[^)\s]*)")
_ADDRESS = re.compile(r"(?i)(https?://|mailto:|[a-z0-9_./#?-]*$)")
_EXAMPLE = {field.key: field.example for field in RECORD}


def check_required(record: Record, front: Node, values: Values, policy: Policy, report: Report) -> None:
    """Report sections and fields that the policy requires of a record like this and that are not there."""
    kind, status = str(values.get("kind", "incident")), str(values.get("status", ""))
    severity = str(values.get("severity", ""))
    present = {section.key for section in record.sections}
    asked: set[str] = set()
    for need in policy.requirements:
        if not _applies(need, kind, status, severity):
            continue
        for key in need.sections:
            if key not in present | asked:
                asked.add(key)
                ja, en = HEADINGS[key]
                where = front.key("status") or front
                report.add(MISSING_SECTION, where, heading_ja=ja, heading_en=en, severity=severity, status=status)
        for key in need.fields:
            if not _has(values, key) and key not in asked and front.get(key.split(".")[0]) is None:
                asked.add(key)
                report.add(MISSING_FIELD, front.key("status") or front, key=key, example=_EXAMPLE.get(key, "…"))


def _applies(need: Requirement, kind: str, status: str, severity: str) -> bool:
    severe = not need.severities or severity in need.severities
    return kind in need.kinds and status in need.statuses and severe


def _has(values: Values, path: str) -> bool:
    value: object = values
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value not in (None, "", (), {})


def check_sections(record: Record, report: Report) -> None:
    """Report empty and repeated sections, raw HTML and dangerous links."""
    seen: set[str] = set()
    for section in record.sections:
        if section.key and section.key in seen:
            report.add(DUPLICATE_SECTION, section.position, len(section.heading) + 3, heading=section.heading)
        seen.add(section.key)
        if section.is_empty:
            report.add(EMPTY_SECTION, section.position, len(section.heading) + 3, heading=section.heading)
        check_text(section, record, report)


def check_text(section: RawSection, record: Record, report: Report) -> None:
    """Report raw HTML (once a section: it is shown as text) and links that a page must not have."""
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), section.text)
    first = section_line(section, record.lines)
    for match in _LINK.finditer(text):
        report.add(UNSAFE_LINK, _position(text, match.start(1), first), len(match[1]), link=match[1])
    visible = re.sub(r"<!--.*?-->", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.S)
    if match := _HTML.search(visible):
        report.add(UNSAFE_HTML, _position(visible, match.start(), first), len(match[0]), tag=match[0])


def _position(text: str, offset: int, first: int) -> Position:
    return Position(first + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset))


def check_addresses(front: Node, report: Report) -> None:
    """Report addresses in the front matter that are no web, mail or relative address."""
    sources = front.get("sources")
    nodes = [item.get("url") or item for item in sources.items] if sources else []
    actions = front.get("actions")
    for action in actions.items if actions else ():
        nodes += [node for key in ("tracker", "evidence") if (node := action.get(key))]
    for node in nodes:
        if node.kind == "scalar" and not _ADDRESS.match(node.text.strip()):
            report.add(UNSAFE_LINK, node, link=node.text)
