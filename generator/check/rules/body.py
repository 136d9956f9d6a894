"""F4xx: the sections of the body and the timeline."""

from __future__ import annotations

from generator.check.rule import Rule
from generator.model.finding import Level

MISSING_SECTION = Rule(
    "F401", "missing-section", Level.ERROR,
    ("「{heading_ja}」の節がありません", "there is no section `{heading_en}`"),
    ("`## {heading_ja}` の節を加えてください", "add a section `## {heading_en}`"),
    ("{severity} で status が {status} の記録に必要です", "a record of {severity} with status {status} needs it"),
    judgement=True,
)  # fmt: skip
EMPTY_SECTION = Rule(
    "F402", "empty-section", Level.WARNING,
    ("「{heading}」の節が空です", "the section `{heading}` is empty"),
    ("分かっていることを書くか、分からないならそう書いてください", "write what is known, or that nothing is"),
)  # fmt: skip
DUPLICATE_SECTION = Rule(
    "F403", "duplicate-section", Level.ERROR,
    ("「{heading}」の節が二つあります", "the section `{heading}` stands twice"),
    ("一つにまとめてください", "make one of them"),
)  # fmt: skip
UNREADABLE = Rule(
    "F410", "timeline-unreadable", Level.ERROR,
    ("タイムラインを読めません: {detail_ja}", "the timeline cannot be read: {detail_en}"),
    ("表の見出しは「時刻 | 種別 | イベント | 担当者」(種別は省略可)、時刻は HH:MM か YYYY-MM-DD HH:MM です",
     "the header is `Time | Kind | Event | Who` (Kind may be left out), times are HH:MM or YYYY-MM-DD HH:MM"),
)  # fmt: skip
BACKWARDS = Rule(
    "F411", "timeline-backwards", Level.ERROR,
    ("タイムラインの {text} は前の行より前の時刻になります", "the timeline's {text} would lie before the row above"),
    ("日が変わるなら日付を書いてください 例: 2026-10-04 00:30",
     "if the day has changed write the date, e.g. 2026-10-04 00:30"),
    ("前の行は {above}", "the row above is at {above}"),
)  # fmt: skip
CONTRADICTS = Rule(
    "F412", "timeline-contradicts-milestone", Level.ERROR,
    ("タイムラインの「{kind}」は {text} ですが、`{key}` は {at} です",
     "the timeline's `{kind}` is at {text}, but `{key}` is {at}"),
    ("どちらかを直すか、種別を「その他」にしてください", "correct one of them, or make the row's kind `note`"),
)  # fmt: skip

RULES = (MISSING_SECTION, EMPTY_SECTION, DUPLICATE_SECTION, UNREADABLE, BACKWARDS, CONTRADICTS)
