"""F12x and F13x: keys and values of the front matter and the policy."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

UNKNOWN_KEY = Rule(
    "F120", "unknown-key", Level.ERROR,
    ("`{key}` という項目はありません", "there is no key `{key}`"),
    ("{hint_ja}", "{hint_en}"),
    reason=(
        "つづりの違う項目は誰にも読まれません。"
        "書いた人は記録したつもりでも、値は集計にもページにも出てきません。",
        "Nothing reads a misspelt key: its author believes the value is recorded, "
        "and it is missing from every figure and page.",
    ),
    bad=Example("impact: {user_affected: 35%, business: high, data_loss: false}"),
    good=Example("impact: {users_affected: 35%, business: high, data_loss: false}"),
)  # fmt: skip
MISSING_FIELD = Rule(
    "F121", "missing-field", Level.ERROR,
    ("`{key}` がありません", "`{key}` is missing"),
    ("`{key}: …` を加えてください(例: {example})", "add `{key}: …`, e.g. {example}"),
    reason=(
        "この項目がないと、記録を一覧に並べたり、種類ごとに数えたりできません。"
        "どの項目が要るかは、方針の requirements で状態や深刻度ごとに決められます。",
        "Without this field the record cannot be listed or counted among its like. "
        "Which fields a status or severity needs is set in the policy's requirements.",
    ),
    bad=Example("actions:\n  - {id: A1, title: プール監視を追加, owner: SRE, due: 2026-11-30, status: open}"),
    good=Example(
        "actions:\n  - {id: A1, title: プール監視を追加, kind: detect, owner: SRE, due: 2026-11-30, status: open}"
    ),
)  # fmt: skip
WRONG_TYPE = Rule(
    "F122", "wrong-type", Level.ERROR,
    ("`{key}` には{wanted_ja}を書きます", "the value of `{key}` must be {wanted_en}"),
    ("`{example}` のように書いてください{more_ja}", "write e.g. `{example}`{more_en}"),
    reason=(
        "形の違う値は、書いた人の意図を推測しないと使えません。"
        "推測が外れると、間違った値のまま集計されます。",
        "A value of another shape can only be used by guessing what was meant, "
        "and a wrong guess ends up in the figures.",
    ),
    bad=Example("services: mks-backend"),
    good=Example("services: [mks-backend]"),
)  # fmt: skip
UNKNOWN_VALUE = Rule(
    "F123", "unknown-value", Level.ERROR,
    ("`{key}` に `{value}` という値はありません", "`{key}` has no value `{value}`"),
    ("{hint_ja}", "{hint_en}"),
    reason=(
        "同じものを別の言葉で書くと別々に数えられ、原因やサービスごとの件数が割れてしまいます。"
        "使う言葉は方針で増やせます。",
        "The same thing under two names is counted as two, and figures by cause or service fall apart. "
        "The policy can add to the names.",
    ),
    bad=Example("status: closed"),
    good=Example("status: resolved"),
)  # fmt: skip
TYPED_DURATION = Rule(
    "F124", "typed-duration", Level.ERROR,
    ("`{key}`: 所要時間は書かずに計算します", "`{key}`: durations are computed, not typed"),
    ("この項目を消し、時刻(started_at … resolved_at)だけを書いてください",
     "remove it and write only the times (started_at … resolved_at)"),
    reason=(
        "手で書いた所要時間は、時刻を直したときに取り残され、記録自身と食い違います。"
        "時刻から計算すれば、答えはいつも一つです。",
        "A typed duration is left behind when a time is corrected, and then contradicts its own record. "
        "Computed from the times there is only ever one answer.",
    ),
    bad=Example(
        "started_at: 2026-10-03T09:00+09:00\nresolved_at: 2026-10-03T09:30+09:00\nduration_minutes: 25"
    ),
    good=Example("started_at: 2026-10-03T09:00+09:00\nresolved_at: 2026-10-03T09:30+09:00"),
)  # fmt: skip
SEVERITY_CONTRADICTS = Rule(
    "F130", "severity-contradicts-impact", Level.ERROR,
    ("`severity` は {severity} ですが、影響からは {expected} です",
     "`severity` is {severity}, but the impact says {expected}"),
    ("severity か impact を直すか、違える理由を severity_reason に書いてください",
     "correct severity or impact, or give the reason in severity_reason"),
    ("影響: {impact_ja}", "impact: {impact_en}"),
    judgement=True,
    reason=(
        "同じ影響の障害が人によって違う深刻度になると、応答の目標も深刻度別の件数も比べられません。"
        "違えてもかまいませんが、後から読む人のために理由を残します。",
        "When the same impact gets another severity from another author, "
        "neither response targets nor counts by severity can be compared. "
        "Differing is fine; the reason has to stand there for later readers.",
    ),
    bad=Example("severity: P3\nimpact: {users_affected: 35%, business: high, data_loss: false}"),
    good=Example(
        "severity: P3\nseverity_reason: 代わりの窓口で受け付けられ、失われた予約はなかった\n"
        "impact: {users_affected: 35%, business: high, data_loss: false}"
    ),
)  # fmt: skip

RULES = (UNKNOWN_KEY, MISSING_FIELD, WRONG_TYPE, UNKNOWN_VALUE, TYPED_DURATION, SEVERITY_CONTRADICTS)
