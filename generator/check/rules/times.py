"""F22x: single times, and what a status needs of them."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.check.rules.order import RULES as ORDER_RULES
from generator.model.finding import Level


def _berlin(day: str, start: str) -> Example:
    """Return a night at the change of clocks in Berlin; all times but the start are beyond it."""
    later = {"detected": "05:05", "acknowledged": "05:07", "mitigated": "05:25", "resolved": "05:30", "report": "17:00"}
    times = "\n".join(f"{key}_at: {day}T{at}" for key, at in later.items())
    return Example(f"timezone: Europe/Berlin\nstarted_at: {day}T{start}\n{times}")


BAD_TIME = Rule(
    "F220", "bad-time", Level.ERROR,
    ("`{key}` の「{text}」は時刻として読めません", "`{key}`: `{text}` is not a time"),
    ("YYYY-MM-DDTHH:MM+09:00 の形か、分からなければ unknown と書いてください(例: {example}){more_ja}",
     "write YYYY-MM-DDTHH:MM+09:00, or unknown where nobody knows, e.g. {example}{more_en}"),
    reason=(
        "日付のない時刻や日付だけの値では、どの瞬間なのかが決まらず、所要時間を計算できません。",
        "A clock time without a date, or a date without a time, does not say which moment is meant, "
        "and no duration can be computed from it.",
    ),
    bad=Example("mitigated_at: 09:25"),
    good=Example("mitigated_at: 2026-10-03T09:25+09:00"),
)  # fmt: skip
NONEXISTENT = Rule(
    "F221", "nonexistent-local-time", Level.ERROR,
    ("`{key}` の {text} は {zone} に存在しない時刻です", "`{key}`: {text} does not exist in {zone}"),
    ("夏時間が始まり、時計が進んだところです。{second} か {first} かを書いてください",
     "the clocks went forward there; write {second} or {first}"),
    reason=(
        "夏時間が始まる夜は時計が一時間飛び、飛ばされた時刻をどちらに寄せるかで所要時間が変わります。",
        "When summer time begins the clocks skip an hour, "
        "and moving a skipped time to one side or the other changes durations by an hour.",
    ),
    bad=_berlin("2026-03-29", "02:30"),
    good=_berlin("2026-03-29", "03:30+02:00"),
)  # fmt: skip
AMBIGUOUS = Rule(
    "F222", "ambiguous-local-time", Level.ERROR,
    ("`{key}` の {text} は {zone} に二度あります", "`{key}`: {text} exists twice in {zone}"),
    ("夏時間が終わり、時計が戻ったところです。オフセットを付けて {first} か {second} と書いてください",
     "the clocks went back there; add the offset: {first} or {second}"),
    reason=(
        "夏時間が終わる夜は同じ時刻が二度来るので、どちらなのかを書かないと所要時間が一時間ずれるおそれがあります。",
        "When summer time ends the same hour comes twice; "
        "unless the record says which one is meant, durations may be an hour off.",
    ),
    bad=_berlin("2026-10-25", "02:30"),
    good=_berlin("2026-10-25", "02:30+01:00"),
)  # fmt: skip
IN_FUTURE = Rule(
    "F223", "time-in-future", Level.ERROR,
    ("`{key}` の {text} は未来の時刻です", "`{key}`: {text} lies in the future"),
    ("時刻か年を直してください", "correct the time or the year"),
    ("判定の時刻は {as_of}", "judged at {as_of}"),
    reason=(
        "記録は起きたことを書くものなので、未来の時刻は打ち間違いです。"
        "見逃すと、まだ来ていない月に障害が数えられます。",
        "A record says what happened, so a future time is a slip. "
        "Let through, it would put the incident into a month that has not come yet.",
    ),
    bad=Example("report_at: 2027-10-04T08:00+09:00"),
    good=Example("report_at: 2026-10-04T08:00+09:00"),
)  # fmt: skip
MISSING_MILESTONE = Rule(
    "F224", "missing-milestone", Level.ERROR,
    ("status が {status} なのに `{key}` がありません", "status is {status}, but `{key}` is missing"),
    ("時刻を書くか、分からなければ `{key}: unknown` と書いてください",
     "write the time, or `{key}: unknown` where nobody knows"),
    reason=(
        "書き忘れと「誰にも分からない」は別のことです。"
        "書き忘れを不明として数えると、調べれば分かる時刻が永久に抜けたままになります。",
        "Forgotten is not the same as unknown. "
        "Counted as unknown, a time that somebody could still look up would be lost for good.",
    ),
    bad=Example("status: resolved", without=("detected_at",)),
    good=Example("status: resolved\ndetected_at: unknown"),
)  # fmt: skip
NO_DAY = Rule(
    "F225", "day-unknown", Level.WARNING,
    ("発生も検知も分からず、どの月にも数えられません",
     "neither start nor detection is known: the record belongs to no month"),
    ("日だけでも分かれば `occurred_on: YYYY-MM-DD` を書いてください",
     "if at least the day is known, write `occurred_on: YYYY-MM-DD`"),
    reason=(
        "いつの障害か分からない記録はどの月にも入らず、件数が実際より少なく見えます。",
        "An incident that belongs to no month is missing from every count, and the rate looks lower than it was.",
    ),
    bad=Example("started_at: unknown\ndetected_at: unknown"),
    good=Example("started_at: unknown\ndetected_at: unknown\noccurred_on: 2026-10-03"),
)  # fmt: skip
NEEDLESS_DAY = Rule(
    "F226", "day-needless", Level.ERROR,
    ("`occurred_on` は発生も検知も分からないときだけ書けます",
     "`occurred_on` is only for records without a known start and detection"),
    ("`occurred_on` を消してください", "remove `occurred_on`"),
    reason=(
        "同じことを二か所に書くと、片方だけが直されて食い違います。"
        "時刻が分かっていれば、日はそこから決まります。",
        "What is written in two places is corrected in one of them. Where the time is known, so is the day.",
    ),
    bad=Example("started_at: 2026-10-03T09:00+09:00\noccurred_on: 2026-10-02"),
    good=Example("started_at: 2026-10-03T09:00+09:00"),
)  # fmt: skip
STATUS_CONTRADICTS = Rule(
    "F227", "status-contradicts-milestone", Level.ERROR,
    ("status が {status} なのに `{key}` が書かれています", "status is {status}, but `{key}` is set"),
    ("status を {wanted} にするか、時刻を消してください", "set status to {wanted}, or remove the time"),
    reason=(
        "復旧したのに対応中のままの記録は、サイトの先頭に対応中の障害として出続け、復旧までの時間にも数えられません。",
        "Resolved but still marked as ongoing, an incident stays at the top of the site as an open one "
        "and is missing from the times to recovery.",
    ),
    bad=Example("status: mitigated\nresolved_at: 2026-10-03T09:30+09:00"),
    good=Example("status: resolved\nresolved_at: 2026-10-03T09:30+09:00"),
)  # fmt: skip
REPORT_EARLY = Rule(
    "F228", "report-before-resolved", Level.ERROR,
    ("`report_at` は `resolved_at` より前です", "`report_at` is before `resolved_at`"),
    ("最終報告は復旧の後です。どちらかの時刻を直してください",
     "the final report follows recovery; correct one of the times"),
    reason=(
        "途中の報告の時刻を書くと、出していない最終報告を期限内に出したことになります。",
        "The time of an interim report would count as a final report, given in time, that nobody ever saw.",
    ),
    bad=Example("resolved_at: 2026-10-03T09:30+09:00\nreport_at: 2026-10-03T09:15+09:00"),
    good=Example("resolved_at: 2026-10-03T09:30+09:00\nreport_at: 2026-10-04T08:00+09:00"),
)  # fmt: skip

RULES = (
    *ORDER_RULES, BAD_TIME, NONEXISTENT, AMBIGUOUS, IN_FUTURE, MISSING_MILESTONE, NO_DAY, NEEDLESS_DAY,
    STATUS_CONTRADICTS, REPORT_EARLY,
)  # fmt: skip
OF_BAD_TIME = {rule.name: rule for rule in (BAD_TIME, NONEXISTENT, AMBIGUOUS)}
