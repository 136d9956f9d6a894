"""F1xx: files that cannot be read as the record they should be."""

from __future__ import annotations

from generator.check.rule import Rule
from generator.model.finding import Level

NOT_UTF8 = Rule(
    "F101", "not-utf8", Level.ERROR,
    ("UTF-8 として読めません({byte} バイト目)", "not UTF-8 (at byte {byte})"),
    ("ファイルを UTF-8 で保存し直してください", "save the file as UTF-8"),
)  # fmt: skip
FILE_TOO_LARGE = Rule(
    "F102", "file-too-large", Level.ERROR,
    ("大きすぎます({size} バイト、上限 {limit})", "too large ({size} bytes, at most {limit})"),
    ("ログや画像は別の場所に置き、リンクしてください", "keep logs and pictures elsewhere and link to them"),
)  # fmt: skip
SYMLINK_ESCAPE = Rule(
    "F103", "symlink-escape", Level.ERROR,
    ("incidents/ の外を指すリンクです", "a link that leads out of incidents/"),
    ("リンクではなくファイルそのものを置いてください", "put the file itself here instead of a link"),
)  # fmt: skip
YAML_SYNTAX = Rule(
    "F104", "yaml-syntax", Level.ERROR,
    ("YAML として読めません: {detail}", "not readable as YAML: {detail}"),
    (
        "「: 」や「#」を含む値は \"…\" で囲み、字下げは空白で揃えてください 例: title: \"予約API: 全リクエスト失敗\"",
        'put values with ": " or "#" in quotes and indent with spaces, e.g. title: "API: all requests fail"',
    ),
)  # fmt: skip
DUPLICATE_KEY = Rule(
    "F105", "duplicate-key", Level.ERROR,
    ("`{key}` が二度書かれています", "`{key}` is written twice"),
    ("どちらか一つにしてください", "keep one of them"),
    ("最初の `{key}` は {line} 行目", "the first `{key}` is on line {line}"),
)  # fmt: skip
NO_FRONT_MATTER = Rule(
    "F106", "front-matter-missing", Level.ERROR,
    ("フロントマターがありません", "there is no front matter"),
    ("ファイルの先頭を --- で始め、id などの項目を書き、--- で閉じてください",
     "begin the file with ---, then the fields (id, title, …), then ---"),
)  # fmt: skip
UNCLOSED = Rule(
    "F107", "front-matter-unclosed", Level.ERROR,
    ("フロントマターが閉じていません", "the front matter is not closed"),
    ("項目の後に --- だけの行を置いてください", "put a line with only --- after the fields"),
)  # fmt: skip
YAML_ALIAS = Rule(
    "F108", "yaml-alias", Level.ERROR,
    ("YAML の別名(*名前)は使えません", "YAML aliases (*name) are not allowed"),
    ("値をそのまま書いてください", "write the value itself"),
)  # fmt: skip
YAML_TAG = Rule(
    "F109", "yaml-tag", Level.ERROR,
    ("YAML のタグは使えません: {tag}", "YAML tags are not allowed: {tag}"),
    ("タグを外し、値だけを書いてください", "remove the tag and keep the value"),
)  # fmt: skip
NOT_A_FILE = Rule(
    "F110", "not-a-file", Level.ERROR,
    ("記録の名前ですがファイルではありません", "named like a record but not a file"),
    ("記録は Markdown ファイルとして置いてください", "a record is a Markdown file"),
)  # fmt: skip
UNREADABLE = Rule(
    "F111", "unreadable-file", Level.ERROR,
    ("ファイルを開けません: {detail}", "the file cannot be opened: {detail}"),
    ("権限とファイルの状態を確かめてください", "look at its permissions"),
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
