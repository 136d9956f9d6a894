"""F4xx: the sections of the body and the timeline."""

from __future__ import annotations

from generator.check.rule import Example, Rule
from generator.model.finding import Level

_TABLE = "## タイムライン\n\n| 時刻 | イベント | 担当者 |\n|---|---|---|\n"
_KINDS = "## タイムライン\n\n| 時刻 | 種別 | イベント | 担当者 |\n|---|---|---|---|\n"

MISSING_SECTION = Rule(
    "F401", "missing-section", Level.ERROR,
    ("「{heading_ja}」の節がありません", "there is no section `{heading_en}`"),
    ("`## {heading_ja}` の節を加えてください{near_ja}", "add a section `## {heading_en}`{near_en}"),
    ("{severity} で status が {status} の記録に必要です", "a record of {severity} with status {status} needs it"),
    judgement=True,
    reason=(
        "原因や影響の書かれていない記録からは、次の障害に備えることができません。"
        "どの節が要るかは、方針の requirements で決められます。",
        "Nobody can prepare for the next incident from a record that leaves out what happened or why. "
        "The policy's requirements say which sections are needed.",
    ),
    bad=Example("status: resolved", without=("根本原因",)),
    good=Example("status: resolved\n\n## 根本原因\n\n接続プールの上限が、増えた利用者に対して低すぎた。"),
)  # fmt: skip
EMPTY_SECTION = Rule(
    "F402", "empty-section", Level.WARNING,
    ("「{heading}」の節が空です", "the section `{heading}` is empty"),
    ("分かっていることを書くか、分からないならそう書いてください", "write what is known, or that nothing is"),
    reason=(
        "空の節は、書き忘れなのか、書くことがなかったのか、後から読む人には区別できません。",
        "Later readers cannot tell an empty section that was forgotten from one with nothing to say.",
    ),
    bad=Example("## 根本原因\n\n<!-- あとで書く -->"),
    good=Example("## 根本原因\n\nまだ分かっていない。ログの保存期間が過ぎていた。"),
)  # fmt: skip
DUPLICATE_SECTION = Rule(
    "F403", "duplicate-section", Level.ERROR,
    ("「{heading}」の節が二つあります", "the section `{heading}` stands twice"),
    ("一つにまとめてください", "make one of them"),
    reason=(
        "同じ節が二つあると、片方だけを読んで全部だと思う人が出ます。"
        "タイムラインが二つあれば、どちらが正しい経過なのかも決められません。",
        "Of two sections with one name readers see the first and take it for all there is. "
        "With two timelines nothing says which of them is right.",
    ),
    bad=Example("## 対応内容\n\nサービスを再起動した。\n\n## 対応内容\n\n接続数の上限を上げた。"),
    good=Example("## 対応内容\n\nサービスを再起動し、接続数の上限を上げた。"),
)  # fmt: skip
UNREADABLE = Rule(
    "F410", "timeline-unreadable", Level.ERROR,
    ("タイムラインを読めません: {detail_ja}", "the timeline cannot be read: {detail_en}"),
    ("表の見出しは「時刻 | 種別 | イベント | 担当者」(種別は省略可)、時刻は HH:MM か YYYY-MM-DD HH:MM です",
     "the header is `Time | Kind | Event | Who` (Kind may be left out), times are HH:MM or YYYY-MM-DD HH:MM"),
    reason=(
        "読めない行は経過の図にも状況更新の記録にも入らず、何もしていなかったように見えます。",
        "A row that cannot be read is missing from the course of the incident and from its updates, "
        "as if nothing had been done.",
    ),
    bad=Example(f"{_TABLE}| 9時5分 | エラー率の警報 | 監視 |"),
    good=Example(f"{_TABLE}| 09:05 | エラー率の警報 | 監視 |"),
)  # fmt: skip
BACKWARDS = Rule(
    "F411", "timeline-backwards", Level.ERROR,
    ("タイムラインの {text} は前の行より前の時刻になります", "the timeline's {text} would lie before the row above"),
    ("日が変わるなら日付を書いてください(例: {meant})",
     "if the day has changed write the date, e.g. {meant}"),
    ("前の行は {above}", "the row above is at {above}"),
    reason=(
        "日付をまたいだのか行の順が違うのかは書いた人にしか分からず、推測すると丸一日ずれるおそれがあります。"
        "時刻だけの行は、上の行と同じ日だと読みます。",
        "Whether midnight has passed or rows were swapped only the author knows; a guess could be a whole day off. "
        "A row with only a clock time belongs to the day of the row above.",
    ),
    bad=Example(f"{_TABLE}| 23:50 | 再起動する | SRE |\n| 00:10 | 平常に戻る | SRE |"),
    good=Example(f"{_TABLE}| 23:50 | 再起動する | SRE |\n| 2026-10-04 00:10 | 平常に戻る | SRE |"),
)  # fmt: skip
CONTRADICTS = Rule(
    "F412", "timeline-contradicts-milestone", Level.ERROR,
    ("タイムラインの「{kind}」は {text} ですが、`{key}` は{said_ja}",
     "the timeline's `{kind}` is at {text}, but `{key}` {said_en}"),
    ("どちらかを直すか、種別を「その他」にしてください", "correct one of them, or make the row's kind `note`"),
    reason=(
        "一つの記録が同じ出来事を二つの時刻で語ると、指標は片方を使い、読む人はもう片方を信じます。",
        "When a record gives two times for one event, the figures use one and readers believe the other.",
    ),
    bad=Example(f"detected_at: 2026-10-03T09:05+09:00\n\n{_KINDS}| 09:08 | 検知 | エラー率の警報 | 監視 |"),
    good=Example(f"detected_at: 2026-10-03T09:05+09:00\n\n{_KINDS}| 09:05 | 検知 | エラー率の警報 | 監視 |"),
)  # fmt: skip
UNCLOSED = Rule(
    "F407", "unclosed-block", Level.WARNING,
    ("ここから始まる{what_ja}が閉じられていません", "{what_en} that begins here is never closed"),
    ("終わりに {close} を書いてください", "close it with {close}"),
    reason=(
        "閉じられていないと、後に続く見出しも表もその一部になり、ページから消えます。",
        "All headings and tables that follow become part of it and vanish from the page.",
    ),
    bad=Example("## 学習事項\n\n```\nERROR pool exhausted"),
    good=Example("## 学習事項\n\n```\nERROR pool exhausted\n```"),
)  # fmt: skip

RULES = (MISSING_SECTION, EMPTY_SECTION, DUPLICATE_SECTION, UNCLOSED, UNREADABLE, BACKWARDS, CONTRADICTS)
