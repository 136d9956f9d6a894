"""Cells that should name a team or a role: owners, teams, and who did what in the timeline."""

from __future__ import annotations

from collections.abc import Sequence

from generator.check.prose.names import is_person
from generator.check.rule import Report
from generator.check.rules.wording import PERSON_NAMED
from generator.check.timeline import Placed
from generator.model.finding import Position
from generator.read.node import Node
from generator.read.record import Record


def check_people(record: Record, front: Node, placed: Sequence[Placed], report: Report) -> None:
    """Report owners, teams and the timeline's people that look like one person."""
    response, actions = front.get("response"), front.get("actions")
    cells = [item.get("owner") for item in actions.items] if actions is not None and actions.kind == "list" else []
    cells += [response.get("team") if response is not None else None, front.get("facilitator_role")]
    for node in cells:
        if node is not None and node.kind == "scalar" and is_person(node.text):
            report.add(PERSON_NAMED, node, text=node.text.strip())
    persons = {who for who in {row.who for row, _ in placed} if who and is_person(who)}
    lines = record.lines if persons else ()
    for row, raw in placed if persons else ():
        if row.who in persons and not row.who.endswith(("さん", "氏", "様")):
            column = lines[raw.line - 1].rfind(row.who)
            report.add(PERSON_NAMED, Position(raw.line, max(0, column) + 1), len(row.who), text=row.who)
