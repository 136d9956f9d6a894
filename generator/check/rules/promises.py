"""F5xx and F6xx: actions, and promises of the policy that were not kept."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level


def _action(text: str) -> Example:
    return Example(f"actions:\n  - {{id: A1, title: プール監視を追加, kind: detect, {text}}}")


_UPDATES = """\
detected_at: 2026-10-03T09:05+09:00
resolved_at: 2026-10-03T09:45+09:00

## タイムライン

| 時刻 | 種別 | イベント | 担当者 |
|---|---|---|---|
| 09:05 | 検知 | エラー率の警報 | 監視 |
"""

WITHOUT_OWNER = Rule(
    "F501", "action-without-owner", Level.WARNING,
    ("対策 {id} に担当(owner)がありません", "action {id} has no owner"),
    ("チームか役割を書いてください(例: owner: SRE)", "name a team or role, e.g. owner: SRE"),
    reason=(
        "担当の決まっていない対策は、誰かがやるだろうと思われたまま残り、同じ障害がまた起こります。",
        "Everybody expects somebody else to do an action without an owner, and the same failure comes back.",
    ),
    bad=_action("due: 2026-11-30, status: open"),
    good=_action("owner: SRE, due: 2026-11-30, status: open"),
)  # fmt: skip
WITHOUT_DUE = Rule(
    "F502", "action-without-due", Level.WARNING,
    ("対策 {id} に期限(due)がありません", "action {id} has no due date"),
    ("日付を書いてください(例: due: 2026-10-31)", "write a date, e.g. due: 2026-10-31"),
    reason=(
        "期限のない対策は遅れていることにもならないので、誰も思い出しません。",
        "An action without a due date is never late, so nobody is ever reminded of it.",
    ),
    bad=_action("owner: SRE, status: open"),
    good=_action("owner: SRE, due: 2026-11-30, status: open"),
)  # fmt: skip
DONE_WITHOUT_DATE = Rule(
    "F503", "action-done-without-date", Level.WARNING,
    ("対策 {id} は完了なのに完了日(done_at)がありません", "action {id} is done but has no done_at"),
    ("完了した日を書いてください(例: done_at: 2026-10-20)", "write the day, e.g. done_at: 2026-10-20"),
    reason=(
        "完了した日が分からないと、期限に間に合ったのか、次の障害の前に終わっていたのかを後から確かめられません。",
        "Without the day nobody can tell later whether it was done in time, or before the next incident.",
    ),
    bad=_action("owner: SRE, due: 2026-10-31, status: done"),
    good=_action("owner: SRE, due: 2026-10-31, status: done, done_at: 2026-10-20"),
)  # fmt: skip
DUPLICATE_ACTION = Rule(
    "F504", "duplicate-action-id", Level.ERROR,
    ("対策の id {id} が二度使われています", "the action id {id} is used twice"),
    ("対策ごとに違う id を付けてください", "give every action its own id"),
    reason=(
        "「A1 は終わった」と言われたときに、どちらの対策のことなのか分からなくなります。",
        "When somebody says that A1 is done, nobody knows which of the two is meant.",
    ),
    bad=Example(
        "actions:\n  - {id: A1, title: プール監視を追加, kind: detect, owner: SRE, due: 2026-11-30, status: open}\n"
        "  - {id: A1, title: 上限を引き上げる, kind: prevent, owner: SRE, due: 2026-11-30, status: open}"
    ),
    good=Example(
        "actions:\n  - {id: A1, title: プール監視を追加, kind: detect, owner: SRE, due: 2026-11-30, status: open}\n"
        "  - {id: A2, title: 上限を引き上げる, kind: prevent, owner: SRE, due: 2026-11-30, status: open}"
    ),
)  # fmt: skip
RESPONSE_MISSED = Rule(
    "F601", "response-target-missed", Level.WARNING,
    ("応答が目標に遅れました({severity} は {limit_ja}以内、実際は {taken_ja})",
     "the response missed its target ({severity}: within {limit_en}, was {taken_en})"),
    ("時刻に誤りがなければ、遅れた理由を「対応評価」に書いてください",
     "if the times are right, say why in `Response review`"),
    reason=(
        "応答の遅れは責めるためではなく、当番や通知の仕組みを直すきっかけとして見つけます。"
        "時刻の打ち間違いのこともあるので、書いた人に確かめてもらいます。",
        "A late response is found to mend duty and alerting, not to blame anybody. "
        "It may also be a mistyped time, which only the author can tell.",
    ),
    bad=Example(
        "severity: P1\ndetected_at: 2026-10-03T09:05+09:00\nacknowledged_at: 2026-10-03T10:10+09:00\n"
        "mitigated_at: 2026-10-03T10:25+09:00\nresolved_at: 2026-10-03T10:30+09:00"
    ),
    good=Example(
        "severity: P1\ndetected_at: 2026-10-03T09:05+09:00\nacknowledged_at: 2026-10-03T09:10+09:00\n"
        "mitigated_at: 2026-10-03T10:25+09:00\nresolved_at: 2026-10-03T10:30+09:00"
    ),
)  # fmt: skip
UPDATE_OVERDUE = Rule(
    "F602", "update-overdue", Level.WARNING,
    ("状況更新の間隔が {limit_ja}を超えました(最長 {taken_ja})",
     "status updates were further apart than {limit_en} (longest gap {taken_en})"),
    ("出した更新がほかにあれば、タイムラインに種別「更新」の行を加えてください",
     "if there were other updates, add rows of kind `update` to the timeline"),
    ("最も長い間隔は {gap_from} から {gap_to} まで", "the longest gap is from {gap_from} to {gap_to}"),
    reason=(
        "連絡が途切れると、関係者は状況を聞きに来るか、直ったと思い込みます。"
        "更新を出していたのに書き忘れただけなら、行を加えれば済みます。",
        "When updates stop coming, people either ask or believe that it is over. "
        "If the update was given and only not written down, a row mends it.",
    ),
    bad=Example(f"{_UPDATES}| 09:45 | 復旧 | 平常に戻る | SRE |"),
    good=Example(f"{_UPDATES}| 09:30 | 更新 | 原因を調査中と知らせる | SRE |\n| 09:45 | 復旧 | 平常に戻る | SRE |"),
)  # fmt: skip
REPORT_OVERDUE = Rule(
    "F603", "report-overdue", Level.WARNING,
    ("最終報告が期限({due})に間に合っていません", "the final report missed its due time ({due})"),
    ("公開した時刻を report_at に書いてください", "write the time it was published in report_at"),
    reason=(
        "最終報告は、影響を受けた人への約束です。"
        "日がたつほど関係者の記憶は薄れ、原因も学んだことも書けなくなります。",
        "The final report is a promise to those who were affected. "
        "The longer it waits, the less anybody remembers of causes and lessons.",
    ),
    bad=Example("resolved_at: 2026-10-03T09:30+09:00\nreport_at: 2026-10-06T18:00+09:00"),
    good=Example("resolved_at: 2026-10-03T09:30+09:00\nreport_at: 2026-10-04T08:00+09:00"),
)  # fmt: skip

RULES = (
    WITHOUT_OWNER, WITHOUT_DUE, DONE_WITHOUT_DATE, DUPLICATE_ACTION, RESPONSE_MISSED, UPDATE_OVERDUE,
    REPORT_OVERDUE,
)  # fmt: skip
