"""F20x: milestones in the order in which they can have happened."""

from __future__ import annotations

from itertools import combinations

from generator.check.rule import Example, Pair, Rule
from generator.model.finding import Level
from generator.model.incident import MILESTONES

_MESSAGE = ("`{later}` は `{earlier}` より前です", "`{later}` is before `{earlier}`")
_HELP = ("二つの時刻かオフセットを直してください", "correct one of the two times, or its offset")
_NOTE = ("`{earlier}` は {at}({line} 行目)", "`{earlier}` is {at} (line {line})")
_RIGHT = {"started_at": "09:00", "detected_at": "09:05", "acknowledged_at": "09:07", "mitigated_at": "09:25",
          "resolved_at": "09:30"}  # fmt: skip

#: (earlier, later) -> the wrong time of the later one, and why it matters.
_PAIRS: dict[tuple[str, str], tuple[str, Pair]] = {
    ("started_at", "detected_at"): (
        "08:55",
        (
            "検知が始まりより前では、検知までの時間が負になります。"
            "影響が出る前に気づいたのなら detected_before_impact: true と書けば、0 分と数えます。",
            "Detected before the start, the time to detect would be negative. "
            "If the team did see it coming, detected_before_impact: true says so and it counts as 0.",
        ),
    ),
    ("started_at", "acknowledged_at"): (
        "08:57",
        (
            "まだ起きていない障害には対応できません。始まりの時刻が遅すぎると、復旧までの時間も短く見えてしまいます。",
            "Nobody responds to what has not happened yet. "
            "A start that is written too late also makes the time to recovery look shorter than it was.",
        ),
    ),
    ("started_at", "mitigated_at"): (
        "08:25",
        (
            "緩和が始まりより前では、緩和までの時間が負になり、月の平均を引き下げます。",
            "Mitigated before the start, the time to mitigate would be negative and pull the month's mean down.",
        ),
    ),
    ("started_at", "resolved_at"): (
        "08:30",
        (
            "復旧が始まりより前では、復旧までの時間が負になり、月の平均を引き下げます。"
            "時か日を一つ打ち間違えたか、オフセットの違う時刻が混ざったときによく起こります。",
            "Resolved before the start, the time to recovery would be negative and pull the month's mean down. "
            "Usually an hour or a day was mistyped, or times with different offsets were mixed.",
        ),
    ),
    ("detected_at", "acknowledged_at"): (
        "09:03",
        (
            "知らない障害には対応できません。応答までの時間が負になり、応答の目標を守ったかどうかも判定できません。",
            "Nobody responds to what nobody knows of. The time to respond would be negative, "
            "and whether the response target was met cannot be told.",
        ),
    ),
    ("detected_at", "mitigated_at"): (
        "09:03",
        (
            "誰かが手を打つ前に影響が収まったのでなければ、どちらかの時刻が違っています。"
            "収まってから気づいたのなら、緩和の時刻は unknown と書けます。",
            "One of the two times is wrong: mitigation is what the team did. "
            "If it went away before anybody knew, the time of mitigation may be unknown.",
        ),
    ),
    ("detected_at", "resolved_at"): (
        "09:04",
        (
            "対応した時間は検知から復旧までで測るので、この順では負になります。"
            "終わってから気づいた障害なら、復旧を確かめた時刻を書きます。",
            "The time the team worked runs from detection to recovery and would be negative. "
            "If it was over before anybody knew, write when recovery was confirmed.",
        ),
    ),
}


def _example(earlier: str, later: str, at: str) -> Example:
    return Example(f"{earlier}: 2026-10-03T{_RIGHT[earlier]}+09:00\n{later}: 2026-10-03T{at}+09:00")


def _pair(code: str, earlier: str, later: str) -> Rule:
    wrong, reason = _PAIRS[earlier, later]
    name = f"{later.removesuffix('_at')}-before-{earlier.removesuffix('_at')}"
    return Rule(
        code, name, Level.ERROR, _MESSAGE, _HELP, _NOTE, reason=reason,
        bad=_example(earlier, later, wrong), good=_example(earlier, later, _RIGHT[later]),
    )  # fmt: skip


#: Pairs with the start or the detection have names of their own; the rest is `milestones-out-of-order`.
ORDER = {
    pair: _pair(f"F20{number}", *pair)
    for number, pair in enumerate([p for p in combinations(MILESTONES, 2) if p[0] in MILESTONES[:2]], start=1)
}
OUT_OF_ORDER = Rule(
    "F208", "milestones-out-of-order", Level.ERROR, _MESSAGE, _HELP, _NOTE,
    reason=(
        "順序の合わない時刻が一つでもあると、その記録から計算した時間はどれも信用できません。"
        "障害は、発生、検知、対応開始、緩和、復旧の順に進みます。",
        "With one time out of order none of the record's durations can be trusted. "
        "An incident starts, is detected, acknowledged, mitigated and resolved, in that order.",
    ),
    bad=_example("acknowledged_at", "mitigated_at", "09:06"),
    good=_example("acknowledged_at", "mitigated_at", _RIGHT["mitigated_at"]),
)  # fmt: skip

RULES = (*ORDER.values(), OUT_OF_ORDER)
