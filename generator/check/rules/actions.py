"""F5xx (second half): actions whose dates do not fit."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

_A1 = "  - {{id: A1, title: プール監視を追加, kind: detect, owner: SRE, due: {due}, status: {status}}}"


def _example(due: str, status: str) -> Example:
    return Example("actions:\n" + _A1.format(due=due, status=status))


ACTION_OVERDUE = Rule(
    "F505", "action-overdue", Level.WARNING,
    ("対策 {id} の期限({due})を {days} 日過ぎています", "action {id} is {days} d past its due date ({due})"),
    ("済んだなら status: done と done_at を、まだなら新しい due を書いてください。やめるなら status: dropped です",
     "if it is done write status: done and done_at, else a new due date; if it is given up, status: dropped"),
    reason=(
        "振り返りで決めた対策は、期限を過ぎると忘れられがちです。同じ障害を防ぐ約束が守られているかを、記録が思い出させます。",
        "Actions are easily forgotten once their date has passed; the record reminds of what was promised.",
    ),
    bad=_example("2026-10-20", "open"),
    good=_example("2026-10-20", "done, done_at: 2026-10-19"),
)  # fmt: skip
DONE_IN_FUTURE = Rule(
    "F506", "action-done-in-future", Level.WARNING,
    ("対策 {id} の完了日({done})は未来の日付です", "action {id} is done on a future day ({done})"),
    ("予定なら due に、済んだなら実際の日を done_at に書いてください",
     "write a plan in due, and in done_at the day it was done"),
    reason=(
        "済んでいない対策が済んだものとして数えられます。",
        "Work that is not done yet is counted as done.",
    ),
    bad=_example("2026-11-30", "done, done_at: 2026-11-15"),
    good=_example("2026-11-30", "done, done_at: 2026-10-15"),
)  # fmt: skip
DONE_BEFORE = Rule(
    "F507", "action-done-before-incident", Level.WARNING,
    ("対策 {id} の完了日({done})は障害({began})より前です",
     "action {id} was done ({done}) before the incident ({began})"),
    ("done_at の年か月を確かめてください", "look at the year and month of done_at"),
    reason=(
        "振り返りから生まれた対策が、障害より前に済むことはありません。たいていは年か月の書き間違いです。",
        "An action that came out of an incident cannot be older than it; mostly the year or month is a slip.",
    ),
    bad=_example("2026-11-30", "done, done_at: 2025-10-15"),
    good=_example("2026-11-30", "done, done_at: 2026-10-15"),
)  # fmt: skip
DONE_BUT_OPEN = Rule(
    "F508", "action-open-with-done-date", Level.WARNING,
    ("対策 {id} は完了日(done_at)があるのに status が {status} です",
     "action {id} has done_at, but its status is {status}"),
    ("済んだなら status: done に、まだなら done_at を消してください",
     "if it is done write status: done, else remove done_at"),
    reason=(
        "完了かどうかが二通りに読め、一覧と集計が食い違います。",
        "It reads as done and as not done, so lists and counts disagree.",
    ),
    bad=_example("2026-11-30", "open, done_at: 2026-10-15"),
    good=_example("2026-11-30", "done, done_at: 2026-10-15"),
)  # fmt: skip

RULES = (ACTION_OVERDUE, DONE_IN_FUTURE, DONE_BEFORE, DONE_BUT_OPEN)
