"""A comparison in which everything happens once, and its two commits."""

from __future__ import annotations

import datetime as dt

from generator.measure.comparison.compare import compare
from generator.model.comparison import Comparison, Revision
from generator.model.incident import Action, Incident
from generator.model.policy import Language
from generator.model.words import Words
from generator.read.words import words as words_of
from tests.measure.comparison.sides import side
from tests.measure.made import POLICY, TOKYO, at, made

REVISIONS = (Revision("main", "a" * 40, True), Revision("HEAD", "b" * 40))


def words(language: Language) -> Words:
    return words_of(language, TOKYO)


def one(number: int, day: str, minutes: int = 30, *, title: str = "予約が失敗する", **values: object) -> Incident:
    """Return an incident that was detected after 5 minutes, responded to after 7 and resolved after `minutes`."""
    start = at(f"{day} 09:00")
    times = {"started": start, "detected": start + dt.timedelta(minutes=5), "acked": start + dt.timedelta(minutes=7)}
    return made(number, **times, resolved=start + dt.timedelta(minutes=minutes), title=title, **values)


def comparison(title: str = "予約が失敗する") -> Comparison:
    """Return a comparison with every kind of difference; `title` is that of the records."""
    before = [
        one(1, "03-10", fingerprint="pool"), one(2, "03-20", 90), one(3, "04-02"), one(4, "04-05"),
        one(5, "02-10"), one(8, "05-20"),
    ]  # fmt: skip
    after = [
        before[0]._replace(resolved_at=at("03-10 11:00"), title=title, cause_summary="上限が低すぎた。" * 30,
                           actions=(Action("A1", "監視", "detect", "open", due=dt.date(2026, 7, 1)),)),
        one(6, "03-25", 600, title=title, fingerprint="pool", severity="P0"),
        before[3]._replace(kind="drill"),
        before[4]._replace(acknowledged_at=at("02-10 11:00"), resolved_at=at("02-10 12:00")),
        one(7, "01-05", title=title), before[5],
    ]  # fmt: skip
    keys = {"recurrence.window_days": "30", "severities": ["P0", "P1", "P2", "P3"]}
    old = side(before, keys=keys, unusable=(("incidents/INC-2026-009 検索.md", "not-utf8"),))
    changed = {**keys, "recurrence.window_days": "20", "escalation.level4.ja": None, "drills.per_quarter": "2"}
    new = side(after, policy=POLICY._replace(recurrence_days=20), keys=changed, unusable=(
        ("incidents/INC-2026-009 検索.md", "not-utf8"), ("INC-2026-003", "unknown-value")))  # fmt: skip
    return compare(old, new)


def nothing() -> Comparison:
    return compare(side([one(1, "03-10")]), side([one(1, "03-10")]))
