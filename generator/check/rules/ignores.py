"""F9xx: findings that somebody decided not to see."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

UNUSED = Rule(
    "F901", "unused-ignore", Level.WARNING,
    ("`{name}` を無視する指定がありますが、無視するものがありません",
     "`{name}` is to be ignored, but there is nothing to ignore"),
    ("この指定を消してください", "remove it"),
    reason=("直ったあとに残った指定は、次の本当の誤りを黙って隠します。",
            "What is left over after a mend hides the next real mistake without a word."),
    bad=Example("# furikaeri: ignore update-overdue 更新は電話で伝えた"),
    good=Example("severity: P1"),
)  # fmt: skip
WITHOUT_REASON = Rule(
    "F902", "ignore-without-reason", Level.ERROR,
    ("`{name}` を無視する理由がありません", "there is no reason for ignoring `{name}`"),
    ("理由を書いてください(例: {example})", "give the reason, e.g. {example}"),
    reason=("理由のない無視は、あとから読む人には見落としと区別できません。",
            "Without a reason nobody who reads it later can tell a decision from an oversight."),
    bad=Example("# furikaeri: ignore action-without-owner"),
    good=Example(
        "# furikaeri: ignore action-without-owner 担当は月例会で決める\n"
        "actions:\n  - {id: A1, title: 監視, kind: detect, due: 2026-11-30, status: open}"
    ),
)  # fmt: skip
NOT_IGNORABLE = Rule(
    "F903", "rule-not-ignorable", Level.ERROR,
    ("`{name}` は無視できません", "`{name}` cannot be ignored"),
    ("指摘された箇所を直してください。数字の正しさがこの規則にかかっています",
     "mend what it reports: the figures depend on this rule"),
    reason=("時刻や ID の誤りを見ないことにすると、計算した数字が理由なく変わり、信じられなくなります。",
            "With wrong times or ids let through, the figures change for no visible reason and lose their trust."),
    bad=Example("# furikaeri: ignore bad-time あとで直す"),
    good=Example("started_at: 2026-10-03T09:00+09:00"),
)  # fmt: skip

RULES = (UNUSED, WITHOUT_REASON, NOT_IGNORABLE)
