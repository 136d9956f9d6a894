"""F1xx: files that cannot be read as the record they should be."""

from __future__ import annotations

from generator.check.rule import RECORD_PATH, Example, Rule
from generator.model.finding import Level

_LINE = "    2026-10-03T09:05:12+09:00 ERROR pool exhausted, 50 of 50 connections in use\n"
_LOG = f"---\nid: INC-2026-014\ntitle: 予約APIの停止\ncause:\n  category: capacity\n  summary: |\n{_LINE * 1000}---\n"
_OPEN = """\
---
id: INC-2026-014
title: 予約APIの停止
severity: P3
status: open
started_at: 2026-10-31T22:00+09:00
detected_at: 2026-10-31T22:05+09:00
acknowledged_at: 2026-10-31T22:07+09:00
---

## 概要

予約を受け付けられない。
"""
_FILE = Example("id: INC-2026-014\ntitle: 予約APIの停止")

NOT_UTF8 = Rule(
    "F101", "not-utf8", Level.ERROR,
    ("UTF-8 として読めません({byte} バイト目)", "not UTF-8 (at byte {byte})"),
    ("ファイルを UTF-8 で保存し直してください", "save the file as UTF-8"),
    reason=(
        "別の文字コードのまま読むと、題名も本文も文字化けします。"
        "推測して読めば言葉が変わってしまうおそれがあるため、UTF-8 だけを受け付けます。",
        "Read in the wrong encoding, titles and text turn into garbage. "
        "A guess could change words unnoticed, so only UTF-8 is accepted.",
    ),
    bad=Example("", files={RECORD_PATH: "---\nid: INC-2026-014\ntitle: 予約APIの停止\n---\n".encode("cp932")}),
    good=_FILE,
)  # fmt: skip
FILE_TOO_LARGE = Rule(
    "F102", "file-too-large", Level.ERROR,
    ("大きすぎます({size} バイト、上限 {limit})", "too large ({size} bytes, at most {limit})"),
    ("ログや画像は別の場所に置き、リンクしてください", "keep logs and pictures elsewhere and link to them"),
    reason=(
        "貼り付けたログに埋もれた記録は誰にも読まれず、サイトの生成も検索も遅くなります。",
        "Nobody reads a record that is buried under a pasted log, and the site and its search slow down.",
    ),
    bad=Example("", files={RECORD_PATH: _LOG}),
    good=Example(
        "cause: {category: capacity, summary: 接続プールの上限が低すぎた}\n\n"
        "## 対応内容\n\n再起動した。[当時のログ](https://logs.example.org/2026-10-03/)"
    ),
)  # fmt: skip
SYMLINK_ESCAPE = Rule(
    "F103", "symlink-escape", Level.ERROR,
    ("incidents/ の外を指すリンクです", "a link that leads out of incidents/"),
    ("リンクではなくファイルそのものを置いてください", "put the file itself here instead of a link"),
    reason=(
        "リンク一つで、公開するつもりのないファイルがサイトに載ってしまいます。",
        "A single link could publish a file that was never meant for the site.",
    ),
    bad=Example("", links={RECORD_PATH: "../../private/notes.md"}),
    good=_FILE,
)  # fmt: skip
YAML_SYNTAX = Rule(
    "F104", "yaml-syntax", Level.ERROR,
    ("YAML として読めません: {detail_ja}", "not readable as YAML: {detail}"),
    (
        "「: 」や「#」を含む値は \"…\" で囲み、字下げは空白で揃えてください(例: title: \"予約API: 全リクエスト失敗\")",
        'put values with ": " or "#" in quotes and indent with spaces, e.g. title: "API: all requests fail"',
    ),
    reason=(
        "一か所でも YAML として読めないと、その記録の題名も時刻も使えません。"
        "何も言わずに飛ばすツールでは、障害が一件消えたことに誰も気づきません。",
        "One slip in the YAML makes every field of the record unusable. "
        "A tool that skips such a file in silence loses an incident without anybody noticing.",
    ),
    bad=Example("title: 予約API: 全リクエスト失敗"),
    good=Example('title: "予約API: 全リクエスト失敗"'),
)  # fmt: skip
DUPLICATE_KEY = Rule(
    "F105", "duplicate-key", Level.ERROR,
    ("`{key}` が二度書かれています", "`{key}` is written twice"),
    ("どちらか一つにしてください", "keep one of them"),
    ("最初の `{key}` は {line} 行目", "the first `{key}` is on line {line}"),
    reason=(
        "多くの YAML の読み手は後の値だけを黙って使います。"
        "書いた人が正しいと思っている値と、集計に使われる値が違ってしまいます。",
        "Most readers of YAML quietly keep the last value. "
        "The figures would then rest on another value than the one the author believes in.",
    ),
    bad=Example("severity: P1\nseverity: P2"),
    good=Example("severity: P1"),
)  # fmt: skip
NO_FRONT_MATTER = Rule(
    "F106", "front-matter-missing", Level.ERROR,
    ("フロントマターがありません", "there is no front matter"),
    ("ファイルの先頭を --- で始め、id などの項目を書き、--- で閉じてください",
     "begin the file with ---, then the fields (id, title, …), then ---"),
    reason=(
        "件数も時間も、本文ではなくフロントマターの項目から計算します。項目のない文書は、いつのどの障害なのかを数えられません。",
        "Counts and durations come from the fields of the front matter, not from prose. "
        "Without them nobody can tell which incident this is, or when it was.",
    ),
    bad=Example("", files={RECORD_PATH: "# 予約APIの停止\n\n10月31日 22時ごろから予約を受け付けられない。\n"}),
    good=Example("", files={RECORD_PATH: _OPEN}),
)  # fmt: skip
UNCLOSED = Rule(
    "F107", "front-matter-unclosed", Level.ERROR,
    ("フロントマターが閉じていません", "the front matter is not closed"),
    ("項目の後に --- だけの行を置いてください", "put a line with only --- after the fields"),
    reason=(
        "閉じる行がないと、どこまでが項目でどこからが本文なのか決められません。",
        "Without the closing line nothing says where the fields end and the text begins.",
    ),
    bad=Example("", files={RECORD_PATH: _OPEN.replace("\n---\n", "\n")}),
    good=Example("", files={RECORD_PATH: _OPEN}),
)  # fmt: skip
YAML_ALIAS = Rule(
    "F108", "yaml-alias", Level.ERROR,
    ("YAML の別名(*名前)は使えません", "YAML aliases (*name) are not allowed"),
    ("値をそのまま書いてください", "write the value itself"),
    reason=(
        "別名の行だけを読んでも値は分かりません。また、別名を重ねると、ごく短いファイルがメモリーを使い切るほど膨らみます。",
        "Whoever reads the line with the alias does not see its value. "
        "And a few nested aliases make a tiny file grow until memory runs out.",
    ),
    bad=Example("services: &names [予約]\nimpact: {users_affected: 35%, business: high, functions: *names}"),
    good=Example("services: [予約]\nimpact: {users_affected: 35%, business: high, functions: [予約]}"),
)  # fmt: skip
YAML_TAG = Rule(
    "F109", "yaml-tag", Level.ERROR,
    ("YAML のタグは使えません: {tag}", "YAML tags are not allowed: {tag}"),
    ("タグを外し、値だけを書いてください", "remove the tag and keep the value"),
    reason=(
        "タグは値の読み方を変える命令で、プログラムを実行させるものもあります。記録の値は書かれたとおりに読むので、タグの出番はありません。",
        "A tag tells the reader to treat a value differently; some even run programs. "
        "Values of a record are read as written, so there is nothing for a tag to do.",
    ),
    bad=Example("severity: !urgent P1"),
    good=Example("severity: P1"),
)  # fmt: skip
NOT_A_FILE = Rule(
    "F110", "not-a-file", Level.ERROR,
    ("記録の名前ですがファイルではありません", "named like a record but not a file"),
    ("記録は Markdown ファイルとして置いてください", "a record is a Markdown file"),
    reason=(
        "記録の名前が付いたフォルダーなどは読めません。置いた人は記録したつもりでも、障害は一件も数えられません。",
        "A folder with the name of a record cannot be read: "
        "its author believes the incident is recorded, and it is counted nowhere.",
    ),
    bad=Example("", folders=(RECORD_PATH,)),
    good=_FILE,
)  # fmt: skip
UNREADABLE = Rule(
    "F111", "unreadable-file", Level.ERROR,
    ("ファイルを開けません: {detail}", "the file cannot be opened: {detail}"),
    ("権限とファイルの状態を確かめてください", "look at its permissions"),
    reason=(
        "開けない記録を飛ばして集計すると、件数も時間も実際とは違う値になります。",
        "Figures that leave out what could not be opened are wrong, and nothing on the page would say so.",
    ),
    bad=Example("id: INC-2026-014\ntitle: 予約APIの停止", unreadable=(RECORD_PATH,)),
    good=_FILE,
)  # fmt: skip

#: The problems of the reader, by the name it gives them.
OF_PROBLEM = {
    "not-utf8": NOT_UTF8,
    "file-too-large": FILE_TOO_LARGE,
    "symlink-escape": SYMLINK_ESCAPE,
    "yaml-syntax": YAML_SYNTAX,
    "duplicate-key": DUPLICATE_KEY,
    "no-front-matter": NO_FRONT_MATTER,
    "unclosed-front-matter": UNCLOSED,
    "yaml-alias": YAML_ALIAS,
    "yaml-tag": YAML_TAG,
    "not-a-file": NOT_A_FILE,
    "unreadable-file": UNREADABLE,
}
RULES = tuple(OF_PROBLEM.values())
