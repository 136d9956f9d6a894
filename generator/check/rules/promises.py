"""F5xx and F6xx: actions, and promises of the policy that were not kept."""

from __future__ import annotations

from generator.check.rule import Rule
from generator.model.finding import Level

WITHOUT_OWNER = Rule(
    "F501", "action-without-owner", Level.WARNING,
    ("対策 {id} に担当(owner)がありません", "action {id} has no owner"),
    ("チームか役割を書いてください 例: owner: SRE", "name a team or role, e.g. owner: SRE"),
)  # fmt: skip
WITHOUT_DUE = Rule(
    "F502", "action-without-due", Level.WARNING,
    ("対策 {id} に期限(due)がありません", "action {id} has no due date"),
    ("日付を書いてください 例: due: 2026-10-31", "write a date, e.g. due: 2026-10-31"),
)  # fmt: skip
DONE_WITHOUT_DATE = Rule(
    "F503", "action-done-without-date", Level.WARNING,
    ("対策 {id} は完了なのに完了日(done_at)がありません", "action {id} is done but has no done_at"),
    ("完了した日を書いてください 例: done_at: 2026-10-20", "write the day, e.g. done_at: 2026-10-20"),
)  # fmt: skip
DUPLICATE_ACTION = Rule(
    "F504", "duplicate-action-id", Level.ERROR,
    ("対策の id {id} が二度使われています", "the action id {id} is used twice"),
    ("対策ごとに違う id を付けてください", "give every action its own id"),
)  # fmt: skip
RESPONSE_MISSED = Rule(
    "F601", "response-target-missed", Level.WARNING,
    ("応答が目標に遅れました({severity} は {limit_ja}以内、実際は {taken_ja})",
     "the response missed its target ({severity}: within {limit_en}, was {taken_en})"),
    ("時刻に誤りがなければ、遅れた理由を「対応評価」に書いてください",
     "if the times are right, say why in `Response review`"),
)  # fmt: skip
UPDATE_OVERDUE = Rule(
    "F602", "update-overdue", Level.WARNING,
    ("状況更新の間隔が {limit_ja}を超えました(最長 {taken_ja})",
     "status updates were further apart than {limit_en} (longest gap {taken_en})"),
    ("出した更新がほかにあれば、タイムラインに種別「更新」の行を加えてください",
     "if there were other updates, add rows of kind `update` to the timeline"),
    ("最も長い間隔は {gap_from} から {gap_to} まで", "the longest gap is from {gap_from} to {gap_to}"),
)  # fmt: skip
REPORT_OVERDUE = Rule(
    "F603", "report-overdue", Level.WARNING,
    ("最終報告が期限({due})に間に合っていません", "the final report missed its due time ({due})"),
    ("公開した時刻を report_at に書いてください", "write the time it was published in report_at"),
)  # fmt: skip

RULES = (
    WITHOUT_OWNER, WITHOUT_DUE, DONE_WITHOUT_DATE, DUPLICATE_ACTION, RESPONSE_MISSED, UPDATE_OVERDUE,
    REPORT_OVERDUE,
)  # fmt: skip
