"""F230, F40x and F60x: what a record should show of how the incident or drill was handled."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

NOT_RECORDED = Rule(
    "F230", "milestone-not-recorded", Level.WARNING,
    ("{severity} の記録なのに `{key}` がありません", "a record of {severity} has no `{key}`"),
    ("時刻を書くか、分からなければ `{key}: unknown` と書いてください",
     "write the time, or `{key}: unknown` where nobody knows"),
    reason=(
        "重い障害ほど、いつ動き出し、いつ影響が収まったかが改善の手がかりになります。書き忘れと「分からない」は別のことです。",
        "The graver the incident, the more its response and mitigation times teach; "
        "forgotten and unknown are different things.",
    ),
    bad=Example("severity: P1\nstatus: resolved", without=("mitigated_at",)),
    good=Example("severity: P1\nstatus: resolved\nmitigated_at: unknown"),
)  # fmt: skip
CHANNEL_NOT_USED = Rule(
    "F604", "channel-not-used", Level.WARNING,
    ("{severity} で使うべき連絡先が使われていません: {channels}",
     "channels that {severity} needs were not used: {channels}"),
    ("使ったなら communication に書き(例: {{{example}}})、使わなかったなら理由を「対応評価」に書いてください",
     "if they were, write them in communication, e.g. {{{example}}}; if not, say why in `Response review`"),
    reason=(
        "知らせるべき人に届かなかった障害は、影響より不信を残します。使わなかった連絡先が見えれば、次の当番が気づけます。",
        "Those who were not told remember that longer than the outage; "
        "a channel seen to be missing is not missed again.",
    ),
    bad=Example("severity: P1\ncommunication: {internal: \"#incidents\", status_page: false}"),
    good=Example("severity: P1\ncommunication: {internal: \"#incidents\", status_page: true, customers_emailed: true}"),
)  # fmt: skip
ESCALATION_NOT_REACHED = Rule(
    "F605", "escalation-not-reached", Level.WARNING,
    ("{severity} で必要な {step} への連絡が、記録にありません{reached_ja}",
     "{severity} is to be escalated to {step}, which is not recorded{reached_en}"),
    ("連絡したなら response に書き(例: escalated_to: [{step}])、しなかったなら理由を「対応評価」に書いてください",
     "if it was, say so in response, e.g. escalated_to: [{step}]; if not, say why in `Response review`"),
    reason=(
        "重い障害を上に知らせるのは、判断と人手を早く集めるためです。届いていない段階は、次に備えて直せます。",
        "Grave incidents are escalated to gather decisions and hands early; a step that was not reached can be mended.",
    ),
    bad=Example("severity: P1\nresponse: {team: SRE, recovery: service_restart}"),
    good=Example("severity: P1\nresponse: {team: SRE, recovery: service_restart, escalated_to: [level1]}"),
)  # fmt: skip

_DRILL = "kind: drill\nstatus: resolved\n\n## 目的\n\n切り戻しを 15 分で終えられるかを見る。"
WITHOUT_GOAL = Rule(
    "F405", "drill-without-goal", Level.WARNING,
    ("訓練に「目的」の節がありません", "the drill has no section `Goal`"),
    ("`## 目的` に、何を確かめる訓練かを書いてください", "say under `## Goal` what the drill was to find out"),
    reason=(
        "何を確かめるかが決まっていない訓練は、終わっても何が分かったのか言えません。",
        "A drill without a goal can end, but nobody can say what it showed.",
    ),
    bad=Example("kind: drill\nstatus: resolved\n\n## 結果\n\n12 分で切り戻せた。"),
    good=Example(f"{_DRILL}\n\n## 結果\n\n12 分で切り戻せた。"),
)  # fmt: skip
WITHOUT_RESULT = Rule(
    "F406", "drill-without-result", Level.WARNING,
    ("訓練に「結果」の節がありません", "the drill has no section `Result`"),
    ("`## 結果` に、目的に照らして何が分かったかを書いてください",
     "say under `## Result` what it showed, measured by its goal"),
    reason=(
        "結果のない訓練は、次の訓練の出発点になりません。",
        "Without a result the next drill begins where this one did.",
    ),
    bad=Example(_DRILL),
    good=Example(f"{_DRILL}\n\n## 結果\n\n12 分で切り戻せた。"),
)  # fmt: skip

RULES = (NOT_RECORDED, CHANNEL_NOT_USED, ESCALATION_NOT_REACHED, WITHOUT_GOAL, WITHOUT_RESULT)
