"""The shape of one action, of a record or of a month's note."""

from __future__ import annotations

from generator.check.schema.field import Field

ACTION = (
    Field("id", required=True, example="A1", description=(
        "この記録の中での対策の番号", "The action's number within this record")),
    Field("title", required=True, example="監視を追加", description=("何をするか", "What is to be done")),
    Field("kind", "choice", True, ("prevent", "detect", "mitigate", "process"), example="prevent", description=(
        "種類: prevent 防ぐ、detect 早く気づく、mitigate 影響を減らす、process 手順を直す",
        "What it does: prevent, detect earlier, mitigate the impact, or mend a process")),
    Field("owner", example="SRE", description=(
        "担当するチームか役割。個人名は書かない", "The team or role that does it; no personal names")),
    Field("due", "date", example="2026-10-31", description=("期限(YYYY-MM-DD)", "Due on (YYYY-MM-DD)")),
    Field("status", "choice", True, ("open", "in_progress", "done", "dropped"), example="open", description=(
        "状態: open 未着手、in_progress 進行中、done 完了、dropped 取りやめ",
        "Where it stands: open, in_progress, done or dropped")),
    Field("done_at", "date", example="2026-10-20", description=(
        "完了した日。done なら必ず書く", "The day it was done; needed once it is done")),
    Field("tracker", example="https://…", description=(
        "課題管理の項目へのリンク", "Link to the item in an issue tracker")),
    Field("evidence", example="https://…", description=(
        "完了を確かめられるものへのリンク", "Link to what shows that it is done")),
)  # fmt: skip
