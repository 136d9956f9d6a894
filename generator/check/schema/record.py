"""The shape of a record's front matter."""

from __future__ import annotations

from generator.check.schema.action import ACTION
from generator.check.schema.field import Field

_IMPACT = (
    Field("users_affected", "share", example="35%", description=(
        "影響を受けた利用者の割合(35% または 0.35)。分からなければ unknown",
        "Share of users affected (35% or 0.35); unknown where nobody knows")),
    Field("business", "choice", choices=("high", "medium", "low", "unknown"), example="high", description=(
        "ビジネスへの影響。high は深刻度の規則に効く", "Impact on the business; high weighs in the severity rule")),
    Field("data_loss", "bool", example="false", description=(
        "データが失われたか。分からなければ unknown", "Whether data was lost; unknown where nobody knows")),
    Field("functions", "texts", example="[予約作成]", description=("影響を受けた機能", "The functions affected")),
)  # fmt: skip
_RESPONSE = (
    Field("team", example="SRE", description=("対応したチーム", "The team that responded")),
    Field("escalated_to", "choices", choices="@escalation", example="[level1]", description=(
        "エスカレーションした段階(方針の escalation の名前)",
        "The levels it was escalated to (names of the policy's escalation)")),
    Field("recovery", "choice", choices="@recovery_strategies", example="service_restart", description=(
        "どうやって復旧させたか(方針の recovery_strategies の名前)",
        "How normal operation was regained (a name of the policy's recovery_strategies)")),
)  # fmt: skip
_CAUSE = (
    Field("category", "choice", choices="@cause_categories", example="capacity", description=(
        "原因の分類(方針の cause_categories の名前)",
        "The kind of cause (a name of the policy's cause_categories)")),
    Field("summary", example='"接続プールの上限が低すぎた"', description=("原因を一文で", "The cause in one sentence")),
    Field("fingerprint", example="db-pool-exhaustion", description=(
        "「同じ障害」の目印。同じ値の障害が期間内に続けば再発と数える",
        "What makes it the same failure: another one with this value within the window counts as a recurrence")),
)  # fmt: skip

RECORD = (
    Field("id", "id", True, example="INC-2026-014", description=(
        "INC-<年>-<3 桁以上の番号>。年は障害の年、ファイル名はこれで始める",
        "INC-<year>-<3 or more digits>; the year is that of the incident, and the file's name starts with it")),
    Field("title", required=True, example='"予約API: 全リクエスト失敗"', description=(
        "何が起きたかを一行で。「: 」を含むなら引用符で囲む",
        'What happened, in one line; in quotes where it holds ": "')),
    Field("kind", "choice", choices=("incident", "drill", "near_miss"), example="incident", description=(
        "incident 障害(既定)、drill 訓練、near_miss ヒヤリハット",
        "incident (the default), drill or near_miss")),
    Field("severity", "choice", True, "@severities", example="P1", description=(
        "深刻度(方針の severities の名前)", "The severity (a name of the policy's severities)")),
    Field("severity_reason", example='"…"', description=(
        "影響から求めた深刻度と違えるときの理由",
        "The reason, where the severity differs from what the impact rule says")),
    Field("status", "choice", True, ("open", "mitigated", "resolved", "reviewed"), example="resolved", description=(
        "open 対応中、mitigated 緩和済み、resolved 復旧済み、reviewed 振り返り済み",
        "open, mitigated, resolved or reviewed")),
    Field("services", "choices", choices="@services", example="[mks-backend]", description=(
        "影響を受けたサービス", "The services affected")),
    Field("timezone", "zone", example="Asia/Tokyo", description=(
        "この記録のオフセットのない時刻の時間帯(既定は方針のもの)",
        "The zone of this record's times without an offset (default: the policy's)")),
    Field("occurred_on", "date", example="2026-10-03", description=(
        "時刻がどれも分からないときの、起きた日", "The day, where neither start nor detection has a known time")),
    Field("started_at", "time", example="2026-10-03T09:00+09:00", description=(
        "利用者に影響が出始めた時刻、または unknown", "First impact on users, or unknown")),
    Field("detected_at", "time", example="2026-10-03T09:05+09:00", description=(
        "チームが知った時刻、または unknown", "When the team knew, or unknown")),
    Field("acknowledged_at", "time", example="2026-10-03T09:07+09:00", description=(
        "対応を始めた時刻、または unknown", "When the response began, or unknown")),
    Field("mitigated_at", "time", example="2026-10-03T09:25+09:00", description=(
        "重い影響がなくなった時刻、または unknown", "When there was no severe impact any more, or unknown")),
    Field("resolved_at", "time", example="2026-10-03T09:30+09:00", description=(
        "平常に戻った時刻、または unknown", "Back to normal operation, or unknown")),
    Field("report_at", "time", example="2026-10-04T08:00+09:00", description=(
        "最終報告を出した時刻、または unknown", "When the final report was published, or unknown")),
    Field("detected_before_impact", "bool", example="true", description=(
        "影響が出る前に気づいたなら true(検知までの時間は 0 と数える)",
        "true where it was noticed before any impact (time to detect counts 0)")),
    Field("detection", "choice", choices="@detection_sources", example="alertmanager", description=(
        "何で気づいたか(方針の detection_sources の名前)",
        "What told the team (a name of the policy's detection_sources)")),
    Field("impact", "map", fields=_IMPACT, description=(
        "影響。深刻度の規則はここから求める", "The impact; the severity rule works from it"),
        example="{users_affected: 35%, business: high, data_loss: false}"),
    Field("response", "map", fields=_RESPONSE, example="{team: SRE, recovery: service_restart}", description=(
        "対応", "The response")),
    Field("cause", "map", fields=_CAUSE, example="{category: capacity, summary: …}", description=("原因", "The cause")),
    Field("recurrence_of", "id", example="INC-2026-003", description=(
        "これはどの障害の再発か(振り返りで確かめたもの)",
        "The incident of which this is a recurrence, as confirmed in review")),
    Field("not_related", "ids", example="[INC-2025-011]", description=(
        "再発の候補として挙がったが、振り返りで違うとした障害",
        "Incidents proposed as the same failure that the review turned down")),
    Field("related", "ids", example="[INC-2025-011]", description=(
        "関わりのある障害(再発とは数えない)", "Related incidents (not counted as recurrences)")),
    Field("actions", "maps", fields=ACTION, description=("対策", "Actions"),
          example="[{id: A1, title: …, kind: prevent, owner: SRE, due: 2026-10-31, status: open}]"),
    Field("communication", "flags", example='{internal: "#incidents", status_page: true}', description=(
        "連絡に使った経路。経路: true、false または場所の名前",
        "Channels used to tell people; each is true, false or the channel's name")),
    Field("visibility", "choice", choices=("public", "internal", "restricted"), example="internal", description=(
        "公開の範囲: public 公開、internal 社内(既定)、restricted 限定",
        "Who may see it: public, internal (the default) or restricted")),
    Field("exclude_from_kpi", example='"…"', description=(
        "KPI に数えない理由。数えるなら書かない", "Why it is not counted in the KPIs; absent where it is")),
    Field("sources", "sources", example="[https://…]", description=(
        "もとにした資料の URL", "Addresses of what the record was written from")),
)  # fmt: skip
