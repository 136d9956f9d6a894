"""What each key of the policy means, and what its value is; `*` stands for a name the team chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.model.incident import MILESTONES
from generator.model.policy import PERIODS

PolicyKind = Literal[
    "map", "label", "text", "zone", "choice", "days", "clock", "closed", "share", "number", "target", "severity",
    "severities", "channels", "sections", "kinds", "statuses", "fields", "milestones", "step", "list", "reason",
    "availability", "partial",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its kind, what it means in Japanese and in English, and the values a choice has."""

    kind: PolicyKind
    ja: str
    en: str
    choices: tuple[str, ...] = ()


POLICY: dict[str, Key] = {
    "timezone": Key("zone", "月の区切りと、オフセットのない時刻の時間帯",
                    "Zone of the months and of times without an offset"),
    "locale": Key("choice", "既定の言語", "Default language", ("ja", "en")),
    "business_hours": Key("map", "営業日と営業時間", "Business days and hours"),
    "business_hours.days": Key("days", "営業する曜日(mon-fri、または [mon, wed])",
                               "Days of business (mon-fri, or [mon, wed])"),
    "business_hours.from": Key("clock", "始業の時刻", "Business begins at"),
    "business_hours.to": Key("clock", "終業の時刻", "Business ends at"),
    "business_hours.holidays": Key("choice", "祝日: JP 国民の祝日、none なし",
                                   "Holidays: JP (Japan's national holidays) or none", ("JP", "none")),
    "business_hours.closed": Key("closed", "会社の休業日(YYYY-MM-DD、または毎年の MM-DD)",
                                 "Further days off (YYYY-MM-DD, or MM-DD for every year)"),
    "severities": Key("map", "深刻度。上にあるほど重い。null にした深刻度はなくなる",
                      "Severities, gravest first; one set to null goes away"),
    "severities.*": Key("label", "深刻度", "A severity"),
    "severities.*.label": Key("label", "呼び名", "What it is called"),
    "severities.*.definition": Key("label", "どんな障害か", "What it means"),
    "severities.*.scope": Key("label", "及ぶ範囲", "Whom it touches"),
    "severities.*.escalation": Key("label", "誰にいつ知らせるか", "Who is told, and when"),
    "severities.*.response": Key(
        "target", "検知から対応開始までの目標(以内)。数だけなら経過時間の分。null なら目標なし",
        "Target from detection to acknowledgement, inclusive; a bare number is elapsed minutes; null: no target"),
    "severities.*.response.minutes": Key("number", "分", "Minutes"),
    "severities.*.response.clock": Key("choice", "elapsed 経過時間、business 営業時間",
                                       "elapsed or business time", ("elapsed", "business")),
    "severities.*.channels": Key("channels", "この深刻度で使う連絡の経路",
                                 "Channels by which people are told at this severity"),
    "severities.*.escalate_to": Key("step", "連絡が届くべき段階(escalation の名前)。null なら約束しない",
                                    "The step of the escalation ladder that must be told; null: none is promised"),
    "impact_rule": Key("map", "影響から深刻度を求める規則", "The rule that proposes a severity from the impact"),
    "impact_rule.everyone": Key("share", "「全員」とみなす割合。これを超えると everyone_severity",
                                "A larger share of users than this is everyone_severity"),
    "impact_rule.everyone_severity": Key("severity", "ほぼ全員に影響したときの深刻度",
                                         "Severity where nearly everyone is affected"),
    "impact_rule.business_severity": Key("severity", "ビジネスへの影響が high のときの深刻度",
                                         "Severity where the impact on the business is high"),
    "impact_rule.data_loss_severity": Key("severity", "データが失われたときの深刻度", "Severity where data was lost"),
    "impact_rule.many": Key("share", "「多数」とみなす割合。これを超えると many_severity",
                            "A larger share of users than this is many_severity"),
    "impact_rule.many_severity": Key("severity", "多数に影響したときの深刻度", "Severity where many are affected"),
    "impact_rule.else_severity": Key("severity", "どれにも当たらないときの深刻度", "Severity in all other cases"),
    "communication": Key("map", "障害中と障害後の連絡の約束", "What is promised during and after an incident"),
    "communication.update_minutes": Key("number", "状況更新の間隔(分)。検知から復旧まで",
                                        "A status update at least every so many minutes, from detection to resolution"),
    "communication.update_severities": Key("severities", "状況更新を約束する深刻度",
                                           "Severities for which updates are promised"),
    "communication.report_hours": Key("number", "復旧から最終報告まで(時間)。null なら約束しない",
                                      "Hours from resolution to the final report; null: none is promised"),
    "oncall": Key("list", "当番表", "The on-call rota"),
    "oncall.when": Key("label", "いつ", "When"),
    "oncall.who": Key("label", "誰が(チームか役割)", "Who (a team or role)"),
    "oncall.period": Key(
        "choice", "どの時間帯の当番か: business_hours 営業時間、weeknight 営業日の夜間、day_off 休日(日付で決まる)。"
        "なければ件数を数えない",
        "The hours of this line: business_hours, weeknight or day_off (by the date); without it nothing is counted",
        PERIODS),
    "escalation": Key("map", "エスカレーションの段階", "The escalation ladder"),
    "escalation.*": Key("label", "この段階で知らせる相手(役割)", "The role told at this level"),
    "contacts": Key("map", "社外の連絡先", "Outside contacts"),
    "contacts.*": Key("label", "連絡先", "A contact"),
    "contacts.*.label": Key("label", "呼び名", "What it is called"),
    "contacts.*.contact": Key("text", "連絡の取り方", "How to reach it"),
    "detection_sources": Key("map", "何で気づいたか", "What tells the team of an incident"),
    "detection_sources.*": Key("label", "検知の手段", "A way of detection"),
    "detection_sources.*.label": Key("label", "呼び名", "What it is called"),
    "detection_sources.*.method": Key("choice", "automatic 自動、manual 手動",
                                      "automatic or manual", ("automatic", "manual")),
    "detection_sources.*.by": Key("choice", "monitoring 監視、users 利用者、staff 社員",
                                  "monitoring, users or staff", ("monitoring", "users", "staff")),
    "cause_categories": Key("map", "原因の分類", "Kinds of cause"),
    "cause_categories.*": Key("label", "呼び名", "What it is called"),
    "recovery_strategies": Key("map", "復旧の手段", "Ways of recovery"),
    "recovery_strategies.*": Key("label", "呼び名", "What it is called"),
    "services": Key("map", "サービス。空なら自由、書けばここにない名前は誤り",
                    "Services; empty: any name, else a name that is not here is an error"),
    "services.*": Key("label", "サービス。呼び名だけでもよい", "A service; its wording alone will do"),
    "services.*.label": Key("label", "呼び名", "What it is called"),
    "services.*.availability": Key(
        "availability", "稼働率の約束。割合だけなら目標。なければ影響のあった時間だけを示す",
        "The availability promised; a bare share is the target; without it only impact minutes are shown"),
    "services.*.availability.target": Key("share", "暦月ごとの目標(例: 99.9%)",
                                          "Target per calendar month, e.g. 99.9%"),
    "services.*.availability.partial": Key(
        "partial", "部分的な停止の数え方: full 1 分を 1 分と数える(既定)、users_affected 影響した利用者の割合、"
        "severity 深刻度ごとの重み(P0 1、P1 1、P2 0.5、P3 0)。{P2: 0.25} のように重みを書いてもよい",
        "How partial outages count: full (each minute is 1, the default), users_affected (the share of users hit), "
        "severity (weights: P0 1, P1 1, P2 0.5, P3 0), or weights of one's own, e.g. {P2: 0.25}",
        ("full", "users_affected", "severity")),
    "services.*.availability.until": Key("choice", "停止の終わり: resolved 復旧(既定)、mitigated 緩和",
                                         "An outage ends when resolved (the default) or mitigated",
                                         ("resolved", "mitigated")),
    "contracts": Key("map", "時間の指標がどこからどこまでを測るか", "What each duration measures"),
    "recurrence": Key("map", "再発の数え方", "What counts as a recurrence"),
    "recurrence.window_days": Key("number", "復旧からこの日数以内の同じ障害を再発と数える",
                                  "The same failure within so many days after resolution is a recurrence"),
    "drills": Key("map", "訓練", "Drills"),
    "drills.per_quarter": Key("number", "四半期ごとの訓練の回数", "Drills in a quarter"),
    "reviews": Key("map", "月ごとのレビュー会議", "The monthly review meetings"),
    "reviews.business_day": Key(
        "number", "前の月をふりかえる会議の日(月の第何営業日)。0 なら日を決めない。カレンダーに予定が入る",
        "The business day of the month on which the month before is reviewed; 0: none is set. The calendar shows it"),
    "requirements": Key("list", "必須の節と項目。当てはまる行すべてが効く",
                        "Required sections and fields; every row that fits applies"),
    "requirements.statuses": Key("statuses", "この状態の記録に(空ならすべて)",
                                 "Of records with these statuses (empty: all)"),
    "requirements.kinds": Key("kinds", "この種類の記録に(空ならすべて)", "Of records of these kinds (empty: all)"),
    "requirements.severities": Key("severities", "この深刻度の記録に(空ならすべて)",
                                   "Of records of these severities (empty: all)"),
    "requirements.sections": Key("sections", "求める節", "Sections that must be there"),
    "requirements.fields": Key("fields", "求める項目(入れ子は response.team のように)",
                               "Fields that must be there (nested ones as response.team)"),
    "requirements.milestones": Key("milestones", "書いてあるべき時刻(unknown でもよい)。なければ警告",
                                   "Times that should be there (`unknown` will do); without them a warning"),
    "notes": Key("label", "記録の判断についての編集者の一言", "The editors' word on how records are judged"),
    "ignore": Key("map", "使わない規則とその理由", "Rules that are not used, and why"),
    "ignore.*": Key("reason", "使わない理由", "Why it is not used"),
}  # fmt: skip

for _name, (_ja, _en) in {
    "mttd": ("検知までの時間", "Time to detect"),
    "mtta": ("応答までの時間", "Time to acknowledge"),
    "mttm": ("緩和までの時間", "Time to mitigate"),
    "mttr": ("復旧までの時間", "Time to resolve"),
    "mrt": ("検知から復旧までの時間", "Time from detection to resolution"),
}.items():
    POLICY |= {
        f"contracts.{_name}": Key("map", _ja, _en),
        f"contracts.{_name}.from": Key("choice", "始まりの時刻", "Begins at this milestone", MILESTONES[:-1]),
        f"contracts.{_name}.to": Key("choice", "終わりの時刻(始まりより後のもの)",
                                     "Ends at this milestone, a later one", MILESTONES[1:]),
        f"contracts.{_name}.clock": Key("choice", "elapsed 経過時間、business 営業時間",
                                        "elapsed or business time", ("elapsed", "business")),
    }  # fmt: skip
