"""F2xx: milestones and their order."""

from __future__ import annotations

from itertools import combinations

from generator.check.rule import Rule
from generator.model.finding import Level
from generator.model.incident import MILESTONES

BAD_TIME = Rule(
    "F220", "bad-time", Level.ERROR,
    ("`{key}` の「{text}」は時刻として読めません", "`{key}`: `{text}` is not a time"),
    ("YYYY-MM-DDTHH:MM+09:00 の形か、分からなければ unknown と書いてください 例: 2026-10-03T09:00+09:00",
     "write YYYY-MM-DDTHH:MM+09:00, or unknown where nobody knows, e.g. 2026-10-03T09:00+09:00"),
)  # fmt: skip
NONEXISTENT = Rule(
    "F221", "nonexistent-local-time", Level.ERROR,
    ("`{key}` の {text} は {zone} に存在しない時刻です", "`{key}`: {text} does not exist in {zone}"),
    ("夏時間の切り替わりです。オフセットを付けてください 例: 2024-03-10T03:30-04:00",
     "the clocks go forward there; add the offset, e.g. 2024-03-10T03:30-04:00"),
)  # fmt: skip
AMBIGUOUS = Rule(
    "F222", "ambiguous-local-time", Level.ERROR,
    ("`{key}` の {text} は {zone} に二度あります", "`{key}`: {text} exists twice in {zone}"),
    ("夏時間の切り替わりです。オフセットを付けてください 例: 2024-11-03T01:30-05:00",
     "the clocks go back there; add the offset, e.g. 2024-11-03T01:30-05:00"),
)  # fmt: skip
IN_FUTURE = Rule(
    "F223", "time-in-future", Level.ERROR,
    ("`{key}` の {text} は未来の時刻です", "`{key}`: {text} lies in the future"),
    ("時刻か年を直してください", "correct the time or the year"),
    ("判定の時刻は {as_of}", "judged at {as_of}"),
)  # fmt: skip
MISSING_MILESTONE = Rule(
    "F224", "missing-milestone", Level.ERROR,
    ("status が {status} なのに `{key}` がありません", "status is {status}, but `{key}` is missing"),
    ("時刻を書くか、分からなければ `{key}: unknown` と書いてください",
     "write the time, or `{key}: unknown` where nobody knows"),
)  # fmt: skip
NO_DAY = Rule(
    "F225", "day-unknown", Level.WARNING,
    ("発生も検知も分からず、どの月にも数えられません",
     "neither start nor detection is known: the record belongs to no month"),
    ("日だけでも分かれば `occurred_on: YYYY-MM-DD` を書いてください",
     "if at least the day is known, write `occurred_on: YYYY-MM-DD`"),
)  # fmt: skip
NEEDLESS_DAY = Rule(
    "F226", "day-needless", Level.ERROR,
    ("`occurred_on` は発生も検知も分からないときだけ書けます",
     "`occurred_on` is only for records without a known start and detection"),
    ("`occurred_on` を消してください", "remove `occurred_on`"),
)  # fmt: skip
STATUS_CONTRADICTS = Rule(
    "F227", "status-contradicts-milestone", Level.ERROR,
    ("status が {status} なのに `{key}` が書かれています", "status is {status}, but `{key}` is set"),
    ("status を {wanted} にするか、時刻を消してください", "set status to {wanted}, or remove the time"),
)  # fmt: skip
REPORT_EARLY = Rule(
    "F228", "report-before-resolved", Level.ERROR,
    ("`report_at` は `resolved_at` より前です", "`report_at` is before `resolved_at`"),
    ("最終報告は復旧の後です。どちらかの時刻を直してください",
     "the final report follows recovery; correct one of the times"),
)  # fmt: skip
OUT_OF_ORDER = Rule(
    "F208", "milestones-out-of-order", Level.ERROR,
    ("`{later}` は `{earlier}` より前です", "`{later}` is before `{earlier}`"),
    ("二つの時刻かオフセットを直してください", "correct one of the two times, or its offset"),
    ("`{earlier}` は {at}({line} 行目)", "`{earlier}` is {at} (line {line})"),
)  # fmt: skip


def _pair(code: str, earlier: str, later: str) -> Rule:
    name = f"{later.removesuffix('_at')}-before-{earlier.removesuffix('_at')}"
    return Rule(code, name, Level.ERROR, OUT_OF_ORDER.message, OUT_OF_ORDER.help, OUT_OF_ORDER.note)


#: Pairs with the start or the detection have names of their own; the rest is `milestones-out-of-order`.
ORDER = {
    pair: _pair(f"F20{number}", *pair)
    for number, pair in enumerate([p for p in combinations(MILESTONES, 2) if p[0] in MILESTONES[:2]], start=1)
}

RULES = (
    *ORDER.values(), OUT_OF_ORDER, BAD_TIME, NONEXISTENT, AMBIGUOUS, IN_FUTURE, MISSING_MILESTONE, NO_DAY, NEEDLESS_DAY,
    STATUS_CONTRADICTS, REPORT_EARLY,
)  # fmt: skip
OF_BAD_TIME = {rule.name: rule for rule in (BAD_TIME, NONEXISTENT, AMBIGUOUS)}
