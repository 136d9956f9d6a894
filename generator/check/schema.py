"""The shape of front matter, as values: what each key holds and whether it must be there."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "text", "id", "ids", "choice", "choices", "time", "date", "share", "bool", "texts", "map", "maps", "flags",
    "sources", "zone", "month",
]  # fmt: skip


class Field(NamedTuple):
    """One key. `choices` are the values themselves or `@` and the name of a collection of the policy."""

    key: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] | str = ()
    fields: tuple[Field, ...] = ()
    example: str = ""


ACTION = (
    Field("id", required=True, example="A1"),
    Field("title", required=True, example="監視を追加"),
    Field("kind", "choice", True, ("prevent", "detect", "mitigate", "process"), example="prevent"),
    Field("owner", example="SRE"),
    Field("due", "date", example="2026-10-31"),
    Field("status", "choice", True, ("open", "in_progress", "done", "dropped"), example="open"),
    Field("done_at", "date", example="2026-10-20"),
    Field("tracker", example="https://…"),
    Field("evidence", example="https://…"),
)

RECORD = (
    Field("id", "id", True, example="INC-2026-014"),
    Field("title", required=True, example='"予約API: 全リクエスト失敗"'),
    Field("kind", "choice", choices=("incident", "drill", "near_miss"), example="incident"),
    Field("severity", "choice", True, "@severities", example="P1"),
    Field("severity_reason", example='"…"'),
    Field("status", "choice", True, ("open", "mitigated", "resolved", "reviewed"), example="resolved"),
    Field("services", "choices", choices="@services", example="[mks-backend]"),
    Field("timezone", "zone", example="Asia/Tokyo"),
    Field("started_at", "time", example="2026-10-03T09:00+09:00"),
    Field("detected_at", "time", example="2026-10-03T09:05+09:00"),
    Field("acknowledged_at", "time", example="2026-10-03T09:07+09:00"),
    Field("mitigated_at", "time", example="2026-10-03T09:25+09:00"),
    Field("resolved_at", "time", example="2026-10-03T09:30+09:00"),
    Field("report_at", "time", example="2026-10-04T08:00+09:00"),
    Field("occurred_on", "date", example="2026-10-03"),
    Field("detected_before_impact", "bool", example="true"),
    Field("detection", "choice", choices="@detection_sources", example="alertmanager"),
    Field("impact", "map", fields=(
        Field("users_affected", "share", example="35%"),
        Field("business", "choice", choices=("high", "medium", "low", "unknown"), example="high"),
        Field("data_loss", "bool", example="false"),
        Field("functions", "texts", example="[予約作成]"),
    ), example="{users_affected: 35%, business: high, data_loss: false}"),
    Field("response", "map", fields=(
        Field("team", example="SRE"),
        Field("escalated_to", "choices", choices="@escalation", example="[level1]"),
        Field("recovery", "choice", choices="@recovery_strategies", example="service_restart"),
    ), example="{team: SRE, recovery: service_restart}"),
    Field("cause", "map", fields=(
        Field("category", "choice", choices="@cause_categories", example="capacity"),
        Field("summary", example='"接続プールの上限が低すぎた"'),
        Field("fingerprint", example="db-pool-exhaustion"),
    ), example="{category: capacity, summary: …}"),
    Field("recurrence_of", "id", example="INC-2026-003"),
    Field("not_related", "ids", example="[INC-2025-011]"),
    Field("related", "ids", example="[INC-2025-011]"),
    Field("actions", "maps", fields=ACTION,
          example="[{id: A1, title: …, kind: prevent, owner: SRE, due: 2026-10-31, status: open}]"),
    Field("communication", "flags", example='{internal: "#incidents", status_page: true}'),
    Field("visibility", "choice", choices=("public", "internal", "restricted"), example="internal"),
    Field("exclude_from_kpi", example='"…"'),
    Field("sources", "sources", example="[https://…]"),
)  # fmt: skip

REVIEW = (
    Field("month", "month", True, example="2026-10"),
    Field("held_on", "date", example="2026-11-05"),
    Field("facilitator_role", example="SRE lead"),
    Field("decisions", "texts", example="[…]"),
    Field("actions", "maps", fields=ACTION, example="[]"),
)
