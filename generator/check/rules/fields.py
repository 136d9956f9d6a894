"""F2xx (first half): keys and values of the front matter and the policy."""

from __future__ import annotations

from generator.check.rule import Rule
from generator.model.finding import Level

UNKNOWN_KEY = Rule(
    "F120", "unknown-key", Level.ERROR,
    ("`{key}` という項目はありません", "there is no key `{key}`"),
    ("{hint_ja}", "{hint_en}"),
)  # fmt: skip
MISSING_FIELD = Rule(
    "F121", "missing-field", Level.ERROR,
    ("`{key}` がありません", "`{key}` is missing"),
    ("`{key}: …` を加えてください 例: {example}", "add `{key}: …`, e.g. {example}"),
)  # fmt: skip
WRONG_TYPE = Rule(
    "F122", "wrong-type", Level.ERROR,
    ("`{key}` の値は{wanted_ja}でなければなりません", "the value of `{key}` must be {wanted_en}"),
    ("例: {example}", "e.g. {example}"),
)  # fmt: skip
UNKNOWN_VALUE = Rule(
    "F123", "unknown-value", Level.ERROR,
    ("`{key}` に `{value}` という値はありません", "`{key}` has no value `{value}`"),
    ("{hint_ja}", "{hint_en}"),
)  # fmt: skip
TYPED_DURATION = Rule(
    "F124", "typed-duration", Level.ERROR,
    ("`{key}`: 所要時間は書かずに計算します", "`{key}`: durations are computed, not typed"),
    ("この項目を消し、時刻(started_at … resolved_at)だけを書いてください",
     "remove it and write only the times (started_at … resolved_at)"),
)  # fmt: skip
SEVERITY_CONTRADICTS = Rule(
    "F130", "severity-contradicts-impact", Level.ERROR,
    ("`severity` は {severity} ですが、影響からは {expected} です",
     "`severity` is {severity}, but the impact says {expected}"),
    ("severity か impact を直すか、違える理由を severity_reason に書いてください",
     "correct severity or impact, or give the reason in severity_reason"),
    ("影響: {impact_ja}", "impact: {impact_en}"),
    judgement=True,
)  # fmt: skip

RULES = (UNKNOWN_KEY, MISSING_FIELD, WRONG_TYPE, UNKNOWN_VALUE, TYPED_DURATION, SEVERITY_CONTRADICTS)
